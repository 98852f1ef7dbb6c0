"""The values of an import: what is measured, what of each day, and what could not be taken."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from memory.measures import SERIES_KEY
from memory.metrics import Rate


@dataclass(frozen=True, slots=True)
class Series:
    """One thing that is measured; refs are the platform's ids, '' where there is none at its level."""

    platform: str
    grain: str
    account_ref: str = ""
    campaign_ref: str = ""
    ad_group_ref: str = ""
    ad_ref: str = ""
    keyword_ref: str = ""
    account_name: str = ""
    campaign_name: str = ""
    ad_group_name: str = ""
    ad_name: str = ""
    keyword_name: str = ""
    currency: str = ""
    value_currency: str = ""
    timezone: str = ""
    attribution: str = ""
    feed: str = ""
    flags: str = ""
    vat_included: bool | None = None

    @property
    def key(self) -> tuple[str, ...]:
        return tuple(getattr(self, name) for name in SERIES_KEY)


@dataclass(frozen=True, slots=True)
class Fact:
    """A day of a series: measures in the order of `memory.measures.MEASURES`, money and conversions in micros."""

    series: int
    """Which of the load's series."""
    day: date
    measures: tuple[int | None, ...]
    events: tuple[Mapping[str, Any], ...] | None = None
    """`{event, count, value, window, model}`, counts and values in micros."""
    final: bool = False
    flags: str = ""


@dataclass(frozen=True, slots=True)
class Load:
    """Facts of one kind; each key stands in it once, and facts come by series."""

    series: Sequence[Series]
    facts: Iterable[Sequence[Fact]]
    """In pieces of some ten thousand; it can be gone through more than once."""
    count: int
    as_of: datetime
    fetched_at: datetime


@dataclass(frozen=True, slots=True)
class Counted:
    """One order, or what was counted of one day and source together; money and counts in micros."""

    system: str
    event: str
    ref: str
    day: date
    currency: str = ""
    timezone: str = ""
    source: str = ""
    medium: str = ""
    campaign: str = ""
    count: int | None = None
    value: int | None = None
    refunds: int | None = None
    state: str = ""
    """Such as `cancelled`, as the shop says it; a cancelled order counts 0."""

    @property
    def key(self) -> tuple[str, str, str]:
        return (self.system, self.event, self.ref)


@dataclass(slots=True)
class Kept:
    """What became of an import's rows."""

    imported: int = 0
    updated: int = 0
    skipped: int = 0

    def add(self, other: "Kept") -> None:
        self.imported += other.imported
        self.updated += other.updated
        self.skipped += other.skipped


@dataclass(frozen=True, slots=True)
class Turned:
    """A row that was not taken; `line` counts from 1 in its file, `reason` is a key of config/words/importing.toml."""

    file: str
    line: int
    reason: str
    value: str = ""


@dataclass(frozen=True, slots=True)
class Total:
    """What a load sums up to in one currency, for the eye before it is let in."""

    platform: str
    grain: str
    currency: str
    since: date
    until: date
    facts: int
    spend: int | None = None
    impressions: int | None = None
    clicks: int | None = None
    conversions: int | None = None
    conversions_value: int | None = None


@dataclass(frozen=True, slots=True)
class Source:
    """A file, and what it was taken for."""

    name: str
    kind: str
    rows: int


@dataclass(frozen=True, slots=True)
class Reading:
    """All that was found in some files."""

    loads: tuple[Load, ...] = ()
    truth: tuple[Counted, ...] = ()
    rates: tuple[Rate, ...] = ()
    turned: tuple[Turned, ...] = ()
    totals: tuple[Total, ...] = ()
    sources: tuple[Source, ...] = ()
    sample: tuple[Mapping[str, str], ...] = ()
    """The first rows, as they were understood."""

    @property
    def count(self) -> int:
        return sum(load.count for load in self.loads) + len(self.truth) + len(self.rates)


@dataclass(frozen=True, slots=True)
class Wish:
    """How files are to be read."""

    platform: str = "auto"
    currency: str = ""
    """What a file that says no currency is in; "" leaves it unknown."""
    timezone: str = ""
    columns: Mapping[str, str] | None = None
    """Field -> header, for a file that no header map knows."""


ALL_EVENTS = "key_event"
"""The event of an export that counts all key events together and names none."""


def source_ref(day: date, source: str, medium: str, campaign: str) -> str:
    """The `ref` of what was counted of one day and source together: the same, whichever way it came."""
    return "|".join((day.isoformat(), source, medium, campaign))
