"""Feeds mutated progress and definition files to the program.

`python -m tests.hostile.fuzz --seconds N --count N --seed S` runs as many as one likes. Each input follows from its
seed and number alone. The outcome must be a clean result or one of the program's own errors, within two seconds of
processor time and 256 MB; any other is kept once for each place it comes from.
"""

from __future__ import annotations

import argparse
import random
import re
import shutil
import sys
import tempfile
import time
import tomllib
import traceback
from collections import Counter
from copy import deepcopy
from dataclasses import dataclass, field
from datetime import UTC, date, datetime
from datetime import time as clock_time
from pathlib import Path
from typing import Any

import tomli_w

from usmle_next.storage import definitions

from . import small
from .known import MEGABYTES, SECONDS, TooLong, megabytes, signature, slug, within

CORPUS = Path(__file__).parent / "corpus"
KINDS = ("progress", *small.FILES)

PROGRESS = [
    """schema = 1
[changed]
at = 2026-11-22T12:00:00Z
what = "done apply --on 2026-11-22"
[profile]
position = "graduate"
img = true
degree = "md"
specialties = ["surgery"]
states = ["TX"]
visa = "j1"
match_year = 2027
training_years = 2.5
ecfmg = false
careers = ["research", "va"]
[profile.attempts]
step1 = 2
[profile.passed]
step2ck = 2025-06-01
[steps.apply]
status = "started"
on = 2026-10-03
[[steps.apply.notes]]
on = 2026-10-04
text = "Ask the dean {state.name} [red]now[/red]."
[steps."renew:tx"]
status = "done"
on = 2026-01-01
completions = [2024-01-01, 2026-01-01]
[credentials."license:tx"]
since = 2022-08-19
until = 2026-12-31
told = 2024-09-01
number = "A-1"
[credentials."card:mercy"]
given_up = 2026-01-01
[[exam]]
exam = "step1"
on = 2026-03-02
result = "fail"
[[exam]]
exam = "step1"
on = 2026-09-01
result = "pass"
score = 251
[[cme]]
on = 2026-05-05
hours = 4.5
category = "1"
topic = "ethics"
""",
    """schema = 3
[profile]
specialties = ["surgery"]
[[program]]
name = "Alder {state.name} [red]now[/red]"
specialty = "surgery"
id = "1400000001"
city = "Houston"
state = "TX"
track = "advanced"
visa = ["j1", "h1b"]
signal = "gold"
status = "scheduled"
applied = 2026-09-24
invited = 2026-10-05
interview = "2026-11-24 09:00 America/Chicago"
rank = 1
note = "=1+1"
[[program]]
name = "Birch"
specialty = "elsewhere"
status = "invited"
rank = 2
[[cost]]
title = "flights"
usd = 600
on = 2027-01-01
""",
    'schema = 1\n[profile]\nimg = true\nstates = ["TX"]\n[steps]\nlicense = { status = "skipped", on = 2026-01-01 }\n',
    "schema = 1\n",
    """schema = 2 # by hand
[changed]
at = 2026-11-22T12:00:00Z
what = "start apply --on 2026-10-03"
[profile]
img = true
states = [
    "TX",
]
passed = { step1 = 2024-06-01 }
[steps.apply]
status = "started"
started = 2026-10-03
[steps."license:tx"]
status = "done"
started = 2026-10-03
on = 2026-11-01
[[steps."license:tx".notes]]
on = 2026-11-01
text = "by mail"
[steps.old-apply]
status = "skipped"
on = 2026-01-01
[[exam]]
exam = "level1"
on = 2026-03-02
result = "pending"
""",
]
_OVERLAYS = {
    "steps": [
        'stage = "exams"\n[[step]]\nid = "apply"\nwhy = "Another reason."\nneeds = ["exam-one", "residency"]\n',
        (
            'stage = "career"\nassumed_from = "resident"\n[[step]]\nid = "mine"\ntitle = "Mine"\nkind = "optional"\n'
            'why = "I want to."\nfor = "state"\n'
            'when = { training_years = { at_least = { from = "state.training.img" } } }\n'
            'due = { after = "renew", years = { from = "state.renewal.cycle_years" } }\nneeds = ["renew", "apply"]\n'
        ),
    ],
    "states": ['code = "TX"\nname = "Tejas"\n', 'code = "AK"\nname = "Alaska"\n'],
    "specialties": [
        'id = "hand"\nname = "Hand"\nkind = "fellowship"\nafter = ["surgery"]\n' + small.PROVEN,
    ],
    "seasons": [
        small.SEASON.replace("2027", "2028").replace("2026", "2027"),
        "[season]\nmatch_year = 2027\neras_season = 2027\nstart = 2027-07-01\n" + small.PROVEN,
    ],
}
SEEDS = {"progress": PROGRESS} | {kind: [text, *_OVERLAYS[kind]] for kind, text in small.FILES.items()}

