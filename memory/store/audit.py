"""Who did what: rows that are added and never changed, each holding the hash of the one before it."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Row, insert, select, update

from memory.db import Unit, Writing
from memory.hashing import content_hash
from memory.ids import new_id
from memory.store.paths import PATH, with_path
from memory.tables.ledger import audit, audit_heads
from memory.types import Json

ERASED = "erased"
"""The action of a row whose content an erasure took; only its place in the chain is left."""
ERASURE = "erasure"
"""The action of the row that says which rows were emptied: `detail["erased"]` are ranges of `seq`."""

_START = "0" * 64
_HASHED = (
    "org_id",
    "id",
    "client_id",
    "campaign_id",
    "seq",
    "actor",
    "action",
    "subject",
    "detail",
    "previous_hash",
)


async def append(unit: Writing, action: str, subject: str, detail: Json | None = None) -> None:
    """Adds a row at the unit's scope to its organisation's chain."""
    org, scope = unit.scope.org, unit.scope
    heads = select(audit_heads).where(audit_heads.c.org_id == org).with_for_update()
    head = await unit.first(heads)
    seq, previous = (head.seq + 1, head.hash) if head else (1, _START)
    row = {
        "org_id": org,
        "id": new_id(),
        "client_id": scope.client,
        "campaign_id": scope.campaign,
        "seq": seq,
        "actor": unit.actor.name,
        "action": action,
        "subject": subject,
        "detail": detail or {},
        "created_at": unit.now(),
        "previous_hash": previous,
    }
    row["hash"] = digest(row)
    await unit.run(insert(audit).values(row))
    if head:
        await unit.run(
            update(audit_heads).where(audit_heads.c.org_id == org).values(seq=seq, hash=row["hash"])
        )
    else:
        await unit.run(insert(audit_heads).values(org_id=org, seq=seq, hash=row["hash"]))


@dataclass(frozen=True, slots=True)
class Entry:
    """A row as people read it."""

    seq: int
    at: datetime
    actor: str
    action: str
    subject: str
    """What or whom it is about: a slug, a level, an id."""
    detail: Json
    path: str


async def newest(unit: Unit, most: int) -> tuple[Entry, ...]:
    """The last rows of this place and below it, the newest first."""
    query = select(audit, PATH).select_from(with_path(audit))
    query = query.where(audit.c.org_id == unit.scope.org).order_by(audit.c.seq.desc()).limit(most)
    return tuple(
        Entry(row.seq, row.created_at, row.actor, row.action, row.subject, row.detail, row.path)
        for row in await unit.all(query)
    )


async def verify(unit: Unit) -> int | None:
    """The number of the first row that was changed or is missing; None when the whole chain holds.

    A row without content is right where a later erasure names it. Needs a unit that reaches the whole
    organisation's audit.
    """
    org = unit.scope.org
    previous, expected = _START, 1
    unexplained: set[int] = set()
    for row in await unit.all(select(audit).where(audit.c.org_id == org).order_by(audit.c.seq)):
        values = {name: getattr(row, name) for name in (*_HASHED, "created_at")}
        sound = row.action == ERASED or row.hash == digest(values)
        if row.seq != expected or row.previous_hash != previous or not sound:
            return expected
        unexplained = _explained(unexplained, row)
        previous, expected = row.hash, expected + 1
    head = await unit.first(select(audit_heads).where(audit_heads.c.org_id == org))
    whole = head is None or (head.seq == expected - 1 and head.hash == previous)
    return min(unexplained, default=None) if whole else expected


def _explained(unexplained: set[int], row: Row[Any]) -> set[int]:
    """The emptied rows so far that no erasure has named."""
    if row.action == ERASED:
        return unexplained | {row.seq}
    if row.action == ERASURE:
        return unexplained.difference(*(range(first, last + 1) for first, last in row.detail["erased"]))
    return unexplained


def digest(row: Mapping[str, Any]) -> str:
    return content_hash({name: row[name] for name in _HASHED} | {"created_at": row["created_at"].isoformat()})
