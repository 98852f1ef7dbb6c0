"""The final of an answer, through the ledger: one owner, and only what is surely not there is posted again."""

import asyncio
import logging
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass, field, replace

from bot.delivery.astray import Elsewhere
from bot.delivery.tally import Tally
from bot.ports import Ambiguous, Mouth, Posted, Rejected, Throttled, Unposted
from bot.types import Heard, Reply
from config.errors import Locale
from config.wording import words
from memory.db import Database
from memory.store import steps
from memory.store.steps import FINAL, Outcome, StepState

log = logging.getLogger(__name__)

MARK = "mark"
"""The step that says in the conversation that an answer may be missing."""
_LONGEST_THROTTLE = 900.0
"""Seconds that a platform may make an answer wait, in all; then it is given up."""

Speak = Callable[[Heard, Reply, str], Awaitable[Posted]]
"""Posts a reply under a key. Raises Throttled, Rejected, Ambiguous."""
Mend = Callable[[Rejected, Heard], Awaitable[Elsewhere | None]]
"""What a rejection changes, and where the answer belongs now; None where nowhere."""


@dataclass(frozen=True, slots=True)
class Patience:
    """How long to wait between attempts, in seconds."""

    unreached: Sequence[float] = (1.0, 2.0, 5.0, 15.0, 60.0)
    """When the platform was not reached for certain."""
    looking: Sequence[float] = (0.5, 2.0, 5.0)
    """Before looking again whether an ambiguous post is there."""


@dataclass(slots=True)
class Posting:
    """Posts the answers of one process."""

    database: Database
    owner: str
    mend: Mend
    tally: Tally
    patience: Patience = field(default_factory=Patience)

    async def post(
        self, event: str, heard: Heard, reply: Reply, speak: Speak, mouth: Mouth, locale: Locale
    ) -> bool:
        """Posts it once; whether the event is at its end with it, in the spool as well.

        A post that an earlier process had begun is only looked for.
        """
        attempt = _Attempt(self, event, heard, reply, speak, mouth)
        state = await attempt.run()
        self.tally.count("answers_total", platform=heard.platform, state=state)
        if state == "ambiguous":
            log.warning("answer to %s may be missing", event)
            await self._mark(event, attempt.heard, mouth, locale)
        return attempt.ended

    async def _mark(self, event: str, heard: Heard, mouth: Mouth, locale: Locale) -> None:
        """Says, once, that an answer may be missing. Whether that arrives is not looked after any more."""
        step = await steps.claim(self.database, event, MARK, f"{event}:{MARK}", self.owner)
        if step.state != "pending":
            return
        note = Reply("failed", words("delivery")("ambiguous", locale), heard.thread, "")
        try:
            posted = await mouth.post(heard, note, f"{event}:{MARK}")
        except Unposted as error:
            await steps.settle(self.database, event, MARK, Outcome("failed", said=str(error)))
        else:
            await steps.settle(self.database, event, MARK, Outcome("delivered", posted.ids))


@dataclass(slots=True)
class _Attempt:
    """The attempts at one answer."""

    by: Posting
    event: str
    heard: Heard
    reply: Reply
    speak: Speak
    mouth: Mouth
    waited: float = 0.0
    unreached: int = 0
    bared: bool = False
    ended: bool = False

    async def run(self) -> StepState:
        state: StepState | None = None
        while state is None:
            step = await steps.claim(self.by.database, self.event, steps.ANSWER, self.event, self.by.owner)
            if step.state in FINAL:
                return step.state
            state = await (self._look() if step.state == "attempting" else self._once())
        return state

    async def _once(self) -> StepState | None:
        """One attempt; None when another one may follow."""
        try:
            silent = self.reply.silent
            posted = Posted(()) if silent else await self.speak(self.heard, self.reply, self.event)
        except Throttled as error:
            return await self._later(error.seconds)
        except Rejected as error:
            return await self._rejected(error)
        except Ambiguous:
            return await self._look()
        return await self._settled("delivered", posted)

    async def _look(self) -> StepState:
        """Whether it is there after all."""
        for seconds in self.by.patience.looking:
            await asyncio.sleep(seconds)
            try:
                found = await self.mouth.find(self.heard, self.event)
            except Unposted as error:
                log.warning("looking for the answer to %s: %s", self.event, error)
                continue
            if found is not None:
                return await self._settled("delivered", found)
        return await self._settled("ambiguous")

    async def _later(self, seconds: float) -> StepState | None:
        self.by.tally.count("throttled_total", platform=self.heard.platform)
        self.waited += seconds
        if self.waited > _LONGEST_THROTTLE:
            return await self._settled("failed", said="throttled")
        await self._free()
        await asyncio.sleep(seconds)
        return None

    async def _rejected(self, error: Rejected) -> StepState | None:
        self.by.tally.count("rejected_total", platform=self.heard.platform, reason=error.reason)
        if error.reason == "unavailable" and not error.moved_to:
            return await self._unreached(error)
        if error.reason in ("too_long", "invalid") and not self.bared:
            self.bared, self.reply = True, bare(self.reply)
            await self._free()
            return None
        where = await self.by.mend(error, self.heard)
        if where is None:
            log.warning("answer to %s: %s", self.event, error.reason)
            return await self._settled("failed", said=error.reason)
        self.heard, self.reply = where.heard, where.reply or self.reply
        await self._free()
        return None

    async def _unreached(self, error: Rejected) -> StepState | None:
        waits = self.by.patience.unreached
        if self.unreached >= len(waits):
            return await self._settled("failed", said=error.reason)
        await self._free()
        await asyncio.sleep(waits[self.unreached])
        self.unreached += 1
        return None

    async def _free(self) -> None:
        """Nothing of it was posted for certain: whoever comes next may try."""
        await steps.settle(self.by.database, self.event, steps.ANSWER, Outcome("pending"))

    async def _settled(self, state: StepState, posted: Posted | None = None, said: str = "") -> StepState:
        """An ambiguous answer is not the end: it is marked first."""
        outcome = Outcome(state, posted.ids if posted else (), said, ends=state != "ambiguous")
        await steps.settle(self.by.database, self.event, steps.ANSWER, outcome)
        self.ended = outcome.ends
        return state


def bare(reply: Reply) -> Reply:
    """The same words and nothing else, for a platform that did not take it as it was."""
    return replace(reply, sections=(), charts=(), buttons=(), documents=(), questions=(), form="")
