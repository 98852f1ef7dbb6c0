"""Runs the attacks and says which walls held."""

from collections.abc import AsyncGenerator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from typing import Any

from sqlalchemy import CursorResult, select
from sqlalchemy.exc import SQLAlchemyError
from sqlalchemy.ext.asyncio import AsyncConnection

from memory.attacks.field import Field
from memory.attacks.live import LIVE, plant, uproot
from memory.attacks.probes import PROBES
from memory.attacks.roads import ROADS
from memory.attacks.statements import ATTACKS, Attack, Statement
from memory.db import Database
from memory.tables.whole import metadata


@dataclass(frozen=True, slots=True)
class Outcome:
    """One attack by name: whether the wall held, and if not, what came through."""

    name: str
    held: bool
    detail: str = ""


async def attack(db: Database) -> tuple[Outcome, ...]:
    """Every attack on this database; nothing of it stays, neither rows nor the connection."""
    async with planted(db) as field:
        faults = {"rows of others in plain queries": await _sees_others(field)}
        for one in (*ATTACKS, *ROADS):
            if field.connection.dialect.name in one.on:
                faults[one.name] = await _fault(field, one)
        for name, probe in PROBES.items():
            faults[name] = await probe(field)
    tenants = await plant(db)
    try:
        for name, live in LIVE.items():
            faults[name] = await live(db, tenants)
    finally:
        await uproot(db, tenants)
    return tuple(Outcome(name, not fault, fault) for name, fault in faults.items())


@asynccontextmanager
async def planted(db: Database) -> AsyncGenerator[Field]:
    """A field in a transaction that is undone."""
    connection = await db.engine.connect({}, writing=True)
    try:
        await _name_all(connection)
        field = Field(connection, db.engine)
        await field.plant()
        yield field
    finally:
        await connection.rollback()
        await connection.invalidate()
        await db.engine.close(connection)


async def _name_all(connection: AsyncConnection) -> None:
    """Has the views of SQLite's guard stand before the transaction: each rollback would read them all anew."""
    for table in metadata.sorted_tables:
        await connection.execute(select(table).limit(0))
    await connection.commit()
    await connection.begin()


async def _sees_others(field: Field) -> str:
    """Each table, asked without any condition, gives the attacker's own rows and no other."""
    for table in metadata.sorted_tables:
        expected, seen = field.expected(table), await field.visible(table)
        if seen != expected:
            return f"{table.name}: {seen} rows where {expected} are the attacker's"
    return ""


async def _fault(field: Field, one: Attack) -> str:
    """Tries one attack; what it did to the attacker's own rows is undone."""
    before, secrets = await field.untouched(), field.secrets()
    whole = await field.connection.begin_nested()
    fault = ""
    for statements in one.attempts(field):
        refused, answer = await _try(field, statements)
        said = " ".join(statement for statement in statements if isinstance(statement, str))
        if any(secret in answer and secret not in said for secret in secrets):
            fault = f"read by: {statements[-1]}"
        elif one.refused and not refused:
            fault = f"accepted: {statements[-1]}"
        if fault:
            break
    fault = fault or ("" if await field.untouched() == before else "rows of others were changed")
    await whole.rollback()
    return fault


async def _try(field: Field, statements: tuple[Statement, ...]) -> tuple[bool, str]:
    """Whether an attempt was refused, and what it gave or said."""
    nested = await field.connection.begin_nested()
    said: list[str] = []
    try:
        for statement in statements:
            result = await _run(field, statement)
            said.append(repr(result.all()) if result.returns_rows else "")
    except SQLAlchemyError as error:
        await nested.rollback()
        return True, " ".join((*said, str(getattr(error, "orig", error))))
    await nested.commit()
    return False, " ".join(said)


async def _run(field: Field, statement: Statement) -> CursorResult[Any]:
    if isinstance(statement, str):
        return await field.connection.exec_driver_sql(statement)
    return await field.connection.execute(statement)
