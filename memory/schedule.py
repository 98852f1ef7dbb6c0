"""When something is sent: days and a time as a person meant them, in their own zone, across its changes."""

from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from typing import Literal, NewType, get_args
from zoneinfo import ZoneInfo

from memory.types import Scope, UserId

DigestId = NewType("DigestId", str)
Day = Literal["mon", "tue", "wed", "thu", "fri", "sat", "sun"]
DAYS: tuple[Day, ...] = get_args(Day)
About = Literal["everything", "learnt"]
DigestState = Literal["active", "paused", "ended"]
_WEEK = 7


@dataclass(frozen=True, slots=True)
class Quiet:
    """Hours of a day in which nothing is sent; the end may be on the next day."""

    start: time
    end: time

    def holds(self, at: time) -> bool:
        if self.start <= self.end:
            return self.start <= at < self.end
        return at >= self.start or at < self.end


@dataclass(frozen=True, slots=True)
class Plan:
    """On these days at this local time; what falls into quiet hours waits for their end."""

    days: frozenset[Day]
    at: time
    zone: str
    """IANA name, such as Asia/Seoul."""
    quiet: Quiet | None = None

    @property
    def sent_at(self) -> tuple[time, int]:
        """The local time of sending, and how many days after its own day that is: 0 or 1."""
        if self.quiet is None or not self.quiet.holds(self.at):
            return self.at, 0
        return self.quiet.end, int(self.quiet.end <= self.at)

    def moment(self, day: date) -> datetime:
        """When a day's is sent, in UTC: after the gap where the clocks skip it, the first where they repeat it."""
        at, later = self.sent_at
        local = datetime.combine(day + timedelta(days=later), at, ZoneInfo(self.zone))
        return local.astimezone(UTC)

    def last(self, now: datetime) -> date | None:
        """The latest day whose sending has come by now."""
        today = self.local(now).date()
        past = (today - timedelta(days=back) for back in range(-1, _WEEK + 2))
        return next((day for day in past if self._has(day) and self.moment(day) <= now), None)

    def next(self, now: datetime) -> date:
        """The next day whose sending is yet to come."""
        today = self.local(now).date()
        ahead = (today + timedelta(days=on) for on in range(-2, _WEEK + 2))
        return next(day for day in ahead if self._has(day) and self.moment(day) > now)

    def is_quiet(self, now: datetime) -> bool:
        return self.quiet is not None and self.quiet.holds(self.local(now).time())

    def local(self, now: datetime) -> datetime:
        return now.astimezone(ZoneInfo(self.zone))

    def _has(self, day: date) -> bool:
        return DAYS[day.weekday()] in self.days


@dataclass(frozen=True, slots=True)
class Target:
    """Where it is sent: a channel, or one person directly, by their account where the channel is not known."""

    platform: str
    workspace: str
    channel: str
    account: str = ""
    direct: bool = False


@dataclass(frozen=True, slots=True)
class Digest:
    """What somebody wants to be told regularly of a place. It is made as they see it, as long as they are there."""

    id: DigestId
    scope: Scope
    user: UserId
    about: About
    target: Target
    plan: Plan
    state: DigestState
    armed_at: datetime
    """Nothing of before is caught up with: when it was made, or went on after a pause."""
    paused_until: date | None = None
    handed: date | None = None
    """The latest local date that was handed over for sending."""

    def due(self, now: datetime) -> date | None:
        """The local date whose sending is due: the latest, be it late, and none before it; never in quiet hours."""
        day = self.plan.last(now)
        if day is None or self.plan.moment(day) <= self.armed_at or self.plan.is_quiet(now):
            return None
        if self.handed is not None and day <= self.handed:
            return None
        return day if self.awake(day) else None

    def awake(self, day: date) -> bool:
        if self.state == "paused":
            return self.paused_until is not None and day >= self.paused_until
        return self.state == "active"

    def event(self, day: date) -> str:
        """The key of a sending, by which any number of replicas make it once."""
        return f"digest:{self.id}:{day.isoformat()}"
