"""`stratum import metrics`, `stratum import fx`, `stratum metrics`: numbers in and out."""

import csv
import sys
from collections.abc import Sequence
from contextlib import AbstractContextManager, nullcontext
from datetime import date, datetime
from pathlib import Path
from typing import Any

import click

from bot import plugins
from bot.cli.guard import permit
from bot.cli.session import as_option, at, json_option, print_json, print_table, wait
from bot.imported import document, told
from bot.importing import ENDINGS, Handed, NothingToImport, Reader, UnreadableTable, silent, store
from config.errors import Locale
from config.wording import words
from memory.loading import Kept, Reading, Wish
from memory.metrics import MICROS, MILLIONTHS, Grain
from memory.store import unified
from memory.store.entrance import Entrance

_MICROS = (*MILLIONTHS, "spend_base", "conversions_value_base")
_COLUMNS = ("spend", "currency", "impressions", "clicks", "conversions", "conversions_value", "data_state")
_SHOWN = 200
"""Rows that are printed for the eye."""

scope_option = click.option("--scope", required=True, metavar="SCOPE")
preview_option = click.option("--preview", is_flag=True, help="Says what would change, and stores nothing.")


@click.command("metrics")
@click.argument("paths", nargs=-1, required=True, type=click.Path(path_type=Path), metavar="PATH...")
@click.option(
    "--platform",
    default="auto",
    metavar="PLATFORM",
    help="google_ads, meta, linkedin, tiktok, ga4, ... or auto.",
)
@scope_option
@preview_option
@click.option("--currency", default="", metavar="CODE", help="What a file that says no currency is in.")
@click.option(
    "--timezone", default="", metavar="ZONE", help="The account's IANA time zone, if no file says it."
)
@click.option(
    "--map",
    "mapping",
    multiple=True,
    metavar="FIELD=HEADER",
    help="Which column is what, in a file of your own.",
)
@as_option
@json_option
def import_metrics(  # noqa: PLR0917 - a command's options
    paths: Sequence[Path],
    platform: str,
    scope: str,
    preview: bool,
    currency: str,
    timezone: str,
    mapping: Sequence[str],
    user: str,
    as_json: bool,
) -> int:
    """Numbers of ad platforms, analytics and shops: exports (CSV, XLSX) and connectors' tables, or folders of them."""
    columns = dict(_pair(one) for one in mapping) or None
    wish = Wish(platform, currency.upper(), timezone, columns)
    return wait(_import(paths, wish, scope, user, preview, as_json, "metrics"))


@click.command("fx")
@click.argument("paths", nargs=-1, required=True, type=click.Path(path_type=Path), metavar="FILE...")
@scope_option
@preview_option
@as_option
@json_option
def import_fx(paths: Sequence[Path], scope: str, preview: bool, user: str, as_json: bool) -> int:
    """Exchange rates by day: columns date, base, quote, rate, or a bank's table with 매매기준율."""
    return wait(_import(paths, Wish(), scope, user, preview, as_json, "fx"))


async def _import(  # noqa: PLR0917
    paths: Sequence[Path], wish: Wish, scope: str, user: str, preview: bool, as_json: bool, what: str
) -> int:
    read: Reader = plugins.rates_reader() if what == "fx" else plugins.table_reader()
    async with at(scope, user) as (house, entrance):
        permit(entrance, house, "import", "metrics")
        reading = read(_files(paths), wish)
        progress = _progress(reading, preview=preview)
        async with house.database.writing(entrance.access) as unit:
            with progress as bar:
                kept = await store(unit, reading, bar.update if bar else silent, preview=preview)
    _say(reading, kept, entrance, preview=preview, as_json=as_json)
    return 1 if reading.turned and not reading.count else 0


def _say(reading: Reading, kept: Kept, entrance: Entrance, *, preview: bool, as_json: bool) -> None:
    locale = entrance.access.actor.locale
    if as_json:
        print_json(document(reading, kept, locale, preview=preview))
        return
    for line in told(reading, kept, locale, preview=preview):
        click.echo(line)


def _progress(reading: Reading, *, preview: bool) -> AbstractContextManager[Any]:
    if preview or not sys.stderr.isatty():
        return nullcontext()
    return click.progressbar(length=sum(load.count for load in reading.loads), file=sys.stderr)


