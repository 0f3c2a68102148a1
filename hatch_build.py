"""Build hook: checks the definitions and ships them as an index, and ships the man page."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Any

from hatchling.builders.hooks.plugin.interface import BuildHookInterface


class IndexHook(BuildHookInterface[Any]):
    """Writes `usmle_next/definitions.index`, so that the first run has nothing to check, and the man page."""

    def initialize(self, version: str, build_data: dict[str, Any]) -> None:
        """Check all definitions and write the index; a mistake in one stops the build.

        An editable install gets the index beside the source, and no man page.
        """
        root = Path(self.root)
        sys.path[:0] = [str(root / "src"), str(root / "docs")]
        from usmle_next.storage import index

        file = root / "src" / "usmle_next" / index.SHIPPED_NAME
        file.write_text(index.shipped_text(root / "pathways"), encoding="utf-8")
        if version != "editable":
            import manpage

            page = root / "docs" / "usmle-next.1"
            page.write_text(manpage.page(), encoding="utf-8")
            build_data["force_include"][str(file)] = f"usmle_next/{index.SHIPPED_NAME}"
            build_data["shared_data"][str(page)] = "share/man/man1/usmle-next.1"
