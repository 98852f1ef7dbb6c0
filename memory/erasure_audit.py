"""The audit after an erasure: rows that name what is gone lose their content and keep their place."""

import json
from collections.abc import Container, Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Row, false, insert, select, update
from sqlalchemy.ext.asyncio import AsyncConnection

from memory.erasure_plan import Tables, belongs
from memory.ids import new_id
from memory.store.audit import ERASED, ERASURE, digest
from memory.types import Json, OrgId, Scope, UserId

Ranges = list[list[int]]


@dataclass(frozen=True, slots=True)
class Traces:
    """What an erased scope, and the people who go with it, are called in rows that stay."""

    ids: frozenset[str]
    slug: str
    level: str
    """The level above the scope, where the slug is said."""
    people: frozenset[str]

    def in_row(self, row: Row[Any]) -> bool:
        if row.actor in self.people or row.subject in self.people:
            return True
        if row.level == self.level and row.subject == self.slug:
            return True
        said = f"{row.subject} {json.dumps(row.detail)}"
        return any(each in said for each in self.ids)


async def redact(connection: AsyncConnection, tables: Tables, scope: Scope, traces: Traces) -> Ranges:
    """Empties the rows of a scope and those that name it; gives their places in the chain."""
    audit = tables["audit"]
    inside = belongs(tables, "audit", scope)
    own = select(audit.c.seq).where(audit.c.org_id == scope.org, inside if inside is not None else false())
    within = {row.seq for row in await connection.execute(own)}
    return await empty(connection, tables, scope.org, traces, within)


async def empty(
    connection: AsyncConnection, tables: Tables, org: OrgId, traces: Traces, within: Container[int] = ()
) -> Ranges:
    """Empties the rows of an organisation that show these traces, and those within; gives their places."""
    audit = tables["audit"]
    every = await connection.execute(select(audit).where(audit.c.org_id == org))
    fresh = [row for row in every if row.action not in (ERASED, ERASURE)]
    gone = [row.seq for row in fresh if row.seq in within or traces.in_row(row)]
    blank: Json = {"actor": "", "action": ERASED, "subject": "", "detail": {}}
    blank |= {"level": Scope(org).level, "client_id": None, "campaign_id": None}
    for seq in gone:
        row = audit.c.org_id == org, audit.c.seq == seq
        await connection.execute(update(audit).where(*row).values(blank))
    return ranges(gone)


async def record(
    connection: AsyncConnection, tables: Tables, org: OrgId, by: UserId, now: datetime, detail: Json
) -> str:
    """Adds the erasure itself to the organisation's chain, by the user's id; gives the row's hash.

    `detail` says its kind, the rows it took by table, and which rows of the audit it emptied.
    """
    audit, heads = tables["audit"], tables["audit_heads"]
    head = (await connection.execute(select(heads).where(heads.c.org_id == org))).one()
    row: dict[str, Any] = {
        "org_id": org,
        "id": new_id(),
        "client_id": None,
        "campaign_id": None,
        "seq": head.seq + 1,
        "actor": by,
        "action": ERASURE,
        "subject": detail.pop("kind"),
        "detail": detail,
        "created_at": now,
        "previous_hash": head.hash,
    }
    row["hash"] = digest(row)
    await connection.execute(insert(audit).values(**row, level=Scope(org).level))
    newest = update(heads).where(heads.c.org_id == org)
    await connection.execute(newest.values(seq=row["seq"], hash=row["hash"]))
    return str(row["hash"])


def ranges(numbers: Iterable[int]) -> Ranges:
    """Numbers as pairs of the first and last of each unbroken run."""
    runs: Ranges = []
    for number in sorted(numbers):
        if runs and runs[-1][1] == number - 1:
            runs[-1][1] = number
        else:
            runs.append([number, number])
    return runs
