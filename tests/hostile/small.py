"""A small world: a few definitions that load in milliseconds, and everything the program can print of them."""

from __future__ import annotations

import io
import json
import os
import re
from collections.abc import Iterator
from contextlib import redirect_stdout
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

from usmle_next import results as r
from usmle_next.cli.clock import local
from usmle_next.cli.context import Run
from usmle_next.cli.credits import cme_counts
from usmle_next.cli.known import answers
from usmle_next.cli.listings import SIDE_BY_SIDE
from usmle_next.cli.program_rows import rows
from usmle_next.cli.shell import prompt_line, reminders
from usmle_next.cli.step_names import step_id
from usmle_next.domain.applying.costs import budget
from usmle_next.domain.applying.programs import applications, in_order
from usmle_next.domain.applying.ranking import listed
from usmle_next.domain.applying.ranking import pairs as ranked_pairs
from usmle_next.domain.definitions.catalog import Catalog
from usmle_next.domain.definitions.problem import Problem
from usmle_next.domain.person.answers import settle
from usmle_next.domain.person.profile import Profile
from usmle_next.domain.person.progress import Attempt, Progress, StepRecord
from usmle_next.domain.practice.duties import duties, per_year
from usmle_next.domain.practice.held import unknown
from usmle_next.domain.practice.one_more import one_more
from usmle_next.domain.road.backing import backing
from usmle_next.domain.road.licenses import licenses
from usmle_next.domain.road.plan import Plan
from usmle_next.errors import DefinitionError, UsmleNextError
from usmle_next.render import jsonout, plain, table
from usmle_next.storage import codec, definitions, index, progress_toml
from usmle_next.storage.progress import Change
from usmle_next.storage.salvage import salvage

TODAY = date(2026, 11, 22)
AT = datetime(2026, 11, 22, 12, tzinfo=UTC)
PROVEN = 'source = ["https://example.org/a"]\nas_of = "2026"\nconfidence = "official"\n'

