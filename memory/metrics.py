"""The values of what was measured: facts of platforms, what is asked of them, and what is answered.

Money is in micros (millionths of a currency's unit), conversions are in millionths of one, since platforms split them.
What is not known is None, never 0.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from typing import Literal, get_args

from memory.hashing import content_hash
from memory.measures import MEASURES as MEASURES
from memory.measures import Measure as Measure
from memory.types import InputUsed, Scope

MICROS = 1_000_000

Grain = Literal["account", "campaign", "ad_group", "ad", "keyword"]
GRAINS: tuple[Grain, ...] = get_args(Grain)
"""The finest last."""
Dimension = Literal["day", "week", "month", "platform", "account", "campaign", "ad_group", "ad", "keyword"]
TIMES: tuple[Dimension, ...] = ("day", "week", "month")
"""A week is named by its Monday, a month by its first day."""
IN_CURRENCY: tuple[Measure, ...] = ("spend", "spend_net", "billed_spend")
IN_VALUE_CURRENCY: tuple[Measure, ...] = ("spend_local", "conversions_value")
MONEY: tuple[Measure, ...] = (*IN_CURRENCY, *IN_VALUE_CURRENCY)
MILLIONTHS: tuple[Measure, ...] = (*MONEY, "conversions")
"""The others are whole numbers."""

ANALYTICS = ("ga4",)
"""Platforms that measure a site: what they count is no platform's claim, and their rows have no spend."""

Flag = str
"""`currency_unknown`, `timezone_unknown`, `provisional`, `partial` (some facts lack the measure), `sampled`,
`thresholded`, `vat_unknown`, `id_from_name`, `no_rate` (left in its own currency), `summed_up` (from a finer level),
`several_places` (an account's facts lie at several places below)."""


@dataclass(frozen=True, slots=True)
class Query:
    """What is asked. Rows are always apart by currency: a sum over currencies is never made in passing."""

    since: date | None = None
    until: date | None = None
    """Both inclusive, in the account's timezone; None is as far as there are facts."""
    by: tuple[Dimension, ...] = ()
    level: Grain = "account"
    """Facts of this level are read; sums of ads fall short of their campaign's. Where a platform has none at this
    level, those of the next finer one are summed up, and flagged."""
    where: Mapping[Dimension, tuple[str, ...]] = field(default_factory=dict["Dimension", "tuple[str, ...]"])
    """Platform, account, campaign, ...: ids or names, of which one must be it (names in any case)."""
    currency: str = ""
    """"" is native; a code converts each day's sums by the rate of that day."""

    def as_json(self) -> dict[str, object]:
        return {
            "since": self.since.isoformat() if self.since else None,
            "until": self.until.isoformat() if self.until else None,
            "by": list(self.by),
            "level": self.level,
            "where": {name: list(values) for name, values in self.where.items()},
            "currency": self.currency,
        }

    @property
    def id(self) -> str:
        """One short word for the question: the same question has the same."""
        return f"q{content_hash(self.as_json())[:12]}"


@dataclass(frozen=True, slots=True)
class FactRow:
    """The sums of the facts that share a key."""

    key: Mapping[Dimension, str]
    """Dimension -> id; times as ISO dates."""
    names: Mapping[Dimension, str]
    """Dimension -> the name of that id, where one is known."""
    currency: str
    """"" where nobody said it."""
    value_currency: str
    sums: Mapping[Measure, int | None]
    facts: int
    """How many facts were summed."""
    as_of: datetime
    """The oldest moment for which the platform vouched for one of them."""
    flags: frozenset[Flag] = frozenset()
    known: Mapping[Measure, int] = field(default_factory=dict["Measure", int])
    """How many of the facts have the measure; fewer than `facts` means that the sum is a part."""

    def ratio(self, over: Measure, under: Measure) -> float | None:
        """A ratio of the sums; None where a part is not known, the lower one is 0, or the currencies differ."""
        upper, lower = self.sums.get(over), self.sums.get(under)
        if upper is None or not lower or not self._alike(over, under):
            return None
        return (upper / _one(over)) / (lower / _one(under))

    def _alike(self, over: Measure, under: Measure) -> bool:
        return len({self._currency_of(over), self._currency_of(under)} - {None}) < 2

    def _currency_of(self, measure: Measure) -> str | None:
        if measure in IN_CURRENCY:
            return self.currency
        return self.value_currency if measure in IN_VALUE_CURRENCY else None


