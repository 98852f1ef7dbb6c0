"""Interviews: who talks with which persona where, and every answer, numbered over all interviews of a persona."""

from collections.abc import Callable
from dataclasses import asdict, replace
from typing import Any, get_args

from sqlalchemy import Row, Select, func, insert, select, update

from memory.db import Unit, Writing
from memory.errors import StorageFailed
from memory.ids import new_id
from memory.interview import (
    Fact,
    Ground,
    Interaction,
    InteractionId,
    NewSession,
    Session,
    SessionId,
    SessionState,
    Topic,
)
from memory.naming import storable
from memory.store import messages, rows
from memory.tables.interviews import interview_sessions, persona_interactions
from memory.types import Message, MessageId, Thread, UserId

Move = Callable[[Session], Session]
"""How a session changes; it sees the session as it is when it is written."""
_s, _t = interview_sessions.c, persona_interactions.c
_ATTEMPTS = 10
_OPEN = tuple(state for state in get_args(SessionState) if state != "done")
_PLAIN = (
    *("kind", "phase", "topic", "subject", "question", "answer", "stance", "certainty", "engine", "persona"),
    *("number", "asked_at"),
)
_TOLD = ("question", "answer", "new_facts")
_MOVED = ("thread", "locale", "state", "phase", "seconds", "touched_at", "ended_at", "result")


async def begin(unit: Writing, new: NewSession) -> Session:
    """An interview of the unit's actor at the unit's scope. Raises NotYours."""
    now, made = unit.now(), SessionId(new_id())
    begun = Session(
        id=made,
        scope=unit.scope,
        user=unit.actor.user,
        persona=new.persona,
        name=new.name,
        output=new.output,
        thread=new.thread,
        locale=new.locale,
        state="running",
        phase=new.guide[0].phase if new.guide else "",
        seconds=0,
        guide=new.guide,
        begun_at=now,
        touched_at=now,
    )
    what = {"persona": new.persona, "name": storable(new.name), "output_id": new.output, "begun_at": now}
    row = _place(unit) | what | _moved(begun) | {"id": made, "user_id": unit.actor.user}
    await unit.run(insert(interview_sessions).values(**row))
    return begun


async def get(unit: Unit, session: SessionId) -> Session | None:
    """A session at exactly the unit's scope."""
    row = await unit.first(_here(unit).where(_s.id == session))
    return _session(row) if row else None


async def in_thread(unit: Unit, thread: Thread) -> Session | None:
    """The session that goes on in a thread, or went on there last."""
    query = _here(unit).where(_s.thread == thread).order_by(_s.touched_at.desc(), _s.id.desc())
    row = await unit.first(query.limit(1))
    return _session(row) if row else None


async def of_user(unit: Unit, user: UserId) -> tuple[Session, ...]:
    """The sessions of somebody at exactly the unit's scope that are not done, the one last touched first."""
    query = _here(unit).where(_s.user_id == user, _s.state.in_(_OPEN))
    found = await unit.all(query.order_by(_s.touched_at.desc(), _s.id.desc()))
    return tuple(map(_session, found))


async def every(unit: Unit) -> tuple[Session, ...]:
    """All sessions at exactly the unit's scope, newest first."""
    return tuple(map(_session, await unit.all(_here(unit).order_by(_s.begun_at.desc(), _s.id.desc()))))


async def history(unit: Unit, persona: str) -> tuple[Interaction, ...]:
    """Every turn with a persona at exactly the unit's scope, in the order of their numbers."""
    query = select(persona_interactions).where(
        _t.org_id == unit.scope.org, _t.level == unit.scope.level, _t.persona == persona
    )
    return tuple(map(_interaction, await unit.all(query.order_by(_t.number))))


async def change(unit: Writing, session: SessionId, move: Move) -> Session:
    """Moves a session on from where it stands, alone. Raises NotYours; LookupError for one that is not here."""
    found = await unit.first(_here(unit).where(_s.id == session).with_for_update())
    if found is None:
        raise LookupError(session)
    after = move(_session(found))
    row = update(interview_sessions).where(_s.org_id == unit.scope.org, _s.id == session)
    await unit.run(row.values(**_moved(after)))
    return after


