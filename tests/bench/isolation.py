"""What isolation costs: contexts, reads and writes of a hundred agencies, beside the same without policies."""

from collections.abc import Callable
from dataclasses import dataclass
from random import Random

from sqlalchemy import Executable, Select, Table, insert, select, update

from memory.access import Access
from memory.context import get_enterprise_context
from memory.context_cache import ContextCache
from memory.db import Database
from memory.erasure_plan import Tables, real_tables
from memory.store.entrance import enter
from memory.tables.base import utc_now
from memory.tables.insights import ai_insights
from memory.tables.whole import metadata
from memory.types import Scope
from tests.bench.agencies import levels
from tests.bench.bare import bare
from tests.bench.filling import Filled
from tests.bench.table import Row
from tests.bench.timing import Act, Times, timed

_PLACES = 50
_AGENT = "content"
_READS_MOST = 1.5
_WARM_MOST, _COLD_MOST = 5.0, 45.0
_DEPTHS = {"campaign": 2, "client": 1, "whole agency": 0}
Reading = Callable[[Scope, int], Select[*tuple[object, ...]]]
Writes = Callable[[Table, Table, Scope, int], Executable]
"""The tables of messages and of insights as they are called, a place, and the number of the write."""


@dataclass(frozen=True, slots=True)
class Pair:
    """A database under its policies, and the same one without."""

    guarded: Database
    bare: Database

    async def places(self, filled: Filled, depth: int) -> list[Access]:
        """Places of so many slugs, each of another agency as long as there is one."""
        random, size = Random(depth), filled.size  # noqa: S311 - places of a benchmark
        agencies = [levels(size, n % size.orgs) for n in range(_PLACES)]
        chosen = [random.choice([at.path for at in each if at.path.count("/") == depth]) for each in agencies]
        return [(await enter(self.guarded, path)).access for path in chosen]


async def isolation(filled: Filled, times: int) -> list[Row]:
    """The figures of one database; nothing that is written stays."""
    login = filled.login.render_as_string(hide_password=False)
    async with await Database.open(login) as guarded, bare(filled.bare) as open_:
        pair, rows = Pair(guarded, open_), list[Row]()
        for name, depth in _DEPTHS.items():
            at = await pair.places(filled, depth)
            rows += await _contexts(pair, at, name, times)
        at = await pair.places(filled, _DEPTHS["campaign"])
        rows += await _reads(pair, at, times)
        return rows + await _writes(pair, at, times, real_tables(filled.login.get_backend_name()))


async def _contexts(pair: Pair, at: list[Access], name: str, times: int) -> list[Row]:
    cold = await timed(times, _context(pair.guarded, at), _context(pair.bare, at), before=_PLACES)
    kept = [_context(db, at, ContextCache()) for db in (pair.guarded, pair.bare)]
    warm = await timed(5 * times, *kept, before=_PLACES)
    return [
        *_lines(f"context, {name}, cold", cold[0], cold[1], most=_COLD_MOST, over=_READS_MOST),
        *_lines(f"context, {name}, warm", warm[0], warm[1], most=_WARM_MOST),
    ]


def _context(db: Database, at: list[Access], cache: ContextCache | None = None) -> Act:
    async def read(n: int) -> None:
        await get_enterprise_context(db, at[n % len(at)], _AGENT, cache)

    return read


async def _reads(pair: Pair, at: list[Access], times: int) -> list[Row]:
    c = ai_insights.c

    def of_campaign(scope: Scope, n: int) -> Select[*tuple[object, ...]]:
        del n
        return select(ai_insights).where(c.org_id == scope.org, c.level == scope.level)

    def by_key(scope: Scope, n: int) -> Select[*tuple[object, ...]]:
        return of_campaign(scope, n).limit(1)

    rows: list[Row] = []
    for name, made in {"an insight": by_key, "all insights of a campaign": of_campaign}.items():
        took = await timed(times, _read(pair.guarded, at, made), _read(pair.bare, at, made))
        rows += _lines(f"reading {name}", took[0], took[1], over=_READS_MOST)
    return rows


def _read(db: Database, at: list[Access], made: Reading) -> Act:
    async def read(n: int) -> None:
        access = at[n % len(at)]
        async with db.reading(access) as unit:
            await unit.all(made(access.scope, n))

    return read


async def _writes(pair: Pair, at: list[Access], times: int, real: Tables) -> list[Row]:
    """Statements within one transaction of each database, which would else cost more than they do."""
    rows: list[Row] = []
    for name, made in {"inserting a message": _inserted, "updating an insight": _updated}.items():
        guarded = await _written(pair.guarded, at[0], made, times, metadata.tables)
        rows += _lines(name, guarded, await _written(pair.bare, at[0], made, times, real))
    return rows


async def _written(db: Database, access: Access, made: Writes, times: int, tables: Tables) -> Times:
    connection = await db.engine.connect(access.values(writing=True), writing=True)

    async def write(n: int) -> None:
        await connection.execute(made(tables["messages"], tables["ai_insights"], access.scope, n))

    try:
        (found,) = await timed(times, write)
    finally:
        await db.engine.close(connection)
    return found


def _inserted(messages: Table, insights: Table, scope: Scope, n: int) -> Executable:
    del insights
    words = {
        "conversation": "bench",
        "thread": "bench",
        "kind": "reply",
        "author": "stratum",
        "text": "said " * 20,
    }
    key = f"bench{messages.name}{n}"
    level = {"org_id": scope.org, "client_id": scope.client, "campaign_id": scope.campaign}
    return insert(messages).values(**level, **words, id=key, external_id=key, content_hash=key)


def _updated(messages: Table, insights: Table, scope: Scope, n: int) -> Executable:
    del messages
    c = insights.c
    one = select(c.id).where(c.org_id == scope.org, c.level == scope.level).offset(n % 40).limit(1)
    mine = c.org_id == scope.org, c.id == one.scalar_subquery()
    return update(insights).where(*mine).values(superseded_at=utc_now())


def _lines(
    name: str, guarded: Times, bare_: Times, most: float | None = None, over: float | None = None
) -> list[Row]:
    return [
        Row(f"{name}, p50", guarded.p50, "ms"),
        Row("  p99", guarded.p(0.99), "ms", most),
        Row("  without policies, p50", bare_.p50, "ms"),
        Row("  without policies, p99", bare_.p(0.99), "ms"),
        Row("  the one over the other, p50", guarded.p50 / bare_.p50, "x", over),
    ]
