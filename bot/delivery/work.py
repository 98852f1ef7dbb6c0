"""The work of one event: the turn, once; its answer, posted once. What a crash cut off goes on from the ledger."""

import asyncio
import logging
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass, field
from time import perf_counter
from typing import Protocol

from bot.delivery.inbox import is_stop
from bot.delivery.outbox import EventOutbox
from bot.delivery.posting import Posting
from bot.delivery.tally import Tally
from bot.delivery.written import heard_of, reply_of
from bot.language import language_of
from bot.ports import Mouth, Posted, Say, Voice, unheard
from bot.types import Heard, Reply
from config.errors import Locale
from config.wording import words
from memory.db import Database
from memory.errors import StorageFailed
from memory.store import spool, steps
from memory.store.spool import Begun, State
from memory.store.steps import Outcome

log = logging.getLogger(__name__)

_BEGUN_AT_MOST = 8
"""How often an event is begun: one that ends its process each time is put aside."""
_AHEAD_SECONDS = 0.1
"""How often it is looked whether the one before in the conversation is done."""

Alive = Callable[[str], Awaitable[bool]]
"""Whether the process of this owner may still work on something."""


class Road(Protocol):
    """The road of a message, with a place where its answer waits for delivery."""

    async def __call__(
        self, heard: Heard, say: Say, outbox: EventOutbox | None = None, *, show: Say = unheard
    ) -> Reply: ...


class Stopped(Exception):  # noqa: N818 - no error: its user has stopped it
    pass


def nobody(_: str) -> None:
    pass


@dataclass(slots=True)
class Delivery:
    """The work of one process. `done` is told of each event that has come to its end."""

    database: Database
    road: Road
    posting: Posting
    mouths: Mapping[str, Mouth]
    alive: Alive
    locale: Locale
    tally: Tally = field(default_factory=Tally)
    done: Callable[[str], None] = nobody
    _thinking: dict[str, asyncio.Task[Reply]] = field(default_factory=dict[str, "asyncio.Task[Reply]"])
    _halted: set[str] = field(default_factory=set[str])

    @property
    def owner(self) -> str:
        return self.posting.owner

    async def __call__(self, event: str, conversation: str) -> None:
        """Raises a StorageFailed where the database is away; everything else is settled in here."""
        begun = await self._turn_of(event, conversation)
        if begun is not None:
            began = perf_counter()
            state = await self._settled(event, begun)
            if state is not None:
                await spool.finish(self.database, event, state)
            self.tally.took("event_seconds", began)
        self.done(event)

    def halt(self, event: str) -> None:
        """Ends the thinking of an event in this process; an answer that is being posted is posted."""
        task = self._thinking.get(event)
        if task is not None and event not in self._halted:
            self._halted.add(event)
            task.cancel()

    async def _turn_of(self, event: str, conversation: str) -> Begun | None:
        """Waits for what is ahead. What waits there, or was left by a process that is no more, is done first."""
        dead = set[str]()
        while True:
            begun = await spool.begin(self.database, event, conversation, self.owner, dead)
            ahead = begun.ahead if begun else None
            if ahead is None:
                return begun
            left = ahead.owner not in ("", self.owner) and not await self.alive(ahead.owner)
            if left:
                dead.add(ahead.owner)
            if (left or not ahead.owner) and ahead.event != event:
                await self(ahead.event, conversation)
            elif not left:
                await asyncio.sleep(_AHEAD_SECONDS)

    async def _settled(self, event: str, begun: Begun) -> State | None:
        """Answers, and says how the event ends, unless it has ended already.

        An error in a channel's adapter ends the event, not the conversation.
        """
        [outcome] = await asyncio.gather(self._answer(event, begun), return_exceptions=True)
        if isinstance(outcome, StorageFailed):
            raise outcome
        if isinstance(outcome, BaseException):
            self.tally.count("broken_total")
            log.error("event %s was not answered", event, exc_info=outcome)
            return "done"
        return outcome

    async def _answer(self, event: str, begun: Begun) -> State | None:
        heard = heard_of(begun.body)
        mouth = self.mouths.get(heard.platform)
        if mouth is None:
            log.error("nothing speaks on %s here: %s is not answered", heard.platform, event)
            return "done"
        voice = mouth.voice(heard)
        locale = language_of(heard.text) or heard.locale or self.locale

        async def speak(to: Heard, reply: Reply, key: str) -> Posted:
            if heard.kind == "due":
                return await mouth.post(to, reply, key)
            return await (voice if to is heard else mouth.voice(to)).final(reply, key)

        try:
            reply = await self._reply(event, begun, heard, voice, locale)
        except Stopped:
            await steps.settle(self.database, event, steps.ANSWER, Outcome("failed", said="stopped"))
            await voice.stopped(words("delivery")("stopped", locale))
            return "stopped"
        ended = await self.posting.post(event, heard, reply, speak, mouth, locale)
        return None if ended else "done"

    async def _reply(self, event: str, begun: Begun, heard: Heard, voice: Voice, locale: Locale) -> Reply:
        """The answer: the one that waits in the outbox, else the turn's."""
        known = await steps.look(self.database, event, steps.ANSWER) if begun.attempts > 1 else None
        if known is not None and (known.value or known.state != "pending"):
            return reply_of(known.value) if known.value else Reply("ok", "", heard.thread, "")
        if begun.stopping:
            raise Stopped
        if begun.attempts > _BEGUN_AT_MOST:
            log.error("event %s was begun %d times and is put aside", event, begun.attempts)
            return Reply("failed", words("delivery")("exhausted", locale, event=event), heard.thread, "")
        if is_stop(heard) and not heard.overheard:
            return Reply("ok", words("delivery")("idle", locale), heard.thread, "", whispered=True)
        reply = await self._think(event, heard, voice)
        if reply.error is None:
            return reply
        kept = await steps.look(
            self.database, event, steps.ANSWER
        )  # another process may have answered meanwhile
        return reply_of(kept.value) if kept and kept.value else reply

    async def _think(self, event: str, heard: Heard, voice: Voice) -> Reply:
        began = perf_counter()
        outbox = EventOutbox(self.database, event, self.owner, heard)
        task = asyncio.create_task(
            self.road(heard, voice.status, outbox, show=unheard if heard.kind == "due" else voice.preview)
        )
        self._thinking[event] = task
        try:
            return await task
        except asyncio.CancelledError:
            if event in self._halted:
                raise Stopped from None
            raise
        finally:
            self._thinking.pop(event)
            self._halted.discard(event)
            self.tally.took("turn_seconds", began, platform=heard.platform)
