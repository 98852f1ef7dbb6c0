"""Files that somebody handed over and that wait for a word; they are gone after a day."""

from datetime import timedelta

from sqlalchemy import delete, insert, select

from memory.db import Unit, Writing
from memory.ids import new_id
from memory.tables.facts import handed_files

_h = handed_files.c
_KEPT = timedelta(days=1)


async def put(unit: Writing, name: str, data: bytes) -> str:
    """Keeps a file for its sender; what has waited for a day is let go."""
    old = _h.org_id == unit.scope.org, _h.level == unit.scope.level, _h.created_at < unit.now() - _KEPT
    await unit.run(delete(handed_files).where(*old))
    scope, id_ = unit.scope, new_id()
    place = {
        "org_id": scope.org,
        "client_id": scope.client,
        "campaign_id": scope.campaign,
        "level": scope.level,
    }
    row = {"id": id_, "user_id": unit.actor.user, "name": name, "data": data, "created_at": unit.now()}
    await unit.run(insert(handed_files).values(**place, **row))
    return id_


async def get(unit: Unit, ref: str) -> tuple[str, bytes] | None:
    """Name and contents of a file that waits for this actor here; None where it is gone."""
    mine = _h.org_id == unit.scope.org, _h.level == unit.scope.level, _h.user_id == unit.actor.user
    row = await unit.first(select(_h.name, _h.data).where(*mine, _h.id == ref))
    return (row.name, row.data) if row else None


async def drop(unit: Writing, ref: str) -> None:
    mine = _h.org_id == unit.scope.org, _h.level == unit.scope.level, _h.id == ref
    await unit.run(delete(handed_files).where(*mine))
