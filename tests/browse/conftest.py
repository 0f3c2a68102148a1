"""Somebody at the full screen: real files, real keys, and what stands on the screen."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from pathlib import Path

import pytest
from textual import events
from textual.pilot import Pilot
from textual.widgets import OptionList

from tests.conftest import TODAY
from usmle_next.cli.browsing import ProgressDesk
from usmle_next.cli.context import Run
from usmle_next.domain.person.profile import Profile
from usmle_next.domain.person.progress import Progress
from usmle_next.render.browse.app import Browse

#: The step that moves this person on first.
FIRST = "ecfmg-pathway-choice"


@dataclass
class Seat:
    """One person before the screen."""

    app: Browse
    pilot: Pilot[None]
    file: Path

    async def press(self, *keys: str) -> None:
        """Press keys one after the other, and wait until all is drawn."""
        await self.pilot.press(*keys)
        await self.pilot.pause()

    async def type(self, text: str) -> None:
        """Type a text, as fast as the terminal can hand it on."""
        for character in text:
            self.app.post_message(events.Key("space" if character == " " else character, character))
        await self.pilot.pause()

    async def go_to(self, id: str) -> None:
        """Bring the cursor to a step by its id."""
        await self.press("slash")
        self.app.post_message(events.Paste(id))
        await self.pilot.pause()
        await self.press("enter")
        await self.press("escape")
        assert f"{id} (" in self.shown

    @property
    def rows(self) -> list[str]:
        """What stands on the screen, row by row."""
        return [strip.text for strip in self.app.screen._compositor.render_strips()]

    @property
    def shown(self) -> str:
        """What stands on the screen."""
        return "\n".join(self.rows)

    @property
    def list(self) -> OptionList:
        """The list."""
        return self.app.query_one(OptionList)

    @property
    def under(self) -> str:
        """The row under the cursor."""
        at = self.list.highlighted
        return "" if at is None else str(self.list.get_option_at_index(at).prompt)

    @property
    def text(self) -> str:
        """What the progress file holds."""
        return self.file.read_text() if self.file.exists() else ""


Script = Callable[[Seat], Awaitable[None]]
Sit = Callable[..., None]


@pytest.fixture
def sit(tmp_path: Path, shared_cache: Path, monkeypatch: pytest.MonkeyPatch) -> Sit:
    """A function that lets a script press the keys of somebody who graduated abroad and has a file of their own."""
    cache = tmp_path / "cache" if (tmp_path / "config").exists() else shared_cache
    for name, path in (("DATA", tmp_path / "data"), ("CONFIG", tmp_path / "config"), ("CACHE", cache)):
        monkeypatch.setenv(f"USMLE_NEXT_{name}", str(path))
    monkeypatch.delenv("NO_COLOR", raising=False)
    file = tmp_path / "data" / "progress.toml"

    def graduate(progress: Progress) -> None:
        progress.profile = Profile(position="graduate", img=True, specialties=["internal-medicine"], visa="j1")

    def sat(script: Script, size: tuple[int, int] = (80, 24), known: bool = True) -> None:
        run = Run(json=False, plain=False, color=True, told_today=TODAY.isoformat(), file=file)
        if known:
            run.change("setup", graduate)
        run = Run(json=False, plain=False, color=True, told_today=TODAY.isoformat(), file=file)
        app = Browse(ProgressDesk(run))
        app.animation_level = "none"  # what is waited for is where it ends

        async def drive() -> None:
            async with app.run_test(size=size) as pilot:
                await pilot.pause()
                await script(Seat(app, pilot, file))

        asyncio.run(drive())

    return sat
