"""Build hook: checks the definitions and ships them as an index, so that the first run has nothing to check."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Any

from hatchling.builders.hooks.plugin.interface import BuildHookInterface


class IndexHook(BuildHookInterface[Any]):
    """Writes `usmle_next/definitions.index` into the wheel; an editable install gets it beside the source."""

    def initialize(self, version: str, build_data: dict[str, Any]) -> None:
        """Check all definitions and write the index; a mistake in one stops the build."""
        root = Path(self.root)
        sys.path.insert(0, str(root / "src"))
        from usmle_next.storage import index

        file = root / "src" / "usmle_next" / index.SHIPPED_NAME
        file.write_text(index.shipped_text(root / "pathways"), encoding="utf-8")
        if version != "editable":
            build_data["force_include"][str(file)] = f"usmle_next/{index.SHIPPED_NAME}"
