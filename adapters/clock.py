"""The clock: wakes when a digest is due, in every process, and hands it over. Which date is due the digest says.

The triggers are in memory alone. They are made anew when a digest is added, changed or removed, and the one thing that
they decide is when to look: a trigger that fires twice, as in the hour that comes twice in autumn, or in every
replica, looks twice and finds one.
"""

import asyncio
import logging
from collections.abc import Awaitable, Callable
from datetime import UTC, datetime, timedelta
from typing import Protocol, cast
from zoneinfo import ZoneInfo

from apscheduler.triggers.cron import CronTrigger  # pyright: ignore[reportMissingTypeStubs]

from bot.digest.sender import Sender
from bot.ending import end
from config.errors import StratumError
from memory.schedule import DAYS, Digest, DigestId, Plan

log = logging.getLogger(__name__)

LOOK_SECONDS = 30.0
"""How soon a change of the digests is seen, and at the latest what was missed."""
_LEAST_SECONDS = 0.05

Now = Callable[[], datetime]
Sleep = Callable[[float], Awaitable[object]]


def utc_now() -> datetime:
    return datetime.now(UTC)


class Trigger(Protocol):
    def get_next_fire_time(self, previous_fire_time: datetime | None, now: datetime) -> datetime | None: ...


class Clock:
    """`bot.ports.Clock` over the digests of this installation."""

    def __init__(
        self, sender: Sender, now: Now = utc_now, sleep: Sleep = asyncio.sleep, most: float = LOOK_SECONDS
    ) -> None:
        self._sender, self._now, self._sleep, self._most = sender, now, sleep, most
        self._triggers: dict[DigestId, tuple[Plan, Trigger]] = {}
        self._task: asyncio.Task[None] | None = None

    async def start(self) -> None:
        """Begins with what was missed while nothing ran."""
        self._task = asyncio.create_task(self._run())

    async def stop(self) -> None:
        if self._task:
            await end(self._task)
            self._task = None

    async def look(self) -> float:
        """Hands over what is due; in how many seconds to look again."""
        try:
            found = await self._sender.scheduled()
            for digest in found:
                await self._sender.hand_over(digest)
        except StratumError as error:
            log.warning("clock: %s", error)
            return self._most
        self._triggers = {one.id: self._kept(one) for one in found}
        return min([self._most, *(self._until(digest) for digest in found)])

    async def _run(self) -> None:
        while True:
            await self._sleep(max(await self.look(), _LEAST_SECONDS))

    def _kept(self, digest: Digest) -> tuple[Plan, Trigger]:
        known = self._triggers.get(digest.id)
        return known if known and known[0] == digest.plan else (digest.plan, trigger(digest.plan))

    def _until(self, digest: Digest) -> float:
        """Seconds to its next firing."""
        now = self._now()
        fires = self._triggers[digest.id][1].get_next_fire_time(None, now + timedelta(microseconds=1))
        return (fires - now).total_seconds() if fires else self._most


def trigger(plan: Plan) -> Trigger:
    """When to look for a plan's sendings: at the end of quiet hours where they fall into these."""
    at, later = plan.sent_at
    days = ",".join(DAYS[(number + later) % 7] for number, day in enumerate(DAYS) if day in plan.days)
    zone = ZoneInfo(plan.zone)
    clock = {"hour": at.hour, "minute": at.minute, "second": at.second}
    return cast("Trigger", CronTrigger(day_of_week=days, **clock, timezone=zone))


CLOCK = Clock
