"""What three standard people are told, state by state and specialty by specialty.

A change to a fact shows here as a change of its effect, to be reviewed as a diff. Rewrite with:
`pytest tests/test_snapshots.py --rewrite`
"""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from usmle_next.domain.definitions.catalog import Catalog
from usmle_next.domain.licensure.verdict import hold
from usmle_next.domain.person.answers import Answers, settle
from usmle_next.domain.person.profile import Profile
from usmle_next.domain.person.progress import Progress
from usmle_next.domain.road.planner import plan

FOLDER = Path(__file__).parent / "snapshots"
TODAY = date(2026, 11, 22)
PEOPLE = {
    "img-second-year-resident": Profile(
        position="resident",
        img=True,
        ecfmg=True,
        visa="j1",
        training_years=2,
        attempts={"step1": 1, "step2ck": 2, "step3": 1},
        passed={"step1": date(2020, 6, 1), "step2ck": date(2021, 9, 15), "step3": date(2025, 3, 3)},
    ),
    "us-md-senior": Profile(position="student", img=False, degree="md", visa="none", match_year=2027),
    "do-attending": Profile(
        position="attending",
        degree="do",
        visa="none",
        training_years=3,
        attempts={"level1": 1, "level2ce": 1, "level3": 2},
        passed={"level1": date(2018, 6, 1), "level2ce": date(2019, 7, 1), "level3": date(2021, 5, 1)},
    ),
}


def states(catalog: Catalog, profile: Profile) -> str:
    """Return one line for each state: verdict, day, and what each rule came to."""
    asked = Answers(catalog, settle(profile), Progress(), TODAY, None)
    lines = []
    for code in sorted(catalog.states):
        found = hold(catalog.states[code], asked)
        rules = " ".join(f"{f.rule}={f.result}{f'@{f.on}' if f.on else ''}" for f in found.findings)
        lines.append(f"{code} {found.verdict} {found.eligible_from or '-'} {rules}")
    return "\n".join(lines) + "\n"


def specialties(catalog: Catalog, profile: Profile) -> str:
    """Return a paragraph for each specialty: its own steps and the milestones."""
    lines = []
    for id in sorted(catalog.specialties):
        from usmle_next.domain.record import replace

        made = plan(catalog, replace(profile, specialties=[id]), Progress(), TODAY)
        lines.append(f"{id}: {made.summary.total} steps")
        for s in made.steps:
            if s.specialty == id:
                lines.append(f"  {s.status}{'!' if s.overdue else ''} {s.id.partition(':')[0]} due {s.due or '-'}")
        for m in made.milestones:
            lines.append(f"  * {m.title.partition(':')[0]}: {m.earliest or ('reached' if m.reached else 'not known')}")
    return "\n".join(lines) + "\n"


@pytest.mark.parametrize("person", PEOPLE)
@pytest.mark.parametrize("what", [states, specialties], ids=lambda f: f.__name__)
def test_the_answer_is_the_one_reviewed(
    catalog: Catalog, request: pytest.FixtureRequest, person: str, what: object
) -> None:
    """The evaluated answer is that of the snapshot; a difference is reviewed, then rewritten by one command."""
    file = FOLDER / f"{person}-{what.__name__}.txt"  # type: ignore[attr-defined]
    found = what(catalog, PEOPLE[person])  # type: ignore[operator]
    if request.config.getoption("--rewrite"):
        file.write_text(found)
    assert found == file.read_text(), "review the difference, then: pytest tests/test_snapshots.py --rewrite"
