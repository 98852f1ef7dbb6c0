"""Attacks on the pool of connections: many sessions at once, errors, cancellation."""

import asyncio
import re
from collections.abc import Awaitable, Callable, Mapping, Sequence
from typing import Any, cast

from sqlalchemy import Executable, delete, insert, select, text
from sqlalchemy.exc import SQLAlchemyError

from config.errors import StratumError
from memory.access import Access, found
from memory.db import Database
from memory.ids import new_id
from memory.search import Request
from memory.tables.search import search_entries
from memory.tables.tenancy import clients, organizations
from memory.types import Actor, OrgId, UserId

_SESSIONS = 400
_TENANTS = 8
_SLOW = (
    "with recursive n(i) as (select 1 union all select i + 1 from n where i < 3000000) select count(*) from n"
)

_ACTIVITY = "select query from pg_stat_activity where pid <> pg_backend_pid()"
_SEALED = re.compile(r"[0-9a-f]{64}|stratum\.seal")

Live = Callable[[Database, Sequence[Access]], Awaitable[str]]
"""Says what came through; "" where nothing did."""


async def many_sessions(db: Database, tenants: Sequence[Access]) -> str:
    """400 sessions at once, of eight tenants."""

    async def one(access: Access) -> str:
        return await _foreign(db, access)

    faults = await asyncio.gather(*(one(tenants[n % len(tenants)]) for n in range(_SESSIONS)))
    return next((fault for fault in faults if fault), "")


async def after_error(db: Database, tenants: Sequence[Access]) -> str:
    """A session that ends in an error, and the next one on its connection."""
    for access in tenants:
        try:
            async with db.writing(access) as unit:
                await unit.run(_client(access, "lost"))
                await unit.all(text("select nothing from nowhere"))
        except (SQLAlchemyError, StratumError):
            pass
        fault = await _everybody(db, tenants)
        if fault:
            return fault
    return ""


async def after_cancellation(db: Database, tenants: Sequence[Access]) -> str:
    """A session that is cancelled between two statements, and one that is cancelled in a statement."""
    for access in tenants:
        for slow in (False, True):
            reached = asyncio.Event()
            task = asyncio.create_task(_hang(db, access, reached, slow=slow))
            await reached.wait()
            await asyncio.sleep(0.01)
            task.cancel()
            await asyncio.gather(task, return_exceptions=True)
        fault = await _everybody(db, tenants)
        if fault:
            return fault
    return ""


async def searching(db: Database, tenants: Sequence[Access]) -> str:
    """The words of one tenant's entries, looked for and counted by every other."""
    for access in tenants:
        await _store(db, access, insert(search_entries).values(_entry(access)))
    for access in tenants:
        asked = Request(tuple(_word(other) for other in tenants) + ("common",))
        try:
            async with db.reading(access) as unit:
                found = await unit.find(asked)
        except SQLAlchemyError as error:
            return f"no search within a scope: {error}"
        if [row.terms for row in found.rows] != [f"common {_word(access)}"] or found.corpus.rows != 1:
            return f"{access.scope.org} found {[row.terms for row in found.rows]}, {found.corpus}"
    return ""


async def overheard(db: Database, tenants: Sequence[Access]) -> str:
    """What one session has said to the server, read by another while it runs."""
    listener, speaker = tenants[:2]
    talking = await db.engine.connect(speaker.values(writing=True), writing=True)
    try:
        if talking.dialect.name != "postgresql":
            return ""
        driver = cast("Any", (await talking.get_raw_connection()).driver_connection)
        await driver.execute("BEGIN;")
        async with db.reading(listener) as unit:
            heard = " ".join(str(row.query) for row in await unit.all(text(_ACTIVITY)))
        await driver.execute("ROLLBACK")
    finally:
        await db.engine.close(talking)
    told = _SEALED.search(heard) or speaker.scope.org in heard or speaker.scope.org.encode().hex() in heard
    return f"heard: {heard[:200]}" if told or "BEGIN" not in heard else ""


LIVE: Mapping[str, Live] = {
    "400 concurrent sessions": many_sessions,
    "connection reuse after an error": after_error,
    "cancellation in a transaction": after_cancellation,
    "full-text search": searching,
    "overhearing other sessions": overheard,
}


async def plant(db: Database) -> tuple[Access, ...]:
    """Eight organisations that are really stored; `uproot` removes them."""
    tenants = tuple(
        found(Actor(UserId(new_id()), "owner", "en", ()), OrgId(new_id())) for _ in range(_TENANTS)
    )
    for access in tenants:
        org = access.scope.org
        words = {"slug": f"attack-{org}", "name": org, "type": "AGENCY", "locale": "en"}
        await _store(
            db, access, insert(organizations).values(id=org, timezone="UTC", currency="USD", **words)
        )
    return tenants


async def uproot(db: Database, tenants: Sequence[Access]) -> None:
    for access in tenants:
        await _store(
            db,
            access,
            delete(clients).where(clients.c.org_id == access.scope.org),
            delete(search_entries).where(search_entries.c.org_id == access.scope.org),
            delete(organizations).where(organizations.c.id == access.scope.org),
        )


async def _store(db: Database, access: Access, *statements: Executable) -> None:
    """Without the marks that a unit leaves behind, which could not be removed."""
    connection = await db.engine.connect(access.values(writing=True), writing=True)
    try:
        for statement in statements:
            await connection.execute(statement)
        await connection.commit()
    finally:
        await db.engine.close(connection)


async def _hang(db: Database, access: Access, reached: asyncio.Event, *, slow: bool) -> None:
    async with db.writing(access) as unit:
        await unit.run(_client(access, "lost"))
        reached.set()
        if slow:
            await unit.all(text(_SLOW))
        await asyncio.Event().wait()


async def _everybody(db: Database, tenants: Sequence[Access]) -> str:
    faults = [await _foreign(db, access) for access in tenants]
    return next((fault for fault in faults if fault), "")


async def _foreign(db: Database, access: Access) -> str:
    """What a tenant sees beside its own organisation."""
    async with db.reading(access) as unit:
        seen = {row.id for row in await unit.all(select(organizations.c.id))}
        lost = await unit.all(select(clients.c.slug))
    if seen != {access.scope.org}:
        return f"{access.scope.org} saw {sorted(seen)}"
    return f"{access.scope.org} kept {lost}" if lost else ""


def _entry(access: Access) -> Mapping[str, object]:
    words = {"kind": "message", "conversation": "c", "position": 0, "terms": f"common {_word(access)}"}
    return {"org_id": access.scope.org, "length": 2, **words}


def _word(access: Access) -> str:
    return access.scope.org.replace("-", "")


def _client(access: Access, slug: str) -> Executable:
    return insert(clients).values(org_id=access.scope.org, slug=slug, name=slug)
