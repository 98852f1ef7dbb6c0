"""Pacing: what is spent beside what should have been by now, and where that ends."""

from dataclasses import dataclass
from datetime import date, timedelta
from typing import Literal

from agents.kit.budgeting.amounts import micros_of_minor
from agents.kit.budgeting.schedule import Schedule
from agents.kit.budgeting.spending import Spending
from config.budgeting import Pacing as Limits

Band = Literal["under", "on", "over", "unknown", "none"]
Why = Literal["", "paused", "first_day", "not_started", "no_data", "no_plan"]


@dataclass(frozen=True, slots=True)
class Pace:
    """All money in micros. What cannot be said is None."""

    planned: int
    spent: int | None
    """On the days that are known."""
    expected: int
    """Of what is planned, on the same days."""
    elapsed: float
    """The part of what is planned that should be spent by now, 0 to 1: all days, known or not."""
    index: float | None
    """Spent over expected."""
    projected: int | None
    """At the end, if spending goes on as it went so far: planned x index."""
    recent: int | None
    """At the end, if it goes on as in the last days."""
    band: Band
    why: Why
    run_rate: int | None
    """A day, so far."""
    recent_rate: int | None
    """A day, in the last days."""
    needed_rate: int | None
    """A day from now on, to spend what is planned; 0 where all is spent."""
    days_left: float
    unknown: tuple[date, ...]
    runs_out: date | None
    """The day on which it would all be spent at the recent rate, where that is before the end."""


def pace(
    plan: Schedule, spending: Spending | None, limits: Limits, currency: str, paused: bool = False
) -> Pace:
    """The pace of a budget as of the moment until which spending is known."""
    if spending is None:
        return _untold(plan, "paused" if paused else "no_data")
    if spending.day < plan.starts:
        return _untold(plan, "paused" if paused else "not_started")
    known = spending.known(plan.starts)
    if not known:
        return _untold(plan, "paused" if paused else "no_data")
    return _told(plan, spending, limits, currency, paused)


def _untold(plan: Schedule, why: Why) -> Pace:
    band: Band = "none" if why == "paused" else "unknown"
    nothing = (None, 0, 0.0, None, None, None, band, why, None, None, None)
    return Pace(plan.planned, *nothing, float(len(plan.days)), (), None)


def _told(plan: Schedule, spending: Spending, limits: Limits, currency: str, paused: bool) -> Pace:
    known = spending.known(plan.starts)
    spent, expected = spending.sum(known), _expected(plan, spending, known)
    due = plan.by(spending.day, spending.part)
    index = spent / expected if expected else None
    lasts = spending.last(limits.recent_days, plan.starts)
    tempo = _ratio(spending.sum(lasts), plan.within(lasts)) if lasts else index
    open_ = plan.planned - due
    band, why = _band(plan, spending, (spent, expected, index), limits, currency)
    left = _days_left(plan, spending)
    return Pace(
        planned=plan.planned,
        spent=spent,
        expected=expected,
        elapsed=due / plan.planned if plan.planned else 0.0,
        index=index,
        projected=None if index is None else round(plan.planned * index),
        recent=None if tempo is None else _filled(spent, due, expected, index) + round(open_ * tempo),
        band="none" if paused else band,
        why="paused" if paused else why,
        run_rate=round(spent / _days(known, spending)),
        recent_rate=round(spending.sum(lasts) / len(lasts)) if lasts else None,
        needed_rate=round(max(plan.planned - spent, 0) / left) if left > 0 else None,
        days_left=left,
        unknown=tuple(day for day in spending.unknown(plan.starts) if plan.days.get(day)),
        runs_out=None if tempo is None else _runs_out(plan, spending, spent, tempo),
    )


def _expected(plan: Schedule, spending: Spending, known: tuple[date, ...]) -> int:
    """Of the known days, the last one in part."""
    partly = spending.day in known and spending.part < 1
    whole = tuple(day for day in known if not (partly and day == spending.day))
    return plan.within(whole) + (round(plan.days.get(spending.day, 0) * spending.part) if partly else 0)


def _filled(spent: int, due: int, expected: int, index: float | None) -> int:
    """What will have been spent by now once the unknown days are known: they are taken to be like the others."""
    return spent if index is None else spent + round((due - expected) * index)


def _ratio(spent: int, expected: int) -> float | None:
    return spent / expected if expected else None


def _days(known: tuple[date, ...], spending: Spending) -> float:
    partly = spending.day in known and spending.part < 1
    return len(known) - 1 + spending.part if partly else float(len(known))


def _days_left(plan: Schedule, spending: Spending) -> float:
    """With something planned, the rest of the present day among them."""
    later = sum(1 for day, planned in plan.days.items() if planned and day > spending.day)
    return later + ((1 - spending.part) if plan.days.get(spending.day) else 0.0)


def _band(
    plan: Schedule,
    spending: Spending,
    figures: tuple[int, int, float | None],
    limits: Limits,
    currency: str,
) -> tuple[Band, Why]:
    spent, expected, index = figures
    if spending.day <= plan.starts:
        return "unknown", "first_day"
    if index is None:
        return "unknown", "no_plan"
    if abs(spent - expected) < least_micros(limits, currency, plan.planned):
        return "on", ""
    if index < limits.under:
        return "under", ""
    return ("over", "") if index > limits.over else ("on", "")


def least_micros(limits: Limits, currency: str, planned: int) -> int:
    """The smallest gap that is one, in micros."""
    one = micros_of_minor(currency)
    return limits.least_gap(currency, planned // one) * one


def _runs_out(plan: Schedule, spending: Spending, spent: int, tempo: float) -> date | None:
    """The first day by whose end all would be spent, before the last one."""
    day, total = spending.day, float(spent)
    if spent >= plan.planned:
        return day if day < plan.ends else None
    while day < plan.ends - timedelta(days=1):
        part = 1 - spending.part if day == spending.day else 1.0
        total += plan.days.get(day, 0) * part * tempo
        if total >= plan.planned:
            return day
        day += timedelta(days=1)
    return None
