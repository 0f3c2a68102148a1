"""What the profile and the progress have to say to a condition, a path or a placeholder."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta
from functools import cached_property
from typing import Any

from ..definitions import durations, paths
from ..definitions.catalog import Catalog
from ..definitions.conditions import Outcome, evaluate
from ..definitions.facts import Provenance
from ..definitions.fields import FIELDS
from ..definitions.patterns import MatchSeason
from ..definitions.specialties import Specialty
from ..definitions.states import State
from ..definitions.steps import Condition
from ..record import replace
from ..vocabulary import EXAMS, Exam, MilestoneName
from .profile import Profile
from .progress import Progress, StepRecord


def settle(profile: Profile) -> Profile:
    """Return the profile with what follows from its answers.

    Osteopathic schools (COCA) are in the United States; citizens need no visa; who has trained, and says no more, is in
    residency.
    """
    told: dict[str, Any] = {}
    if profile.degree == "do" and profile.img is None:
        told["img"] = False
    if profile.img and profile.degree is None:
        told["degree"] = "md"
    if profile.citizenship == "US" and profile.visa is None:
        told["visa"] = "none"
    if profile.position is None and (profile.training_years or profile.training_start):
        told["position"] = "resident"
    return replace(profile, **told) if told else profile


def times_sat(profile: Profile, progress: Progress, exam: Exam) -> int | None:
    """Return how often an exam was sat: as told by flag, else as recorded; None when neither says."""
    if exam in profile.attempts:
        return profile.attempts[exam]
    sat = [a for a in progress.sittings(exam) if a.result != "pending"]
    return len(sat) or None


def passed_on(profile: Profile, progress: Progress, exam: Exam) -> date | None:
    """Return the day an exam was passed: as told by flag, else as recorded."""
    return profile.passed.get(exam) or progress.passed_on(exam)


#: A part of a year is told so roughly: nearer than that to 1 July, residency began on that day.
ROUNDED = timedelta(days=45)


def residency_began(profile: Profile, today: date) -> date | None:
    """Return the day on which residency began: as told, else the 1 July that follows from the Match year or the years.

    None for those who have not begun, and where nothing says when.
    """
    if profile.position not in ("resident", "fellow", "attending"):
        return None
    if profile.training_start is not None:
        return profile.training_start
    if profile.position != "resident":
        return None
    if profile.match_year is not None and date(profile.match_year, 7, 1) <= today:
        return date(profile.match_year, 7, 1)
    if profile.training_years is None:
        return None
    told = profile.training_told or today
    if profile.training_years == int(profile.training_years):
        academic_year = told.year if told >= date(told.year, 7, 1) else told.year - 1
        return date(academic_year - int(profile.training_years), 7, 1)
    began = durations.shift(told, {"months": round(profile.training_years * 12)}, -1) or told
    usual = date(began.year, 7, 1)
    return usual if abs(usual - began) <= ROUNDED else began


def years_since(began: date, today: date) -> float:
    """Return the years from a day on: whole on each anniversary and not a day before it, none before the day itself."""
    whole = max(0, today.year - began.year)
    last = durations.shift(began, {"years": whole}) or began
    if last > today:
        whole, last = whole - 1, durations.shift(began, {"years": whole - 1}) or began
    return max(0.0, whole + min(0.99, round((today - last).days / 365.25, 2)))


def years_trained(profile: Profile, today: date) -> float | None:
    """Return the completed years of accredited training on a day; they go on for residents and fellows.

    None where nobody told.
    """
    began = profile.training_start
    going_on = profile.position in ("resident", "fellow")
    if profile.training_years is None:
        if began is None or not going_on:
            return None
        return years_since(began, today)
    told = profile.training_told
    passed = (today - told).days / 365.25 if told and going_on and told < today else 0
    return round(profile.training_years + passed, 2) if passed else profile.training_years


_MADE_OF = ("catalog", "profile", "progress", "today", "season", "state", "specialty")


class Answers:
    """The answers for one step: those of the profile, and of the state or specialty the step is for.

    Nothing of it changes once it is made: what was worked out is kept for the next step that asks.
    """

    def __init__(
        self,
        catalog: Catalog,
        profile: Profile,
        progress: Progress,
        today: date,
        season: MatchSeason | None,
        state: State | None = None,
        specialty: Specialty | None = None,
    ) -> None:
        self.catalog = catalog
        self.profile = profile
        self.progress = progress
        self.today = today
        self.season = season
        self.state = state
        self.specialty = specialty
        self._given: dict[str, Any] = {}
        self._tables: dict[str, tuple[Any, Provenance | None]] = {}
        self._narrowed: dict[str | date, Answers] = {}
        self._held: dict[int, tuple[Condition, Outcome]] = {}

    def but(self, **other: Any) -> Answers:
        """Return the answers where some of what they are made of is other: `answers.but(season=None)`."""
        own = {name: told for name, told in vars(self).items() if name in _MADE_OF}
        return Answers(**own | other)

    def for_state(self, code: str) -> Answers:
        """Return the answers for a step that is for a state."""
        if code not in self._narrowed:
            self._narrowed[code] = self.but(state=self.catalog.states[code])
        return self._narrowed[code]

    def for_specialty(self, id: str) -> Answers:
        """Return the answers for a step that is for a specialty."""
        if id not in self._narrowed:
            self._narrowed[id] = self.but(specialty=self.catalog.specialties[id])
        return self._narrowed[id]

    def on(self, day: date) -> Answers:
        """Return the answers as they will be on another day."""
        if day == self.today:
            return self
        if day not in self._narrowed:
            self._narrowed[day] = self.but(today=day)
        return self._narrowed[day]

    def __call__(self, field: str) -> Any:
        """Return the answer to a field of a condition; None when it has none."""
        try:
            return self._given[field]
        except KeyError:
            self._given[field] = answer = self._answer(field)
            return answer

    def _answer(self, field: str) -> Any:
        root, _, rest = field.partition(".")
        if rest and root in ("state", "specialty", "season"):
            return self._definition(root, rest)
        if root == "attempts":
            return times_sat(self.profile, self.progress, _exam(rest))
        if root == "passed":
            return self._passed(_exam(rest))
        if field == "career":
            return self.profile.careers or None
        if field == "specialty":
            return [self.specialty.id] if self.specialty else self.profile.specialties or None
        if field == "state":
            return [self.state.code] if self.state else self.profile.states or None
        if field == "training_years":
            return years_trained(self.profile, self.today)
        if field == "applied":
            return self._applied()
        if field == "unmatched":
            return self._unmatched()
        return getattr(self.profile, field)

    def hold(self, when: Condition) -> Outcome:
        """Return what a condition comes to; the same one is gone through once."""
        known = self._held.get(id(when))  # with the condition itself: as long as it is kept, no other has that id
        if known is None:
            known = self._held[id(when)] = (when, evaluate(when, self.__call__))
        return known[1]

    def value(self, path: str) -> Any:
        """Return what a placeholder or `from` leads to; None when it is not known."""
        return self.table(path)[0]

    def table(self, path: str) -> tuple[Any, Provenance | None]:
        """Return what a path leads to and the fact table it stands in."""
        if path not in self._tables:
            self._tables[path] = self._look_up(path)
        return self._tables[path]

    def _look_up(self, path: str) -> tuple[Any, Provenance | None]:
        root, _, rest = path.partition(".")
        thing: Any = {
            "state": self.state,
            "specialty": self.specialty,
            "season": self.season.season if self.season else None,
        }[root]
        return paths.look_up(thing, rest, self.today, self.profile.degree) if thing is not None else (None, None)

    def reached(self, milestone: MilestoneName) -> Iterator[date]:
        """Yield the days on which steps that are this milestone were recorded as done."""
        for step in self.catalog.steps.values():
            if step.milestone == milestone and step.id in self.recorded:
                yield from (r.on for _, r in self.recorded[step.id] if r.status == "done" and r.on is not None)

    @cached_property
    def recorded(self) -> dict[str, list[tuple[str, StepRecord]]]:
        """The records of each step there is by its present id, each behind the state or specialty it is of."""
        steps, renamed = self.catalog.steps, self.catalog.renamed
        found: dict[str, list[tuple[str, StepRecord]]] = {}
        for id, record in self.progress.steps.items():
            base, _, suffix = id.partition(":")
            if (step := renamed.get(base, base)) in steps:
                found.setdefault(step, []).append((suffix, record))
        return found

    def _definition(self, root: str, path: str) -> Any:
        if root == "season" or getattr(self, root) is not None:
            return self.value(f"{root}.{path}")
        # Without one definition in hand the question is about all of the profile's.
        chosen = (
            [self.catalog.states[c] for c in self.profile.states]
            if root == "state"
            else [self.catalog.specialties[s] for s in self.profile.specialties]
        )
        return [paths.look_up(thing, path, self.today, self.profile.degree)[0] for thing in chosen] or None

    def _applied(self) -> bool | None:
        """Whether an application was sent in the season that is planned for; it may have been told of another."""
        told, season = self.profile.applied_for, self.season
        return self.profile.applied if season and told == season.match_year else None

    def _unmatched(self) -> bool | None:
        """Whether somebody went unmatched.

        Before the season's Match Week nobody can have, nor who recorded where they matched, unless they say so.
        """
        told, season = self.profile.unmatched, self.season
        if told is not None or season is None:
            return told
        monday = season.event("match-week-monday")
        early = monday is not None and self.today < monday.start
        return False if early or season.match_year in {day.year for day in self.reached("match-day")} else None

    def _passed(self, exam: Exam) -> bool | None:
        if self.profile.ecfmg and exam in ("step1", "step2ck"):
            return True  # nobody is certified without them
        if passed_on(self.profile, self.progress, exam):
            return True
        return False if any(a.result == "fail" for a in self.progress.sittings(exam)) else None


def of_the_season(field: str) -> bool:
    """Whether the answer to a field hangs on the season that is planned for."""
    return field in ("applied", "unmatched") or field.startswith("season.")


def _exam(name: str) -> Exam:
    return next(e for e in EXAMS if e == name)


def phrase(field: str, answer: Any, answers: Answers) -> str:
    """Tell an answer back to the user."""
    root, _, path = field.partition(".")
    if path and root in ("state", "specialty", "season"):
        said = ", ".join(dict.fromkeys(_word(a) for a in (answer if isinstance(answer, list) else [answer])))
        return f"{', '.join(_names(root, answers))}: {path.replace('.', ' ').replace('_', ' ')} {said}"
    phrases = FIELDS[field].phrases
    if isinstance(answer, list):
        return ", ".join(phrases.get(a, str(a)) for a in answer)
    return phrases.get(answer) or f"{field.replace('_', ' ')}: {answer}"


def asked(field: str) -> str:
    """Say in words what an unanswered field of a condition asks: "in which states will you practice"."""
    if field in FIELDS:
        question = FIELDS[field].question.partition(" (")[0].rstrip("?")
        return question[0].lower() + question[1:]
    root, _, path = field.partition(".")
    return f"what the {root} says of its {path.rpartition('.')[2].replace('_', ' ')}"


def whom(when: dict[str, Any]) -> str:
    """Say in words for whom a step is whose condition is not met."""
    said = []
    for key, wanted in when.items():
        several = wanted if isinstance(wanted, list) else [wanted]
        phrases = FIELDS[key].phrases if key in FIELDS else {}
        if phrases and all(isinstance(w, (str, bool)) and w in phrases for w in several):
            said.append("if " + " or ".join(phrases[w] for w in several))
        elif key in ("specialty", "state"):
            said.append(f"for other {'specialties' if key == 'specialty' else 'states'}")
        elif key in FIELDS:
            said.append(f"it depends on: {asked(key)}")
    return "; ".join(said)


def _word(value: Any) -> str:
    return "yes" if value is True else "no" if value is False else "not known" if value is None else str(value)


def _names(root: str, answers: Answers) -> list[str]:
    """Return the names of the definitions that were looked at: the one in hand, else all of the profile's."""
    if root == "season":
        return ["your Match season"]
    if root == "state":
        codes = [answers.state.code] if answers.state else answers.profile.states
        return [answers.catalog.states[c].name for c in codes]
    ids = [answers.specialty.id] if answers.specialty else answers.profile.specialties
    return [answers.catalog.specialties[s].name for s in ids]
