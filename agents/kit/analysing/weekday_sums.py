"""Sums of each day of the week, and on how many of its days something is known."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from agents.kit.analysing.reading import Line, folded
from agents.kit.analysing.values import MEASURES, Sums, Value, knows
from config.analysing import catalogue
from memory.metrics import Dimension


@dataclass(frozen=True, slots=True)
class Weekday:
    """One day of the week of one thing: its sums, and on how many of its days something is known."""

    place: int
    """0 is Monday."""
    line: Line
    known: dict[str, int]
    """Metric -> days on which what it is made of is known."""

    @property
    def days(self) -> int:
        return max(self.known.values(), default=0)

    def value(self, metric: str) -> Value:
        """A ratio of the sums, or a sum's average per day that has it."""
        return average(metric, self.line.sums, self.known[metric])


def average(metric: str, sums: Sums, days: int) -> Value:
    """A sum per day; a ratio as it is."""
    value = sums.value(metric)
    if value is None or catalogue()[metric].kind == "ratio" or not days:
        return value
    mean = value / days
    return round(mean) if MEASURES[catalogue()[metric].over] not in ("clicks", "sessions") else mean


def grouped(lines: Sequence[Line], by: Sequence[Dimension], metrics: Sequence[str]) -> tuple[Weekday, ...]:
    """Monday first, and within a day in the order of the lines."""
    found: list[Weekday] = []
    for place in range(7):
        mine = [one for one in lines if date.fromisoformat(one.key["day"]).weekday() == place]
        days = folded(mine, ("day", *by), metrics)
        for one in folded(mine, by, metrics):
            of = [each for each in days if same(each, one)]
            known = {name: sum(1 for each in of if knows(each.sums, (name,))) for name in metrics}
            found.append(Weekday(place, one, known))
    return tuple(found)


def same(day: Line, one: Line) -> bool:
    return (day.sums.currency, day.sums.value_currency) == (
        one.sums.currency,
        one.sums.value_currency,
    ) and all(day.key[name] == value for name, value in one.key.items())
