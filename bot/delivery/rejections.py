"""What a platform's definite no changes: links of channels that are gone, moved or closed; told to the owner."""

import logging
from dataclasses import dataclass, replace

from bot.arrival.standing import bare
from bot.delivery.astray import Astray, Elsewhere
from bot.ports import Mouth, Rejected, Unposted
from bot.types import Heard, Reply
from config.errors import StratumError
from config.wording import words
from memory.db import Database
from memory.store import audit, bindings, channels, digests, users
from memory.store.entrance import OWNER, Entrance, enter_as_owner, linked
from memory.types import Binding, ChannelKey, OrgId

log = logging.getLogger(__name__)

_ENDED = frozenset({"gone", "removed", "archived"})
_SHUT = frozenset({"gone", "removed", "forbidden"})
"""What it means that somebody does not take direct messages."""


@dataclass(frozen=True, slots=True)
class Mender:
    """Puts right what a rejection showed to be wrong."""

    database: Database
    mouths: dict[str, Mouth]
    astray: Astray | None = None
    """What becomes of a direct message that nobody has asked for just now."""

    async def __call__(self, error: Rejected, heard: Heard) -> Elsewhere | None:
        """Where the answer belongs now; None where it can go nowhere."""
        key = ChannelKey(heard.platform, heard.workspace, heard.channel)
        try:
            if error.moved_to:
                return Elsewhere(await self._moved(heard, key, error.moved_to))
            if self.astray and heard.kind == "due" and heard.direct and error.reason in _SHUT:
                return await self.astray(heard)
            if error.reason in _ENDED:
                await self._ended(heard, key, error.reason)
            elif error.reason == "revoked":
                await self._revoked(key)
        except StratumError as trouble:
            log.warning("after %s on %s: %s", error.reason, heard.platform, trouble)
        return None

    async def _moved(self, heard: Heard, key: ChannelKey, to: str) -> Heard:
        """The conversation goes on elsewhere, with all that was linked to it."""
        for binding in await linked(self.database, key):
            entrance = await enter_as_owner(self.database, binding.scope)
            async with self.database.writing(entrance.access) as unit:
                await bindings.move(unit, binding, to)
        await digests.move(self.database, key, to)
        reach = {name: to if value == heard.channel else value for name, value in heard.reach.items()}
        return replace(heard, channel=to, reach=reach)

    async def _ended(self, heard: Heard, key: ChannelKey, reason: str) -> None:
        """Each organisation that has links there hears of it once."""
        told = set[OrgId]()
        for binding in await linked(self.database, key):
            entrance = await enter_as_owner(self.database, binding.scope)
            async with self.database.writing(entrance.access) as unit:
                if reason == "gone":
                    await bindings.unbind(unit, binding.key)
                else:
                    await channels.mark(unit, binding, "rests", True)
                await audit.append(unit, f"channel.{reason}", f"{key.platform} {key.workspace} {key.channel}")
            if binding.scope.org not in told:
                told.add(binding.scope.org)
                await self._tell(entrance, binding, heard, reason)

    async def _revoked(self, key: ChannelKey) -> None:
        log.error("%s does not take this bot's token any more: give it a new one, then restart", key.platform)
        for binding in await linked(self.database, key):
            entrance = await enter_as_owner(self.database, binding.scope)
            async with self.database.writing(entrance.access) as unit:
                await audit.append(unit, "platform.revoked", f"{key.platform} {key.workspace}")

    async def _tell(self, entrance: Entrance, binding: Binding, heard: Heard, reason: str) -> None:
        """A direct message to the owner on the same platform, where they have an account; where it takes none, the
        channel of the place says that there is something to be seen."""
        mouth = self.mouths.get(heard.platform)
        async with self.database.reading(entrance.access) as unit:
            account = await users.account(unit, entrance.access.actor.user, heard.platform)
        if mouth is None or not account:
            return
        locale = entrance.access.actor.locale
        facts = {"channel": binding.key.channel, "platform": heard.platform.title()}
        note = Reply("ok", words("delivery")(f"lost.{reason}", locale, **facts), "", "")
        to = Heard(
            heard.platform,
            heard.workspace,
            "",
            bare(heard.platform, account),
            "",
            "",
            direct=True,
            name=OWNER,
        )
        try:
            await self._post(mouth, entrance, to, note, f"lost:{binding.id}")
        except Unposted as error:
            log.warning("the owner could not be told on %s: %s", heard.platform, error)

    async def _post(self, mouth: Mouth, entrance: Entrance, to: Heard, note: Reply, key: str) -> None:
        """Raises Unposted."""
        try:
            await mouth.post(to, note, key)
        except Rejected as error:
            near = self.astray and error.reason in _SHUT and await self.astray.near(entrance, to, "link")
            if not near or not near.reply:
                raise
            await mouth.post(near.heard, near.reply, key)
