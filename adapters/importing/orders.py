"""Orders as shops export them: one entry for each order, its lines summed up, what was cancelled counted 0."""

from collections.abc import Mapping, Sequence

import polars as pl

from adapters.importing.cells import day, filled, is_number, micros
from adapters.importing.headers import fields, marked
from adapters.importing.table import LINE, Sheet
from bot.importing import UnknownTable
from config.importing import Shop, orders
from memory.loading import Counted, Turned, Wish
from memory.metrics import MICROS

_NEEDED = {"ref", "day", "value"}


def shop_of(header: Sequence[str]) -> Shop | None:
    """The shop whose export this is: it has an order's number, day and value, and the most of what only it says."""
    fitting = [shop for shop in orders().shops if fields(header, shop.columns).keys() >= _NEEDED]
    return max(fitting, key=lambda shop: marked(shop.marks, header), default=None)


def is_orders(header: Sequence[str]) -> bool:
    """Whether a file that nobody named is one of orders: a shop's own header is in it."""
    shop = shop_of(header)
    return shop is not None and marked(shop.marks, header) > 0


def read(one: Sheet, wish: Wish) -> tuple[tuple[Counted, ...], tuple[Turned, ...]]:
    """Raises UnknownTable."""
    shop = shop_of(one.header)
    if shop is None:
        raise UnknownTable(name=one.name, headers=", ".join(filter(None, one.header)))
    found = fields(one.header, shop.columns)
    rows = _rows(one, found)
    reason = (
        pl.when(pl.col("ref").is_null())
        .then(pl.lit("no_order"))
        .when(pl.col("at").is_null())
        .then(pl.lit("bad_date"))
        .when(~pl.col("numbers"))
        .then(pl.lit("bad_number"))
    )
    judged = rows.with_columns(reason.alias("reason"))
    bad = judged.filter(pl.col("reason").is_not_null())
    turned = tuple(
        Turned(one.name, row[LINE], row["reason"], row["ref"] or "") for row in bad.iter_rows(named=True)
    )
    good = judged.filter(pl.col("reason").is_null())
    return tuple(_order(shop, rows, wish) for rows in _by_order(good)), turned


def _rows(one: Sheet, found: Mapping[str, str]) -> pl.DataFrame:
    texts = ("ref", "state", "source", "medium", "campaign", "currency", "event")
    at = {name: one.column(header) for name, header in found.items()}
    numbers = [at[name] for name in ("value", "refunds", "count") if name in at]
    return one.frame.select(
        LINE,
        day(at["day"]).alias("at"),
        pl.all_horizontal([is_number(name) for name in numbers]).alias("numbers"),
        *((filled(at[n]) if n in at else pl.lit(None, pl.String)).alias(n) for n in texts),
        *(
            (micros(at[n]) if n in at else pl.lit(None, pl.Int64)).alias(n)
            for n in ("value", "refunds", "count")
        ),
    )


def _by_order(rows: pl.DataFrame) -> Sequence[Sequence[Mapping[str, object]]]:
    orders_: dict[tuple[object, object], list[Mapping[str, object]]] = {}
    for row in rows.iter_rows(named=True):
        orders_.setdefault((row["ref"], row["event"]), []).append(row)
    return list(orders_.values())


def _order(shop: Shop, lines: Sequence[Mapping[str, object]], wish: Wish) -> Counted:
    first = lines[0]
    gone = [line for line in lines if _is(line, orders().cancelled)]
    standing = [line for line in lines if line not in gone]
    back = sum(
        _int(line["value"]) for line in standing if _is(line, orders().returned) and not line["refunds"]
    )
    known = sum(_int(line["refunds"]) for line in standing)
    counts = [_int(line["count"]) for line in standing if line["count"] is not None]
    return Counted(
        system=shop.system,
        event=str(first["event"] or "purchase"),
        ref=str(first["ref"]),
        day=first["at"],  # type: ignore[arg-type]
        currency=str(first["currency"] or shop.currency or wish.currency).upper(),
        timezone=wish.timezone or shop.timezone,
        source=str(first["source"] or ""),
        medium=str(first["medium"] or ""),
        campaign=str(first["campaign"] or ""),
        count=sum(counts) if counts else MICROS if standing else 0,
        value=sum(_int(line["value"]) for line in standing),
        refunds=back + known,
        state=str(first["state"] or ""),
    )


def _is(line: Mapping[str, object], states: Sequence[str]) -> bool:
    state = str(line["state"] or "").replace(" ", "").casefold()
    return any(state == one.replace(" ", "").casefold() for one in states)


def _int(value: object) -> int:
    return value if isinstance(value, int) else 0
