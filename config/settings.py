"""What this installation is set to: read once, from the environment and a `stratum.toml`, by `load`."""

import os
import tomllib
from collections.abc import Mapping
from pathlib import Path
from typing import Any, Literal

from pydantic import BaseModel, ConfigDict, Field, ValidationError

from config.errors import Locale, Misused
from config.home import default_home, environment_locale

_PREFIX = "STRATUM_"
MODEL_KEYS = ("ANTHROPIC_API_KEY", "GEMINI_API_KEY")
"""The variables that hold a key to a vendor of language models."""


class BadSettings(Misused):
    """The settings are wrong: {detail}. `stratum init` writes a file with every setting explained.

    ko: 설정이 잘못되었습니다: {detail}. `stratum init`이 모든 설정을 설명한 파일을 만들어 줍니다.
    """


class Settings(BaseModel):
    """One installation's settings, frozen."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    home: Path
    """The data folder: the embedded database, pictures, logs."""
    database_url: str = ""
    """Where the login role connects; empty means SQLite in `home`."""
    database_owner_url: str = ""
    """The owner's address on PostgreSQL; only `stratum db upgrade` uses it."""
    keyring: str = Field(default="", repr=False)
    """The keys for stored credentials, as JSON, or the path of their file; empty: `keyring.json` in `home`."""
    engine: Literal["dbos", "inline"] = "dbos"
    """What `stratum run` works with: `inline` is for one process that nobody relies on."""
    engine_database_url: str = Field(default="", repr=False)
    """Where the engine keeps what is under way: PostgreSQL directly, never through a pooler; empty means SQLite
    in `home`, which goes with an embedded database alone."""
    model: str = ""
    """The language model: empty takes whom there is a key for, `offline` asks nobody; see config/models.py."""
    model_budget: float | None = Field(default=None, ge=0)
    """US dollars a month that the models of an organisation may cost which has set no budget of its own."""
    locale: Locale | None = None
    """The language to speak where nobody has chosen one; None follows the environment."""
    registration: Literal["invited", "open"] = "invited"
    """Whether an organisation may begin by a direct message of anybody, or by the operator's invitation alone."""
    log_level: Literal["DEBUG", "INFO", "WARNING", "ERROR"] = "WARNING"
    max_brief_bytes: int = Field(default=2_000_000, ge=1_000)

    @property
    def database(self) -> str:
        return self.database_url or f"sqlite+aiosqlite:///{self.home / 'stratum.db'}"

    @property
    def model_budget_micros(self) -> int | None:
        return None if self.model_budget is None else round(self.model_budget * 1_000_000)

    def asks_models(self, environ: Mapping[str, str]) -> bool:
        """Whether a language model may be connected: one is named, or there is a key to one."""
        return self.model.strip() != "offline" if self.model.strip() else any(map(environ.get, MODEL_KEYS))

    @property
    def language(self) -> Locale:
        """The installation's language: as set, else Korean where the environment is Korean."""
        return self.locale or environment_locale(os.environ)


def load(environ: Mapping[str, str], folder: Path) -> Settings:
    """The settings of the environment over those of `stratum.toml` in this folder or in the home.

    Raises BadSettings naming each setting that is wrong.
    """
    from_environment = {
        name: environ[_PREFIX + name.upper()]
        for name in Settings.model_fields
        if environ.get(_PREFIX + name.upper())
    }
    home = Path(from_environment.get("home") or default_home(environ)).expanduser()
    values: dict[str, Any] = {"home": home} | _file(folder, home) | from_environment
    try:
        return Settings.model_validate(values | {"home": Path(values["home"]).expanduser()})
    except ValidationError as error:
        faults = "; ".join(f"{'.'.join(map(str, e['loc']))}: {e['msg']}" for e in error.errors())
        raise BadSettings(detail=faults) from error


def _file(*folders: Path) -> dict[str, Any]:
    path = next((f / "stratum.toml" for f in folders if (f / "stratum.toml").is_file()), None)
    if path is None:
        return {}
    try:
        return tomllib.loads(path.read_text("utf-8"))
    except (tomllib.TOMLDecodeError, UnicodeDecodeError, OSError) as error:
        raise BadSettings(detail=f"{path}: {error}") from error
