"""Where an answer waits for its delivery, and what is remembered of an event that is worked on again."""

import json
from collections import Counter
from dataclasses import asdict, dataclass, field
from typing import Protocol, cast

from agents.kit.llm import LLM, Filled, Hear, Request, Said, T, Used
from bot.delivery.written import reply_document
from bot.types import Heard, Reply
from memory.db import Database, Writing
from memory.hashing import content_hash
from memory.store import steps


class Outbox(Protocol):
    """Of one event, whose turn may be taken again after a crash."""

    async def keep(self, unit: Writing, reply: Reply) -> None:
        """Saves the answer for its delivery, together with all that this unit saves."""
        ...

    def remembering(self, llm: LLM) -> LLM:
        """The same model, which is not asked again, and not paid again, for what it has answered to this event."""
        ...


@dataclass(frozen=True, slots=True)
class EventOutbox:
    """The outbox of one event of the spool."""

    database: Database
    event: str
    owner: str
    heard: Heard

    async def keep(self, unit: Writing, reply: Reply) -> None:
        where = self.heard.platform, self.heard.channel
        await steps.keep(unit, steps.Kept(self.event, self.event, reply_document(reply), *where))

    def remembering(self, llm: LLM) -> LLM:
        return Remembering(llm, self.database, self.event, self.owner)


@dataclass(frozen=True, slots=True)
class Remembering:
    """A model with the ledger of an event: each answer is kept before it is used."""

    llm: LLM
    database: Database
    event: str
    owner: str
    asked: Counter[str] = field(default_factory=Counter[str])

    @property
    def connected(self) -> bool:
        return self.llm.connected

    async def fill(self, output_type: type[T], request: Request) -> Filled[T]:
        step = self._step(request, output_type.__name__)
        known = await steps.remembered(self.database, self.event, step)
        if known is not None:
            return Filled(output_type.model_validate_json(json.dumps(known["value"])), known["model"], Used())
        answer = await self.llm.fill(output_type, request)
        kept = {"value": answer.value.model_dump(mode="json"), "model": answer.model}
        await steps.remember(self.database, self.event, step, kept, self.owner)
        return answer

    async def stream(self, request: Request, hear: Hear) -> Said:
        step = self._step(request, "")
        known = await steps.remembered(self.database, self.event, step)
        if known is not None:
            text = cast("str", known["value"])
            await hear(text)
            return Said(text, known["model"], Used())
        answer = await self.llm.stream(request, hear)
        kept = {"value": answer.text, "model": answer.model}
        await steps.remember(self.database, self.event, step, kept, self.owner)
        return answer

    def _step(self, request: Request, shape: str) -> str:
        """A name by what is asked, and the how manieth time in this turn."""
        asked = content_hash([asdict(request), shape])[:32]
        self.asked[asked] += 1
        return f"model:{asked}:{self.asked[asked]}"
