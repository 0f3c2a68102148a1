"""The index of many people's pages: who needs what, the most urgent first, each with a link to the page."""

from __future__ import annotations

from ...domain.road.tally import MONTH
from ...results import IndexResult
from .. import people, words
from .template import environment, styled


def index(result: IndexResult) -> str:
    """Return the index as one HTML document."""
    tally = result.tally
    most = max(tally.nearest.values(), default=0) or 1
    template = environment("people").get_template("people")
    return template.render(
        result=result,
        tally=tally,
        words=words,
        month=MONTH,
        stages=sorted(tally.stages.items(), key=lambda s: -s[1]),
        nearest=[(name, count, f"{100 * count / most:.1f}%") for name, count in people.nearest(tally)],
        due=sorted(tally.due.items(), key=lambda d: (-d[1], d[0])),
        trouble=people.trouble,
        **styled("report.css", "people.css"),
    )
