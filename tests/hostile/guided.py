"""The fuzzer led by what of the program each input reaches: `python -m tests.hostile.guided -max_total_time=600`.

Needs atheris (`pip install atheris`); takes libFuzzer's options. Inputs are mutated as `fuzz.py` does, or by libFuzzer;
those that reach something new are kept in a folder of the system's temporary ones and mutated further. What fails is
put into the corpus, as by `fuzz.py`.
"""

from __future__ import annotations

import random
import sys
import tempfile
from pathlib import Path

import atheris

with atheris.instrument_imports(include=["usmle_next", "tomllib"]):
    from . import fuzz

from .known import slug


def main() -> None:
    """Run until the time or the number of runs that was asked for."""
    fuzzer = fuzz.Fuzzer(Path(tempfile.mkdtemp(dir="/dev/shm" if Path("/dev/shm").is_dir() else None)))
    reached = Path(tempfile.mkdtemp())
    for number, kind in enumerate(fuzz.KINDS):
        for n, text in enumerate(fuzz.SEEDS[kind]):
            (reached / f"{kind}-{n}").write_bytes(bytes([number]) + text.encode())

    def feed(data: bytes) -> None:
        kind, raw = fuzz.KINDS[(data or b"\0")[0] % len(fuzz.KINDS)], data[1:]
        failure = fuzzer.one(kind, raw, fuzzer.outcome.count)
        if failure and fuzzer.outcome.seen[failure.signature] == 1:
            print(f"{failure.signature}\n{failure.told}", file=sys.stderr, flush=True)
            (fuzz.CORPUS / f"{kind}.{slug(failure.signature)}.toml").write_bytes(raw)

    def mutate(data: bytes, most: int, seed: int) -> bytes:
        if random.Random(seed).random() < 0.5:
            return bytes(atheris.Mutate(data, most))
        kind, raw = fuzz.made(seed, 0)
        return (bytes([fuzz.KINDS.index(kind)]) + raw)[:most]

    atheris.Setup([*sys.argv, "-max_len=6000", str(reached)], feed, custom_mutator=mutate)
    atheris.Fuzz()


if __name__ == "__main__":
    main()
