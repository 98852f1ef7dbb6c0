"""Reports as platforms export them, by their header maps."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

import polars as pl

from adapters.importing.cells import (
    day,
    day_first,
    filled,
    needs_day_first,
    of_each,
    whole,
    with_numbers,
    writes_commas,
)
from adapters.importing.frames import Nature, complete
from adapters.importing.headers import MAPPED, currency_of, currency_sign, fields, mapped, platform_of, vat_of
from adapters.importing.table import LINE, Sheet
from bot.importing import UnknownTable
from config.importing import HeaderMap, header_map, platform_ids
from memory.loading import ALL_EVENTS, Counted, Turned, Wish, source_ref
from memory.metrics import MEASURES, MILLIONTHS

_TOTALS = r"^(total|grand total|summary|합계|총계|총합|전체|총 \d|total of)\b?|(총계|합계)$"
_DIMENSIONS = ("account", "campaign", "ad_group", "ad", "keyword")
_VAT = (10, 11)
"""A Korean price without VAT is ten elevenths of it."""
_CODE = r"^[A-Z]{3}$"
_SPAN = ("since", "until")
"""The first and the last day of a row; where another column says its day, they may say those of the report."""
_LOOKED_THROUGH = 20_000
"""Rows of which every column is looked at for how its numbers are written; of more only those that are read."""


@dataclass(frozen=True, slots=True)
class Report:
    """A sheet as facts: complete rows, what is true of them, and what was turned away."""

    platform: str
    rows: pl.DataFrame
    nature: Nature
    turned: tuple[Turned, ...]
    counted: tuple[Counted, ...] = ()


def report(one: Sheet, wish: Wish, now: datetime) -> Report:
    """Raises UnknownTable, UnknownColumn."""
    platform = MAPPED if wish.columns else _platform(one, wish)
    told = header_map(platform)
    found = mapped(one.name, one.header, wish) if wish.columns else fields(one.header, told.columns)
    if "day" not in found or not (set(found) & set(MEASURES) or _event_headers(one, told)):
        raise UnknownTable(name=one.name, headers=", ".join(filter(None, one.header)))
    if found.get("since") != found["day"]:
        found = {name: header for name, header in found.items() if name not in _SPAN}
    name = wish.platform if platform == MAPPED and wish.platform != "auto" else told.platform
    frame, turned = _judged(one, found, told)
    rows = _rows(frame, one, found, told, wish, name)
    nature = Nature("export", told.restates_days, _vat(found, told), now, now)
    return Report(name or platform, rows, nature, turned, _truth(rows, told))


def _platform(one: Sheet, wish: Wish) -> str:
    found = wish.platform if wish.platform != "auto" else platform_of(one.header, one.above)
    if found is None:
        raise UnknownTable(name=one.name, headers=", ".join(filter(None, one.header)))
    return found


def _event_headers(one: Sheet, told: HeaderMap) -> Mapping[str, Mapping[str, str]]:
    """Event -> its columns that are there, `count` and `value`."""
    found = {
        each.event: fields(one.header, {"count": each.count, "value": each.value}) for each in told.events
    }
    return {event: columns for event, columns in found.items() if "count" in columns}


def _judged(one: Sheet, found: Mapping[str, str], told: HeaderMap) -> tuple[pl.DataFrame, tuple[Turned, ...]]:
    """The rows with their day; totals are left out, what has no day or no number where one belongs is turned away."""
    at = one.column(found["day"])
    numbers = [one.column(header) for name, header in found.items() if name in MEASURES]
    numbers += [one.column(header) for cols in _event_headers(one, told).values() for header in cols.values()]
    counted = [one.column(found[name]) for name in MEASURES if name in found and name not in MILLIONTHS]
    names = [one.column(header) for name, header in found.items() if name.endswith(("_ref", "_name"))]
    every = [name for name in one.frame.columns if name not in (LINE, *names)]
    looked_at = every if one.frame.height <= _LOOKED_THROUGH else numbers
    comma = writes_commas(one.frame, looked_at, counted)
    frame = with_numbers(_with_days(one, found), numbers, comma=comma).filter(~_is_total(one, found))
    code = one.column(found["currency"]) if "currency" in found else ""
    judged = frame.with_columns(_reason(numbers, code).alias("reason"))
    bad = judged.filter(pl.col("reason").is_not_null())
    turned = tuple(
        Turned(one.name, row[LINE], row["reason"], _culprit(row, at, numbers, code))
        for row in bad.iter_rows(named=True)
    )
    return judged.filter(pl.col("reason").is_null()), turned


def _with_days(one: Sheet, found: Mapping[str, str]) -> pl.DataFrame:
    """The first day of each row and, where a column says it, the last."""
    at = one.column(found["day"])
    parse = day_first if needs_day_first(one.frame[at]) else day
    days = [of_each(one.frame, at, parse(at).alias("day"))]
    if "until" in found:
        until = one.column(found["until"])
        days.append(of_each(one.frame, until, parse(until).alias("until")))
    return pl.concat([one.frame, *days], how="horizontal")


def _reason(numbers: Sequence[str], code: str) -> pl.Expr:
    """Why a row is turned away; null where it is not."""
    good = pl.all_horizontal([f"{name}:good" for name in numbers]) if numbers else pl.lit(value=True)
    until = pl.coalesce(pl.col("^until$"), pl.col("day"))
    reason = (
        pl.when(pl.col("day").is_null())
        .then(pl.lit("bad_date"))
        .when(until != pl.col("day"))
        .then(pl.lit("not_daily"))
        .when(~good)
        .then(pl.lit("bad_number"))
    )
    if not code:
        return reason
    wrong = filled(code).str.to_uppercase().str.contains(_CODE).not_().fill_null(value=False)
    return pl.when(reason.is_null() & wrong).then(pl.lit("bad_currency")).otherwise(reason)


def _culprit(row: Mapping[str, object], at: str, numbers: Sequence[str], code: str) -> str:
    """What stood in the cell that was no good."""
    if row["reason"] != "bad_number":
        return str(row[code if row["reason"] == "bad_currency" else at] or "")
    return next((str(row[name]) for name in numbers if not row[f"{name}:good"]), "")


def _is_total(one: Sheet, found: Mapping[str, str]) -> pl.Expr:
    """A row that sums up others: it says so, or it has neither a day nor anything that it is about."""
    about = [one.column(header) for name, header in found.items() if name.endswith(("_ref", "_name"))]
    texts = [pl.col(name) for name in (one.column(found["day"]), *about)]
    says = pl.any_horizontal([text.str.to_lowercase().str.contains(_TOTALS) for text in texts]).fill_null(
        value=False
    )
    unsaid = [filled(name).is_null() for name in about if name != one.column(found["day"])]
    about_nothing = pl.all_horizontal(unsaid) if unsaid else pl.lit(value=False)
    ranged = pl.col("day").is_null()
    if "until" in found:
        ranged = ranged | (pl.col(one.column(found["until"])) != pl.col(one.column(found["day"])))
    return (says & (pl.col("day").is_null() | ranged)) | (about_nothing & ranged)


def _rows(  # noqa: PLR0913, PLR0917 - a sheet, what its columns are, and what was wished of it
    frame: pl.DataFrame, one: Sheet, found: Mapping[str, str], told: HeaderMap, wish: Wish, platform: str
) -> pl.DataFrame:
    texts = {
        name: one.column(header) for name, header in found.items() if name not in (*MEASURES, "day", *_SPAN)
    }
    numbers = {name: one.column(header) for name, header in found.items() if name in MEASURES}
    rows = frame.select(
        LINE,
        "day",
        *(filled(column).alias(name) for name, column in texts.items()),
        *(_measure(n, c).alias(n) for n, c in numbers.items()),
        *_event_columns(one, told),
    )
    rows = _with_events(_counted_once(rows, told), _event_headers(one, told), told.attribution)
    said = _said(one, found, told, wish)
    rows = rows.with_columns(
        pl.coalesce([*([name] if name in rows.columns else []), pl.lit(value or None, pl.String)]).alias(name)
        for name, value in {**said, "platform": platform}.items()
    )
    ids = pl.col("platform").str.to_lowercase().replace(dict(platform_ids()))
    rows = _refs(rows.with_columns(pl.col("currency").str.to_uppercase(), ids))
    if "value_currency" not in texts:
        rows = rows.with_columns(pl.col("currency").alias("value_currency"))
    return complete(_net(rows, vat=_vat(found, told)))


def _counted_once(rows: pl.DataFrame, told: HeaderMap) -> pl.DataFrame:
    """Without results that are no conversions, and without sessions that stand there once for each of their events."""
    if told.no_results and {"result_kind", "conversions"} <= set(rows.columns):
        other = pl.col("result_kind").str.contains(f"(?i){'|'.join(told.no_results)}").fill_null(value=False)
        rows = rows.with_columns(pl.when(~other).then("conversions").alias("conversions"))
    if told.begins and {"event", "sessions"} <= set(rows.columns):
        begins = pl.col("event").str.to_lowercase().is_in(told.begins) | pl.col("event").is_null()
        rows = rows.with_columns(pl.when(begins).then("sessions").alias("sessions"))
    return rows.drop("result_kind", strict=False)


def _measure(name: str, column: str) -> pl.Expr:
    """Micros; of what is counted whole the number, rounded where it is split."""
    told = pl.col(f"{column}:micros")
    return told if name in MILLIONTHS else whole(told)


def _said(one: Sheet, found: Mapping[str, str], told: HeaderMap, wish: Wish) -> Mapping[str, str]:
    """What is true of each row that does not say otherwise."""
    headers = [found[name] for name in ("spend", "conversions_value") if name in found]
    said = (*map(currency_of, headers), *(_signed(one, header) for header in headers))
    money = next(filter(None, said), "")
    return {
        "currency": money or told.currency or wish.currency,
        "timezone": wish.timezone or told.timezone,
        "attribution": told.attribution,
    }


def _signed(one: Sheet, header: str) -> str:
    """The currency whose sign all amounts of a column have."""
    cells = one.frame[one.column(header)].drop_nulls()
    sign = currency_sign(cells[0]) if cells.len() else ""
    every = sign and all(currency_sign(cell) == sign for cell in cells.unique())
    return sign if every else ""


def _event_columns(one: Sheet, told: HeaderMap) -> list[pl.Expr]:
    return [
        pl.col(f"{one.column(header)}:micros").alias(f"event:{event}:{part}")
        for event, columns in _event_headers(one, told).items()
        for part, header in columns.items()
    ]


def _with_events(rows: pl.DataFrame, events: Mapping[str, Mapping[str, str]], window: str) -> pl.DataFrame:
    """Conversions as the sum of the events that have columns, where any has; each of them is kept beside it."""
    if not events:
        return rows
    counts = [pl.col(f"event:{event}:count") for event in events]
    values = [pl.col(f"event:{event}:value") for event, columns in events.items() if "value" in columns]
    none = pl.lit(None, pl.Int64)
    told = [
        pl.struct(
            pl.lit(event).alias("event"),
            pl.col(f"event:{event}:count").alias("count"),
            (pl.col(f"event:{event}:value") if "value" in columns else none).alias("value"),
            pl.lit(window).alias("window"),
            pl.lit("").alias("model"),
        )
        for event, columns in events.items()
    ]
    rows = rows.with_columns(_summed(counts).alias("conversions"), pl.concat_list(told).alias("events"))
    if values:
        rows = rows.with_columns(_summed(values).alias("conversions_value"))
    return rows.drop([name for name in rows.columns if name.startswith("event:")])


def _summed(parts: Sequence[pl.Expr]) -> pl.Expr:
    """The sum of what is known; null where nothing is."""
    known = pl.any_horizontal([part.is_not_null() for part in parts])
    return pl.when(known).then(pl.sum_horizontal(parts))


def _refs(rows: pl.DataFrame) -> pl.DataFrame:
    """Where a file has names and no ids, the name stands for the id, and the row says so; the finest is the level."""
    for part in _DIMENSIONS:
        for column in (f"{part}_ref", f"{part}_name"):
            if column not in rows.columns:
                rows = rows.with_columns(pl.lit(None, pl.String).alias(column))
    unnamed = pl.any_horizontal(
        [pl.col(f"{part}_ref").is_null() & pl.col(f"{part}_name").is_not_null() for part in _DIMENSIONS[1:]]
    )
    rows = rows.with_columns(
        pl.when(unnamed).then(pl.lit("id_from_name")).alias("flags"),
        *(pl.coalesce(f"{part}_ref", f"{part}_name").alias(f"{part}_ref") for part in _DIMENSIONS),
    )
    grain = pl.lit("account")
    for part in _DIMENSIONS[1:]:
        grain = pl.when(pl.col(f"{part}_ref").is_not_null()).then(pl.lit(part)).otherwise(grain)
    return rows.with_columns(grain.alias("grain"))


def _vat(found: Mapping[str, str], told: HeaderMap) -> bool | None:
    said = vat_of(found["spend"]) if "spend" in found else None
    return told.vat_included if said is None else said


def _net(rows: pl.DataFrame, *, vat: bool | None) -> pl.DataFrame:
    """Spend without VAT; where nobody knows whether it is in it, the row says so."""
    if "spend" not in rows.columns:
        return rows
    if vat is None:
        flags = pl.concat_str([pl.col("flags"), pl.lit("vat_unknown")], separator=",", ignore_nulls=True)
        return rows.with_columns(pl.col("spend").alias("spend_net"), flags.alias("flags"))
    net = (pl.col("spend") * _VAT[0] + _VAT[1] // 2) // _VAT[1] if vat else pl.col("spend")
    return rows.with_columns(net.alias("spend_net"))


def _truth(rows: pl.DataFrame, told: HeaderMap) -> tuple[Counted, ...]:
    """What a site's analytics counted, by day, source, campaign and event."""
    if not told.truth or "conversions" not in rows.columns:
        return ()
    both = pl.col("ad_group_name").str.split_exact("/", 1)
    named = rows.with_columns(
        _or_empty(rows, "source", both.struct[0]),
        _or_empty(rows, "medium", both.struct[1]),
        _or_empty(rows, "event"),
    )
    keys = ("day", "source", "medium", "campaign_name", "event", "currency")
    sums = named.group_by(keys).agg(
        pl.col("conversions").sum().alias("count"), pl.col("conversions_value").sum().alias("value")
    )
    return tuple(
        Counted(
            told.truth,
            row["event"] or ALL_EVENTS,
            source_ref(row["day"], row["source"], row["medium"], row["campaign_name"]),
            row["day"],
            row["currency"],
            "",
            row["source"],
            row["medium"],
            row["campaign_name"],
            row["count"],
            row["value"],
        )
        for row in sums.sort(keys).iter_rows(named=True)
    )


def _or_empty(rows: pl.DataFrame, name: str, other: pl.Expr | None = None) -> pl.Expr:
    given = pl.col(name) if name in rows.columns else pl.lit(None, pl.String)
    either = pl.coalesce(given, other.str.strip_chars()) if other is not None else given
    return either.fill_null("").alias(name)
