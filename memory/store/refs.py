"""One row by its id, or by its beginning or end where only one has that."""

from typing import Any

from sqlalchemy import ColumnElement, Row, Select, Table, func, or_

from config.errors import Misused, Refused
from memory.db import Unit

_SHOWN = 5
_SHORTEST = 4


class UnknownRef(Refused):
    """There is nothing like {ref!r} here, or you may not see it.

    ko: {ref!r}: 여기에 없거나 볼 수 없는 항목입니다.
    """


class AmbiguousRef(Misused):
    """Several have {ref!r} in their ids: {matches}. Give more of it.

    ko: {ref!r}에 맞는 항목이 여럿입니다: {matches}. 아이디를 더 길게 적어 주세요.
    """


def begins(column: ColumnElement[str], ref: str) -> ColumnElement[bool]:
    return func.substr(column, 1, len(ref)) == ref


def part_of(column: ColumnElement[str], ref: str) -> ColumnElement[bool]:
    """Whether an id begins or ends so. No pattern: those can fail on a row, which SQLite's guard refuses."""
    ref = ref.lower()
    return or_(begins(column, ref), func.substr(column, func.length(column) - len(ref) + 1) == ref)


async def one(unit: Unit, query: Select[Any], table: Table, ref: str) -> Row[Any]:
    """The row of a query over a table. Raises UnknownRef, AmbiguousRef."""
    ref = ref.strip("`#").lower()
    if len(ref) < _SHORTEST:
        raise UnknownRef(ref=ref)
    found = await unit.all(query.where(part_of(table.c.id, ref)).limit(_SHOWN))
    exact = [row for row in found if row.id == ref] or found
    if not exact:
        raise UnknownRef(ref=ref)
    if len(exact) > 1:
        raise AmbiguousRef(ref=ref, matches=", ".join(str(row.id)[-8:] for row in exact))
    return exact[0]
