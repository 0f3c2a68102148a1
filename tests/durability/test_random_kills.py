"""Killed at a random moment, a writing process leaves the old or the new state; `kills.py` does it often."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.systems import posix_only

from . import kills

pytestmark = [posix_only, pytest.mark.thorough]


def test_random_kills_leave_the_old_or_the_new_state(tmp_path: Path) -> None:
    """Fifteen kills over the whole run, and never anything else than one of the two."""
    figures = kills.run(15, tmp_path, seed=2026)
    print(dict(figures))
    assert figures["state old"] + figures["state new"] == 15
