"""The spool: what was heard and is not done. Only this module reads and writes it, by exact keys.

What was said is read by the event's own id alone. Whoever operates the house sees which events there are, and no more.
"""

import hashlib
import json
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, Literal

from sqlalchemy import delete, func, insert, or_, select, update
from sqlalchemy.exc import IntegrityError

from memory.access import SessionValues
from memory.db import Database, Keeping, Session
from memory.ids import new_id
from memory.tables.delivery import inbound_bodies, inbound_events, inbound_keys, turn_steps
from memory.types import Json

State = Literal["waiting", "running", "stopping", "done", "stopped"]
OPEN: tuple[State, ...] = ("waiting", "running", "stopping")
KEPT_FOR = timedelta(hours=1)
"""How long the keys of an event are known after it is done: longer than any platform delivers again."""
OPERATOR: SessionValues = {"operator": "1"}

_e, _k, _b = inbound_events.c, inbound_keys.c, inbound_bodies.c


@dataclass(frozen=True, slots=True)
class Arrival:
    """Something that was heard: whose turn it is in, its keys, and all of it as JSON."""

    platform: str
    workspace: str
    conversation: str
    keys: tuple[str, ...]
    """All keys of the platform under which it may come again."""
    body: Json
    speaker: str = ""
    """A hash, too: who spoke, in a channel with all its threads."""

    @property
    def hashes(self) -> tuple[str, ...]:
        return tuple(sorted({hashed(self.platform, self.workspace, key) for key in self.keys}))


@dataclass(frozen=True, slots=True)
class Event:
    """An event of the spool."""

    id: str
    conversation: str
    state: State
    attempts: int
    received_at: datetime


@dataclass(frozen=True, slots=True)
class Ahead:
    """An event that must be done first: an earlier one of the conversation, or the same one in other hands."""

    event: str
    owner: str
    """Who works on it; "" while it waits."""


@dataclass(frozen=True, slots=True)
class Begun:
    """An event whose turn it is, unless another one is `ahead`."""

    body: Json
    attempts: int = 0
    stopping: bool = False
    ahead: Ahead | None = None


def hashed(*parts: str) -> str:
    return hashlib.sha256("\x00".join(parts).encode("utf-8", "surrogatepass")).hexdigest()


def _keyed(*events: str, **more: str) -> SessionValues:
    return {"key_events": json.dumps(events), **more}


async def take(db: Database, arrival: Arrival, most: int) -> str | Literal["known", "full"]:
    """Keeps what was heard; the new event's id. What cannot wait here beside `most` others is not kept."""
    event = new_id()
    known = "known"
    values = _keyed(event, key_heard=json.dumps(arrival.hashes), key_conversation=arrival.conversation)
    try:
        async with db.keeping(values) as session:
            found = await session.all(select(_k.key, _k.event_id).where(_k.key.in_(arrival.hashes)))
            if not found:
                queued = select(func.count()).where(
                    _e.conversation == arrival.conversation, _e.state == "waiting"
                )
                if await session.scalar(queued) >= most:
                    return "full"
                await _store(session, event, arrival)
                return event
    except IntegrityError:  # two processes heard it at once, and the other was first
        return known
    await _also(db, found[0].event_id, arrival, {row.key for row in found})
    return known


async def _store(session: Keeping, event: str, arrival: Arrival) -> None:
    now = session.now()
    row = {
        "id": event,
        "platform": arrival.platform,
        "workspace": arrival.workspace,
        "conversation": arrival.conversation,
        "speaker": arrival.speaker,
        "state": "waiting",
        "received_at": now,
        "changed_at": now,
    }
    await session.run(insert(inbound_events).values(row))
    await session.run(insert(inbound_keys), [{"key": key, "event_id": event} for key in arrival.hashes])
    await session.run(insert(inbound_bodies).values(event_id=event, body=arrival.body))