_STRINGS = [
    "",
    " ",
    "x" * 5000,
    "\x1b[31mred\x1b[0m",
    "\x1b]8;;https://evil.example\x07link",
    "\x9b31m",
    "a\tb\nc\rd",
    "\x00",
    "\u202egnp.exe",
    "\u2066\u2069\u200b\ufeff\u061c",
    "\u2028\u2029\x85",
    "[red]x[/red][link=https://evil.example]y[/link]",
    ":smile:",
    "{state.name}",
    "{state.__class__}",
    "{state.name.__init__.__globals__}",
    "{specialty.board.abbr|x}",
    "{season.date}",
    "{",
    "}}{{",
    "%s %n {0!r}",
    "javascript:alert(1)",
    "file:///etc/passwd",
    "data:text/html,x",
    "https://www.usmle.org",
    "https://[::1",
    "../../x",
    "é",
    "İ",
    "e\u0301" * 50,
    "\U0001f468\u200d\U0001f469",
    "tx",
    "TX",
    "surgery",
    "step1",
    "apply",
    "renew:tx",
    "license",
    "residency",
    "match-day",
    "season",
    "2-6 weeks",
    "999 years",
    "0 days",
    "2026",
    "unknown",
    "memory",
    "official",
    "member",
    "done",
    "true",
    "NaN",
    "1e400",
    "_",
    "_d",
    "from",
    "2026-02-30",
]
_PATHS = [
    "state.name",
    "state.fees.renewal_usd",
    "state.renewal.cycle_years",
    "state.training.img",
    "state.training.us_md",
    "state.board.url",
    "state.imlc.status",
    "state.img.provisional_effective",
    "state.cme.topics",
    "state.code.x",
    "state.__class__",
    "state.name.__class__",
    "state.usmle",
    "season.start",
    "season.match_year",
    "specialty.training.years",
    "specialty.name",
    "specialty.board",
    "training_years",
    "state",
    "state.",
    ".",
    "x.y",
]
#: Keys whose change is refused at once nearly always.
_PLAIN = {"schema", "id", "code", "stage", "match_year", "source", "as_of", "confidence", "kind", "season", 0}
_DAYS = [
    date.min,
    date.max,
    date(1950, 1, 1),
    date(1949, 12, 31),
    date(2100, 12, 31),
    date(2101, 1, 1),
    date(2024, 2, 29),
    date(2026, 11, 22),
    datetime.min,  # noqa: DTZ901
    datetime.max,  # noqa: DTZ901
    datetime(2026, 1, 1, tzinfo=UTC),
    datetime(1, 1, 1, tzinfo=UTC),
    datetime(2026, 1, 1),  # noqa: DTZ001
    clock_time(7, 32),
    clock_time.max,
]
_NUMBERS = [0, 1, -1, 2, 3, 12, 50, 99, 366, 1500, 2027, 2**31, 2**63, 2**64, 10**30, -(10**30), 10**400]
_FLOATS = [0.0, -0.0, 0.5, 1e-320, 1e308, float("inf"), float("-inf"), float("nan")]
_TOKENS = [
    b"true",
    b"nan",
    b"-inf",
    b"1e999",
    b"0x" + b"f" * 4000,
    b"9" * 4000,
    b"9" * 5000,
    b"0b1",
    b"1_000",
    b"0001-01-01",
    b"9999-12-31",
    b"9999-12-31T23:59:59-23:59",
    b"0001-01-01T00:00:00+23:59",
    b"07:32:00",
    b"'''\n'''",
    b'"""',
    b"[[step]]",
    b"[steps._]",
    b"[steps._d]",
    b'[steps.""]',
    b'[steps."\\u001b"]',
    b"[steps.__class__]",
    b"[[exam]]",
    b"[[date]]",
    b"{}",
    b"[]",
    b"[[[[",
    b"a.b.c.d",
    b"= = =",
    b"\\u202e",
    b"\\ud800",
    b"\xef\xbb\xbf",
    b"\xff\xfe",
    b"\x00",
    b"\r",
    b"\r\n",
    "\u2028".encode(),
    "\u202e".encode(),
    b"\x1b[2J",
    b"\xc2\x9b",
    b"#",
]
_MORE_WORDS = """all any not at_least at_most since conflict evidence memory_fields edge effect exam done_when score
notes completions unmatched couples dual_degree pathway comlex credentials training_license _ _d __class__ schema from
for id"""
_WORDS = sorted(
    {*re.findall(r"[a-z_0-9]{2,}", " ".join(t for texts in SEEDS.values() for t in texts)), *_MORE_WORDS.split()}
)
_TOKEN = re.compile(rb"[A-Za-z0-9_.-]+|\"[^\"\n]*\"|[\[\]{}=,#]|\s+")


