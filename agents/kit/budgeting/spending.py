"""What was spent, day by day, and until when that is known."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta

_DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Spending:
    """Spending in one currency. A day that is not among `days`, or is None, is not known; it is not 0."""

    days: Mapping[date, int | None]
    """Micros."""
    as_of: datetime
    """Until when it is known, in the account's own time."""

    @property
    def day(self) -> date:
        """The last day of which something is known: all of it, or a part."""
        midnight = self.as_of.time() == datetime.min.time()
        return self.as_of.date() - _DAY if midnight else self.as_of.date()

    @property
    def part(self) -> float:
        """How much of `day` had passed, above 0 to 1."""
        passed = self.as_of.replace(tzinfo=None) - datetime.combine(self.day, datetime.min.time())
        return passed / _DAY

    def known(self, since: date) -> tuple[date, ...]:
        """The days from `since` on whose spending is known."""
        return tuple(
            sorted(day for day, spent in self.days.items() if since <= day <= self.day and spent is not None)
        )

    def unknown(self, since: date) -> tuple[date, ...]:
        """The days from `since` to the last one that are not known."""
        count = (self.day - since).days + 1
        every = (since + timedelta(days=ahead) for ahead in range(max(count, 0)))
        return tuple(day for day in every if self.days.get(day) is None)

    def sum(self, days: tuple[date, ...]) -> int:
        return sum(self.days.get(day) or 0 for day in days)

    def last(self, count: int, since: date) -> tuple[date, ...]:
        """The last whole days that are known, at most so many, oldest first."""
        whole = self.day if self.part >= 1 else self.day - _DAY
        return tuple(day for day in self.known(since) if day <= whole)[-count:]
