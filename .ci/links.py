"""Ask every page that a fact or a link of `pathways/` names whether it is still there, and print a report.

Run: `python .ci/links.py [FOLDER]`. Nothing but the standard library. It never fails for a page that does not answer:
many sites turn away whatever is not a browser, and a person has to look there.
"""

from __future__ import annotations

import ssl
import sys
import tomllib
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from http.client import HTTPException
from pathlib import Path
from typing import Any
from urllib.error import HTTPError
from urllib.parse import urlsplit
from urllib.request import Request, urlopen

FIELDS = ("source", "basis_source", "url", "second_url")
#: What a server says of a page that is gone, as against one that it does not show to a program.
GONE = (404, 410)
PATIENCE = 20
AGENT = "usmle-next link check (reads one page a week)"
#: One at a time for each publisher, so many publishers at once.
PUBLISHERS_AT_ONCE = 16


def addresses(folder: Path) -> dict[str, list[str]]:
    """Return every web address in the definitions of a folder, each with the files that name it."""
    found: dict[str, list[str]] = {}
    for file in sorted(folder.rglob("*.toml")):
        if file.name == "publishers.toml":
            continue
        for address in dict.fromkeys(_named(tomllib.loads(file.read_text(encoding="utf-8")))):
            found.setdefault(address, []).append(file.relative_to(folder).as_posix())
    return found


def _named(thing: Any, key: str = "") -> Iterator[str]:
    if isinstance(thing, dict):
        for name, value in thing.items():
            yield from _named(value, name)
    elif isinstance(thing, list):
        for value in thing:
            yield from _named(value, key)
    elif key in FIELDS and isinstance(thing, str) and thing.startswith("http") and "{" not in thing:
        yield thing


def fate(address: str) -> tuple[str, str]:
    """Return what became of a page ("there", "moved", "gone", "not shown"), and what there is to say of it."""
    try:
        with urlopen(Request(address, headers={"User-Agent": AGENT}), timeout=PATIENCE) as answer:
            now = answer.url
    except HTTPError as error:
        return ("gone" if error.code in GONE else "not shown"), f"{error.code} {error.reason}"
    except (OSError, ssl.SSLError, HTTPException, ValueError) as error:
        return "not shown", str(getattr(error, "reason", error)) or type(error).__name__
    before, after = urlsplit(address), urlsplit(now)
    if before.path.strip("/") and not after.path.strip("/"):
        return "moved", f"leads to the front page, {now}"
    return ("there", "") if before.netloc.removeprefix("www.") == after.netloc.removeprefix("www.") else ("moved", now)


def report(folder: Path) -> str:
    """Return the report as Markdown: what is gone first, then what has moved, then what nobody could look at."""
    named = addresses(folder)
    by_host: dict[str, list[str]] = {}
    for address in named:
        by_host.setdefault(urlsplit(address).netloc, []).append(address)
    with ThreadPoolExecutor(PUBLISHERS_AT_ONCE) as pool:
        parts = pool.map(lambda each: [(address, *fate(address)) for address in each], by_host.values())
        found = [row for part in parts for row in part]
    lines = [f"# {len(named)} pages behind the facts", ""]
    lines += [f"- {what}: {sum(f == what for _, f, _ in found)}" for what in ("there", "gone", "moved", "not shown")]
    for what in ("gone", "moved", "not shown"):
        rows = sorted((named[a][0], a, told) for a, f, told in found if f == what)
        lines += ["", f"## {what.capitalize()}", ""] if rows else []
        lines += [f"- `{', '.join(named[a])}`: <{a}>: {told}" for _, a, told in rows]
    return "\n".join(lines) + "\n"


if __name__ == "__main__":
    top = Path(sys.argv[1]) if len(sys.argv) > 1 else Path(__file__).resolve().parent.parent / "pathways"
    print(report(top), end="")
