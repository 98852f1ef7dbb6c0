"""The durable inbox: what a platform delivered is in the spool before the platform hears that it arrived."""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field
from time import perf_counter
from typing import Protocol

from bot.delivery.tally import Tally
from bot.delivery.written import heard_document, heard_of
from bot.errors import InboxFull
from bot.types import Heard
from memory.db import Database
from memory.store import spool

STOPS = frozenset({"/stop", "!stop", "stop", "/중지", "!중지", "중지", "/멈춰", "멈춰", "그만"})
"""Words that end a running turn; they pass everything that waits."""


@dataclass(frozen=True, slots=True)
class Limits:
    """How much may wait. What does not fit is refused with words, never dropped in silence."""

    in_conversation: int = 20
    in_house: int = 5_000


class Dispatch(Protocol):
    """Takes note of what is new, and of what is to be stopped."""

    def offer(self, event: str, conversation: str, heard: Heard) -> None: ...

    def drop(self, event: str) -> None: ...

    def waiting(self) -> int: ...

    def halt(self, event: str) -> None:
        """Ends a turn that runs in this process; one that runs elsewhere sees it in the spool."""
        ...


Listens = Callable[[Heard], Awaitable[bool]]
"""Whether something that was not said to the bot concerns it all the same."""


async def never(heard: Heard) -> bool:
    del heard
    return False


@dataclass(slots=True)
class DurableInbox:
    """Takes what was heard, once for all keys that it may come under."""

    database: Database
    dispatch: Dispatch
    limits: Limits = field(default_factory=Limits)
    listens: Listens = never
    tally: Tally = field(default_factory=Tally)

    async def take(self, heard: Heard) -> bool:
        began = perf_counter()
        try:
            return await self._take(heard)
        finally:
            self.tally.took("take_seconds", began, platform=heard.platform)

    async def _take(self, heard: Heard) -> bool:
        if heard.overheard and not await self.listens(heard):
            return False
        if heard.kind == "edited":
            return await self._edit(heard)
        if heard.kind == "deleted":
            return await self._delete(heard)
        if is_stop(heard) and await self._stop(heard):
            return True
        return await self._keep(heard)

    async def _keep(self, heard: Heard) -> bool:
        full = self.dispatch.waiting() >= self.limits.in_house
        most = 0 if full else self.limits.in_conversation
        kept = await spool.take(self.database, _arrival(heard), most)
        if kept == "full":
            self.tally.count("refused_total", platform=heard.platform)
            raise InboxFull()
        self.tally.count("heard_total", platform=heard.platform, known=str(kept == "known").lower())
        if kept == "known":
            return False
        self.dispatch.offer(kept, conversation_of(heard), heard)
        return True

    async def _stop(self, heard: Heard) -> bool:
        """Stops what waits and what runs in its conversation; False where there is nothing to stop."""
        waited, runs = await spool.stop(self.database, conversation_of(heard))
        for event in waited:
            self.dispatch.drop(event)
        for event in runs:
            self.dispatch.halt(event)
        if waited or runs or heard.kind == "stop":
            self.tally.count("stopped_total", platform=heard.platform)
            return True
        return False

    async def _edit(self, heard: Heard) -> bool:
        """Other words instead of those that still wait; an answer that has begun stands."""
        event = await self._waiting(heard)
        return event is not None and await spool.amend(self.database, event, {"text": heard.text})

    async def _delete(self, heard: Heard) -> bool:
        event = await self._waiting(heard)
        if event is None or not await spool.withdraw(self.database, event):
            return False
        self.dispatch.drop(event)
        return True

    async def _waiting(self, heard: Heard) -> str | None:
        """The event of the message that an edit or a deletion is about, if its turn has not begun."""
        for event, body in await spool.waiting_in(self.database, conversation_of(heard)):
            known = heard_of(body)
            if heard.target and heard.target in "\n".join((known.event_id, *known.keys)):
                return event
        return None


def is_stop(heard: Heard) -> bool:
    return heard.kind == "stop" or heard.action == "stop" or heard.text.strip().lower() in STOPS


def conversation_of(heard: Heard) -> str:
    """In each of these one thing is done after the other."""
    return spool.hashed(heard.platform, heard.workspace, heard.channel or heard.account, heard.thread)


def _arrival(heard: Heard) -> spool.Arrival:
    keys = (heard.event_id, *heard.keys)
    body = heard_document(heard)
    return spool.Arrival(heard.platform, heard.workspace, conversation_of(heard), keys, body)
