"""Words that people left on outputs, in decisions and in tasks, when something of them is forgotten."""

from collections.abc import Callable
from typing import Any

from sqlalchemy import Table, select, update

from memory.db import Writing
from memory.store import rows
from memory.tables.collaboration import approvals, comments, tasks

_SAID: tuple[tuple[Table, str], ...] = ((approvals, "reason"), (comments, "text"), (tasks, "title"))


async def reword(unit: Writing, out: Callable[[Any], Any]) -> None:
    """Takes words out of whatever of these the unit may write."""
    for table, column in _SAID:
        for row in await unit.all(select(table).where(table.c.org_id == unit.scope.org)):
            said = getattr(row, column)
            left = out(said)
            if left != said and unit.may_write(rows.scope(row)):
                mine = table.c.org_id == row.org_id, table.c.id == row.id
                await unit.run(update(table).where(*mine).values({column: left}))
