"""The life that all readers share: made with credentials, one wire, and an end."""

from collections.abc import Mapping
from datetime import datetime
from typing import cast

from adapters.ads.wire import Dialect, Wire
from bot.measuring.port import Given, Keys
from memory.metrics import Grain


def at_level(level: str, known: Mapping[Grain, object]) -> Grain:
    """The level that is asked, or the first, which is the platform's usual one; only those that it has are asked."""
    return cast("Grain", level) if level in known else next(iter(known))


class Reader:
    """The part of an `AdReader` that is no platform's own."""

    def __init__(self, name: str, given: Given, dialect: Dialect) -> None:
        self._given = given
        self._wire = Wire(name, given, dialect)
        self._base = f"{given.reach['api']}/{given.version}"

    @property
    def keys(self) -> Keys:
        return self._given.keys

    async def aclose(self) -> None:
        await self._wire.aclose()

    async def expires(self) -> datetime | None:
        """None for a refresh token, which says no end of its own, and for one that ends when it is taken back."""
        return None
