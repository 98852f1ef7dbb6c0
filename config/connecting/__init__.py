"""How ad platforms and analytics are reached: addresses, versions, what a connection needs, patience, as data."""

from collections.abc import Mapping
from functools import cache

from pydantic import BaseModel, ConfigDict

from config.tables import read_table

LEVELS = ("campaign", "ad_group", "ad")
"""Down to which a platform's numbers can be read."""


class _Data(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class Address(_Data):
    default: str
    variable: str
    """The environment's variable that names another address."""


class Key(_Data):
    """One part of a connection's credentials."""

    variable: str
    required: bool = False
    secret: bool = True


class Connectable(_Data):
    """A platform that numbers can be read from."""

    name: str
    aliases: tuple[str, ...] = ()
    """What people call it, in small letters."""
    version: str
    addresses: Mapping[str, Address]
    keys: Mapping[str, Key]
    levels: tuple[str, ...] = ()
    """Those at which it can be read; the first is the usual one."""

    def reach(self, environ: Mapping[str, str]) -> Mapping[str, str]:
        """The addresses by name, as the environment has them."""
        told = {name: environ.get(one.variable, "").strip() for name, one in self.addresses.items()}
        return {name: (told[name] or one.default).rstrip("/") for name, one in self.addresses.items()}


class Patience(_Data):
    """How often and how long a busy platform is waited for; seconds."""

    attempts: int
    first_wait: float
    longest_wait: float
    connect: float
    read: float
    slow_at: int
    slow_by: float


class Window(_Data):
    trailing_days: int
    warn_days: int


class Clock(_Data):
    """How connected accounts are read regularly."""

    hour: int
    look_seconds: float
    claim_minutes: int
    retry_hours: tuple[int, ...]
    tell_after: int


class Connecting(_Data):
    patience: Patience
    window: Window
    clock: Clock
    platforms: Mapping[str, Connectable]


@cache
def connecting() -> Connecting:
    return Connecting.model_validate(read_table("connecting", "platforms.toml"))
