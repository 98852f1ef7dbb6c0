"""What is called how in sight: campaigns as they are planned here, and as ad platforms call them."""

from functools import cache
from typing import Any

from sqlalchemy import Select, select, union

from memory.db import Unit
from memory.depth import Depth, values
from memory.tables.facts import metric_series
from memory.tables.tenancy import campaigns

_MOST = 5_000


async def names(unit: Unit) -> tuple[str, ...]:
    """At most 5,000 names of campaigns and ad accounts, at the unit's scope, above it and below it."""
    return tuple(row.name for row in await unit.all(_names(Depth.of(unit.scope)), values(unit)))


@cache
def _names(depth: Depth) -> Select[Any]:
    measured = (metric_series.c.campaign_name, metric_series.c.account_name)
    seen = depth.sees(metric_series)
    planned = select(campaigns.c.name.label("name")).where(depth.sees(campaigns))
    called = union(planned, *(select(name.label("name")).where(seen, name != "") for name in measured))
    return select(called.subquery("called").c.name).limit(_MOST)
