"""The fixture that holds a state against somebody."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from usmle_next.domain.definitions.catalog import Catalog
from usmle_next.domain.definitions.states import State
from usmle_next.domain.licensure.ahead import Ahead
from usmle_next.domain.licensure.findings import StateAnswer
from usmle_next.domain.licensure.verdict import hold
from usmle_next.domain.person.answers import Answers, settle
from usmle_next.domain.person.profile import Profile
from usmle_next.domain.person.progress import Progress

from .zembla import AHEAD, GRADUATE, TODAY


@pytest.fixture
def held(catalog: Catalog) -> Any:
    """A function that holds a state against somebody told as keywords."""

    def answer(
        of: State, ahead: Ahead = AHEAD, progress: Progress | None = None, today: date = TODAY, **told: Any
    ) -> StateAnswer:
        profile = settle(Profile(**(GRADUATE | told)))
        return hold(of, Answers(catalog, profile, progress or Progress(), today, None), ahead)

    return answer
