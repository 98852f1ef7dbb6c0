"""Interviews are kept at their place: once for a message, numbered for a persona, gone with their person."""

import asyncio
from dataclasses import replace

import pytest
from sqlalchemy import func, select

from memory.interview import Fact, Ground, Interaction, NewSession, Session, SessionId, Topic
from memory.store import forgetting, interviews, messages
from memory.tables.interviews import interview_sessions, persona_interactions
from memory.types import Thread
from tests.memory.tenants import Tenants, said

NIKE, ADIDAS = "acme/nike/summer", "acme/adidas/summer"
GUIDE = (Topic("G1", "problem", "price", "What do you pay?", "catalogue", "price"),)


def new(thread: str = "t1", persona: str = "mina") -> NewSession:
    return NewSession(persona, "Mina", "o1", Thread(thread), "en", GUIDE)


def turn(session: SessionId, message: str, answer: str = "Too dear for me.") -> Interaction:
    return Interaction(
        session=session,
        persona="mina",
        number=0,
        kind="ask",
        phase="problem",
        topic="G1",
        subject="price",
        question="What do you pay?",
        answer=answer,
        stance="against",
        certainty="medium",
        engine="recorded",
        message=message,
        based_on=(Ground("attribute", "price_sensitivity"),),
        new_facts=(Fact("visits", "2"),),
    )


async def begun(tenants: Tenants, place: str = NIKE, name: str = "owner", thread: str = "t1") -> Session:
    async with tenants.db.writing((await tenants.at(place, name)).access) as unit:
        return await interviews.begin(unit, new(thread))


async def asked(tenants: Tenants, session: Session, message: str, place: str = NIKE) -> Interaction:
    async with tenants.db.writing((await tenants.at(place)).access) as unit:
        _, kept = await interviews.keep(unit, counted, turn(session.id, message))
    return kept


def counted(session: Session) -> Session:
    return replace(session, seconds=session.seconds + 60)


async def test_a_session_is_found_by_its_thread_and_its_person_and_nowhere_else(tenants: Tenants) -> None:
    mine = await begun(tenants)
    theirs = await begun(tenants, name="nina", thread="t2")
    owner = await tenants.at(NIKE)
    async with tenants.db.reading(owner.access) as unit:
        assert await interviews.in_thread(unit, Thread("t1")) == mine
        assert await interviews.of_user(unit, owner.access.actor.user) == (mine,)
        assert {one.id for one in await interviews.every(unit)} == {mine.id, theirs.id}
    async with tenants.db.reading((await tenants.at(ADIDAS)).access) as unit:
        assert await interviews.in_thread(unit, Thread("t1")) is None
        assert await interviews.every(unit) == ()
        assert await interviews.history(unit, "mina") == ()


async def test_a_message_is_asked_once_and_turns_are_numbered_over_all_interviews(tenants: Tenants) -> None:
    first, second = await begun(tenants), await begun(tenants, thread="t2")
    one = await asked(tenants, first, "m1")
    again = await asked(tenants, first, "m1")
    other = await asked(tenants, second, "m2")
    assert (one.number, other.number) == (1, 2)
    assert again == one
    assert (one.based_on, one.new_facts) == (
        (Ground("attribute", "price_sensitivity"),),
        (Fact("visits", "2"),),
    )
    async with tenants.db.reading((await tenants.at(NIKE)).access) as unit:
        found = await interviews.get(unit, first.id)
        assert [each.number for each in await interviews.history(unit, "mina")] == [1, 2]
    assert found is not None
    assert found.seconds == 60


async def test_ten_questions_at_once_have_ten_numbers_and_lose_no_minute(tenants: Tenants) -> None:
    session = await begun(tenants)
    kept = await asyncio.gather(*(asked(tenants, session, f"m{n}") for n in range(10)))
    assert sorted(one.number for one in kept) == list(range(1, 11))
    async with tenants.db.reading((await tenants.at(NIKE)).access) as unit:
        found = await interviews.get(unit, session.id)
    assert found is not None
    assert found.seconds == 600


async def test_a_session_that_is_not_here_cannot_be_moved(tenants: Tenants) -> None:
    session = await begun(tenants)
    async with tenants.db.writing((await tenants.at(ADIDAS)).access) as unit:
        with pytest.raises(LookupError):
            await interviews.change(unit, session.id, counted)


async def test_what_is_forgotten_goes_out_of_interviews_too(tenants: Tenants) -> None:
    session = await begun(tenants)
    async with tenants.db.writing((await tenants.at(NIKE)).access) as unit:
        await interviews.keep(unit, counted, turn(session.id, "m1", "I buy at Blue Door Bakery."))
        await messages.admit(unit, said(NIKE, "Ask about Blue Door Bakery"))
    async with tenants.db.writing((await tenants.at(NIKE)).access) as unit:
        await forgetting.forget_text(unit, "Blue Door Bakery")
    async with tenants.db.reading((await tenants.at(NIKE)).access) as unit:
        [left] = await interviews.history(unit, "mina")
    assert left.answer == "I buy at […]."


async def test_the_reply_to_a_turn_is_found(tenants: Tenants) -> None:
    session = await begun(tenants)
    async with tenants.db.writing((await tenants.at(NIKE)).access) as unit:
        question, _ = await messages.admit(unit, said(NIKE, "What do you pay?"))
        reply = replace(said(NIKE, "“Too dear for me.”"), kind="reply", external_id=f"re:{question.id}")
        answer, _ = await messages.admit(unit, reply)
        _, kept = await interviews.keep(unit, counted, turn(session.id, question.id))
        assert await interviews.reply_to(unit, kept) == answer
        rows = select(func.count()).select_from(persona_interactions)
        assert await unit.scalar(rows) == 1
        assert await unit.scalar(select(func.count()).select_from(interview_sessions)) == 1
