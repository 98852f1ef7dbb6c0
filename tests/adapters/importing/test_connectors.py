"""Connectors' tables, counted as their published models count them."""

import csv
from collections.abc import AsyncIterator, Iterator, Mapping
from pathlib import Path

import pytest

from adapters.importing import read
from bot.importing import Handed, MissingTables, store
from memory.db import Database
from memory.loading import Wish
from memory.metrics import Grain
from memory.store import unified
from tests.adapters.importing.oracle import report
from tests.adapters.importing.warehouse import as_csv, warehouse
from tests.memory.tenants import Tenants, settle

DATA = Path("tests/data/ad_reporting")
LEVELS: tuple[Grain, ...] = ("account", "campaign", "ad_group", "ad")
THEIRS = {
    "facebook_ads": "meta",
    "linkedin_ads": "linkedin",
    "tiktok_ads": "tiktok",
    "google_ads": "google_ads",
}
Report = Mapping[tuple[str, ...], tuple[float | None, ...]]


@pytest.fixture
async def tenants(tmp_path: Path) -> AsyncIterator[Tenants]:
    async with await Database.open(f"sqlite+aiosqlite:///{tmp_path / 'stratum.db'}") as db:
        yield await settle(db)


def raw() -> list[Handed]:
    return [Handed(path.name, path.read_bytes()) for path in sorted((DATA / "raw").glob("*.csv"))]


async def put(tenants: Tenants, files: list[Handed], wish: Wish | None = None) -> tuple[int, int, int]:
    async with tenants.db.writing((await tenants.at("acme/nike")).access) as unit:
        kept = await store(unit, read(files, wish or Wish()))
    return kept.imported, kept.updated, kept.skipped


async def ours(tenants: Tenants, level: Grain) -> Report:
    async with tenants.db.reading((await tenants.at("acme/nike")).access) as unit:
        rows = await unified.table(unit, level)
    parts = [f"{part}_{kind}" for part in unified.dimensions(level) for kind in ("id", "name")]
    found: dict[tuple[str, ...], tuple[float | None, ...]] = {}
    for row in rows:
        key = tuple(str(row[name]) for name in ("date_day", "platform", *parts))
        assert key not in found
        found[key] = tuple(told(row[name], name) for name in MEASURED)
    return found


MEASURED = ("clicks", "impressions", "spend", "conversions", "conversions_value")


def told(value: str | int | None, name: str) -> float | None:
    assert not isinstance(value, str)
    return value / 1_000_000 if value is not None and name not in ("clicks", "impressions") else value


def published(level: Grain) -> Report:
    return dict(lines(level))


def lines(level: Grain) -> Iterator[tuple[tuple[str, ...], tuple[float | None, ...]]]:
    with (DATA / "unified" / f"ad_reporting__{level}_report.csv").open(encoding="utf-8") as file:
        for row in csv.DictReader(file):
            row["keyword_name"] = row.get("keyword_text", "")
            parts = [f"{part}_{kind}" for part in unified.dimensions(level) for kind in ("id", "name")]
            key = (row["date_day"], THEIRS[row["platform"]], *(row[name] for name in parts))
            yield key, tuple(float(row[name]) if row[name] else None for name in MEASURED)


def equal(left: Report, right: Report) -> None:
    assert set(left) == set(right)
    for key, values in right.items():
        assert left[key] == pytest.approx(values, abs=1e-6), key


async def test_the_unified_table_is_the_published_one_and_a_second_import_changes_nothing(
    tenants: Tenants,
) -> None:
    imported, updated, skipped = await put(tenants, raw())
    assert (updated, skipped) == (0, 0)
    for level in (*LEVELS, "keyword"):
        equal(await ours(tenants, level), published(level))
    assert await put(tenants, raw()) == (0, 0, imported)


async def test_every_row_says_its_currency_or_that_nobody_knows_it(tenants: Tenants) -> None:
    await put(tenants, raw())
    async with tenants.db.reading((await tenants.at("acme/nike")).access) as unit:
        rows = [row for level in LEVELS for row in await unified.table(unit, level)]
    assert {row["currency"] for row in rows if row["platform"] == "google_ads"} == {"USD"}
    assert {row["currency"] for row in rows if row["platform"] == "meta"} == {None}
    assert all(
        row["currency"] or row["spend"] is None or "currency_unknown" in str(row["flags"]) for row in rows
    )
    assert {row["data_state"] for row in rows} == {"final"}


async def test_a_currency_that_is_said_later_is_taken_over(tenants: Tenants) -> None:
    meta = [one for one in raw() if one.name.startswith("facebook")]
    imported, _, _ = await put(tenants, meta)
    assert await put(tenants, meta, Wish("meta", "USD")) == (0, 0, imported)
    async with tenants.db.reading((await tenants.at("acme/nike")).access) as unit:
        assert {row["currency"] for row in await unified.table(unit, "ad")} == {"USD"}


@pytest.mark.parametrize("seed", [1, 2, 3, 4])
async def test_other_tables_of_these_shapes_come_out_as_the_models_say(tenants: Tenants, seed: int) -> None:
    tables = warehouse(seed)
    await put(tenants, [Handed(f"{name}.csv", as_csv(rows)) for name, rows in tables.items()])
    for level in LEVELS:
        expected = {
            key: tuple(None if value is None else float(value) for value in values)
            for key, values in report(tables, level).items()
        }
        equal(await ours(tenants, level), expected)


async def test_a_row_without_a_day_or_with_no_number_is_turned_away_and_the_others_stay() -> None:
    stats = "customer_id,date,clicks,cost_micros,impressions,conversions,conversions_value\n"
    rows = stats + "1,2025-01-01,1,1000000,10,0,0\n1,soon,1,1,1,0,0\n1,2025-01-02,many,1,1,0,0\n"
    accounts = Handed(
        "google_ads_account_history_data.csv", b"id,updated_at,currency_code\n1,2025-01-01,EUR\n"
    )
    reading = read([accounts, Handed("google_ads_account_stats_data.csv", rows.encode())], Wish())
    assert [(one.line, one.reason) for one in reading.turned] == [(3, "bad_date"), (4, "bad_number")]
    assert [(load.count, load.series[0].currency) for load in reading.loads] == [(1, "EUR")]


def test_numbers_without_the_tables_that_say_whose_they_are_are_refused() -> None:
    alone = [one for one in raw() if one.name == "facebook_ads_basic_ad_data.csv"]
    with pytest.raises(MissingTables, match="account_history, campaign_history, ad_set_history, ad_history"):
        read(alone, Wish())