STEPS = f"""stage = "exams"
[[step]]
id = "exam-one"
title = "Pass the first exam"
kind = "required"
why = "It comes first."
exam = "step1"
how = ["Register.", "Sit it."]
links = [{{ title = "The body", url = "https://example.org" }}]
takes = "2-6 weeks"
[step.fee]
usd = 680
season = "2026"
note = "For {{season.match_year|the}} season."
{PROVEN}
[[step]]
id = "apply"
title = "Apply in {{season.match_year|your}} season"
kind = "required"
why = "Nobody is taken without."
needs = ["exam-one"]
when = {{ img = true, any = [{{ visa = ["j1", "h1b"] }}, {{ training_years = {{ at_most = 3 }} }}] }}
due = {{ season = "nrmp-rol-deadline" }}
opens = {{ season = "eras-season-opens" }}
documents = ["passport"]
renamed = ["old-apply"]
[[step.fact]]
text = "A fact for {{state.name|some}}."
when = {{ visa = "j1" }}
{PROVEN}
[[step.rule]]
text = "Nobody after four attempts."
effect = "bar"
when = {{ "attempts.step1" = {{ at_least = 4 }} }}
{PROVEN}
[[step]]
id = "license"
for = "state"
title = "License in {{state.name}}"
kind = "required"
why = "Asked by {{state.board.name|the board}}."
needs = ["apply"]
when = {{ not = {{ "state.imlc.status" = "not a member" }} }}
takes = {{ weeks = {{ from = "state.processing.weeks" }} }}
due = {{ after = "apply", years = 2, days = 1 }}
milestone = "full-license"
links = [{{ title = "{{state.board.name|Board}}", url = "{{state.board.url|https://example.org}}" }}]
[step.fee]
usd = {{ from = "state.fees.initial_license_usd" }}
{PROVEN}
[[step]]
id = "renew"
for = "state"
title = "Renew in {{state.name}}"
kind = "required"
why = "It runs out."
needs = ["license"]
repeats = {{ every = {{ years = {{ from = "state.renewal.cycle_years" }} }} }}
[[step]]
id = "board"
for = "specialty"
title = "Certify with {{specialty.board.abbr|the board}}"
short = "Board"
kind = "optional"
why = "It opens doors."
needs = ["license"]
due = {{ before = "residency", months = 2 }}
[[step]]
id = "residency"
title = "Residency"
kind = "recommended"
why = "It is asked."
milestone = "residency-start"
assumed_from = "resident"
due = {{ on = 2027-07-01 }}
done_when = {{ position = ["fellow", "attending"] }}
"""
STATE = f"""code = "TX"
name = "Texas"
[[board]]
name = "Texas Medical Board"
degrees = ["MD", "DO"]
url = "https://example.org/tmb"
{PROVEN}
[usmle]
attempts_per_step = 3
years = 7
years_from = "first-step-passed"
years_note = "With exceptions."
{PROVEN}
[training]
us_md = 1
do = 1
img = 2
{PROVEN}
[img]
ecfmg_required = true
provisional_license = true
provisional_effective = 2026-01-01
{PROVEN}
[imlc]
status = "member"
{PROVEN}
[fees]
initial_license_usd = 800
renewal_usd = 400
{PROVEN}
[renewal]
cycle_years = 2
{PROVEN}
[cme]
hours = 48
cycle_years = 2
category1_hours = 24
topics = [{{ topic = "ethics", hours = 2, note = "each cycle" }}]
{PROVEN}
[processing]
weeks = 12
{PROVEN}"""
SPECIALTY = f"""id = "surgery"
name = "Surgery"
kind = "residency"
aliases = ["gs"]
{PROVEN}
[training]
years = 5
entry = ["categorical"]
{PROVEN}
[application]
service = "ERAS"
signals = {{ gold = 3, silver = 5 }}
{PROVEN}
[match]
program = "NRMP"
couples = true
{PROVEN}
[board]
name = "American Board of Surgery"
abbr = "ABS"
url = "https://example.org/abs"
osteopathic = {{ name = "AOBS", abbr = "AOBS" }}
{PROVEN}
[[certification_exam]]
name = "QE"
format = "computer"
when = "after residency"
fee_usd = 1500
{PROVEN}
[certification]
board_eligible_years = 7
{PROVEN}
[nrmp]
match_year = 2026
positions = 1700
filled = 1690
{PROVEN}
[img]
us_img_percent = 4.5
non_us_img_percent = 6
{PROVEN}"""
SEASON = f"""[season]
match_year = 2027
eras_season = 2027
start = 2027-07-01
{PROVEN}
[[date]]
id = "eras-season-opens"
name = "ERAS opens"
service = "ERAS"
audience = "all"
status = "confirmed"
on = 2026-06-03
{PROVEN}
[[date]]
id = "nrmp-rol-deadline"
name = "Rank order list deadline"
service = "NRMP"
audience = "all"
status = "projected"
basis = "as before"
from = 2027-03-01
to = 2027-03-03
{PROVEN}
[[date]]
id = "match-day"
name = "Match Day"
service = "NRMP"
audience = "all"
status = "confirmed"
on = 2027-03-19
{PROVEN}"""
CREDENTIALS = f"""[[credential]]
id = "license"
title = "{{state.name}} license"
for = "state"
granted_by = ["license"]
renewed_by = "renew"
renewal = {{ from = "state.renewal" }}
cme_from = {{ from = "state.cme" }}
lapse = "Nobody may practice in {{state.name}} without it."
grave = true
{PROVEN}
[[credential]]
id = "card"
title = "Card"
for = "name"
when = {{ position = "attending" }}
cycle = {{ years = 1, days = 3 }}
hangs_on = "day"
day = "02-29"
in_year = 2027
lead = "2-3 months"
lapse = "Work stops."
{PROVEN}
"""
FILES = {"steps": STEPS, "states": STATE, "specialties": SPECIALTY, "seasons": SEASON}
NAMES = {"steps": "s.toml", "states": "tx.toml", "specialties": "surgery.toml", "seasons": "2027.toml"}

# Nothing but a color may reach a terminal beside text and line ends.
_COLOR = re.compile(r"\x1b\[[0-9;]*m")
_RAW = re.compile(r"[\x00-\x08\x0b-\x1f\x7f-\x9f\u061c\u200b-\u200f\u2028-\u202e\u2060-\u2069\ufeff\ud800-\udfff]")


class Unsafe(Exception):
    """The program printed something that could take effect."""


