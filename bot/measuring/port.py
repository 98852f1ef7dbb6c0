"""What is needed of an ad platform or of analytics to read its numbers."""

import asyncio
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Protocol

from config.connecting import Patience
from memory.loading import Counted
from memory.metrics import Grain

Keys = Mapping[str, str]
"""The parts of a connection's credentials by name, as config/connecting/platforms.toml has them."""


@dataclass(frozen=True, slots=True)
class Given:
    """What a reader is made with."""

    keys: Keys = field(repr=False)
    reach: Mapping[str, str]
    version: str
    patience: Patience
    now: Callable[[], datetime]
    sleep: Callable[[float], Awaitable[None]] = asyncio.sleep


@dataclass(frozen=True, slots=True)
class Account:
    """An ad account, or a property of analytics; ids are texts, some are longer than a number holds."""

    ref: str
    name: str = ""
    currency: str = ""
    timezone: str = ""
    via: str = ""
    """The manager account through which it is reached, where the platform wants to know."""


@dataclass(frozen=True, slots=True)
class Measured:
    """A day of one thing. Money and conversions in millionths; None is not known."""

    grain: Grain
    day: date
    campaign_ref: str = ""
    campaign_name: str = ""
    ad_group_ref: str = ""
    ad_group_name: str = ""
    ad_ref: str = ""
    ad_name: str = ""
    spend: int | None = None
    spend_local: int | None = None
    impressions: int | None = None
    clicks: int | None = None
    sessions: int | None = None
    conversions: int | None = None
    conversions_value: int | None = None
    events: tuple[Mapping[str, object], ...] | None = None
    attribution: str = ""
    flags: str = ""


@dataclass(frozen=True, slots=True)
class Pulled:
    """What a platform answered for a window; each thing and day stands in it once."""

    days: tuple[Measured, ...]
    currency: str = ""
    value_currency: str = ""
    timezone: str = ""
    counted: tuple[Counted, ...] = ()
    """What analytics counted, which is truth beside what platforms claim."""
    notes: tuple[str, ...] = ()
    """Keys of config/words/connecting.toml that the user should be told."""


class AdReader(Protocol):
    """Reads an ad platform and never writes to it. `adapters/ads/<platform>.py` holds its class as `READER`.

    Every call raises AccessDenied, PlatformBusy, VersionSunset, PlatformFailed or PlatformUnreached.
    """

    @property
    def keys(self) -> Keys:
        """The credentials as they are now: a refresh may have changed them."""
        ...

    async def accounts(self) -> tuple[Account, ...]:
        """Those that the credentials reach, and numbers can be read of."""
        ...

    async def expires(self) -> datetime | None:
        """When the credentials end; None where they do not, or the platform does not say."""
        ...

    async def pull(self, account: Account, since: date, until: date, level: str = "") -> Pulled:
        """The days of the window, both inclusive, in the account's time; by the platform's usual level or another
        one of config/connecting.
        """
        ...

    async def aclose(self) -> None: ...


class AnalyticsSource(AdReader, Protocol):
    """Reads what a site's analytics counted: sessions and key events, no spend; `counted` is filled."""
