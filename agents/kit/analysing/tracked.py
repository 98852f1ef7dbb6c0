"""A number that a name stands for: `Meta ROAS`, `주간 세션수`. Read from the facts, or why it cannot be read."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from functools import cache
from typing import Literal

from agents.kit.analysing.days import past
from agents.kit.analysing.inquiry import Inquiry
from agents.kit.analysing.reading import Line, Read, folded, read
from agents.kit.analysing.understanding import lone, platforms_named
from agents.kit.analysing.values import Value
from agents.kit.budgeting.window import Window
from agents.kit.measuring.port import Facts
from agents.kit.reading.units import units
from config.analysing import catalogue, patterns
from memory.metrics import MICROS
from memory.types import InputUsed, Scope

Unread = Literal["", "period", "not_begun", "nothing", "elsewhere", "claims", "currencies", "unit", "unknown"]
"""Why there is no value: "" where there is one."""
_PERCENT = 100
_PERCENTS = ("%", "％", "percent", "per cent", "퍼센트", "프로")


@dataclass(frozen=True, slots=True)
class Tracked:
    """A metric as it stands in the facts."""

    metric: str
    window: Window | None = None
    """The days that have figures."""
    value: float | None = None
    """In the unit that was asked for, money in whole units of its currency."""
    why: Unread = ""
    ref: str = ""
    used: InputUsed | None = None
    as_of: datetime | None = None
    late: bool = False
    """Whether the figures begin later than the days that were meant."""


def meant(key: str, name: str, source: str, period: str, today: date) -> Inquiry | None:
    """What a metric's key stands for, else a name that is one metric and nothing else; None where that is a guess.

    The days are its own, else those of `period`. What platforms count for themselves is not what a business earns:
    without a key it is meant only where the name or the source says whose it is.
    """
    found = lone(key, today) if key else lone(name, today)
    if found is None:
        return None
    whose = found.platforms or platforms_named(source)
    bare = not key and not whose
    if bare and (
        catalogue()[found.metrics[0]].claim or not patterns("lone")["source"].search(source.lower())
    ):
        return None
    named = lone(name, today) if key else None
    own = found.window or (named.window if named else None)
    return replace(found, platforms=whose, window=own or days_of(period, today))


def days_of(period: str, today: date) -> Window | None:
    """The days of a period as far as they are over or begun: `Q4 2026`, `11월`, `2026-10-01 ~ 2026-12-31`."""
    named = [one.window for one in past(period.lower(), today)]
    if len(named) == 2 and named[0].since <= named[1].until:  # noqa: PLR2004 - from one to the other
        return Window(named[0].since, named[1].until)
    return named[0] if len(named) == 1 else None


async def track(facts: Facts, asked: Inquiry, unit: str, scope: Scope, today: date) -> Tracked:
    """The value of the one metric that is asked for, as far as there are figures."""
    metric, window = asked.metrics[0], asked.window
    if window is None or window.since > today:
        return Tracked(metric, window, why="not_begun" if window else "period")
    found = await read(facts, asked, window, ())
    if not found.lines:
        return Tracked(metric, window, why="nothing")
    if found.measured.scope not in (None, scope):
        return Tracked(metric, window, why="elsewhere")
    return _told(metric, unit, window, found)


def _told(metric: str, unit: str, window: Window, found: Read) -> Tracked:
    measured = found.measured
    first, last = measured.first or window.since, measured.last or window.until
    told = Tracked(
        metric,
        Window(first, last),
        ref=measured.query.id,
        used=measured.used(),
        as_of=measured.as_of,
        late=first > window.since,
    )
    lines = [one for one in folded(found.lines, (), (metric,)) if one.sums.value(metric) is not None]
    if len(lines) == 1:
        value = in_unit(metric, lines[0].sums.value(metric), lines[0].sums.currency_of(metric), unit)
        return replace(told, value=value, why="" if value is not None else "unit")
    return replace(told, why="currencies" if lines else _unknown(metric, found.lines))


def _unknown(metric: str, lines: Sequence[Line]) -> Unread:
    claimants = frozenset[str]().union(*(one.sums.claimants for one in lines))
    return "claims" if catalogue()[metric].claim and len(claimants) > 1 else "unknown"


def in_unit(metric: str, value: Value, currency: str, unit: str) -> float | None:
    """A value as its unit writes it: money in whole units, shares in %; None where the unit is another one."""
    if value is None:
        return None
    code, kind = _plain(unit), catalogue()[metric].unit
    if kind == "money":
        return round(value / MICROS, 2) if currency and code == currency else None
    if kind == "percent":
        return round(value * _PERCENT, 2) if code == "%" else None
    if kind == "times":
        return round(value * (_PERCENT if code == "%" else 1), 2) if code not in _currencies() else None
    if code == "%" or code in _currencies():
        return None
    return round(value / MICROS, 2) if catalogue()[metric].over == "conversions" else float(value)


def _plain(unit: str) -> str:
    """A currency as its code, `%` for a percentage, anything else as it is."""
    said = unit.strip().lower()
    kind, name = units().meanings.get(said, (None, ""))
    if kind == "money":
        return name
    return units().symbols.get(said, "%" if said in _PERCENTS else unit.strip())


@cache
def _currencies() -> frozenset[str]:
    return frozenset(units().symbols.values())
