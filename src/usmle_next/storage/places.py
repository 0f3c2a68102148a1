"""Where things are kept: shipped definitions, the user's own, the progress file, the cache."""

from __future__ import annotations

import os
from pathlib import Path

APP = "usmle-next"


def shipped_pathways() -> Path:
    """Return the folder of the shipped definitions: inside the package when installed, beside `src/` in a checkout."""
    inside = Path(__file__).parent.parent / "pathways"
    return inside if inside.is_dir() else Path(__file__).parents[3] / "pathways"


def config_dir() -> Path:
    """Return the user's configuration directory (`USMLE_NEXT_CONFIG` overrides it)."""
    return _directory("USMLE_NEXT_CONFIG", "config")


def cache_dir() -> Path:
    """Return the directory for things that may be thrown away (`USMLE_NEXT_CACHE` overrides it)."""
    return _directory("USMLE_NEXT_CACHE", "cache")


def progress_file() -> Path:
    """Return the progress file that is used without `--file` and `USMLE_NEXT_FILE`."""
    return _directory("USMLE_NEXT_DATA", "data") / "progress.toml"


def pathway_dirs() -> list[Path]:
    """Return the folders definitions come from; what a later one says overrides an earlier one."""
    return [shipped_pathways(), config_dir() / "pathways"]


def _directory(variable: str, kind: str) -> Path:
    if told := os.environ.get(variable):
        return Path(told)
    import platformdirs  # the environment usually decides in tests and scripts; this costs several milliseconds

    find = {
        "config": platformdirs.user_config_path,
        "cache": platformdirs.user_cache_path,
        "data": platformdirs.user_data_path,
    }
    return find[kind](APP, appauthor=False)
