"""The durable inbox: what a platform delivered is in the spool before the platform hears that it arrived."""

import re
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

STOPS = frozenset({"stop", "중지", "멈춰", "그만"})
"""Words that end a running turn, with or without the sign of a command; they pass everything that waits."""
_CALL = re.compile(r"[/!](?:(?:stratum|스트라텀)\s+/?)?")


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
        if is_stop(heard) and not heard.overheard:
            return await self._stop(heard)
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
        """Stops what waits and what runs in its conversation, or of its author; where there is nothing, that is said.

        It passes everything that waits, and is kept as anything else is: delivered again it stops nothing that came
        later.
        """
        kept = await spool.take(self.database, _arrival(heard), self.limits.in_house)
        if kept in ("known", "full"):
            return False
        speaker = speaker_of(heard) if heard.wide else ""
        waited, runs = await spool.stop(self.database, conversation_of(heard), speaker, besides=kept)
        for event in waited:
            self.dispatch.drop(event)
        for event in runs:
            self.dispatch.halt(event)
        if waited or runs or heard.kind == "stop":
            self.tally.count("stopped_total", platform=heard.platform)
            await spool.finish(self.database, kept, "done")
        else:
            self.dispatch.offer(kept, conversation_of(heard), heard)
        return True

    async def _edit(self, heard: Heard) -> bool:
        """Other words instead of those that still wait; an answer that has begun stands."""
        event = await self._meant(heard)
        return event is not None and await spool.amend(self.database, event, {"text": heard.text})

    async def _delete(self, heard: Heard) -> bool:
        """What is taken back is not answered; an answer that is being made is stopped."""
        event = await self._meant(heard)
        if event is None:
            return False
        if await spool.withdraw(self.database, event):
            self.dispatch.drop(event)
            return True
        if halted := await spool.halt(self.database, event):
            self.dispatch.halt(event)
        return halted

    async def _meant(self, heard: Heard) -> str | None:
        """The event of the message that an edit or a deletion is about, if it is not done."""
        for event, body in await spool.open_in(self.database, conversation_of(heard)):
            if _names(heard.target, heard_of(body)):
                return event
        return None


def _names(target: str, known: Heard) -> bool:
    """Whether a platform's id of a message is that of this one: a key of it, or a key's last part."""
    keys = (known.event_id, *known.keys)
    return bool(target) and any(target in (key, key.rpartition(":")[2]) for key in keys)


def is_stop(heard: Heard) -> bool:
    """Whether it ends what runs. What a button says does not count, only what it does."""
    if heard.kind == "stop" or heard.action:
        return heard.kind == "stop" or heard.action == "stop"
    return _CALL.sub("", heard.text.strip().lower(), count=1) in STOPS


def conversation_of(heard: Heard) -> str:
    """In each of these one thing is done after the other."""
    return spool.hashed(heard.platform, heard.workspace, heard.channel or heard.account, heard.thread)


def speaker_of(heard: Heard) -> str:
    """Who speaks, in the channel and all of its threads."""
    return spool.hashed(heard.platform, heard.workspace, heard.channel, heard.account)


def _arrival(heard: Heard) -> spool.Arrival:
    keys = (heard.event_id, *heard.keys)
    body = heard_document(heard)
    at = heard.platform, heard.workspace, conversation_of(heard)
    return spool.Arrival(*at, keys, body, speaker_of(heard))
