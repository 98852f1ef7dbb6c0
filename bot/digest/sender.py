"""Hands what is due to the inbox: the clock is one more sender of messages, heard by any number of replicas."""

import logging
from collections.abc import Collection
from datetime import date

from bot import permissions
from bot.arrival.standing import account_of
from bot.digest.desk import check_target
from bot.digest.errors import ChannelElsewhere
from bot.house import House
from bot.ports import Inbox
from bot.types import Heard
from config.errors import Refused, StratumError, UnknownScope
from memory.schedule import Digest
from memory.store import digests
from memory.store.entrance import Entrance, binding_at, enter_as_owner, enter_scope, identify
from memory.types import ChannelKey

log = logging.getLogger(__name__)

SEND = "digest send"
_PREFIX = "digest:"


def heard(digest: Digest, day: date) -> Heard:
    """A local date's digest as a message of whoever made it, for the place where it goes."""
    to = digest.target
    return Heard(
        platform=to.platform,
        workspace=to.workspace,
        channel=to.channel,
        account=to.account,
        text="",
        event_id=digest.event(day),
        action=f"{SEND} {digest.id} {day.isoformat()}",
        direct=to.direct,
        kind="due",
    )


class Sender:
    """The digests of all tenants whose platforms this process speaks on."""

    def __init__(self, house: House, inbox: Inbox, platforms: Collection[str]) -> None:
        self._house, self._inbox, self._platforms = house, inbox, frozenset(platforms)

    async def scheduled(self) -> tuple[Digest, ...]:
        found = await digests.scheduled(self._house.database)
        return tuple(one for one in found if one.target.platform in self._platforms)

    async def hand_over(self, digest: Digest) -> bool:
        """Whether one was due and is now in the inbox, once for all replicas. What cannot be taken is due again.

        Raises a StorageFailed where the database is away.
        """
        day = digest.due(self._house.now())
        if day is None or await self._rests(digest):
            return False
        try:
            entrance = await standing(self._house, digest)
        except Refused as error:
            await self._end(digest, error)
            return False
        try:
            await self._inbox.take(heard(digest, day))
        except StratumError as error:
            log.warning("digest %s of %s: %s", digest.id, day, error)
            return False
        async with self._house.database.writing(entrance.access) as unit:
            await digests.handed(unit, digest, day)
        return True

    async def _rests(self, digest: Digest) -> bool:
        """Whether the bot is out of the channel for now; when it is let in again, the latest one comes."""
        to = digest.target
        binding = await binding_at(self._house.database, ChannelKey(to.platform, to.workspace, to.channel))
        return binding is not None and binding.rests

    async def _end(self, digest: Digest, why: Refused) -> None:
        log.warning("digest %s ends: %s", digest.id, type(why).__name__)
        try:
            entrance = await enter_as_owner(self._house.database, digest.scope)
            async with self._house.database.writing(entrance.access) as unit:
                await digests.end(unit, digest, type(why).__name__)
        except StratumError as error:
            log.warning("digest %s could not be ended: %s", digest.id, error)


async def standing(house: House, digest: Digest) -> Entrance:
    """The digest's place as the one who made it sees it today.

    Raises UnknownScope where they are no member there any more, Refused where they may not read digests, or
    their account is somebody else's, ChannelElsewhere where the channel works on another place by now.
    """
    entrance = await enter_scope(house.database, digest.scope, digest.user)
    verdict = permissions.admit(entrance.access.actor, ("digest",), entrance.place, house.now())
    if not verdict.allowed:
        raise Refused(detail=verdict.why(entrance.access.actor.locale))
    await check_target(house, entrance, digest.target)
    if digest.target.direct:
        account = account_of(heard(digest, date.min))
        known = await identify(house.database, digest.target.platform, account)
        if (digest.scope.org, digest.user) not in known:
            raise ChannelElsewhere()
    return entrance


async def sent_by_clock(house: House, said: Heard) -> Entrance | None:
    """The place of a message that the clock has sent; None for any other message.

    What claims to be one is believed only as far as the digest itself goes: to its own channel, as its maker.
    Raises UnknownScope, and as `standing` does.
    """
    if not (said.kind == "due" and said.event_id.startswith(_PREFIX) and said.action.startswith(f"{SEND} ")):
        return None
    name, _, day = said.action.removeprefix(f"{SEND} ").partition(" ")
    digest = await digests.one_scheduled(house.database, name)
    if digest is None or heard(digest, date.fromisoformat(day)) != said:
        raise UnknownScope(scope=said.channel)
    return await standing(house, digest)
