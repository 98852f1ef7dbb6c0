"""Brand guidelines: what each level says of its own, and what is in force at a place."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Row, Select, insert, select, update

from memory.db import Unit, Writing
from memory.errors import StorageFailed
from memory.guidelines import Guidelines, Own, level, merge, own_from_json, own_json
from memory.hashing import content_hash
from memory.store import audit
from memory.store.paths import PATH, with_path
from memory.tables.strategy import brand_guidelines
from memory.types import InputUsed

_c = brand_guidelines.c
_ATTEMPTS = 3


@dataclass(frozen=True, slots=True)
class InForce:
    """The guidelines at a place, and the stored levels that they are made of, for `inputs_used`."""

    guidelines: Guidelines
    inputs: tuple[InputUsed, ...]


async def put(unit: Writing, fields: Mapping[str, Own], *, replace: bool = False) -> Mapping[str, Own]:
    """Sets fields of the unit's scope and gives all that it has then; an empty value takes a field away.

    With `replace` the level has nothing but these fields. Raises NotYours.
    """
    for _ in range(_ATTEMPTS):
        row = await unit.first(_here(unit).with_for_update())
        before = own_from_json(row.fields) if row and not replace else {}
        now = {id: own for id, own in (before | dict(fields)).items() if own.value}
        if await _write(unit, row, now):
            detail = {"fields": sorted(fields), "replaced": replace}
            await audit.append(unit, "guidelines.set", unit.scope.level, detail)
            return now
    raise StorageFailed(url="brand_guidelines", detail="too many writers at once")


async def locked(unit: Unit, fields: Iterable[str]) -> bool:
    """Whether the unit's scope has locked one of these fields itself: to change it is to undo the lock."""
    mine = await own(unit)
    return any(mine[field].locked for field in fields if field in mine)


async def own(unit: Unit) -> Mapping[str, Own]:
    """What exactly the unit's scope says of its own."""
    row = await unit.first(_here(unit))
    return own_from_json(row.fields) if row else {}


async def in_force(unit: Unit) -> InForce:
    """What is in force at the unit's scope: its own level and those above it, in one statement."""
    levels = [scope.level for scope in unit.scope.chain]
    query = select(_c.id, _c.fields, _c.content_hash, PATH).select_from(with_path(brand_guidelines))
    return merged(await unit.all(query.where(_c.org_id == unit.scope.org, _c.level.in_(levels))))


def merged(found: Sequence[Row[Any]]) -> InForce:
    """The levels of one chain, in any order, as one."""
    rows = sorted(found, key=lambda row: row.path.count("/"))
    return InForce(
        merge(level(row.path, own_from_json(row.fields)) for row in rows),
        tuple(InputUsed("guideline", row.id, row.content_hash) for row in rows),
    )


def _here(unit: Unit) -> Select[Any]:
    return select(brand_guidelines).where(_c.org_id == unit.scope.org, _c.level == unit.scope.level)


async def _write(unit: Writing, row: Row[Any] | None, now: Mapping[str, Own]) -> bool:
    """False where another process has made the level's row in the meantime."""
    stored = own_json(now)
    values = {
        "fields": stored,
        "version": row.version + 1 if row else 1,
        "updated_by": unit.actor.name,
        "updated_at": unit.now(),
        "content_hash": content_hash(stored),
    }
    if row:
        mine = _c.org_id == unit.scope.org, _c.id == row.id
        await unit.run(update(brand_guidelines).where(*mine).values(values))
        return True
    scope = unit.scope
    level = {"org_id": scope.org, "client_id": scope.client, "campaign_id": scope.campaign}
    return await unit.unless_taken(insert(brand_guidelines).values(**level, **values))
