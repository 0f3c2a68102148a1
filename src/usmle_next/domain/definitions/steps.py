"""Steps: the things to do on the road, as the definition files write them."""

from __future__ import annotations

from datetime import date
from typing import Any, Literal

from ..record import Record, field, record
from ..vocabulary import Exam, For, Kind, MilestoneName, Position, Stage
from .facts import STRICT, Fact, From, Provenance

Condition = dict[str, Any]


@record
class Span(Record):
    """A length of calendar time; a part may come from the definition the step is for."""

    __pydantic_config__ = STRICT

    years: int | From | None = None
    months: int | From | None = None
    weeks: int | From | None = None
    days: int | From | None = None


@record
class Timing(Span):
    """When something is due or opens.

    One of: `on` a fixed day; on a dated event of the `season` (`edge` picks the end of a window that lasts); a span
    `after` or `before` another step or season event; the day of every year that `yearly` names ("06-30").
    `advice` marks a day that only an adviser set: nobody is ever late for it.
    """

    on: date | None = None
    season: str | None = None
    edge: Literal["start", "end"] = "start"
    after: str | None = None
    before: str | None = None
    yearly: str | From | None = None
    advice: bool = False


@record
class Repeats(Record):
    """A recurring duty: each completion makes the next one due `every` so long after it."""

    __pydantic_config__ = STRICT

    every: Span


@record
class Fee(Provenance):
    """What a step costs in US dollars. `season` names the year or cycle the price belongs to."""

    usd: int | float | From
    season: str | None = None
    note: str | None = None


@record
class Tier(Record):
    """What is charged from a number on: `each_usd` for that one and every further one, `flat_usd` once."""

    __pydantic_config__ = STRICT

    from_: int
    each_usd: int | float | None = None
    flat_usd: int | float | None = None


#: What a scale counts: programs applied to in one specialty, different programs on the primary rank order list or on
#: all supplemental ones, the rows of a list.
Counted = Literal["programs", "ranks", "supplemental-ranks", "list-length"]


@record
class Scale(Provenance):
    """A price by number, for the profiles of `when`; its tiers rise, and each ends where the next begins."""

    counts: Counted
    tier: list[Tier]
    season: str | None = None
    when: Condition = field(default_factory=dict)


@record
class Figure(Provenance):
    """A number that the program reckons with, in a sentence; of several for a person the last one whose `when` fits."""

    id: str
    value: int | float
    text: str
    match_year: int | None = None
    when: Condition = field(default_factory=dict)


@record
class Link(Record):
    """A page of the body in charge, for the user to go to."""

    __pydantic_config__ = STRICT

    title: str
    url: str


@record
class Rule(Provenance):
    """A rule that forbids a step (`bar`) or must be known before taking it (`warn`), for the profiles of `when`.

    `exceptions` says that somebody may grant one.
    """

    effect: Literal["bar", "warn"]
    text: str
    exceptions: bool = False
    when: Condition = field(default_factory=dict)


@record
class Step(Record):
    """One thing to do.

    `when` says for whom; `for_` repeats it for each state or specialty of the profile, or makes it that of the state
    one trains in; `needs` are the ids of steps that come first. `takes` is the duration that a source gives ("2-6
    weeks"), `typical` our own estimate where none does. `due` is the day it is asked for by, `closes` the last one on
    which the body in charge still takes it, at its `late_fee`. What it costs by number (of programs, of ranks) stands
    in `scale`, what else is reckoned with in `figure`. What `repeats` leaves nothing in hand that runs out; the days of
    a step that renews a credential are those of the credential, and `once_held` says that it is for nobody else.

    What lies behind somebody: `assumed_from` is the position on the road from which an unrecorded step counts as done,
    `student_from` the months before graduation from which a student of a US school has it behind; a step with `exam` is
    done when that exam is passed, one with `done_when` once that condition holds, one with `settled_by` once any of
    those steps is done (and, with `settled_after`, so long ago). `short` is its name where there is little room, such
    as "ROL".
    """

    __pydantic_config__ = STRICT
    _later = ("why", "how", "documents", "figure", "fact", "links")

    id: str
    title: str
    kind: Kind
    why: str
    stage: Stage = "exams"
    for_: For | None = None
    when: Condition = field(default_factory=dict)
    needs: list[str] = field(default_factory=list)
    how: list[str] = field(default_factory=list)
    documents: list[str] = field(default_factory=list)
    due: Timing | None = None
    opens: Timing | None = None
    repeats: Repeats | None = None
    once_held: bool = False
    closes: Timing | None = None
    takes: str | Span | None = None
    typical: str | None = None
    fee: list[Fee] = field(default_factory=list)
    late_fee: list[Fee] = field(default_factory=list)
    scale: list[Scale] = field(default_factory=list)
    figure: list[Figure] = field(default_factory=list)
    fact: list[Fact] = field(default_factory=list)
    rule: list[Rule] = field(default_factory=list)
    links: list[Link] = field(default_factory=list)
    exam: Exam | None = None
    milestone: MilestoneName | None = None
    assumed_from: Position | Literal["never"] | None = None
    done_when: Condition = field(default_factory=dict)
    student_from: int | None = None
    settled_by: list[str] = field(default_factory=list)
    settled_after: Span | None = None
    renamed: list[str] = field(default_factory=list)
    short: str | None = None


@record
class StepFile(Record):
    """One file of the road: a stage, and what its steps share: `opens` is for those that name no day of their own."""

    __pydantic_config__ = STRICT

    stage: Stage
    step: list[Step]
    assumed_from: Position | None = None
    opens: Timing | None = None
