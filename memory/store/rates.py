"""Exchange rates of an organisation: dated, imported, asked for a day."""

from collections.abc import Collection, Sequence
from datetime import date

from sqlalchemy import Update, or_, select, update

from memory.db import Unit, Writing
from memory.exchange import REACH, Rates
from memory.ids import new_id
from memory.loading import Kept
from memory.metrics import Measured, Rate
from memory.tables.facts import fx_rates

_r = fx_rates.c
_COLUMNS = ("org_id", "id", "base", "quote", "day", "rate", "source", "imported_at")


async def keep(unit: Writing, rates: Sequence[Rate], *, preview: bool = False) -> Kept:
    """Stores rates; a day's rate that is there already is replaced, and counted so."""
    kept, fresh = Kept(), list[tuple[object, ...]]()
    known = await _known(unit, {one.base for one in rates})
    for one in rates:
        old = known.get((one.base, one.quote, one.day))
        if old is None:
            row = (unit.scope.org, new_id(), one.base, one.quote, one.day, one.rate, one.source, unit.now())
            fresh.append(row)
            known[one.base, one.quote, one.day] = one.rate
        elif old != one.rate:
            kept.updated += 1
            if not preview:
                await unit.run(_corrected(unit, one))
        else:
            kept.skipped += 1
    kept.imported = len(fresh)
    if fresh and not preview:
        await unit.pour(fx_rates, _COLUMNS, fresh)
    return kept


async def rates(unit: Unit, currencies: Collection[str], since: date, until: date) -> Rates:
    """The rates between these currencies and any other that hold for days of a window."""
    names = [name for name in currencies if name]
    if not names:
        return Rates(())
    told = _r.org_id == unit.scope.org, or_(_r.base.in_(names), _r.quote.in_(names))
    query = select(_r.base, _r.quote, _r.day, _r.rate, _r.source).where(
        *told, _r.day.between(since - REACH, until)
    )
    return Rates([Rate(*row) for row in await unit.all(query)])


async def rates_for(unit: Unit, answer: Measured, currency: str) -> Rates:
    """What an answer needs to be told in a currency."""
    if answer.first is None or answer.last is None:
        return Rates(())
    bases = {name for row in answer.rows for name in (row.currency, row.value_currency)}
    return await rates(unit, {*bases, currency}, answer.first, answer.last)


async def _known(unit: Unit, bases: Collection[str]) -> dict[tuple[str, str, date], int]:
    query = select(_r.base, _r.quote, _r.day, _r.rate).where(_r.org_id == unit.scope.org, _r.base.in_(bases))
    return {(row.base, row.quote, row.day): row.rate for row in await unit.all(query)}


def _corrected(unit: Unit, one: Rate) -> Update:
    mine = _r.org_id == unit.scope.org, _r.base == one.base, _r.quote == one.quote, _r.day == one.day
    return update(fx_rates).where(*mine).values(rate=one.rate, source=one.source, imported_at=unit.now())
