"""Exchange rates: a pair and a day a line, or a bank's table of what foreign money is worth in won."""

import re
from decimal import Decimal

import polars as pl

from adapters.importing.cells import day, filled, is_number, numeral
from adapters.importing.headers import fields
from adapters.importing.table import LINE, Sheet
from bot.importing import UnknownTable
from config.importing import rate_columns
from memory.exchange import ONE
from memory.loading import Turned
from memory.metrics import Rate

_CODE = re.compile(r"[A-Z]{3}")
_TEXTS = ("base", "quote", "unit", "source")
_UNIT = re.compile(r"\d+")


def read(one: Sheet) -> tuple[tuple[Rate, ...], tuple[Turned, ...]]:
    """Raises UnknownTable."""
    found = fields(one.header, rate_columns())
    worth = found.get("rate") or found.get("won")
    if not {"day", "base"} <= set(found) or worth is None or ("quote" not in found and "won" not in found):
        raise UnknownTable(name=one.name, headers=", ".join(filter(None, one.header)))
    at = {name: one.column(header) for name, header in found.items()}
    column = one.column(worth)
    rows = one.frame.select(
        LINE,
        day(at["day"]).alias("day"),
        numeral(column).alias("rate"),
        is_number(column).alias("number"),
        *((filled(at[n]) if n in at else pl.lit(None, pl.String)).alias(n) for n in _TEXTS),
    )
    rates: list[Rate] = []
    turned: list[Turned] = []
    for row in rows.iter_rows(named=True):
        rate = _rate(row)
        if isinstance(rate, Rate):
            rates.append(rate)
        else:
            turned.append(Turned(one.name, row[LINE], rate, str(row["base"] or "")))
    return tuple(rates), tuple(turned)


def _rate(row: dict[str, object]) -> Rate | str:
    """The rate of a row; else why it is none."""
    told = str(row["base"] or "").upper()
    base, quote = _CODE.search(told), _CODE.search(str(row["quote"] or "KRW").upper())
    if row["day"] is None:
        return "bad_date"
    if base is None or quote is None or base[0] == quote[0]:
        return "bad_currency"
    if not row["number"] or row["rate"] is None or Decimal(str(row["rate"])) <= 0:
        return "bad_number"
    unit = _UNIT.search(str(row["unit"] or told))
    worth = Decimal(str(row["rate"])) / (int(unit[0]) if unit else 1)
    return Rate(base[0], quote[0], row["day"], round(worth * ONE), str(row["source"] or ""))  # type: ignore[arg-type]
