"""Facts for tests: a few numbers in memory, answered as the stores answer them."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time, timedelta

from memory.metrics import Dimension, FactRow, Feed, Measure, Measured, Query, Rate, TruthQuery, TruthRow
from memory.types import OrgId, Scope

M = 1_000_000


@dataclass(frozen=True, slots=True)
class Told:
    """One platform's day; money in whole units."""

    platform: str
    day: date
    spend: int | None
    conversions: int | None = None
    value: int | None = None
    currency: str = "KRW"


@dataclass(frozen=True, slots=True)
class Counted:
    """`agents.kit.measuring.port.Facts` over a list."""

    told: Sequence[Told] = ()
    counted: Sequence[TruthRow] = ()
    scope: Scope | None = None
    timezone: str = "Asia/Seoul"
    windows: Mapping[str, str] = field(default_factory=dict[str, str])
    until: time | None = None
    """The time of the last day at which it was read; None is the morning after."""

    async def query(self, query: Query) -> Measured:
        chosen = [one for one in self.told if self._asked(one, query)]
        days = [one.day for one in chosen]
        return Measured(
            query,
            tuple(self._row(one, max(days)) for one in chosen),
            self.scope,
            timezones=(self.timezone,) if chosen else (),
            first=min(days, default=None),
            last=max(days, default=None),
        )

    async def feeds(self) -> tuple[Feed, ...]:
        return tuple(self._feed(platform) for platform in sorted({one.platform for one in self.told}))

    async def truth(self, query: TruthQuery) -> tuple[TruthRow, ...]:
        found = (one for one in self.counted if query.system in (None, one.system))
        return tuple(one for one in found if set(one.key) == set(query.by))

    async def rate(self, base: str, quote: str, day: date) -> Rate | None:
        return None

    def _asked(self, one: Told, query: Query) -> bool:
        since, until = query.since or date.min, query.until or date.max
        platforms = query.where.get("platform", (one.platform,))
        return since <= one.day <= until and one.platform in platforms

    def _row(self, one: Told, last: date) -> FactRow:
        key: dict[Dimension, str] = {"day": one.day.isoformat(), "platform": one.platform}
        told: Mapping[Measure, int | None] = {
            "spend": one.spend, "spend_net": one.spend, "conversions": one.conversions,
            "conversions_value": one.value,
        }  # fmt: skip
        sums: dict[Measure, int | None] = {n: None if v is None else v * M for n, v in told.items()}
        known: dict[Measure, int] = {name: int(value is not None) for name, value in told.items()}
        return FactRow(key, {}, one.currency, one.currency, sums, 1, self._as_of(one.day, last), known=known)

    def _as_of(self, day: date, last: date) -> datetime:
        if self.until is not None and day == last:
            return datetime.combine(day, self.until, UTC) - timedelta(hours=9)
        return datetime.combine(day, time.min, UTC) + timedelta(days=1)

    def _feed(self, platform: str) -> Feed:
        days = [one.day for one in self.told if one.platform == platform]
        at = datetime.combine(max(days), time.min, UTC)
        scope = self.scope or Scope(OrgId("acme"))
        window = self.windows.get(platform, "")
        return Feed(
            platform, "1", platform, scope, "KRW", "KRW", self.timezone, window, False, ("account",), min(days),
            max(days), at, at, None,
        )  # fmt: skip


def each_day(platform: str, since: date, spends: Sequence[int | None], rate: float = 0.0) -> list[Told]:
    """A day for each spend; conversions are a part of it."""
    return [
        Told(platform, since + timedelta(days=n), one, None if one is None else round(one * rate))
        for n, one in enumerate(spends)
    ]
