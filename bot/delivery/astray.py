"""A direct message that its platform refuses: the channel of its place says that something waits, and not what."""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass, replace

from bot.teamwork.days import today
from bot.types import Heard, Reply
from config.wording import words
from memory.db import Database
from memory.store import bindings, unasked
from memory.store.entrance import Entrance, enter_as_owner
from memory.types import Binding, ChannelKey

Reader = Callable[[Heard], Awaitable[Entrance | None]]
"""The place of what is sent unasked, as its reader."""
_CLAIM = "astray"


@dataclass(frozen=True, slots=True)
class Elsewhere:
    """Where an answer goes instead, and what is said there instead of it; None: the same."""

    heard: Heard
    reply: Reply | None = None


@dataclass(frozen=True, slots=True)
class Astray:
    """Finds the channel, nearest first; one that had something unasked today is left alone."""

    database: Database
    reader: Reader

    async def __call__(self, heard: Heard) -> Elsewhere | None:
        """None where no channel may be told. Raises StratumError."""
        entrance = await self.reader(heard)
        kind = "digest" if heard.action.startswith("digest ") else "notice"
        return await self.near(entrance, heard, kind) if entrance else None

    async def near(self, entrance: Entrance, heard: Heard, kind: str) -> Elsewhere | None:
        """The channel of a place for a message to who stands there; `kind` says what waits, without its matter."""
        for binding in await self._channels(entrance, heard.platform):
            if await self._claimed(entrance, binding.key):
                key = binding.key
                there = replace(heard, workspace=key.workspace, channel=key.channel, account="", direct=False)
                return Elsewhere(there, _note(entrance, kind))
        return None

    async def _channels(self, entrance: Entrance, platform: str) -> list[Binding]:
        """Those where outsiders read as well, the last: nothing that is inside is said in any of them."""
        chain = entrance.place.scope.chain
        async with self.database.reading(entrance.access) as unit:
            found = await bindings.every(unit)
        fit = [one for one in found if one.key.platform == platform and one.scope in chain]
        awake = [one for one in fit if not (one.rests or one.key.thread)]
        return sorted(awake, key=lambda one: (one.client_safe or one.outsiders, chain.index(one.scope)))

    async def _claimed(self, entrance: Entrance, key: ChannelKey) -> bool:
        """The house claims the day: whoever reads need not be somebody who may write."""
        house = await enter_as_owner(self.database, entrance.place.scope)
        day = today(self.database.now(), entrance.place.timezone)
        async with self.database.writing(house.access) as unit:
            return await unasked.claim(unit, key, day, _CLAIM)


def _note(entrance: Entrance, kind: str) -> Reply:
    actor = entrance.access.actor
    return Reply("ok", words("delivery")(f"astray.{kind}", actor.locale, call=f"@{actor.name}"), "", "")
