"""Whose share of the work a message takes: its organisation's, as far as that can be told beforehand."""

from time import monotonic

from bot.arrival.standing import account_of
from bot.types import Heard
from memory.db import Database
from memory.store.entrance import binding_at, identify
from memory.types import ChannelKey

_KEPT_SECONDS = 60.0
_AT_MOST = 10_000


class Tenants:
    """Looks up by exact key, and remembers for a while."""

    def __init__(self, database: Database) -> None:
        self._database = database
        self._known: dict[tuple[str, ...], tuple[float, str]] = {}

    async def of(self, heard: Heard) -> str:
        key = (heard.platform, heard.workspace, heard.channel)
        until, tenant = self._known.get(key, (0.0, ""))
        if until < monotonic():
            tenant = await self._find(heard) or "/".join(key)
            if len(self._known) >= _AT_MOST:
                self._known.clear()
            self._known[key] = (monotonic() + _KEPT_SECONDS, tenant)
        return tenant

    async def _find(self, heard: Heard) -> str:
        key = ChannelKey(heard.platform, heard.workspace, heard.channel, heard.thread)
        binding = await binding_at(self._database, key)
        if binding or not heard.direct:
            return binding.scope.org if binding else ""
        places = await identify(self._database, heard.platform, account_of(heard))
        return places[0][0] if len(places) == 1 else ""