async def keep(unit: Writing, move: Move, turn: Interaction) -> tuple[Session, Interaction]:
    """Keeps a turn under the next number of its persona, and moves its session on; a message has one turn.

    Heard again, as after a crash, it is the turn that was kept the first time. Raises NotYours.
    """
    if known := await of_message(unit, turn.session, turn.message):
        there = await get(unit, turn.session)
        if there is None:
            raise LookupError(turn.session)
        return there, known
    after = await change(unit, turn.session, move)
    for _ in range(_ATTEMPTS):
        last = select(func.max(_t.number)).where(
            _t.org_id == unit.scope.org, _t.level == unit.scope.level, _t.persona == turn.persona
        )
        kept = replace(
            turn,
            id=InteractionId(new_id()),
            number=(await unit.scalar(last) or 0) + 1,
            asked_at=turn.asked_at or unit.now(),
        )
        if await unit.unless_taken(insert(persona_interactions).values(**_row(unit, after, kept))):
            return after, kept
    raise StorageFailed(url=turn.persona, detail="too many writers at once")


async def of_message(unit: Unit, session: SessionId, message: str) -> Interaction | None:
    """The turn that a message asked in a session."""
    mine = _t.org_id == unit.scope.org, _t.session_id == session, _t.message_id == message
    row = await unit.first(select(persona_interactions).where(*mine))
    return _interaction(row) if row else None


async def reply_to(unit: Unit, turn: Interaction) -> Message | None:
    """The reply in which a turn's answer stood."""
    asked = await messages.get(unit, MessageId(turn.message))
    return await messages.answer_to(unit, asked) if asked else None


def _here(unit: Unit) -> Select[Any]:
    return select(interview_sessions).where(_s.org_id == unit.scope.org, _s.level == unit.scope.level)


def _place(unit: Unit) -> dict[str, Any]:
    scope = unit.scope
    return {"org_id": scope.org, "client_id": scope.client, "campaign_id": scope.campaign}


def _moved(session: Session) -> dict[str, Any]:
    guide = [asdict(topic) for topic in session.guide]
    return {name: getattr(session, name) for name in _MOVED} | {"guide": guide}


def _row(unit: Unit, session: Session, turn: Interaction) -> dict[str, Any]:
    plain = {name: getattr(turn, name) for name in _PLAIN}
    told = {"question": storable(turn.question), "answer": storable(turn.answer)}
    lists = {
        "based_on": [asdict(ground) for ground in turn.based_on],
        "new_facts": [asdict(fact) for fact in turn.new_facts],
        "notes": list(turn.notes),
        "contradicts": list(turn.contradicts),
    }
    ids = {
        "id": turn.id,
        "session_id": session.id,
        "user_id": session.user,
        "message_id": turn.message,
    }
    return _place(unit) | plain | told | lists | ids


def _session(row: Row[Any]) -> Session:
    moved: dict[str, Any] = {name: getattr(row, name) for name in _MOVED}
    return Session(
        id=SessionId(row.id),
        scope=rows.scope(row),
        user=UserId(row.user_id),
        persona=row.persona,
        name=row.name,
        output=row.output_id,
        guide=tuple(Topic(**topic) for topic in row.guide),
        begun_at=row.begun_at,
        **moved,
    )


def _interaction(row: Row[Any]) -> Interaction:
    plain: dict[str, Any] = {name: getattr(row, name) for name in _PLAIN}
    return Interaction(
        id=InteractionId(row.id),
        session=SessionId(row.session_id),
        message=row.message_id,
        based_on=tuple(Ground(**ground) for ground in row.based_on),
        new_facts=tuple(Fact(**fact) for fact in row.new_facts),
        notes=tuple(row.notes),
        contradicts=tuple(row.contradicts),
        **plain,
    )


async def reword(unit: Writing, out: Callable[[Any], Any]) -> None:
    """Takes words out of everything that was asked, answered and planned within the unit's reach for writing."""
    for table, told in ((persona_interactions, _TOLD), (interview_sessions, ("name", "guide"))):
        for row in await unit.all(select(table).where(table.c.org_id == unit.scope.org)):
            said = {name: getattr(row, name) for name in told}
            left = {name: out(value) for name, value in said.items()}
            if left != said and unit.may_write(rows.scope(row)):
                mine = table.c.org_id == unit.scope.org, table.c.id == row.id
                await unit.run(update(table).where(*mine).values(**left))
