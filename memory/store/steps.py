"""The ledger of what an event did: each model call with its answer, each post with what became of it.

An answer with a scope has its row in `deliveries`, under that scope's policy; everything else in `turn_steps`.
Both are found by the event's exact id.
"""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Literal

from sqlalchemy import Row, func, insert, select, update

from memory.access import SessionValues
from memory.db import Database, Session, Writing
from memory.errors import Superseded
from memory.store import spool
from memory.tables.delivery import deliveries, turn_steps
from memory.types import Json

StepState = Literal["pending", "attempting", "delivered", "ambiguous", "failed"]
FINAL: frozenset[StepState] = frozenset({"delivered", "ambiguous", "failed"})
ANSWER = "answer"
_TABLES = (deliveries, turn_steps)


@dataclass(frozen=True, slots=True)
class Step:
    """A step of an event, as it stands."""

    state: StepState
    owner: str
    key: str
    """What the platform was given to find the post by."""
    attempts: int
    value: Json
    posted: tuple[str, ...]
    """The platform's ids of the messages that it became."""


@dataclass(frozen=True, slots=True)
class Kept:
    """An answer that is to be posted."""

    event: str
    key: str
    value: Json
    platform: str
    channel: str


async def keep(unit: Writing, kept: Kept) -> None:
    """Puts an answer into the outbox, with everything else that this unit saves.

    Raises Superseded where another process has answered the event meanwhile.
    """
    scope = unit.scope
    row = insert(deliveries).values(
        org_id=scope.org,
        client_id=scope.client,
        campaign_id=scope.campaign,
        event_id=kept.event,
        step=ANSWER,
        state="pending",
        key=kept.key,
        value=kept.value,
        platform=kept.platform,
        channel=kept.channel,
    )
    if not await unit.unless_taken(row):
        raise Superseded()


async def look(db: Database, event: str, step: str) -> Step | None:
    async with db.looking_up(_keyed(event)) as session:
        found = await _find(session, event, step, lock=False)
    return _step(found[1]) if found else None


async def claim(db: Database, event: str, step: str, key: str, owner: str) -> Step:
    """The step as it was found, and from now on this owner's attempt, unless it was final or attempted."""
    async with db.keeping(_keyed(event)) as session:
        found = await _find(session, event, step)
        if found is None:
            first = {"event_id": event, "step": step, "state": "attempting", "owner": owner, "key": key}
            if await session.unless_taken(insert(turn_steps).values(**first, attempts=1)):
                return Step("pending", owner, key, 0, {}, ())
            found = await _find(session, event, step)
        if found is None:
            raise Superseded()
        table, row = found
        if row.state == "pending":
            taken = {"state": "attempting", "owner": owner, "key": key, "attempts": row.attempts + 1}
            mine = update(table).where(table.c.event_id == event, table.c.step == step)
            await session.run(mine.values(**taken, changed_at=session.now()))
    return _step(row)


@dataclass(frozen=True, slots=True)
class Outcome:
    """What became of a post."""

    state: StepState
    posted: tuple[str, ...] = ()
    said: str = ""
    ends: bool = False
    """Whether nothing more is to be done for the event, which is then done with it."""


async def settle(db: Database, event: str, step: str, outcome: Outcome) -> None:
    """Writes down what became of a post. When that is final, the reply itself is not kept any longer."""
    async with db.keeping(_keyed(event)) as session:
        found = await _find(session, event, step)
        if found is not None and found[1].state != "delivered":
            table, changed = found[0], {"state": outcome.state, "said": outcome.said}
            values: Json = {"value": {}} if outcome.state in FINAL else {}
            row = update(table).where(table.c.event_id == event, table.c.step == step)
            moment = {"posted": list(outcome.posted), "changed_at": session.now()}
            await session.run(row.values(**changed, **values, **moment))
        if outcome.ends:
            await spool.end(session, [event], "done")


async def remembered(db: Database, event: str, step: str) -> Json | None:
    """The answer that this step had, if it had one."""
    c = turn_steps.c
    query = select(c.value).where(c.event_id == event, c.step == step, c.state == "delivered")
    async with db.looking_up(_keyed(event)) as session:
        return await session.scalar(query)


async def remember(db: Database, event: str, step: str, value: Json, owner: str) -> None:
    """Keeps the answer of a step until its event is done; the first one counts."""
    row = {"event_id": event, "step": step, "state": "delivered", "owner": owner, "value": value}
    async with db.keeping(_keyed(event)) as session:
        await session.unless_taken(insert(turn_steps).values(**row, attempts=1))


async def unsettled(session: Session) -> Mapping[str, int]:
    """How many answers in a unit's reach are in each state."""
    c = deliveries.c
    query = select(c.state, func.count().label("answers")).group_by(c.state)
    return {row.state: row.answers for row in await session.all(query)}


def _keyed(event: str) -> SessionValues:
    return {"key_events": json.dumps([event])}


async def _find(session: Session, event: str, step: str, *, lock: bool = True) -> tuple[Any, Row[Any]] | None:
    for table in _TABLES:
        query = select(table).where(table.c.event_id == event, table.c.step == step)
        row = await session.first(query.with_for_update() if lock else query)
        if row is not None:
            return table, row
    return None


def _step(row: Row[Any]) -> Step:
    return Step(row.state, row.owner, row.key, row.attempts, row.value, tuple(row.posted))
