"""The figures as a plain table."""

from collections.abc import Iterable
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Row:
    """One figure, and the most that it should be, when there is a budget for it."""

    name: str
    value: float
    unit: str
    most: float | None = None

    def line(self) -> str:
        told = f"{self.name:<58}{self.value:>10.2f} {self.unit:<4}"
        if self.most is None:
            return told.rstrip()
        return f"{told}{'within' if self.value <= self.most else 'OVER'} {self.most:g}"


def table(rows: Iterable[Row]) -> str:
    return "\n".join(row.line() for row in rows)