@dataclass(frozen=True, slots=True)
class Measured:
    """The answer to a query, with all that has to be said beside its numbers."""

    query: Query
    rows: tuple[FactRow, ...]
    scope: Scope | None
    """Whose facts these are: the place's own and those below it or, where it has none, the nearest place above."""
    levels: Mapping[str, Grain] = field(default_factory=dict[str, "Grain"])
    """Platform -> the level whose facts were summed."""
    timezones: tuple[str, ...] = ()
    """Of the accounts; "" for one that is not known."""
    first: date | None = None
    last: date | None = None
    """The first and the last day that have facts in the window."""
    as_of: datetime | None = None
    fetched_at: datetime | None = None
    """When the youngest of them was fetched or imported."""
    missing_rates: tuple[tuple[str, date], ...] = ()
    """Currency and day for which no rate was imported; these rows are left in their own currency."""

    @property
    def flags(self) -> frozenset[Flag]:
        return frozenset[Flag]().union(*(row.flags for row in self.rows))

    @property
    def currencies(self) -> tuple[str, ...]:
        return tuple(sorted({row.currency for row in self.rows if row.sums.get("spend") is not None}))

    @property
    def content_hash(self) -> str:
        """Changes with every number that was answered."""
        return content_hash([[*row.key.values(), row.currency, *row.sums.values()] for row in self.rows])

    def used(self) -> InputUsed:
        """For `inputs_used` of an output that rests on this answer."""
        return InputUsed("metric", self.query.id, self.content_hash)


@dataclass(frozen=True, slots=True)
class Feed:
    """What one account's facts are like: how fresh, in which currency and time."""

    platform: str
    account: str
    name: str
    scope: Scope
    currency: str
    value_currency: str
    timezone: str
    attribution: str
    """What the platform counts as a conversion's window and model, as it was exported; "" where not said."""
    vat_included: bool | None
    grains: tuple[Grain, ...]
    first: date
    last: date
    as_of: datetime
    fetched_at: datetime
    provisional_from: date | None
    """The first day that the platform may still restate; None where all are final."""
    flags: frozenset[Flag] = frozenset()


TruthSource = Literal["cafe24", "smartstore", "orders", "ga4", "crm", "manual"]
TruthDimension = Literal["day", "week", "month", "source", "medium", "campaign", "event", "order"]


@dataclass(frozen=True, slots=True)
class TruthQuery:
    """What is asked of the truth: orders and key events as shop, analytics, CRM or people count them."""

    since: date | None = None
    until: date | None = None
    by: tuple[TruthDimension, ...] = ()
    system: TruthSource | None = None
    """Which system counts; None keeps several apart, they are never summed."""
    events: tuple[str, ...] = ()
    """Such as `purchase`; empty is all, and then `event` should be among `by`."""


@dataclass(frozen=True, slots=True)
class TruthRow:
    system: TruthSource
    key: Mapping[TruthDimension, str]
    currency: str
    count: int | None
    """Conversions in millionths of one, cancelled ones not counted."""
    value: int | None
    """Micros, refunds not yet taken off."""
    refunds: int | None
    entries: int


@dataclass(frozen=True, slots=True)
class Rate:
    """What one unit of `base` was worth in `quote` on a day, in billionths of a thousandth (1e-12)."""

    base: str
    quote: str
    day: date
    rate: int
    source: str = ""


def beginning(of: str, day: date) -> date:
    """The first day of a day's `week` or `month`; the day itself of anything else."""
    if of == "week":
        return day - timedelta(days=day.weekday())
    return day.replace(day=1) if of == "month" else day


def _one(measure: Measure) -> int:
    return MICROS if measure in MILLIONTHS else 1


def known_sum(values: Iterable[int | None]) -> int | None:
    """The sum of what is known; None where nothing is."""
    known = [value for value in values if value is not None]
    return sum(known) if known else None
