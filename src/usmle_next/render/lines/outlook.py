"""One of several roads, label by label, so that they can stand side by side."""

from __future__ import annotations

from collections import Counter

from ...domain.road.comparison import Outlook, Share
from .. import words
from .step import Lines
from .verdict import first_sentence

#: How many steps and warnings are named at most where not all are asked for.
STEPS, WARNINGS = 6, 3
#: What of a road is too long to stand beside the others.
APART = ("only here", "not here", "beware")


def outlook_lines(road: Outlook, every: bool = False, full: bool = False) -> Lines:
    """Return what a road leads to.

    Args:
        road: the road.
        every: every step and warning that is its own, not the first few.
        full: all that a warning says, not its first sentence.
    """
    steps, warnings = (None, None) if every else (STEPS, WARNINGS)
    beware = [w.text if full else first_sentence(w.text) for w in road.warnings if w.severity != "info"]
    lines: Lines = [("season", f"{road.season.year} Match" if road.season.year else "-")]
    for milestone in road.milestones:
        kind, _, which = milestone.title.partition(": ")
        when = "reached" if milestone.reached else words.span(milestone) or "not known"
        lines.append((kind, f"{when} ({which})" if which else when))
    lines += [("known cost", words.money(road.usd)), ("steps left", str(road.open_steps))]
    lines += _listed("only here", [s.title + (" (barred)" if s.status == "barred" else "") for s in road.only], steps)
    lines += _listed("not here", [s.title for s in road.lacks], steps) if road.lacks else []
    lines += _listed("beware", beware, warnings)
    lines += [("states", text) for text in _states(road)]
    for state in road.states:
        if state.code in road.profile.states:
            since = f" from {state.eligible_from}" if state.eligible_from else ""
            lines.append((state.name, f"{state.verdict}{since}{'?' if state.unofficial else ''}"))
    return lines + [("positions", _share(share)) for share in road.shares]


def apart(lines: Lines) -> tuple[Lines, Lines]:
    """Return what of a road stands beside the others, and what it alone has."""
    alone = [(label, text) for label, text in lines if label in APART]
    return [line for line in lines if line[0] not in APART], [line for line in alone if line[1] != "-"]


def _listed(label: str, told: list[str], most: int | None) -> Lines:
    lines: Lines = [(label, text) for text in told[:most] or ["-"]]
    rest = max(len(told) - len(lines), 0)
    return [*lines, (label, f"… and {rest} more")] if rest else lines


def _states(road: Outlook) -> list[str]:
    """Return from when how many states are open, the others by their answer."""
    years = Counter(f"{s.eligible_from:%Y-%m}" for s in road.states if s.verdict == "not-yet" and s.eligible_from)
    said = [f"{n} from {month}" for month, n in sorted(years.items())]
    rest = Counter(s.verdict for s in road.states if s.verdict != "not-yet" or not s.eligible_from)
    return (
        said[:4]
        + ([f"{sum(years[m] for m in sorted(years)[4:])} later"] if len(said) > 4 else [])
        + [f"{n} {word}" for word, n in rest.items()]
    )


def _share(share: Share) -> str:
    if share.percent is None:
        return f"{share.specialty}: not on file for {share.applicants}"
    year = f" ({share.match_year})" if share.match_year else ""
    return f"{share.specialty}: {share.percent:g}% went to {share.applicants}{year}"
