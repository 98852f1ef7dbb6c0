# ruff: noqa: S608 - the SQL is made of names from the tables, never of anybody's words
"""Many rows in one statement, on the short way of each database; policies hold for each of them as ever."""

from collections.abc import Callable, Sequence
from datetime import UTC, date, datetime
from functools import lru_cache
from typing import Any

from sqlalchemy import JSON, BigInteger, Boolean, Column, Date, Integer, LargeBinary, Table
from sqlalchemy.ext.asyncio import AsyncConnection

from memory.hashing import canonical
from memory.tables.base import UtcTime

_AT_ONCE = 20_000
_MOMENT = "%Y-%m-%d %H:%M:%S.%f"
_Write = Callable[[Any], Any]


async def pour(
    connection: AsyncConnection, table: Table, columns: Sequence[str], rows: Sequence[Sequence[Any]]
) -> None:
    """Inserts rows whose values stand in the order of `columns`; defaults are the caller's to give."""
    embedded = connection.dialect.name == "sqlite"
    for start in range(0, len(rows), _AT_ONCE):
        piece = rows[start : start + _AT_ONCE]
        values = [_written(table.c[name], column, embedded) for name, column in _by_column(columns, piece)]
        if embedded:
            await connection.exec_driver_sql(_sqlite(table, columns), list(zip(*values, strict=True)))
        else:
            await connection.exec_driver_sql(_postgres(table, columns), tuple(values))


def _by_column(columns: Sequence[str], rows: Sequence[Sequence[Any]]) -> Sequence[tuple[str, Sequence[Any]]]:
    return list(zip(columns, zip(*rows, strict=True), strict=True))


def _sqlite(table: Table, columns: Sequence[str]) -> str:
    return f"insert into {table.name} ({', '.join(columns)}) values ({', '.join('?' for _ in columns)})"


def _postgres(table: Table, columns: Sequence[str]) -> str:
    kinds = [_kind(table.c[name]) for name in columns]
    arrays = ", ".join(
        f"${n}::{'text' if kind == 'json' else kind}[]" for n, kind in enumerate(kinds, start=1)
    )
    named = ", ".join(f"v{n}" for n in range(1, len(kinds) + 1))
    read = ", ".join(f"v{n}::json" if kind == "json" else f"v{n}" for n, kind in enumerate(kinds, start=1))
    return (
        f"insert into {table.name} ({', '.join(columns)}) select {read} from unnest({arrays}) as t({named})"
    )


def _kind(column: Column[Any]) -> str:
    kinds: Sequence[tuple[Any, str]] = (
        (JSON, "json"),
        (BigInteger, "bigint"),
        (Integer, "integer"),
        (Boolean, "boolean"),
        (Date, "date"),
        (UtcTime, "timestamptz"),
        (LargeBinary, "bytea"),
    )
    return next((name for kind, name in kinds if isinstance(column.type, kind)), "text")


def _written(column: Column[Any], values: Sequence[Any], embedded: bool) -> Sequence[Any]:
    """The values as the driver takes them; most are taken as they are."""
    write = _writer(column, embedded)
    return values if write is None else [None if value is None else write(value) for value in values]


def _writer(column: Column[Any], embedded: bool) -> _Write | None:
    if isinstance(column.type, JSON):
        return canonical
    if not embedded:
        return None
    if isinstance(column.type, UtcTime):
        return _moment
    return date.isoformat if isinstance(column.type, Date) else None


@lru_cache(maxsize=64)
def _moment(value: datetime) -> str:
    return value.astimezone(UTC).strftime(_MOMENT)