def write_base(folder: Path) -> Path:
    """Write the small definitions into a folder and return it."""
    for kind, text in FILES.items():
        (folder / kind).mkdir(parents=True, exist_ok=True)
        (folder / kind / NAMES[kind]).write_text(text, encoding="utf-8")
    (folder / "credentials.toml").write_text(CREDENTIALS, encoding="utf-8")
    return folder


def feed_progress(raw: bytes, catalog: Catalog, turn: int = 0) -> None:
    """Read a progress file as the program does, plan with it, and print everything.

    Raises:
        UsmleNextError, BadProgress: where the text is refused as it should be.
    """
    rest = salvage(raw).progress
    if not _same(progress_toml.parse(progress_toml.dump(rest, AT, "x")), rest):
        raise AssertionError("what was salvaged reads otherwise")
    change = progress_toml.changed(raw)
    _print(r.HistoryResult(changes=[Change(*change, current=True)]), turn)
    progress = progress_toml.parse(raw)
    if codec.decode(codec.encode(progress)) != progress:
        raise AssertionError("the cache gives back another progress")
    written = progress_toml.dump(progress, AT, "x")
    if not _same(progress_toml.parse(written), progress):
        raise AssertionError("what is written reads otherwise")
    show(catalog, progress, turn)


def feed_definitions(base: Path, overlay: Path, turn: int = 0) -> None:
    """Load a folder of definitions laid over the base as the program does, plan with them, and print everything.

    Raises:
        DefinitionError: where they are refused as they should be.
    """
    try:
        loaded = definitions.load([base, overlay])
    except DefinitionError as error:
        found = [("", Problem("", text)) for text in error.problems[:20]]
        _print(r.LintResult(problems=found, counts={}, exit_code=3), turn)
        raise
    blocks = index._Blocks([], "")
    blocks.take(index._lines(loaded))
    catalog = index._catalog(blocks)
    states, specialties = list(loaded.states)[:3], list(loaded.specialties)[:3]
    profile = Profile(img=True, visa="j1", states=states, specialties=specialties, **_VARIANTS[turn % len(_VARIANTS)])
    progress = Progress(profile=profile)
    if turn % 3 == 0:
        progress.exams = [Attempt(exam="step1", on=date(2020, 2, 29), result="pass", score=250)]
        progress.steps = {
            "license:tx": StepRecord(status="done", on=date(2024, 2, 29)),
            "renew:tx": StepRecord(status="done", on=date(2024, 3, 1), completions=[date(2024, 3, 1)]),
            "apply": StepRecord(status="started", on=date(2026, 1, 1)),
        }
    show(catalog, progress, turn)


def show(catalog: Catalog, progress: Progress, turn: int) -> None:
    """Plan, and print every kind of result as plain lines, JSON and (a few at a time) tables."""
    run = Run(json=False, plain=True, color=True, told_today=TODAY.isoformat(), file=Path("/nowhere/progress.toml"))
    run.__dict__["catalog"] = catalog
    run.__dict__["progress"] = progress
    plan = run.plan
    for number, result in enumerate(_results(run, plan)):
        _print(result, 7 * turn + number)


