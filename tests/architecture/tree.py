"""The checkout as the architecture tests read it; without git, since an archive has none."""

import os
from pathlib import Path

ROOT = Path(__file__).parents[2]
ROOMS = ("adapters", "bot", "agents", "memory", "config")
_MADE = {".venv", ".git", "build", "dist", "__pycache__"}
_CACHES = ("_cache", ".egg-info", ".hypothesis")


def files(suffix: str = "", *, under: tuple[str, ...] = (".",)) -> list[Path]:
    """The files with this suffix below these folders, without what tools have made."""
    found: list[Path] = []
    for start in under:
        for folder, folders, names in os.walk(ROOT / start):
            folders[:] = [name for name in folders if name not in _MADE and not name.endswith(_CACHES)]
            found += [Path(folder, name) for name in names if name.endswith(suffix)]
    return sorted(found)


def label(path: Path) -> str:
    return path.relative_to(ROOT).as_posix()
