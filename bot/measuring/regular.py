"""Connected accounts read by the clock: each once a day, in one of any number of processes."""

import logging
from dataclasses import replace
from datetime import datetime, timedelta

from bot import permissions
from bot.house import House
from bot.measuring import connections, pulling
from bot.measuring.connections import zone
from bot.measuring.errors import AccessDenied, NotConnected, VersionSunset
from config.connecting import connecting
from config.errors import Refused, StratumError
from config.importing import header_map
from memory.access import Access
from memory.store import pulls
from memory.store.credentials import Credential, Held
from memory.store.entrance import Entrance, enter_as_owner, enter_scope
from memory.store.pulls import Turn

log = logging.getLogger(__name__)

_LASTING = (AccessDenied, VersionSunset, NotConnected)
"""What no waiting mends."""


class Regular:
    """The connections of all tenants of this installation."""

    def __init__(self, house: House) -> None:
        self._house = house

    async def look(self) -> None:
        """Reads everything that is due. Raises a StorageFailed where the database is away."""
        for one in await pulls.due(self._house.database):
            await self._read(one)

    async def _read(self, one: Turn) -> None:
        house = self._house
        try:
            entrance = await self._entered(one)
        except StratumError as error:
            log.warning("pull of %s %s: %s", one.platform, one.account, error)
            return
        until = house.now() + timedelta(minutes=connecting().clock.claim_minutes)
        async with house.database.writing(entrance.access) as unit:
            if not await pulls.claim(unit, one, until):
                return
        outcome = await pulling.pull_one(
            house, entrance.access, held_by(one, entrance), _wanted(one, house.now())
        )
        if outcome.error:
            await self._failed(entrance.access, one, outcome.error)

    async def _entered(self, one: Turn) -> Entrance:
        """The place, as who connected the account sees it today; as its owner, where they may not read it any more."""
        house = self._house
        try:
            entrance = await enter_scope(house.database, one.scope, one.user)
            if permissions.admit(entrance.access.actor, ("pull",), entrance.place, house.now()).allowed:
                return entrance
        except Refused:
            log.info("pull of %s %s goes on as the owner", one.platform, one.account)
        owner = await enter_as_owner(house.database, one.scope)
        return await enter_scope(house.database, one.scope, owner.access.actor.user)

    async def _failed(self, access: Access, one: Turn, error: StratumError) -> None:
        now, clock = self._house.now(), connecting().clock
        wait = timedelta(hours=clock.retry_hours[min(one.failures, len(clock.retry_hours) - 1)])
        tell = isinstance(error, _LASTING) or one.failures + 1 >= clock.tell_after
        said = {"en": error.say("en"), "ko": error.say("ko")}
        told = replace(one, user=access.actor.user)
        async with self._house.database.writing(access) as unit:
            await pulls.failed(unit, told, said, now + wait, tell=tell)


def held_by(one: Turn, entrance: Entrance) -> Held:
    """The connection of a turn, as the credentials name it."""
    of = Credential(one.platform, one.account, connections.NAME)
    return Held(of, one.scope, 0, one.next_at, entrance.place.path)


def _wanted(one: Turn, now: datetime) -> pulling.Wanted:
    """The days that may still be restated, and all since it was read last."""
    level = one.course.grain
    until = now.astimezone(zone(one.course.zone)).date()
    days = max(connecting().window.trailing_days, header_map(one.platform).restates_days)
    since = until - timedelta(days=days - 1)
    if one.last_at:
        last = one.last_at.astimezone(zone(one.course.zone)).date()
        since = min(since, last - timedelta(days=header_map(one.platform).restates_days))
    return pulling.Wanted(since, until, level=level)
