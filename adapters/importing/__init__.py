"""Files of numbers: connectors' tables, platforms' exports, shops' orders, exchange rates."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import UTC, datetime

import polars as pl

from adapters.importing import exports, orders, rates
from adapters.importing.connectors import LEVELS
from adapters.importing.connectors.tables import Tables, foreign, table_of
from adapters.importing.frames import Nature, complete, load, totals
from adapters.importing.headers import known
from adapters.importing.table import Sheet, sheet
from bot.importing import ENDINGS, Handed, MissingTables, NothingToImport, UnknownPlatform
from config.importing import PLATFORMS, connector_tables, header_map
from memory.loading import Load, Reading, Source, Total, Turned, Wish

_SAMPLE = 5
_SHOWN = ("platform", "grain", "day", "account_name", "campaign_name", "ad_group_name", "ad_name")


def read(files: Sequence[Handed], wish: Wish) -> Reading:
    """`bot.importing.Reader`: all files together, since a connector's tables only make sense together."""
    if wish.platform not in ("auto", "orders", *PLATFORMS) and not wish.columns:
        raise UnknownPlatform(name=wish.platform, known=", ".join((*PLATFORMS, "orders")))
    wanted = [one for one in files if one.name.lower().endswith(ENDINGS)]
    if not wanted:
        raise NothingToImport(name=", ".join(one.name for one in files) or "-")
    named = {one.name: table_of(one.name, wish.platform) for one in wanted} if not wish.columns else {}
    tables = [one for one in wanted if named.get(one.name)]
    others = [one for one in wanted if not named.get(one.name) and not (tables and foreign(one.name))]
    parts = [*_connectors(tables, named, wish), *(_export(one, wish) for one in others)]
    return Reading(
        loads=tuple(load for part in parts for load in part.loads),
        truth=tuple(entry for part in parts for entry in part.truth),
        turned=tuple(turned for part in parts for turned in part.turned),
        totals=tuple(total for part in parts for total in part.totals),
        sources=tuple(source for part in parts for source in part.sources),
        sample=tuple(row for part in parts for row in part.sample)[:_SAMPLE],
    )


def read_rates(files: Sequence[Handed], wish: Wish) -> Reading:
    """`bot.importing.Reader` for exchange rates."""
    del wish
    tables = [sheet(one.name, one.data, known) for one in files]
    parts = [rates.read(one) for one in tables]
    return Reading(
        rates=tuple(rate for found, _ in parts for rate in found),
        turned=(*_crowded(tables), *(each for _, turned in parts for each in turned)),
        sources=tuple(
            Source(one.name, "fx", len(found)) for one, (found, _) in zip(tables, parts, strict=True)
        ),
    )


def _crowded(tables: Iterable[Sheet]) -> tuple[Turned, ...]:
    """Rows that have more cells than there are headers."""
    return tuple(Turned(one.name, line, "crowded") for one in tables for line in one.crowded)


def _connectors(
    files: Sequence[Handed], named: Mapping[str, tuple[str, str] | None], wish: Wish
) -> list[Reading]:
    """A reading for each platform whose tables are among the files."""
    sheets: dict[str, dict[str, list[Sheet]]] = {}
    for one in files:
        platform, table = named[one.name] or ("", "")
        found = sheet(one.name, one.data, lambda cells: 0, ours=True)
        sheets.setdefault(platform, {}).setdefault(table, []).append(found)
    return [_connector(platform, tables, wish) for platform, tables in sheets.items()]


def _connector(platform: str, sheets: Mapping[str, Sequence[Sheet]], wish: Wish) -> Reading:
    _complete(platform, sheets)
    tables = Tables(platform, sheets)
    told, now = header_map(platform), datetime.now(UTC)
    nature = Nature("connector", told.restates_days, told.vat_included, now, now)
    loads: list[Load] = []
    sums: list[Total] = []
    samples: list[Mapping[str, str]] = []
    for level in LEVELS[platform](tables):
        rows = _wished(complete(level), told.attribution, wish)
        rows = rows.with_columns(pl.col("spend").alias("spend_net"))
        if rows.height:
            made = load(rows, nature)
            loads.append(made)
            sums += totals(rows)
            samples = samples or _sample(rows)
    kind = f"{platform} connector"
    sources = [Source(one.name, kind, one.frame.height) for each in sheets.values() for one in each]
    crowded = _crowded(one for each in sheets.values() for one in each)
    turned = tuple(dict.fromkeys((*crowded, *tables.turned)))
    return Reading(
        tuple(loads), turned=turned, totals=tuple(sums), sources=tuple(sources), sample=tuple(samples)
    )


def _complete(platform: str, sheets: Mapping[str, Sequence[Sheet]]) -> None:
    """Raises MissingTables where a table of numbers came without those that say what it is about."""
    for table, needed in connector_tables()[platform].needs.items():
        missing = [name for name in needed if name not in sheets]
        if table in sheets and missing:
            raise MissingTables(table=table, platform=platform, missing=", ".join(missing))


def _wished(rows: pl.DataFrame, attribution: str, wish: Wish) -> pl.DataFrame:
    """What the tables do not say, as it is known of the platform or was said for this import."""
    said = {"currency": wish.currency, "timezone": wish.timezone, "attribution": attribution}
    rows = rows.with_columns(
        pl.when(pl.col(name) == "").then(pl.lit(value)).otherwise(pl.col(name)).alias(name)
        for name, value in said.items()
    )
    value = pl.when(pl.col("value_currency") == "").then(pl.lit(wish.currency)).otherwise("value_currency")
    return rows.with_columns(value.alias("value_currency"))


def _export(one: Handed, wish: Wish) -> Reading:
    found = sheet(one.name, one.data, known, ours=bool(wish.columns))
    if wish.platform == "orders" or (
        wish.platform == "auto" and not wish.columns and orders.is_orders(found.header)
    ):
        counted, turned = orders.read(found, wish)
        kind = counted[0].system if counted else "orders"
        return Reading(
            truth=counted,
            turned=(*_crowded([found]), *turned),
            sources=(Source(one.name, kind, found.frame.height),),
        )
    report = exports.report(found, wish, datetime.now(UTC))
    loads = (load(report.rows, report.nature),) if report.rows.height else ()
    return Reading(
        loads,
        report.counted,
        turned=(*_crowded([found]), *report.turned),
        totals=tuple(totals(report.rows)),
        sources=(Source(one.name, report.platform, found.frame.height),),
        sample=tuple(_sample(report.rows)),
    )


def _sample(rows: pl.DataFrame) -> list[Mapping[str, str]]:
    shown = rows.head(_SAMPLE).iter_rows(named=True)
    return [{name: str(row[name]) for name in _SHOWN if row[name]} for row in shown]
