"""One row by its id, or by its beginning or end where only one has that."""

from typing import Any

from sqlalchemy import Row, Select, Table

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


async def one(unit: Unit, query: Select[Any], table: Table, ref: str) -> Row[Any]:
    """The row of a query over a table. Raises UnknownRef, AmbiguousRef."""
    ref = ref.strip("`#").lower()
    if len(ref) < _SHORTEST:
        raise UnknownRef(ref=ref)
    c = table.c
    part = c.id.startswith(ref, autoescape=True) | c.id.endswith(ref, autoescape=True)
    found = await unit.all(query.where(part).limit(_SHOWN))
    exact = [row for row in found if row.id == ref] or found
    if not exact:
        raise UnknownRef(ref=ref)
    if len(exact) > 1:
        raise AmbiguousRef(ref=ref, matches=", ".join(str(row.id)[-8:] for row in exact))
    return exact[0]