def _results(run: Run, plan: Plan) -> Iterator[Any]:
    yield r.StatusResult(plan=plan)
    yield r.PlanResult(plan=plan, all_steps=True)
    yield r.NextResult(plan=plan, steps=plan.next)
    for step in plan.steps[:4]:
        yield r.ShowResult(plan=plan, step=step)
    yield r.DeadlinesResult(plan=plan, steps=[s for s in plan.steps if s.due], until=None)
    uses = [
        r.SourceUse(source=source, steps=[step.id]) for step in plan.steps for source in plan.detail(step.id).sources
    ]
    yield r.SourcesResult(plan=plan, backing=backing(plan), uses=uses[:10], raw=True)
    yield r.ProfileResult(profile=run.profile, file=run.store.file, exists=False)
    yield r.RecordedResult(lines=["Recorded: x"], plan=plan)
    yield r.ExamsResult(attempts=run.progress.exams)
    yield cme_counts(run)
    own = answers(run)
    found_duties = duties(own, 10)
    numbers = {id: c.number or "" for id, c in run.progress.credentials.items()}
    yield r.CredentialsResult(today=run.today, duties=found_duties, numbers=numbers, unknown=unknown(own))
    more = [one_more(own, code, 5) for code in sorted(run.catalog.states)[:1]]
    yield r.DutiesResult(
        today=run.today,
        years=10,
        duties=found_duties,
        cme=cme_counts(run).cycles,
        boards=cme_counts(run).boards,
        per_year_usd=per_year(found_duties, run.today, 10),
        if_state=more[0] if more else None,
    )
    profile = settle(run.profile)
    codes = sorted(run.catalog.states)[:SIDE_BY_SIDE]
    found = licenses(run.catalog, profile, run.progress, run.today, codes)
    defined = [run.catalog.states[c] for c in codes]
    for named in (False, True):
        yield r.StatesResult(answers=found, states=defined, today=run.today, profile=profile, named=named)
        several = list(run.catalog.specialties.values())[:SIDE_BY_SIDE]
        yield r.SpecialtiesResult(specialties=several, today=run.today, profile=run.profile, named=named)
    yield r.LineResult(lines=[prompt_line(plan, "USMLE {done}/{total}{due}", None), *reminders(plan, date(2099, 1, 1))])
    for step in [s for s in plan.steps if not s.fixed][:3]:
        step_id(plan, step.id, run.catalog)
    programs = run.progress.programs
    ordered = in_order(programs, run.today, local, 2)
    numbers = applications(programs, run.catalog, profile.specialties)
    yield r.ProgramsResult(rows=rows(run, ordered), applications=numbers, total=len(programs), today=run.today)
    lists = [r.RankedList(specialty=n.specialty, name=n.name, programs=listed(programs, n.specialty)) for n in numbers]
    yield r.RankResult(lists=lists, unranked=0, lines=[])
    pairs = ranked_pairs(programs[:9], programs[:9], same_state=False, no_match=True)
    yield r.PairsResult(pairs=pairs, total=len(pairs), limit=None, rule="", lines=[])
    money = budget(plan, run.catalog, run.progress, {}, 150, local)
    yield r.CostsResult(budget=money, plan=plan)


def _print(result: Any, turn: int) -> None:
    lines = io.StringIO()
    with redirect_stdout(lines):
        plain.emit(result)
    _printed("plain", lines.getvalue())
    if turn % 3 == 0 or isinstance(result, r.PlanResult):
        document = io.StringIO()
        with redirect_stdout(document):
            jsonout.emit(result)
        json.loads(document.getvalue(), parse_constant=_no_number)
        _printed("json", document.getvalue())
    if turn % 16 == 0:
        os.environ["COLUMNS"] = ("80", "120", "20")[turn // 16 % 3]
        os.environ["FORCE_COLOR"] = "1"
        try:
            text = table.text(result, color=True)
        finally:
            del os.environ["COLUMNS"], os.environ["FORCE_COLOR"]
        _printed("table", _COLOR.sub("", text))


def _printed(where: str, text: str) -> None:
    if found := _RAW.search(text):
        raise Unsafe(f"{where}: U+{ord(found[0]):04X} in {text[max(0, found.start() - 20) : found.end() + 20]!r}")


def _no_number(name: str) -> None:
    raise Unsafe(f"{name} is no JSON")


def _same(one: Progress, other: Progress) -> bool:
    """Whether two records say the same; the order of attempts and credits is that of their days once written."""

    def told(progress: Progress) -> list[Any]:
        credits = sorted((c.on, c.hours, c.category, c.topic or "") for c in progress.cme)
        exams = sorted((a.on, a.exam, a.result, a.score or 0) for a in progress.exams)
        programs = sorted(repr(p) for p in progress.programs)
        costs = sorted(repr(c) for c in progress.costs)
        return [progress.profile, progress.steps, progress.credentials, exams, credits, programs, costs]

    return told(one) == told(other)


_VARIANTS: list[dict[str, Any]] = [
    {},
    {"position": "resident", "training_years": 2.5},
    {"position": "attending", "degree": "do", "match_year": 2027},
    {"unmatched": True, "match_year": 2027, "ecfmg": True},
    {"match_year": 2100, "attempts": {"step1": 5}, "passed": {"step1": date(1950, 1, 1)}},
]
ERRORS = (UsmleNextError, progress_toml.BadProgress)
