"""The season: which Match a person can still take part in, and which nearer one is out of reach since when."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date

from ..definitions.catalog import Catalog
from ..definitions.patterns import MatchSeason
from ..definitions.specialties import Specialty
from ..person.answers import Answers
from ..person.profile import Profile
from ..practice.upcoming import Practice
from ..practice.upcoming import practice as look
from ..record import Record, replace, value
from ..vocabulary import POSITIONS
from .expand import Candidate, Instance, candidates
from .forecast import Forecast
from .plan import OutOfReach, SeasonChoice
from .road import Road, lay_out

#: How many seasons ahead are tried: a first-year student matches in the fourth.
AHEAD = 9


@value
class Chosen(Record):
    """The season that is planned for, the road within it, and whether somebody should say if they have applied."""

    choice: SeasonChoice
    forecast: Forecast
    ask_applied: bool = False

    @property
    def road(self) -> Road:
        """The road within that season."""
        return self.forecast.road


def choose(answers: Answers) -> Chosen:
    """Return the season to plan for: as told, else the first in which every required step can still be done in time.

    With several specialties it is enough that one of their matches can be met; the others are out of reach.

    Args:
        answers: what is known of the person, on the day to plan for, of no season.
    """
    answers = _with_what_was_sent(answers)
    profile, today, practice = answers.profile, answers.today, look(answers)
    told = profile.match_year or (profile.applied_for if profile.applied else None)
    if told is not None:
        forecast = _forecast(answers, told, practice)
        applied = profile.applied and profile.applied_for == told
        over = None if applied else _out_of_reach(forecast)
        choice = SeasonChoice(year=told, chosen="applied" if applied else "told", out_of_reach=[over] if over else [])
        return Chosen(choice, forecast)
    current = under_way(answers.catalog, today)
    if current is None:
        return Chosen(SeasonChoice(year=None, chosen="none"), _forecast(answers, None, practice))
    if _class_applies_now(profile, current.match_year):
        own = answers.but(profile=replace(profile, applied=True, applied_for=current.match_year))
        forecast = _forecast(own, current.match_year, practice)
        return Chosen(SeasonChoice(year=current.match_year, chosen="applied"), forecast, True)
    first = max(current.match_year, _first_after_graduation(profile) or 0)
    out: list[OutOfReach] = []
    among = candidates(answers, practice)
    for year in range(first, current.match_year + AHEAD):
        forecast = _forecast(answers, year, practice, among)
        over = _out_of_reach(forecast)
        if over is None:
            choice = SeasonChoice(year=year, chosen="earliest", out_of_reach=out)
            return Chosen(choice, forecast, _could_have_applied(forecast.road, current, out))
        out.append(over)
    return Chosen(SeasonChoice(year=None, chosen="none", out_of_reach=out), _forecast(answers, None, practice))


def unreachable(chosen: Chosen) -> Iterator[tuple[Specialty, OutOfReach]]:
    """Yield the specialties of the profile whose match cannot be met in this season, with the step that closed it."""
    road, missed = chosen.road, list(chosen.forecast.misses())
    for specialty in _specialties(road.answers):
        first = next((m for m in missed if _concerns(m[0], specialty)), None)
        if first and (over := _closed_by(first, road)):
            yield specialty, over


def _forecast(
    answers: Answers, year: int | None, practice: Practice, among: Iterable[Candidate] | None = None
) -> Forecast:
    season = answers.catalog.season(year) if year is not None else None
    return Forecast(lay_out(answers.but(season=season), year, practice, among))


def under_way(catalog: Catalog, today: date) -> MatchSeason | None:
    """Return the season whose Match Day comes next."""
    for year in (today.year, today.year + 1):
        season = catalog.season(year)
        match_day = season.event("match-day") or season.event("nrmp-rol-deadline") if season else None
        if match_day and match_day.end >= today:
            return season
    return None


def _with_what_was_sent(answers: Answers) -> Answers:
    """Return the answers of somebody who recorded an application, or where they matched, as those of an applicant."""
    profile = answers.profile
    if profile.applied is not None or not _looks_for_a_position(profile):
        return answers
    sent = [s.match_year for day in answers.reached("applications-open") if (s := under_way(answers.catalog, day))]
    year = max([*sent, *(day.year for day in answers.reached("match-day"))], default=None)
    if year is None or year < answers.today.year:
        return answers
    return answers.but(profile=replace(profile, applied=True, applied_for=year))


def _looks_for_a_position(profile: Profile) -> bool:
    return profile.position is None or POSITIONS.index(profile.position) <= POSITIONS.index("graduate")


def _class_applies_now(profile: Profile, under_way: int) -> bool:
    """Whether a student of a US school graduates just before this season's residency starts: that class has applied."""
    return (
        profile.position == "student"
        and profile.img is False
        and profile.applied is None
        and profile.graduation is not None
        and _first_after_graduation(profile) == under_way
    )


def _first_after_graduation(profile: Profile) -> int | None:
    """Return the first Match year whose residency, on 1 July, starts after graduation."""
    if profile.position != "student" or profile.graduation is None:
        return None
    return profile.graduation.year + (profile.graduation.month > 6)


def _could_have_applied(road: Road, current: MatchSeason, out: list[OutOfReach]) -> bool:
    """Whether the season under way is only out of reach for someone who has not applied, and nobody said so."""
    profile = road.answers.profile
    opened = current.event("eras-submit-opens")
    return (
        _looks_for_a_position(profile)
        and profile.applied is None
        and any(o.year == current.match_year for o in out)
        and opened is not None
        and opened.start <= road.today
    )


def _out_of_reach(forecast: Forecast) -> OutOfReach | None:
    """Return what puts a season out of reach; None where every required step can be met, for one specialty at least."""
    first, left = None, list(_specialties(forecast.road.answers))
    for missed in forecast.misses():
        first = first or missed
        left = [s for s in left if not _concerns(missed[0], s)]
        if not left:
            return _closed_by(first, forecast.road)
    return None


def _closed_by(missed: tuple[Instance, date], road: Road) -> OutOfReach | None:
    instance, day = missed
    return OutOfReach(year=road.match_year, step=instance.id, closed=day) if road.match_year is not None else None


def _specialties(answers: Answers) -> Iterator[Specialty]:
    yield from (answers.catalog.specialties[id] for id in answers.profile.specialties)


def _concerns(instance: Instance, specialty: Specialty) -> bool:
    own = instance.answers.specialty
    if own is not None:
        return own.id == specialty.id
    return instance.answers.for_specialty(specialty.id).hold(instance.step.when).result is not False