@dataclass
class Failure:
    """One input that came to no clean outcome."""

    kind: str
    raw: bytes
    number: int
    signature: str
    told: str


@dataclass
class Outcome:
    """What a run came to."""

    count: int = 0
    clean: int = 0
    refused: int = 0
    slowest: float = 0.0
    failures: dict[str, Failure] = field(default_factory=dict)
    seen: Counter[str] = field(default_factory=Counter)


def made(seed: int, number: int) -> tuple[str, bytes]:
    """Return the kind and text of an input."""
    rng = random.Random(f"{seed}:{number}")
    kind = rng.choice(
        ("progress", "progress", "progress", "progress", "steps", "steps", "states", "specialties", "seasons")
    )
    way = rng.random()
    if way < 0.7:
        raw = _tree(rng, kind)
    elif way < 0.94:
        raw = _bytes(rng, kind)
    else:
        raw = _grammar(rng, kind)
    if rng.random() < 0.03:
        raw = rng.choice((b"\xef\xbb\xbf", b"\xff\xfe", b"")) + raw.replace(
            b"\n", rng.choice((b"\r\n", b"\r", b"\n\r"))
        )
    return kind, raw


def _wild(rng: random.Random, depth: int = 0) -> Any:
    pick = rng.random()
    if pick < 0.3:
        return rng.choice(_STRINGS)
    if pick < 0.42:
        return rng.choice(_NUMBERS)
    if pick < 0.48:
        return rng.choice(_FLOATS)
    if pick < 0.53:
        return rng.random() < 0.5
    if pick < 0.65:
        return rng.choice(_DAYS)
    if pick < 0.72:
        return rng.choice(_PATHS)
    if pick < 0.77:
        return {"from": rng.choice(_PATHS)}
    if pick < 0.82:
        return {
            rng.choice(("years", "months", "weeks", "days")): rng.choice((_wild(rng, 3), {"from": rng.choice(_PATHS)}))
        }
    if depth > 3:
        return "deep"
    if pick < 0.9:
        return [_wild(rng, depth + 1) for _ in range(rng.choice((0, 1, 1, 2, 3)))]
    if pick < 0.96:
        return _condition(rng, depth + 1)
    return {rng.choice(_WORDS): _wild(rng, depth + 1) for _ in range(rng.choice((0, 1, 2)))}


