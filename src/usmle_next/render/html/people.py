"""The index of many people's pages: who needs what, the most urgent first, each with a link to the page."""

from __future__ import annotations

from base64 import b64encode
from hashlib import sha256
from importlib.resources import files

from jinja2 import DictLoader, Environment, StrictUndefined
from markupsafe import Markup

from ...domain.road.tally import MONTH
from ...results import IndexResult
from .. import people, words


def index(result: IndexResult) -> str:
    """Return the index as one HTML document."""
    folder = files(__package__)
    style = (folder / "report.css").read_text("utf-8") + (folder / "people.css").read_text("utf-8")
    environment = Environment(
        loader=DictLoader({"people": (folder / "people.html.j2").read_text("utf-8")}),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        finalize=lambda value: words.safe(value) if isinstance(value, str) and type(value) is str else value,
    )
    tally = result.tally
    most = max(tally.nearest.values(), default=0) or 1
    return environment.get_template("people").render(
        result=result,
        tally=tally,
        words=words,
        month=MONTH,
        stages=sorted(tally.stages.items(), key=lambda s: -s[1]),
        nearest=[(name, count, f"{100 * count / most:.1f}%") for name, count in people.nearest(tally)],
        due=sorted(tally.due.items(), key=lambda d: (-d[1], d[0])),
        trouble=people.trouble,
        style=Markup(style),
        digest=b64encode(sha256(style.encode()).digest()).decode(),
    )
