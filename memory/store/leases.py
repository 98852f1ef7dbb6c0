"""Leases: who does what only one process may do. No clock is compared with another machine's.

A holder raises `beat`. Whoever sees the same beat for long enough, by a clock of its own, may take over.
"""

from collections.abc import AsyncGenerator
from contextlib import asynccontextmanager
from dataclasses import dataclass

from sqlalchemy import delete, insert, select, update

from memory.access import SessionValues
from memory.db import Database, Keeping
from memory.store import refs
from memory.tables.delivery import leases

_c = leases.c


@dataclass(frozen=True, slots=True)
class Lease:
    """A lease as it stands; a holder of "" has let go."""

    name: str
    holder: str
    beat: int


async def beat(db: Database, name: str, holder: str) -> Lease:
    """Takes or renews a lease that is free or one's own; another's is given back as it is."""
    async with db.keeping(_exactly(name)) as session:
        held = await _locked(session, name)
        if held is None:
            first = insert(leases).values(name=name, holder=holder, beat=1)
            if await session.unless_taken(first):
                return Lease(name, holder, 1)
            held = await _locked(session, name) or Lease(name, "?", 0)
        if held.holder not in ("", holder):
            return held
        return await _hold(session, name, holder, held.beat + 1)


async def seize(db: Database, seen: Lease, holder: str) -> bool:
    """Takes a lease whose holder has not moved since it was seen so."""
    async with db.keeping(_exactly(seen.name)) as session:
        if await _locked(session, seen.name) != seen:
            return False
        await _hold(session, seen.name, holder, seen.beat + 1)
    return True


async def let_go(db: Database, name: str, holder: str) -> None:
    """Frees one's own lease at once."""
    async with db.keeping(_exactly(name)) as session:
        held = await _locked(session, name)
        if held and held.holder == holder:
            await _hold(session, name, "", held.beat + 1)


async def every(db: Database, prefix: str) -> tuple[Lease, ...]:
    """As the operator: the leases whose names begin so."""
    query = select(leases).where(refs.begins(_c.name, prefix)).order_by(_c.name)
    async with db.looking_up({"operator": "1"}) as session:
        return tuple(Lease(row.name, row.holder, row.beat) for row in await session.all(query))


async def forget(db: Database, name: str) -> None:
    async with db.keeping(_exactly(name)) as session:
        await session.run(delete(leases).where(_c.name == name))


def _exactly(name: str) -> SessionValues:
    return {"key_lease": name}


async def _locked(session: Keeping, name: str) -> Lease | None:
    row = await session.first(select(leases).where(_c.name == name).with_for_update())
    return Lease(row.name, row.holder, row.beat) if row else None


async def _hold(session: Keeping, name: str, holder: str, number: int) -> Lease:
    row = update(leases).where(_c.name == name)
    await session.run(row.values(holder=holder, beat=number, changed_at=session.now()))
    return Lease(name, holder, number)


@asynccontextmanager
async def alone(db: Database, name: str) -> AsyncGenerator[bool]:
    """Whether nobody else is in here, in any process. On SQLite nobody else writes anything meanwhile."""
    async with db.keeping({}) as session:
        yield await session.lock(name)