def _condition(rng: random.Random, depth: int = 0) -> Any:
    pick = rng.random()
    if depth < 4 and pick < 0.2:
        return {rng.choice(("all", "any")): [_condition(rng, depth + 1) for _ in range(rng.choice((0, 1, 2)))]}
    if depth < 4 and pick < 0.3:
        return {"not": _condition(rng, depth + 1)}
    if pick < 0.35:
        return {rng.choice(("all", "any", "not")): rng.choice((3, "x", [], [3], {}, True))}
    bound = rng.choice((1, 2.5, "x", {"from": rng.choice(_PATHS)}, date(2026, 1, 1), [1]))
    if pick < 0.6:
        return {rng.choice((*_PATHS, "training_years", "attempts.step1")): {rng.choice(("at_least", "at_most")): bound}}
    if pick < 0.85:
        return {rng.choice(_PATHS): rng.choice((True, "x", ["member"], {"_": "Step"}, {"_d": "x"}, {}, *_DAYS))}
    return {rng.choice(("img", "visa", "state", "specialty", "career", "passed.step1")): _wild(rng, 3)}


def _places(tree: Any, path: tuple[Any, ...] = ()) -> list[tuple[Any, ...]]:
    found = [path] if path else []
    pairs = tree.items() if isinstance(tree, dict) else enumerate(tree) if isinstance(tree, list) else ()
    for key, value in pairs:
        found += _places(value, (*path, key))
    return found


def _tree(rng: random.Random, kind: str) -> bytes:
    """Change a valid document at a few places and write it again."""
    document = deepcopy(_parsed(kind, rng.randrange(len(SEEDS[kind]))))
    for _ in range(rng.choice((1, 1, 2, 2, 3, 4))):
        places = _places(document)
        if not places:
            break
        *way, last = rng.choice(places)
        if (last in _PLAIN or not way) and rng.random() < 0.85:
            continue
        parent = document
        for key in way:
            parent = parent[key]
        what = rng.random()
        if what < 0.6:
            parent[last] = _another(rng, last, parent[last])
        elif what < 0.68:
            del parent[last]
        elif what < 0.8 and isinstance(parent, dict):
            parent[rng.choice(_WORDS)] = rng.choice((_wild(rng), deepcopy(parent[last])))
        elif what < 0.88 and isinstance(parent, dict):
            parent[rng.choice((*_STRINGS, *_WORDS))] = parent.pop(last)
        elif isinstance(parent, list):
            parent.extend(deepcopy(parent) for _ in range(1))
            parent += [deepcopy(parent[last]) for _ in range(rng.choice((1, 2, 40)))]
        else:
            parent[last] = [deepcopy(parent[last]), _wild(rng)]
    try:
        return tomli_w.dumps(document).encode("utf-8", "surrogatepass")
    except (ValueError, TypeError):
        return _bytes(rng, kind)


def _another(rng: random.Random, key: Any, value: Any) -> Any:
    """Return another value for a key, more often than not one of the same type."""
    if rng.random() < 0.3:
        return _wild(rng)
    if key in ("when", "done_when"):
        return _condition(rng)
    if key in ("due", "opens", "every", "takes", "usd") and rng.random() < 0.5:
        span = {
            rng.choice(("years", "months", "weeks", "days")): rng.choice((1, 10**9, -5, {"from": rng.choice(_PATHS)}))
        }
        anchor = {
            rng.choice(("after", "before", "season", "on")): rng.choice(("apply", "renew", "match-day", date.max))
        }
        return rng.choice((span, span | anchor, anchor, {"from": rng.choice(_PATHS)}))
    match value:
        case bool():
            return not value
        case int():
            return rng.choice(_NUMBERS)
        case float():
            return rng.choice((*_FLOATS, 2))
        case str():
            return rng.choice((*_STRINGS, *_STRINGS, *_PATHS)) if rng.random() < 0.7 else value + rng.choice(_STRINGS)
        case date():
            return rng.choice(_DAYS)
        case _:
            return _wild(rng)