async def _also(db: Database, event: str, arrival: Arrival, known: Collection[str]) -> None:
    """Remembers the further keys of a twin."""
    fresh = [key for key in arrival.hashes if key not in known]
    if not fresh:
        return
    async with db.keeping(_keyed(event, key_heard=json.dumps(fresh))) as session:
        for key in fresh:
            await session.unless_taken(insert(inbound_keys).values(key=key, event_id=event))


async def begin(
    db: Database, event: str, conversation: str, owner: str, dead: Collection[str] = ()
) -> Begun | None:
    """Marks an event as running, by its owner. None for one that is done.

    Left as it is, with what is ahead of it, is one that must wait: for an earlier one of its conversation, or
    because another owner works on it who is not among the `dead`.
    """
    upto = select(inbound_events).where(_e.conversation == conversation, _e.state.in_(OPEN), _e.id <= event)
    async with db.keeping(_keyed(event, key_conversation=conversation)) as session:
        rows = await session.all(upto.order_by(_e.id))
        body = await session.scalar(select(_b.body).where(_b.event_id == event))
        if not rows or rows[-1].id != event or body is None:
            return None
        row = rows[-1]
        if len(rows) > 1:
            return Begun(body, ahead=Ahead(rows[0].id, rows[0].owner))
        if row.owner not in ("", owner, *dead):
            return Begun(body, ahead=Ahead(event, row.owner))
        state = "running" if row.state == "waiting" else row.state
        changed = {"state": state, "owner": owner, "attempts": row.attempts + 1, "changed_at": session.now()}
        mine = update(inbound_events).where(_e.id == event, _e.state.in_(OPEN), _e.owner == row.owner)
        await session.run(mine.values(changed))
        if await session.scalar(select(_e.owner).where(_e.id == event)) != owner:
            return Begun(body, ahead=Ahead(event, "?"))
    return Begun(body, row.attempts + 1, state == "stopping")


async def finish(db: Database, event: str, state: State) -> None:
    """Ends an event: its keys stay, what was said goes."""
    async with db.keeping(_keyed(event)) as session:
        await end(session, [event], state)


async def end(session: Keeping, events: Sequence[str], state: State) -> None:
    """Ends events in a session that holds their keys."""
    changed = update(inbound_events).where(_e.id.in_(events), _e.state.in_(OPEN))
    await session.run(changed.values(state=state, owner="", changed_at=session.now()))
    await session.run(delete(inbound_bodies).where(_b.event_id.in_(events)))
    await session.run(update(turn_steps).where(turn_steps.c.event_id.in_(events)).values(value={}))


async def stop(
    db: Database, conversation: str, speaker: str = "", besides: str = ""
) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """Stops a conversation, and where one is named all of a speaker's, but for one event: (what waited, and is
    dropped; what runs, and is asked to stop)."""
    meant = (_e.conversation == conversation, *((_e.speaker == speaker,) if speaker else ()))
    keys = {"key_conversation": conversation} | ({"key_speaker": speaker} if speaker else {})
    async with db.looking_up(keys) as session:
        found = await session.all(select(_e.id).where(or_(*meant), _e.state.in_(OPEN)))
    events = [row.id for row in found if row.id != besides]
    if not events:
        return (), ()
    async with db.keeping(_keyed(*events)) as session:
        rows = await session.all(select(_e.id, _e.state).where(_e.id.in_(events)).with_for_update())
        waiting = [row.id for row in rows if row.state == "waiting"]
        running = [row.id for row in rows if row.state == "running"]
        if waiting:
            await end(session, waiting, "stopped")
        if running:
            asked = update(inbound_events).where(_e.id.in_(running))
            await session.run(asked.values(state="stopping", changed_at=session.now()))
    return tuple(waiting), tuple(running)


