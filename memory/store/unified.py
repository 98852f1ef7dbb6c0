"""The unified table: a row for each day of each thing that is measured at a level, over all platforms."""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from memory.db import Unit
from memory.exchange import Found, Rates
from memory.metrics import GRAINS, MEASURES, Dimension, Grain, Measure, Query
from memory.store import rates
from memory.store.measuring import TOLD, choose, flags_of, summed

Cell = str | int | None
_KEYED: tuple[Dimension, ...] = ("account", "campaign", "ad_group", "ad", "keyword")
_EMPTY: Mapping[Dimension, tuple[Dimension, ...]] = {
    "keyword": ("account", "campaign", "ad_group", "keyword")
}


async def table(
    unit: Unit, grain: Grain, since: date | None = None, until: date | None = None, currency: str = ""
) -> list[dict[str, Cell]]:
    """Rows in the order of day, platform and ids; money and conversions in micros, null where nothing is known.

    With a currency, `spend_base` and its kin tell the same in it, by the rate of the day, where there is one.
    """
    chosen = await choose(unit, grain)
    if chosen is None:
        return []
    by: tuple[Dimension, ...] = ("day", "platform", *dimensions(grain))
    pieces = await summed(unit, chosen, Query(since, until, by, grain), TOLD)
    told = [_row(row, grain, row.ref_platform in piece.finer) for piece in pieces for row in piece.rows]
    if len(pieces) > 1:
        told.sort(key=lambda row: [str(row[name]) for name in ("date_day", "platform", *_ids(grain))])
    if currency:
        await _exchange(unit, told, currency)
    return told


def dimensions(grain: Grain) -> tuple[Dimension, ...]:
    """What names a row of a level."""
    if grain in _EMPTY:
        return _EMPTY[grain]
    return _KEYED[: GRAINS.index(grain) + 1]


def _ids(grain: Grain) -> Sequence[str]:
    return [f"{one}_id" for one in dimensions(grain)]


def columns(grain: Grain) -> tuple[str, ...]:
    """The columns of a level's table."""
    named = [f"{one}_{part}" for one in dimensions(grain) for part in ("id", "name")]
    return (
        *("date_day", "platform", *named),
        *("clicks", "impressions", "spend", "conversions", "conversions_value"),
        *("currency", "value_currency", "spend_net", "billed_spend", "spend_local", "sessions"),
        *("account_timezone", "spend_base", "conversions_value_base", "base_currency", "fx_rate", "fx_date"),
        *("attribution_setting", "data_state", "as_of", "fetched_at", "flags"),
    )


def _row(row: Any, grain: Grain, finer: bool) -> dict[str, Cell]:
    told: dict[str, Cell] = {"date_day": row.day.isoformat(), "platform": row.ref_platform}
    for one in dimensions(grain):
        told |= {f"{one}_id": getattr(row, f"ref_{one}"), f"{one}_name": getattr(row, f"name_{one}") or ""}
    told |= {name: _int(getattr(row, f"sum_{name}")) for name in MEASURES}
    flags = flags_of(row)
    if finer:
        flags.add("summed_up")
    return told | {
        "currency": row.currency or None,
        "value_currency": row.value_currency or None,
        "account_timezone": row.timezone or None,
        **dict.fromkeys(("spend_base", "conversions_value_base", "base_currency", "fx_rate", "fx_date")),
        "attribution_setting": row.attribution or None,
        "data_state": "final" if row.final else "provisional",
        "as_of": row.as_of.isoformat(),
        "fetched_at": row.fetched_at.isoformat(),
        "flags": ",".join(sorted(flags)),
    }


def _int(value: Any) -> int | None:
    return None if value is None else int(value)


async def _exchange(unit: Unit, told: Sequence[dict[str, Cell]], currency: str) -> None:
    days = [date.fromisoformat(str(row["date_day"])) for row in told]
    if not days:
        return
    bases = {str(row[name]) for row in told for name in ("currency", "value_currency") if row[name]}
    known = await rates.rates(unit, {*bases, currency}, min(days), max(days))
    for row, day in zip(told, days, strict=True):
        _in(row, day, currency, known)


def _in(row: dict[str, Cell], day: date, currency: str, known: Rates) -> None:
    spend, value = (known.of(str(row[name] or ""), currency, day) for name in ("currency", "value_currency"))
    missing = (spend is None and row["spend"] is not None) or (value is None and row["conversions_value"])
    if missing:
        row["flags"] = ",".join(sorted({*filter(None, str(row["flags"]).split(",")), "no_rate"}))
    row |= {"spend_base": _told(row, "spend", spend), "base_currency": currency}
    row["conversions_value_base"] = _told(row, "conversions_value", value)
    if spend:
        row |= {"fx_rate": f"{float(spend.rate):.12g}", "fx_date": spend.day.isoformat()}


def _told(row: Mapping[str, Cell], measure: Measure, found: Found | None) -> int | None:
    value = row[measure]
    return round(value * found.rate) if isinstance(value, int) and found else None
