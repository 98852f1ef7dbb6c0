"""What a platform may do by itself with a daily budget: no alarm within it."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Literal

from config.budgeting import Allowance


@dataclass(frozen=True, slots=True)
class Excess:
    """A day, or a calendar week by its Sunday, on which a platform spent more than it may by itself."""

    platform: str
    span: Literal["day", "week"]
    day: date
    spent: int
    allowed: int
    """Micros."""


def excesses(
    platform: str, daily: int, spent: Mapping[date, int | None], allowance: Allowance | None
) -> tuple[Excess, ...]:
    """Where a daily budget (micros) was passed by more than the platform's own rules allow, oldest first.

    Of a platform whose rules are not known nothing is said.
    """
    if allowance is None:
        return ()
    most = round(daily * allowance.day)
    found = [
        Excess(platform, "day", day, value, most) for day, value in spent.items() if value and value > most
    ]
    if allowance.week is not None:
        weekly = round(daily * allowance.week)
        found += [
            Excess(platform, "week", sunday, total, weekly)
            for sunday, total in _weeks(spent).items()
            if total > weekly
        ]
    return tuple(sorted(found, key=lambda one: (one.day, one.span)))


def swing(daily: Mapping[str, int], allowances: Mapping[str, Allowance]) -> int:
    """How far a single day may be above its plan, by what the platforms may do: micros."""
    return sum(
        round(amount * (allowances[platform].day - 1))
        for platform, amount in daily.items()
        if platform in allowances
    )


def _weeks(spent: Mapping[date, int | None]) -> dict[date, int]:
    """By the Sunday on which each begins."""
    found: dict[date, int] = {}
    for day, value in spent.items():
        sunday = day - timedelta(days=(day.weekday() + 1) % 7)
        found[sunday] = found.get(sunday, 0) + (value or 0)
    return found
