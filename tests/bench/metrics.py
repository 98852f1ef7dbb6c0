# ruff: noqa: S608 - the SQL is made of names from the tables
"""Numbers: a million exported rows taken in by the command, and questions to a table of ten million facts."""

import asyncio
import os
import sqlite3
import sys
from collections.abc import AsyncGenerator, Iterator
from contextlib import asynccontextmanager
from datetime import date, timedelta
from pathlib import Path
from random import Random
from time import perf_counter
from typing import Any

from sqlalchemy import make_url

from memory.context import get_enterprise_context
from memory.db import Database
from memory.loading import Series
from memory.metrics import Query
from memory.migrate import bring_sqlite_up
from memory.store import measuring
from memory.store.entrance import Entrance
from memory.tables.base import physical
from tests.bench.table import Row
from tests.bench.timing import Act, Times, timed
from tests.memory.tenants import Tenants, settle

_SINCE = date(2025, 1, 1)
_YEAR = 365
_CLIENTS = ("acme/nike", "acme/adidas", "rival/puma")
_COLUMNS = (
    *("org_id", "client_id", "campaign_id", "level", "series_id", "day"),
    *("spend", "spend_net", "impressions", "clicks", "conversions", "conversions_value"),
    *("final", "flags", "as_of", "fetched_at"),
)
_QUESTIONS = {
    "account, last 30 days, by day": Query(date(2025, 12, 2), date(2025, 12, 31), ("day",)),
    "account, a year, by month and platform": Query(by=("month", "platform")),
    "campaigns, last 30 days": Query(date(2025, 12, 2), date(2025, 12, 31), ("campaign",), "campaign"),
    "ads, last 7 days": Query(date(2025, 12, 25), date(2025, 12, 31), ("ad",), "ad"),
    "one ad, a year, by week": Query(by=("week",), level="ad", where={"ad": ("ad5",)}),
}


async def importing(folder: Path, rows: int) -> list[Row]:
    """The command from its start to its end: CSV in, facts in the database; then the same file once more."""
    file = folder / "export.csv"
    file.write_text("".join(_export(rows)), "utf-8")
    async with await Database.open(f"sqlite+aiosqlite:///{folder / 'stratum.db'}") as db:
        await settle(db)
    first = await _imported(folder, file)
    busy = os.times().children_user + os.times().children_system
    again = await _imported(folder, file)
    megabytes = file.stat().st_size // 1_000_000
    return [
        Row(f"import of {rows:,} rows, {megabytes} MB of CSV", first, "s", 60),
        Row("processor time of it", busy, "s"),
        Row("the same file again, which changes nothing", again, "s"),
    ]


def _export(rows: int) -> Iterator[str]:
    random = Random(7)  # noqa: S311 - made-up numbers
    named = "Day,Campaign,Campaign ID,Ad group,Ad group ID,Ad ID,Currency code"
    yield f"{named},Impr.,Clicks,Cost,Conversions,Conv. value\n"
    for n in range(rows):
        ad, day = divmod(n, _YEAR)
        told = f"{random.randint(0, 9999)},{random.randint(0, 99)},{random.randint(0, 99999) / 100},1.5,20000"
        where = f"Campaign {ad // 50},c{ad // 50},Group {ad // 10},g{ad // 10},ad{ad}"
        yield f"{_SINCE + timedelta(day)},{where},KRW,{told}\n"


async def _imported(folder: Path, file: Path) -> float:
    command = (sys.executable, "-c", "from bot.cli import main; main()", "import", "metrics", str(file))
    started = perf_counter()
    process = await asyncio.create_subprocess_exec(
        *command, "--scope", "acme/nike", "--json", env={**os.environ, "STRATUM_HOME": str(folder)}, stdout=-3
    )
    if await process.wait():
        raise RuntimeError("the import failed")
    return perf_counter() - started