async def open_in(db: Database, conversation: str) -> tuple[tuple[str, Json], ...]:
    """What waits or runs in a conversation, oldest first: the events and what was said."""
    of_it = select(_e.id).where(_e.conversation == conversation, _e.state.in_(OPEN)).order_by(_e.id)
    async with db.looking_up({"key_conversation": conversation}) as session:
        events = [row.id for row in await session.all(of_it)]
    bodies = select(_b.event_id, _b.body).where(_b.event_id.in_(events)).order_by(_b.event_id)
    async with db.looking_up(_keyed(*events)) as session:
        return tuple((row.event_id, row.body) for row in await session.all(bodies))


async def amend(db: Database, event: str, changes: Mapping[str, Any]) -> bool:
    """Changes parts of what was said; False when its turn has begun."""
    async with db.keeping(_keyed(event)) as session:
        row = await session.first(select(_e.state).where(_e.id == event).with_for_update())
        body = await session.scalar(select(_b.body).where(_b.event_id == event))
        if row is None or row.state != "waiting" or body is None:
            return False
        amended = update(inbound_bodies).where(_b.event_id == event)
        await session.run(amended.values(body={**body, **changes}))
    return True


async def withdraw(db: Database, event: str) -> bool:
    """Drops an event that waits; False when its turn has begun."""
    async with db.keeping(_keyed(event)) as session:
        row = await session.first(select(_e.state).where(_e.id == event).with_for_update())
        if row is None or row.state != "waiting":
            return False
        await end(session, [event], "stopped")
    return True


async def halt(db: Database, event: str) -> bool:
    """Asks an event that runs to stop; False for any other."""
    async with db.keeping(_keyed(event)) as session:
        row = await session.first(select(_e.state).where(_e.id == event).with_for_update())
        if row is None or row.state != "running":
            return False
        asked = update(inbound_events).where(_e.id == event)
        await session.run(asked.values(state="stopping", changed_at=session.now()))
    return True


async def body_of(db: Database, event: str) -> Json | None:
    """What was said, as long as it is not done."""
    async with db.looking_up(_keyed(event)) as session:
        return await session.scalar(select(_b.body).where(_b.event_id == event))


async def among(db: Database, *states: State, limit: int = 1_000) -> tuple[Event, ...]:
    """As the operator: the events in these states, oldest first, without what was said."""
    query = select(inbound_events).where(_e.state.in_(states)).order_by(_e.id).limit(limit)
    async with db.looking_up(OPERATOR) as session:
        return tuple(_event(row) for row in await session.all(query))


async def ended(db: Database, events: Sequence[str]) -> tuple[str, ...]:
    """Which of these events are done, or are not known any longer."""
    if not events:
        return ()
    query = select(_e.id).where(_e.id.in_(events), _e.state.in_(OPEN))
    async with db.looking_up(_keyed(*events)) as session:
        still = {row.id for row in await session.all(query)}
    return tuple(event for event in events if event not in still)


async def counts(db: Database) -> Mapping[str, int]:
    """As the operator: how many events are in each state that is not final."""
    query = select(_e.state, func.count().label("events")).where(_e.state.in_(OPEN)).group_by(_e.state)
    async with db.looking_up(OPERATOR) as session:
        return {row.state: row.events for row in await session.all(query)}


async def prune(db: Database, *, at_most: int = 500) -> int:
    """As the operator: removes events that have been done for longer than any platform delivers again."""
    old = _e.state.not_in(OPEN), _e.changed_at < db.now() - KEPT_FOR
    async with db.looking_up(OPERATOR) as session:
        gone = await _ids(session, old, at_most)
    if gone:
        async with db.keeping({**OPERATOR, **_keyed(*gone)}) as session:
            for table in (inbound_keys, inbound_bodies, turn_steps):
                await session.run(delete(table).where(table.c.event_id.in_(gone)))
            await session.run(delete(inbound_events).where(_e.id.in_(gone)))
    return len(gone)


async def _ids(session: Session, conditions: tuple[Any, ...], at_most: int) -> list[str]:
    return [row.id for row in await session.all(select(_e.id).where(*conditions).limit(at_most))]


def _event(row: Any) -> Event:
    return Event(row.id, row.conversation, row.state, row.attempts, row.received_at)
