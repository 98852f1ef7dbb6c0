"""The interviews of one place as one person reaches them."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date

from agents.kit.learning.reconcile import reconcile
from bot.house import House
from memory.insight import Insight, InsightKind, Sensitivity
from memory.interview import SYNTHETIC, SYNTHETIC_CATEGORY, Interaction, NewSession, Session, SessionId
from memory.store import insights, interviews, learning
from memory.store.entrance import Entrance
from memory.types import Thread

_PARTS = " · "
_LONGEST = 300
_SURE = 0.3
"""The confidence in what nobody said: that it stands in the answer is certain, that it is so is not."""


@dataclass(frozen=True, slots=True)
class Accepted:
    """What somebody takes over from an interview (`memory.insight.Candidate`): of a category that no rule reads."""

    subject_key: str
    value: str
    text: str
    quote: str
    start: int
    kind: InsightKind = "observation"
    category: str = SYNTHETIC_CATEGORY
    predicate: str = "says"
    unit: str = ""
    valid_from: date | None = None
    valid_to: date | None = None
    to_confirm: bool = False
    sensitivity: Sensitivity = "normal"
    confidence: float = _SURE

    @property
    def end(self) -> int:
        return self.start + len(self.quote)


@dataclass(frozen=True, slots=True)
class PlaceInterviews:
    """`agents.kit.interviewing.port.Interviews` over the stores; each call is a unit of its own."""

    house: House
    entrance: Entrance

    async def in_thread(self, thread: Thread) -> Session | None:
        async with self.house.database.reading(self.entrance.access) as unit:
            return await interviews.in_thread(unit, thread)

    async def mine(self) -> tuple[Session, ...]:
        async with self.house.database.reading(self.entrance.access) as unit:
            return await interviews.of_user(unit, self.entrance.access.actor.user)

    def owns(self, session: Session) -> bool:
        return session.user == self.entrance.access.actor.user

    async def history(self, persona: str) -> tuple[Interaction, ...]:
        async with self.house.database.reading(self.entrance.access) as unit:
            return await interviews.history(unit, persona)

    async def begin(self, new: NewSession) -> Session:
        async with self.house.database.writing(self.entrance.access) as unit:
            return await interviews.begin(unit, new)

    async def change(self, session: SessionId, move: Callable[[Session], Session]) -> Session:
        async with self.house.database.writing(self.entrance.access) as unit:
            return await interviews.change(unit, session, move)

    async def keep(
        self, move: Callable[[Session], Session], turn: Interaction
    ) -> tuple[Session, Interaction]:
        async with self.house.database.writing(self.entrance.access) as unit:
            return await interviews.keep(unit, move, turn)

    async def accept(self, turn: Interaction, statement: str, subject_key: str, value: str) -> Insight | None:
        async with self.house.database.writing(self.entrance.access) as unit:
            source = await interviews.reply_to(unit, turn)
            found = _quoted(source.text, turn.answer) if source else None
            if source is None or found is None:
                return None
            start, quote = found
            candidate = Accepted(subject_key, value, statement, quote, start)
            learned = await learning.learn(unit, [candidate], source, reconcile, SYNTHETIC)
            ids = [*(one.id for one in learned.added), *learned.repeated]
            return (await insights.named(unit, ids[:1]))[0] if ids else None


def _quoted(reply: str, answer: str) -> tuple[int, str] | None:
    """Where the answer, or the longest part of it, stands in the reply."""
    parts = sorted((answer, *answer.split(_PARTS)), key=len, reverse=True)
    for part in parts:
        quote = part[:_LONGEST].strip()
        if quote and (at := reply.find(quote)) >= 0:
            return at, quote
    return None
