"""Channels by their whole weeks: what was spent, what came, and the response that this shows."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date, timedelta
from statistics import fmean
from typing import Literal

from agents.kit.budgeting.amounts import minor
from agents.kit.budgeting.measured import Line
from agents.kit.budgeting.reconciliation_answer import Compared, compared
from agents.kit.budgeting.response import Response, Unfit, Week, fit
from agents.kit.budgeting.window import Window
from agents.kit.budgeting.wish import Wish
from agents.types import Ask
from config.budgeting import Reallocation as Limits
from config.budgeting import reallocation

_RECENT = 4
Basis = Literal["reconciled", "claimed"]


@dataclass(frozen=True, slots=True)
class Paid:
    """A channel that money goes to."""

    platform: str
    now: int
    """Minor units a week: the mean of the last four whole weeks."""
    weeks: tuple[Week, ...]
    response: Response | Unfit
    untracked: bool = False
    """Whether its conversions could not be reconciled while others' were."""


@dataclass(frozen=True, slots=True)
class Channels:
    done: Compared
    paid: tuple[Paid, ...]
    basis: Basis

    @property
    def judged(self) -> dict[str, Response]:
        return {
            one.platform: one.response
            for one in self.paid
            if isinstance(one.response, Response) and not one.untracked
        }


async def channels(ask: Ask, wish: Wish, today: date) -> Channels:
    """The channels of a place by their last whole weeks, in one currency."""
    limits = reallocation()
    monday = today - timedelta(days=today.weekday())
    window = Window(monday - timedelta(days=limits.days), monday - timedelta(days=1))
    done = await compared(ask, Wish("reallocate", wish.text, window=window), today)
    factors = _factors(done)
    basis: Basis = "claimed" if done.result.method == "none" else "reconciled"
    lines = done.figures.within(done.currency)
    paid = tuple(_paid(line, window, factors.get(line.platform), basis, limits) for line in lines)
    return Channels(replace(done, window=window), paid, basis)


def _factors(done: Compared) -> Mapping[str, float]:
    """Which part of what each claims is reconciled."""
    return {
        one.claim.platform: one.conversions / one.claim.conversions
        for one in done.result.channels
        if one.conversions is not None and one.claim.conversions
    }


def _paid(line: Line, window: Window, factor: float | None, basis: Basis, limits: Limits) -> Paid:
    used = 1.0 if basis == "claimed" else factor or 0.0
    weeks = _weeks(line, window, used)
    recent = [week.spend for week in weeks[-_RECENT:]]
    now = minor(round(fmean(recent)), line.currency) if recent else 0
    untracked = basis == "reconciled" and factor is None
    return Paid(line.platform, now, weeks, fit(weeks, limits), untracked)


def _weeks(line: Line, window: Window, factor: float) -> tuple[Week, ...]:
    """Those of which each day's spend and conversions are known; an unknown day is not a day without any."""
    found: list[Week] = []
    first = window.since
    while first <= window.until:
        days = [line.days.get(first + timedelta(days=ahead)) for ahead in range(7)]
        spends = [day.spend for day in days if day is not None and day.spend is not None]
        counts = [day.conversions for day in days if day is not None and day.conversions is not None]
        if len(spends) == len(counts) == len(days):
            found.append(Week(sum(spends), round(sum(counts) * factor)))
        first += timedelta(days=7)
    return tuple(found)