_parsed_seeds: dict[tuple[str, int], Any] = {}


def _parsed(kind: str, number: int) -> Any:
    if (kind, number) not in _parsed_seeds:
        _parsed_seeds[kind, number] = tomllib.loads(SEEDS[kind][number])
    return _parsed_seeds[kind, number]


def _bytes(rng: random.Random, kind: str) -> bytes:
    """Change the bytes or the tokens of a valid file."""
    raw = bytearray(rng.choice(SEEDS[kind]).encode())
    for _ in range(rng.choice((1, 1, 1, 2, 4))):
        at, other = sorted((rng.randrange(len(raw) + 1), rng.randrange(len(raw) + 1)))
        match rng.randrange(10):
            case 0 if raw:
                raw[at % len(raw)] ^= 1 << rng.randrange(8)
            case 1:
                del raw[at : min(other, at + 40)]
            case 2:
                raw[at:at] = raw[at : min(other, at + 200)] * rng.choice((1, 2, 30))
            case 3:
                donor = rng.choice(SEEDS[rng.choice(list(SEEDS))]).encode()
                start = rng.randrange(len(donor))
                raw[at : min(other, at + 60)] = donor[start : start + rng.randrange(300)]
            case 4:
                raw[at:at] = rng.choice(_TOKENS)
            case 5 | 6 | 7:
                _swap(rng, raw)
            case 8:
                deep = rng.choice((5, 100, 900, 3000))
                left, right = rng.choice(((b"[", b"]"), (b"{a=", b"}"), (b"[{not=", b"}]"), (b"{all=[", b"]}")))
                raw[at:at] = b"\nwhen = " * (rng.random() < 0.5) + left * deep + b"1" + right * deep
            case 9:
                del raw[at : len(raw) if rng.random() < 0.3 else at + 1]
    return bytes(raw)


def _swap(rng: random.Random, raw: bytearray) -> None:
    """Put another value, token or line in place of one."""
    found = [m for m in _TOKEN.finditer(bytes(raw)) if not m[0].isspace()]
    if not found:
        return
    one = rng.choice(found)
    if rng.random() < 0.5:
        raw[one.start() : one.end()] = rng.choice(_TOKENS)
    else:
        raw[one.start() : one.end()] = rng.choice(found)[0]


def _grammar(rng: random.Random, kind: str) -> bytes:
    """Write a document of known words and wild values that nobody meant."""
    document: dict[str, Any] = {}
    if kind == "progress":
        document["schema"] = rng.choice((1, 1, 2, 2, 2, 0, 3, "1", True))
        for _ in range(rng.randrange(6)):
            id = rng.choice((*_STRINGS, *_WORDS))
            document.setdefault("steps", {})[id] = {
                "status": rng.choice(("done", "skipped", "started")),
                "on": rng.choice(_DAYS[2:8]),
                "notes": [{"on": date(2026, 1, 1), "text": rng.choice(_STRINGS)}],
            }
        document["changed"] = {"at": rng.choice((*_DAYS, 3, "x", [])), "what": rng.choice(_STRINGS)}
    elif kind == "steps":
        document["stage"] = rng.choice(("exams", "career", "visa"))
        ids = [f"s{n}" for n in range(rng.choice((1, 2, 5, 30)))]
        document["step"] = [
            {
                "id": id,
                "title": rng.choice(_STRINGS[13:]),
                "kind": "required",
                "why": "w",
                "needs": [rng.choice((*ids, "apply"))] if rng.random() < 0.5 else [],
                rng.choice(("when", "done_when")): _condition(rng),
                rng.choice(("due", "opens", "repeats", "takes", "fee", "fact", "rule")): _wild(rng),
            }
            for id in ids
        ]
    for _ in range(rng.randrange(4)):
        document[rng.choice(_WORDS)] = _wild(rng)
    try:
        return tomli_w.dumps(document).encode("utf-8", "surrogatepass")
    except (ValueError, TypeError):
        return b"x = 1"


