"""What of the installation's own goes with an organisation: the secrets of workspaces that nobody else uses."""

import re

from sqlalchemy import delete, select
from sqlalchemy.ext.asyncio import AsyncConnection

from memory.erasure_plan import Tables
from memory.types import OrgId

_PART = re.compile(r"[/:.]")


async def uninstall(connection: AsyncConnection, tables: Tables, org: OrgId) -> int:
    """Deletes what is kept for workspaces, channels and accounts that only this organisation has.

    `kind` begins with the platform, and `name` is one of these or has it as a part: `T1`, `E1/T1`, `-1001/…`.
    """
    bound, kept = tables["channel_bindings"].c, tables["installations"].c
    ours, others = set[tuple[str, str]](), set[tuple[str, str]]()
    for row in await connection.execute(select(bound.org_id, bound.platform, bound.workspace, bound.channel)):
        side = ours if row.org_id == org else others
        side |= {(row.platform, row.workspace), (row.platform, row.channel)}
    known = tables["accounts"].c
    for row in await connection.execute(select(known.org_id, known.platform, known.account)):
        (ours if row.org_id == org else others).add((row.platform, row.account))
    gone = [
        row.id
        for row in await connection.execute(select(kept.id, kept.kind, kept.name))
        if any(_is_of(row.kind, row.name, platform, part) for platform, part in ours - others)
    ]
    await connection.execute(delete(tables["installations"]).where(kept.id.in_(gone)))
    return len(gone)


def _is_of(kind: str, name: str, platform: str, part: str) -> bool:
    return _PART.split(kind)[0] == platform and bool(part) and part in _PART.split(name)
