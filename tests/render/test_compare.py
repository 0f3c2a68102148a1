"""What-ifs side by side, as a terminal shows them."""

from __future__ import annotations

import pytest

from tests.conftest import TODAY
from tests.render.test_screens import screen
from usmle_next.domain.definitions.catalog import Catalog
from usmle_next.domain.person.profile import Profile
from usmle_next.domain.person.progress import Progress
from usmle_next.domain.record import replace
from usmle_next.domain.road.comparison import WhatIf, compare
from usmle_next.domain.road.licenses import licenses
from usmle_next.domain.road.planner import plan
from usmle_next.results import CompareResult

WHO = Profile(img=True, position="graduate", specialties=["internal-medicine"], match_year=2028)


@pytest.mark.parametrize("width", [80, 120])
def test_what_a_road_alone_has_has_room(catalog: Catalog, width: int, monkeypatch: pytest.MonkeyPatch) -> None:
    """Three roads stand side by side; the steps and warnings of each follow below, a step on a row."""
    monkeypatch.setenv("COLUMNS", str(width))
    roads = []
    for visa in ("j1", "h1b", "none"):
        profile = replace(WHO, visa=visa)
        states = licenses(catalog, profile, Progress(), TODAY, ["TX", "CA"])
        roads.append(WhatIf(f"--visa {visa}", plan(catalog, profile, Progress(), TODAY), states))
    made = compare(roads, catalog)
    rows = [row.rstrip() for row in screen(CompareResult(today=TODAY, roads=made))]
    assert max(map(len, rows)) <= width
    assert [row.split() for row in rows if row.startswith("Match Day")] == [["Match", "Day", *["2028-03-17"] * 3]]
    alone = [step.title for road in made for step in (*road.only[:6], *road.lacks[:6])]
    assert len(alone) > 12
    assert [title for title in alone if not any(row.endswith(title) for row in rows)] == []