class Fuzzer:
    """Runs inputs one after another, each within its time."""

    def __init__(self, folder: Path) -> None:
        self.base = small.write_base(folder / "base")
        self.overlay = folder / "overlay"
        self.catalog = definitions.load([self.base])
        self.outcome = Outcome()
        self._document = definitions._document
        self._known: dict[Path, Any] = {}
        definitions._document = self._read  # type: ignore[assignment]

    def _read(self, file: Path, problems: list[str]) -> Any:
        """Read a definition file; those of the base are read once."""
        if self.base not in file.parents:
            return self._document(file, problems)
        if file not in self._known:
            self._known[file] = self._document(file, problems)
        return self._known[file]

    def close(self) -> None:
        """Let definitions be read as usual again."""
        definitions._document = self._document

    def one(self, kind: str, raw: bytes, number: int = 0) -> Failure | None:
        """Feed one input; return the failure it is, None where the outcome is clean."""
        began, before = time.process_time(), megabytes()
        failed: BaseException | None = None
        try:
            with within(SECONDS):
                self._feed(kind, raw, number)
            self.outcome.clean += 1
        except small.ERRORS:
            self.outcome.refused += 1
        except (Exception, TooLong) as error:
            failed = error
        self.outcome.count += 1
        self.outcome.slowest = max(self.outcome.slowest, time.process_time() - began)
        told = ""
        if failed is not None:
            told = "".join(traceback.format_exception(failed, limit=-6))
            said = signature(failed)
        elif megabytes() > max(before, MEGABYTES):
            said = f"more than {MEGABYTES} MB"
        else:
            return None
        failure = Failure(kind, raw, number, said, told)
        self.outcome.seen[said] += 1
        self.outcome.failures.setdefault(said, failure)
        return failure

    def _feed(self, kind: str, raw: bytes, number: int) -> None:
        if kind == "progress":
            small.feed_progress(raw, self.catalog, number)
            return
        shutil.rmtree(self.overlay, ignore_errors=True)
        (self.overlay / kind).mkdir(parents=True)
        (self.overlay / kind / "mine.toml").write_bytes(raw)
        small.feed_definitions(self.base, self.overlay, number)


def run(seed: int, count: int, seconds: float, start: int = 0) -> Outcome:
    """Feed inputs until there were so many, or the time is up."""
    ends = time.monotonic() + seconds
    with tempfile.TemporaryDirectory(dir="/dev/shm" if Path("/dev/shm").is_dir() else None) as folder:
        fuzzer = Fuzzer(Path(folder))
        for number in range(start, start + count):
            if time.monotonic() > ends:
                break
            failure = fuzzer.one(*made(seed, number), number)
            if failure and fuzzer.outcome.seen[failure.signature] == 1:
                print(f"{number}: {failure.kind}: {failure.signature}", file=sys.stderr, flush=True)
        fuzzer.close()
        return fuzzer.outcome


def main() -> int:
    """Run from the command line; keep each new kind of failure in the corpus."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--seconds", type=float, default=60)
    parser.add_argument("--count", type=int, default=1_000_000)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--start", type=int, default=0)
    parser.add_argument("--corpus", type=Path, default=CORPUS)
    told = parser.parse_args()
    outcome = run(told.seed, told.count, told.seconds, told.start)
    told.corpus.mkdir(parents=True, exist_ok=True)
    for said, failure in outcome.failures.items():
        file = told.corpus / f"{failure.kind}.{slug(said)}.toml"
        if not file.exists():
            file.write_bytes(failure.raw)
        print(f"--- {outcome.seen[said]} x {said} ({failure.kind}, number {failure.number})\n{failure.told}")
    print(
        f"seed {told.seed}: {outcome.count} inputs, {outcome.clean} clean, {outcome.refused} refused, "
        f"{sum(outcome.seen.values())} failed in {len(outcome.failures)} ways; slowest {outcome.slowest:.2f} s, "
        f"peak {megabytes():.0f} MB"
    )
    return int(bool(outcome.failures))


if __name__ == "__main__":
    sys.exit(main())
