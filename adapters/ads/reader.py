"""The life that all readers share: made with credentials, one wire, and an end."""

from datetime import datetime

from adapters.ads.wire import Dialect, Wire
from bot.measuring.port import Given, Keys


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