async def questions(folder: Path, facts: int, runs: int) -> list[Row]:
    """Questions of one client of three, each of which has a third of the facts."""
    rows: list[Row] = []
    async with _filled(folder, facts) as tenants:
        entrance = await tenants.at(_CLIENTS[0])
        for name, query in _QUESTIONS.items():
            rows.append(_row(name, *await timed(runs, _asking(tenants, entrance, query), before=2)))

        async def context(_: int) -> None:
            if not (await get_enterprise_context(tenants.db, entrance.access)).sections["metrics"]:
                raise LookupError("metrics")

        rows.append(_row("enterprise context, cold", *await timed(runs, context, before=2)))
    return rows


def _asking(tenants: Tenants, entrance: Entrance, query: Query) -> Act:
    async def ask(_: int) -> None:
        async with tenants.db.reading(entrance.access) as unit:
            if not (await measuring.measured(unit, query)).rows:
                raise LookupError(query.id)

    return ask


def _row(name: str, times: Times) -> Row:
    return Row(f"{name}, p50", times.p50, "ms")


@asynccontextmanager
async def _filled(folder: Path, facts: int) -> AsyncGenerator[Tenants]:
    url = make_url(f"sqlite+aiosqlite:///{folder / 'facts.db'}")
    await bring_sqlite_up(url)
    async with await Database.open(url.render_as_string()) as db:
        tenants = await settle(db)
        places = [(await tenants.at(path)).place.scope for path in _CLIENTS]
        connection = sqlite3.connect(str(url.database), isolation_level=None)
        for pragma in ("synchronous = off", "cache_size = -200000", "foreign_keys = off"):
            connection.execute(f"pragma {pragma}")
        connection.execute("begin")
        for scope in places:
            _fill(connection, (scope.org, scope.client, None, scope.level), facts // len(places))
        connection.execute("commit")
        connection.close()
        yield tenants


def _fill(connection: sqlite3.Connection, place: tuple[Any, ...], facts: int) -> None:
    """A year of ads, with their campaigns and their account, as exports of each level bring them."""
    ads = facts // _YEAR
    told = [Series("meta", "account", "1", currency="KRW", value_currency="KRW", timezone="Asia/Seoul")]
    told += [_series("campaign", n * 50) for n in range(ads // 50)]
    told += [_series("ad", n) for n in range(ads)]
    names = (*("platform", "grain", "account_ref", "campaign_ref", "ad_group_ref", "ad_ref", "keyword_ref"),)
    more = ("account_name", "campaign_name", "ad_group_name", "ad_name", "keyword_name")
    said = ("currency", "value_currency", "timezone", "attribution", "feed", "flags")
    columns = ("org_id", "client_id", "campaign_id", "level", "id", *names, *more, *said, "created_at")
    moment = "2026-01-01 00:00:00.000000"
    holes = ", ".join("?" * len(columns))
    into = f"insert into {physical('metric_series', 'sqlite')} ({', '.join(columns)}) values ({holes})"
    ids = [f"{place[1]}:{n:08}" for n in range(len(told))]
    connection.executemany(
        into,
        (
            [*place, id_, *(getattr(one, n) for n in (*names, *more, *said)), moment]
            for id_, one in zip(ids, told, strict=True)
        ),
    )
    holes = ", ".join("?" * len(_COLUMNS))
    into = f"insert into {physical('metric_facts', 'sqlite')} ({', '.join(_COLUMNS)}) values ({holes})"
    days = [(_SINCE + timedelta(n)).isoformat() for n in range(_YEAR)]
    same = (10**9, 10**9, 1_000, 20, 10**6, 5 * 10**9, 1, "", moment, moment)
    connection.executemany(into, ((*place, id_, day, *same) for id_ in ids for day in days))


def _series(grain: str, ad: int) -> Series:
    group, name = (f"g{ad // 10}", f"ad{ad}") if grain == "ad" else ("", "")
    return Series(
        *("meta", grain, "1", f"c{ad // 50}", group, name),
        currency="KRW",
        value_currency="KRW",
        timezone="Asia/Seoul",
        feed="export",
    )
