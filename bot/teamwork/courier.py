"""Hands over what people are to be told: directly where a platform knows them, else in their place's channel.

Any number of replicas may do so: the inbox takes each notice once, and its answer is posted through the ledger.
"""

import logging
from collections.abc import Collection

from bot.arrival.standing import bare
from bot.house import House
from bot.ports import Inbox
from bot.teamwork.days import morning_after, today
from bot.types import Heard
from config.errors import Refused, StratumError, UnknownScope
from memory.collaboration import Notice, NoticeTarget
from memory.errors import NotYours
from memory.store import bindings, notices, unasked, users
from memory.store.entrance import Entrance, enter_scope
from memory.types import Binding, ChannelKey

log = logging.getLogger(__name__)

SEND = "notices send"
PREFIX = "notice:"
_CLAIM = "notice"


def heard(notice: Notice) -> Heard:
    """A notice as a message of its reader, for the place where it goes."""
    to = notice.target
    return Heard(
        platform=to.platform,
        workspace=to.workspace,
        channel=to.channel,
        account=to.account,
        text="",
        event_id=f"{PREFIX}{notice.id}",
        action=f"{SEND} {notice.id}",
        direct=to.direct,
        kind="due",
    )


async def addressed(house: House, said: Heard) -> Entrance:
    """The place of a message that a courier has sent, as its reader. What claims to be one is believed only as
    far as the notice itself goes. Raises UnknownScope.
    """
    notice = await notices.one(house.database, said.event_id.removeprefix(PREFIX))
    if notice is None or not notice.target.platform or heard(notice) != said:
        raise UnknownScope(scope=said.channel)
    return await enter_scope(house.database, notice.scope, notice.user)


class Courier:
    """The notices of all tenants whose platforms this process speaks on."""

    def __init__(self, house: House, inbox: Inbox, platforms: Collection[str]) -> None:
        self._house, self._inbox, self._platforms = house, inbox, frozenset(platforms)

    async def look(self) -> None:
        """Hands over everything that is due. Raises a StorageFailed where the database is away."""
        for notice in await notices.due(self._house.database):
            await self._hand_over(notice)

    async def _hand_over(self, notice: Notice) -> None:
        database = self._house.database
        if notice.target.platform and notice.target.platform not in self._platforms:
            return
        try:
            entrance = await enter_scope(database, notice.scope, notice.user)
        except Refused:
            await notices.settle(database, notice, "dropped")
            return
        target = notice.target if notice.target.platform else await self._target(notice, entrance)
        if target is None:
            await notices.hold(database, notice, morning_after(self._house.now(), entrance.place.timezone))
            return
        if not target.platform:
            await notices.settle(database, notice, "kept")
            return
        await notices.settle(database, notice, "waiting", target)
        known = await notices.one(database, notice.id)
        try:
            await self._inbox.take(heard(known or notice))
        except StratumError as error:
            log.warning("notice %s: %s", notice.id, error)
            return
        await notices.settle(database, notice, "handed")

    async def _target(self, notice: Notice, entrance: Entrance) -> NoticeTarget | None:
        """Where it goes; an empty one where there is nowhere, None where it has to wait for another day."""
        async with self._house.database.reading(entrance.access) as unit:
            bound = [one for one in await bindings.every(unit) if self._open(one, notice)]
            accounts = {
                name: await users.account(unit, notice.user, name) for name in sorted(self._platforms)
            }
        bound.sort(key=lambda one: notice.scope.chain.index(one.scope))
        first = dict.fromkeys(one.key.platform for one in bound)
        reached = [name for name in (*first, *sorted(accounts)) if accounts[name]]
        if reached:
            return _direct(reached[0], accounts[reached[0]])
        if not bound:
            return NoticeTarget()
        return await self._channel(entrance, bound[0].key)

    def _open(self, one: Binding, notice: Notice) -> bool:
        """Whether a channel may hear what is said to one of its people: nobody from outside reads along there."""
        alive = not (one.rests or one.client_safe or one.outsiders or one.key.thread)
        return alive and one.key.platform in self._platforms and one.scope in notice.scope.chain

    async def _channel(self, entrance: Entrance, key: ChannelKey) -> NoticeTarget | None:
        """The channel, if it has had nothing unasked today."""
        day = today(self._house.now(), entrance.place.timezone)
        try:
            async with self._house.database.writing(entrance.access) as unit:
                if not await unasked.claim(unit, key, day, _CLAIM):
                    return None
        except NotYours:
            return NoticeTarget()
        return NoticeTarget(key.platform, key.workspace, key.channel)


def _direct(platform: str, account: str) -> NoticeTarget:
    """Where an account's key is its workspace's and its own, both."""
    name = bare(platform, account)
    workspace = account.removesuffix(name).rstrip("/")
    return NoticeTarget(platform, workspace, "", name)
