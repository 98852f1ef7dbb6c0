"""Doing what only one process may do at a time: while a lease is held, and no longer."""

import asyncio
import logging
from collections.abc import Awaitable, Callable
from contextlib import suppress
from dataclasses import dataclass, field
from time import monotonic

from bot.ending import end
from config.errors import StratumError
from memory.db import Database
from memory.store import leases
from memory.store.leases import Lease

log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Pace:
    """How a holder shows that it lives, and when it is taken to be dead; in seconds."""

    beat: float = 1.5
    """How often a holder shows it, and others look."""
    let_go: float = 4.5
    """A holder that could not show it for so long has stopped what it did."""
    take: float = 7.0
    """Who has not shown it for so long is taken to be dead: later than the above, so that never two do it at once."""

    def watch(self) -> "Watch":
        """For one who looks as often as holders show it."""
        return Watch(2 * self.beat)


@dataclass(slots=True)
class Watch:
    """Other processes' leases, as this process has seen them move by its own clock.

    Between two looks no more than `longest` seconds count: who did not look for longer has stood still itself, with
    the whole machine perhaps, and has not seen that the others did.
    """

    longest: float
    now: Callable[[], float] = monotonic
    seen: dict[str, tuple[Lease, float, float]] = field(default_factory=dict[str, tuple[Lease, float, float]])
    """By name: the lease, for how long it was seen not to move, and when it was looked at."""

    def still_for(self, lease: Lease) -> float:
        """For how many seconds it has been seen not to move."""
        now = self.now()
        known, still, looked = self.seen.get(lease.name, (None, 0.0, now))
        still = still + min(now - looked, self.longest) if known == lease else 0.0
        self.seen[lease.name] = (lease, still, now)
        return still


@dataclass(slots=True)
class Holding:
    """One lease of this process, and what is done while it is held."""

    database: Database
    name: str
    owner: str
    work: Callable[[], Awaitable[None]]
    alive: Callable[[str], Awaitable[bool]]
    """Whether another owner may still be at work; who is surely not has lost the lease at once."""
    pace: Pace = field(default_factory=Pace)
    held: bool = False
    _watch: Watch = field(init=False)
    _shown: float = 0.0

    def __post_init__(self) -> None:
        self._watch = self.pace.watch()

    async def run(self) -> None:
        """Does the work whenever the lease is held, until it is cancelled; then lets go at once."""
        task: asyncio.Task[None] | None = None
        try:
            while True:
                await self._show()
                self.held = monotonic() - self._shown < self.pace.let_go
                if self.held and (task is None or task.done()):
                    task = self._begin(task)
                elif not self.held and task is not None:
                    log.warning("lease %s is lost", self.name)
                    await end(task)
                    task = None
                await asyncio.sleep(self.pace.beat)
        finally:
            self.held = False
            if task is not None:
                await end(task)
            with suppress(StratumError):
                await leases.let_go(self.database, self.name, self.owner)

    async def _show(self) -> None:
        """Renews, takes or watches the lease."""
        began = monotonic()
        try:
            lease = await leases.beat(self.database, self.name, self.owner)
            if lease.holder != self.owner and await self._lost(lease):
                if await leases.seize(self.database, lease, self.owner):
                    log.warning("lease %s is taken over from %s", self.name, lease.holder)
                    self._shown = began
            elif lease.holder == self.owner:
                self._shown = began
            else:
                self._shown = 0.0
        except StratumError as error:
            log.warning("lease %s: %s", self.name, error)

    async def _lost(self, lease: Lease) -> bool:
        return self._watch.still_for(lease) > self.pace.take or not await self.alive(lease.holder)

    def _begin(self, before: asyncio.Task[None] | None) -> asyncio.Task[None]:
        if before is not None and not before.cancelled() and before.exception():
            log.error("what lease %s is for broke off", self.name, exc_info=before.exception())
        return asyncio.ensure_future(self.work())
