"""What this machine says of itself: where it keeps a user's data, and in which language it speaks."""

from __future__ import annotations

import sys
from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from config.errors import Locale


def default_home(environ: Mapping[str, str]) -> Path:
    """The platform's folder for a user's data."""
    home = Path(environ.get("HOME") or Path.home())
    if sys.platform == "darwin":
        return home / "Library" / "Application Support" / "stratum"
    if sys.platform == "win32":
        return Path(environ.get("LOCALAPPDATA") or home / "AppData" / "Local") / "stratum"
    return Path(environ.get("XDG_DATA_HOME") or home / ".local" / "share") / "stratum"


def environment_locale(environ: Mapping[str, str]) -> Locale:
    """Korean where the environment's language is Korean, English otherwise."""
    language = environ.get("LC_ALL") or environ.get("LC_MESSAGES") or environ.get("LANG") or ""
    return "ko" if language.lower().startswith("ko") else "en"
