"""What only a ledger can warn of, each with its source."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from itertools import pairwise

from ..definitions.facts import Provenance, Source, in_force, sources
from ..definitions.sources import named
from ..definitions.specialties import Specialty
from ..definitions.steps import Step
from ..person.answers import Answers
from ..person.applicant import applicant_kind
from ..person.ledger import Program
from ..road.plan import Severity, Warning
from . import fees, interviews
from .costs import RANKING
from .interviews import Local
from .programs import OVER
from .ranking import first_year_only, listed

#: How long an interview takes up: nobody can be in another one then.
HOUR = timedelta(hours=1)
#: Visas that the program itself has to take; the others need nobody's leave.
SPONSORED = {"j1": "J-1", "h1b": "H-1B", "o1": "O-1"}


def cautions(answers: Answers, local: Local) -> list[Warning]:
    """Return what the programs of a season give reason to warn of.

    Args:
        answers: what is known of the person, with the season that is planned for.
        local: the reader's clock.
    """
    alive = [p for p in answers.progress.programs if p.status not in OVER]
    found = [
        *_at_once(alive, answers, local),
        *_past_the_list(alive, answers, local),
        *_visas(alive, answers),
        *_first_year(alive, answers),
        *_signals(answers),
        *_unsaid(alive, answers.today, local),
        *_short_lists(alive, answers),
    ]
    for warning in found:
        warning.sources = named(warning.sources, answers.catalog)
    return found


def _signals(answers: Answers) -> Iterator[Warning]:
    """Hold the signals that were sent or planned against those the specialty allows."""
    used: dict[str, Counter[str]] = {}
    for program in answers.progress.programs:
        if program.signal:
            used.setdefault(program.specialty, Counter())[program.signal] += 1
    for specialty, count in used.items():
        known = answers.catalog.specialties.get(specialty)
        application = in_force(known.application, answers.today) if known else None
        allowed = application.signals if application else None
        if known is None or application is None or allowed is None:
            continue
        kinds = [("gold", allowed.gold), ("silver", allowed.silver)]
        every = allowed.signals if allowed.signals is not None else (allowed.gold or 0) + (allowed.silver or 0)
        over = [f"{count[k]} {k} of {n}" for k, n in kinds if n is not None and count[k] > n]
        if not over and sum(count.values()) > every:
            over = [f"{sum(count.values())} of {every}"]
        if over:
            text = f"{known.name}: more signals than it allows: {', '.join(over)}"
            text += f" (numbers of the {application.signals_as_of})." if application.signals_as_of else "."
            yield _warning("warning", text, sources(application))


def _visas(alive: list[Program], answers: Answers) -> Iterator[Warning]:
    visa = answers.profile.visa
    if visa not in SPONSORED:
        return
    refusing = [p.name for p in alive if p.visa and visa not in p.visa]
    if refusing:
        text = f"No {SPONSORED[visa]} at {_programs(refusing)} of your ledger: {_some(refusing)}. Ask again to be sure."
        yield _warning("warning", text, _fact(answers, "visa-choice"))


def _first_year(alive: list[Program], answers: Answers) -> Iterator[Warning]:
    """Say that an advanced position begins in the second year, where no program for the first is in the ledger."""
    if any(first_year_only(p, answers.catalog) for p in alive):
        return
    advanced = [p.name for p in alive if p.track == "advanced"]
    if advanced:
        text = f"No first year in your ledger for {_programs(advanced)} that begin at PGY-2: {_some(advanced)}."
        yield _warning("warning", text, _fact(answers, "supplemental-rank-list"))


def _past_the_list(alive: list[Program], answers: Answers, local: Local) -> Iterator[Warning]:
    due = answers.season.event("nrmp-rol-deadline") if answers.season else None
    late = [p.name for p in alive if due and (day := _day(p, local)) and day > due.end]
    if due and late:
        when = str(due.end) if due.status == "confirmed" else f"expected on {due.end}"
        text = f"After rank lists are due ({when}) lies the interview at {_some(late)}."
        yield _warning("warning", text, sources(due))


def _at_once(alive: list[Program], answers: Answers, local: Local) -> Iterator[Warning]:
    """Name interviews that begin within the same hour, or fall on the same day where no time is told."""
    ahead = [(p, i) for p in alive if p.interview and (i := interviews.parse(p.interview)).day >= answers.today]
    timed = sorted(((at.astimezone(UTC), p) for p, i in ahead if (at := i.at)), key=lambda pair: pair[0])
    for (one, first), (other, second) in pairwise(timed):
        if other - one < HOUR:
            text = f"Two interviews at the same hour, on {_here(one, local)}: {first.name} and {second.name}."
            yield _warning("warning", text, _fact(answers, "interviews"))
    days = Counter(day for p, _ in ahead if (day := _day(p, local)))
    for day in sorted({i.day for _, i in ahead if i.time is None and days[i.day] > 1}):
        names = [p.name for p, _ in ahead if _day(p, local) == day]
        yield _warning("info", f"Several interviews on {day}: {_some(names)}. Add their times to be sure.", [])


def _unsaid(alive: list[Program], today: date, local: Local) -> Iterator[Warning]:
    past = [p.name for p in alive if p.status in ("applied", "invited", "scheduled") and _before(_day(p, local), today)]
    if past:
        text = f"Past interviews that are not recorded as held: {_some(past)}. Record: usmle-next program set NAME"
        yield _warning("info", f"{text} --status interviewed", [])


def _short_lists(alive: list[Program], answers: Answers) -> Iterator[Warning]:
    """Set the length of each list beside the mean of those who matched, once there is a list."""
    step = answers.catalog.steps.get(RANKING)
    for specialty in dict.fromkeys(p.specialty for p in alive if p.rank is not None):
        known = answers.catalog.specialties.get(specialty)
        if step is None or known is None or known.kind == "preliminary":
            continue
        length = len(listed(alive, specialty))
        text, usual, table = _usual_length(known, step, answers)
        if table is not None and length < usual:
            yield _warning("info", f"{known.name}: {length} on your rank list. {text}", sources(table))


def _usual_length(known: Specialty, step: Step, answers: Answers) -> tuple[str, float, Provenance | None]:
    """Return how long the lists of those who matched were, in words too: of this kind of applicant, else of all."""
    kind = applicant_kind(answers.profile)
    for told in sorted(known.applicants, key=lambda a: -a.match_year):
        if told.kind == kind and told.matched_ranks is not None:
            text = f"Applicants of your kind who matched in it had a {told.average} of {told.matched_ranks:g}"
            text += f", those who did not {told.unmatched_ranks:g}" if told.unmatched_ranks is not None else ""
            return f"{text} ({told.edition}). No promise.", told.matched_ranks, told
    mean = fees.figure(step, "mean-ranks-of-matched", answers)
    return (mean.text, mean.value, mean) if mean else ("", 0, None)


def _warning(severity: Severity, text: str, rests_on: list[Source]) -> Warning:
    return Warning(severity=severity, text=text, sources=rests_on)


def _fact(answers: Answers, id: str) -> list[Source]:
    step: Step | None = answers.catalog.steps.get(id)
    return sources(step.fact[0]) if step and step.fact else []


def _programs(names: list[str]) -> str:
    return f"{len(names)} program{'s' if len(names) != 1 else ''}"


def _some(names: list[str]) -> str:
    return ", ".join(names[:3]) + (f" and {len(names) - 3} more" if len(names) > 3 else "")


def _day(program: Program, local: Local) -> date | None:
    return interviews.parse(program.interview).local(local)[0] if program.interview else None


def _before(day: date | None, today: date) -> bool:
    return day is not None and day < today


def _here(moment: datetime, local: Local) -> str:
    return f"{local(moment):%Y-%m-%d %H:%M}"
