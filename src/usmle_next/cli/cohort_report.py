"""A page for each of many people, and the index that leads to them: cohort report."""

from __future__ import annotations

from datetime import date
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from ..domain.record import Record, record
from ..errors import UsageError
from ..results import FateResult, IndexResult
from ..storage import files as disk
from .context import Run
from .options import command

if TYPE_CHECKING:
    from ..storage.people.codes import Codes

#: So many pages are written in one piece.
_BATCH = 8
INDEX = "index.html"
#: So many pages of another time are named.
_NAMED = 3


@record
class Pages(Record):
    """What pages to write: of which day, into which folder, how much they tell of a person, with codes for names."""

    today: date
    folder: Path
    private: bool
    codes: Codes | None


@command(
    "usmle-next cohort report people --to pages",
    "usmle-next cohort report people --to for-the-committee --anonymous --private",
)
def report(
    run: Run,
    paths: Annotated[list[str], typer.Argument(metavar="PATH...", help="Progress files, folders of them, or globs.")],
    to: Annotated[Path, typer.Option("--to", metavar="FOLDER", help="Where the pages and their index go.")],
    private: Annotated[bool, typer.Option("--private", help="Leave out scores, attempts and notes.")] = False,
    anonymous: Annotated[
        bool, typer.Option("--anonymous", help="Stable codes in place of names; no notes, which may hold names.")
    ] = False,
    workers: Annotated[
        int | None, typer.Option("--processes", min=1, max=256, metavar="N", help="So many, not one a processor.")
    ] = None,
) -> FateResult:
    """Write each person's page, as `report` does, and an index of them to print: the most urgent first.

    The pages are for you alone (mode 0600, a new folder 0700); nothing leaves this machine.
    """
    from ..domain.road.tally import Tally
    from ..render.html.people import index
    from ..render.progress import progress
    from ..storage.people import engines
    from ..storage.people.codes import Codes
    from ..storage.people.finding import people_files
    from ..storage.people.labels import labels
    from ..storage.people.lines import from_line
    from ..storage.people.spool import Spool
    from ..storage.people.working import ready, unreadable

    files = people_files(paths)
    folder = to.expanduser()
    disk.make_folder(folder)
    before = {f.name for f in folder.glob("*.html")} - {INDEX}
    if anonymous and (named := sorted(name for name in before if not name.startswith("P-"))):
        raise UsageError(
            f"{to}: holds pages that are not anonymous: {_some(named)}.", "Name another folder, or remove them."
        )
    codes = Codes() if anonymous else None
    items = list(labels(files).items())
    batches = ((batch, batch) for n in range(0, len(items), _BATCH) if (batch := items[n : n + _BATCH]))
    asked = Pages(today=run.today, folder=folder.absolute(), private=private, codes=codes)
    tally, spool, pages, fates = Tally(today=run.today, read=len(files)), Spool(), dict[str, str](), []
    with progress("pages", len(files)) as seen:
        for batch, made in engines.processes(len(files), workers, ready)(batches, partial(write, asked)):
            for (file, _), written in zip(batch, made, strict=True):
                row = from_line(written[0]) if written else unreadable(file, "its process is killed")
                if written and written[1]:
                    pages[row.file] = written[1]
                else:
                    fates.append((row.file, "left out", row.error or ""))
                tally.add(row, None)
                spool.add([row])
            seen(len(batch))
    text = index(IndexResult(tally=tally, people=spool, pages=pages, private=private))
    disk.write(folder / INDEX, text.encode())
    lines = [f"{len(pages):,} pages and {INDEX} are in {to}"]
    if left := sorted(before - set(pages.values())):
        lines.insert(0, f"Of another time, and no longer in the index: {_some(left)}")
    return FateResult(fates=fates, lines=lines)


def write(asked: Pages, items: list[tuple[str, str]]) -> list[tuple[str, str | None]]:
    """Write the pages of some people.

    Args:
        asked: what pages.
        items: each person's file, and what the page is to be called.

    Returns:
        For each person the row as a line, and the name of the page; None where there is none.

    Raises:
        ProgressError: where a page cannot be written.
    """
    from ..storage.people.lines import to_line
    from .cohort_people import one
    from .share import report as single

    made: list[tuple[str, str | None]] = []
    for file, label in items:
        person, page = one(file, asked.today, asked.codes), None
        if person.run is not None:
            page = f"{person.row.name if asked.codes else label}.html"
            single.function(person.run, output=asked.folder / page, private=asked.private)
        made.append((to_line(person.row), page))
    return made


def _some(names: list[str]) -> str:
    more = f" and {len(names) - _NAMED:,} more" if len(names) > _NAMED else ""
    return ", ".join(names[:_NAMED]) + more