def _files(paths: Sequence[Path]) -> list[Handed]:
    """The tables of the paths, folders with all that is in them. Raises UnreadableTable, NothingToImport."""
    found: list[Path] = []
    for path in paths:
        inside = (
            sorted(p for p in path.rglob("*") if p.suffix.lower() in ENDINGS) if path.is_dir() else [path]
        )
        found += inside
    if not found:
        raise NothingToImport(name=", ".join(map(str, paths)))
    return [_file(path) for path in found]


def _file(path: Path) -> Handed:
    try:
        return Handed(path.name, path.read_bytes())
    except OSError as error:
        raise UnreadableTable(name=str(path), detail=error.strerror or str(error)) from error


def _pair(one: str) -> tuple[str, str]:
    field, found, header = one.partition("=")
    if not found or not field or not header:
        raise click.BadParameter(one, param_hint="--map")
    return field.strip(), header.strip()


@click.command("metrics")
@click.argument("scope", metavar="SCOPE")
@click.option(
    "--level", type=click.Choice(["account", "campaign", "ad_group", "ad", "keyword"]), default="campaign"
)
@click.option("--from", "since", type=click.DateTime(["%Y-%m-%d"]), default=None)
@click.option("--to", "until", type=click.DateTime(["%Y-%m-%d"]), default=None)
@click.option(
    "--currency", default="native", metavar="native|CODE", help="Tells money in this currency as well."
)
@click.option("--csv", "as_csv", is_flag=True, help="Prints the table as CSV.")
@as_option
@json_option
def metrics(  # noqa: PLR0917
    scope: str,
    level: Grain,
    since: datetime | None,
    until: datetime | None,
    currency: str,
    as_csv: bool,
    user: str,
    as_json: bool,
) -> int:
    """The unified table: a row for each day of each account, campaign, ad group or ad, over all platforms."""
    window = since.date() if since else None, until.date() if until else None
    code = "" if currency == "native" else currency.upper()
    return wait(_metrics(scope, level, window, code, user, "json" if as_json else "csv" if as_csv else ""))


async def _metrics(  # noqa: PLR0917
    scope: str, level: Grain, window: tuple[date | None, date | None], currency: str, user: str, form: str
) -> int:
    async with at(scope, user) as (house, entrance):
        permit(entrance, house, "metrics")
        async with house.database.reading(entrance.access) as unit:
            rows = await unified.table(unit, level, *window, currency)
    columns = unified.columns(level)
    table = [{name: _cell(name, row[name]) for name in columns} for row in rows]
    if form == "json":
        print_json({"columns": columns, "rows": table})
    elif form == "csv":
        writer = csv.DictWriter(sys.stdout, columns, lineterminator="\n")
        writer.writeheader()
        writer.writerows(table)
    else:
        _show(table, level, entrance)
    return 0


def _cell(name: str, value: str | int | None) -> str | int | float | None:
    return value / MICROS if name in _MICROS and isinstance(value, int) else value


def _show(table: Sequence[dict[str, Any]], level: Grain, entrance: Entrance) -> None:
    say, locale = words("importing"), entrance.access.actor.locale
    if not table:
        click.echo(say("no_facts", locale, scope=entrance.place.path))
        return
    named = f"{unified.dimensions(level)[-1]}_name", f"{unified.dimensions(level)[-1]}_id"
    rows = [_line(row, named, locale) for row in table[:_SHOWN]]
    heads = (say(f"column.{name}", locale) for name in _COLUMNS)
    first = (say("column.day", locale), say("column.platform", locale), say(f"level.{level}", locale))
    print_table((*first, *heads), rows)
    if len(table) > _SHOWN:
        click.echo(say("more", locale, count=len(table) - _SHOWN))


def _line(row: dict[str, Any], named: tuple[str, str], locale: Locale) -> tuple[object, ...]:
    cells = (_shown(name, row[name], locale) for name in _COLUMNS)
    return (row["date_day"], row["platform"], row[named[0]] or row[named[1]] or "-", *cells)


def _shown(name: str, value: str | float | None, locale: Locale) -> str:
    """A cell for the eye: "-" where nothing is known."""
    if value is None:
        return "-"
    if name == "data_state":
        return words("importing")(f"state.{value}", locale)
    return value if isinstance(value, str) else f"{value:,.2f}".removesuffix(".00")
