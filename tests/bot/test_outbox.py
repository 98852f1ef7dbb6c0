"""A model is not asked again, nor paid again, for what it has answered to an event."""

from dataclasses import dataclass, field

from pydantic import BaseModel

from agents.kit.llm import Filled, Hear, Request, Said, T, Used
from bot.delivery.inbox import conversation_of
from bot.delivery.outbox import EventOutbox
from bot.delivery.written import heard_document
from memory.db import Database
from memory.store import spool
from tests.contracts.desk import heard
from tests.memory.conftest import db, postgres, url

__all__ = ["db", "postgres", "url"]


class Words(BaseModel):
    text: str


@dataclass
class Model:
    """Answers with a number that grows."""

    asked: list[str] = field(default_factory=list[str])
    connected = True

    async def fill(self, output_type: type[T], request: Request) -> Filled[T]:
        self.asked.append(request.question)
        value = output_type.model_validate({"text": f"{request.question} {len(self.asked)}"})
        return Filled(value, "local:tiny", Used(10, 5))

    async def stream(self, request: Request, hear: Hear) -> Said:
        self.asked.append(request.question)
        for piece in ("one ", "two"):
            await hear(piece)
        return Said("one two", "local:tiny", Used(10, 5))


async def event(db: Database) -> EventOutbox:
    one = heard("SWOT")
    body = heard_document(one)
    arrival = spool.Arrival("loopback", "W", conversation_of(one), (one.event_id,), body)
    return EventOutbox(db, await spool.take(db, arrival, 5), "owner", one)


def ask(question: str) -> Request:
    return Request("business_strategy", "Answer.", question)


async def test_a_turn_that_is_taken_again_is_answered_from_the_ledger(db: Database) -> None:
    outbox, model = await event(db), Model()
    first = await outbox.remembering(model).fill(Words, ask("a"))
    again = await outbox.remembering(model).fill(Words, ask("a"))
    assert (again.value, again.model) == (first.value, first.model)
    assert again.used == Used()
    assert model.asked == ["a"]


async def test_what_is_asked_twice_in_a_turn_is_asked_twice_and_other_questions_are_others(
    db: Database,
) -> None:
    outbox, model = await event(db), Model()
    for _ in range(2):
        turn = outbox.remembering(model)
        answers = [(await turn.fill(Words, ask(question))).value.text for question in ("a", "a", "b")]
        assert answers == ["a 1", "a 2", "b 3"]
    assert model.asked == ["a", "a", "b"]


async def test_a_stream_is_heard_whole_the_second_time(db: Database) -> None:
    outbox, model, pieces = await event(db), Model(), list[str]()

    async def hear(piece: str) -> None:
        pieces.append(piece)

    for _ in range(2):
        said = await outbox.remembering(model).stream(ask("a"), hear)
        assert said.text == "one two"
    assert pieces == ["one ", "two", "one two"]
    assert model.asked == ["a"]


async def test_another_event_asks_anew_and_what_is_done_is_forgotten(db: Database) -> None:
    outbox, model = await event(db), Model()
    await outbox.remembering(model).fill(Words, ask("a"))
    await (await event(db)).remembering(model).fill(Words, ask("a"))
    assert model.asked == ["a", "a"]
    await spool.finish(db, outbox.event, "done")
    assert await spool.body_of(db, outbox.event) is None
