"""Where this machine keeps a user's data."""

import sys
from collections.abc import Mapping
from pathlib import Path


def default_home(environ: Mapping[str, str]) -> Path:
    """The platform's folder for a user's data."""
    home = Path(environ.get("HOME") or Path.home())
    if sys.platform == "darwin":
        return home / "Library" / "Application Support" / "stratum"
    if sys.platform == "win32":
        return Path(environ.get("LOCALAPPDATA") or home / "AppData" / "Local") / "stratum"
    return Path(environ.get("XDG_DATA_HOME") or home / ".local" / "share") / "stratum"
