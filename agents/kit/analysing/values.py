"""Sums of facts and the metrics made of them: ratios come out of sums, a division by 0 has no value, null is not 0."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Self

from agents.kit.measuring.spending import net_of, spend_of
from config.analysing import Metric, catalogue
from memory.metrics import ANALYTICS, IN_CURRENCY, MICROS, FactRow, Measure, known_sum
from memory.types import Json

Value = int | float | None
SUMS: tuple[Measure, ...] = (
    "spend", "impressions", "clicks", "sessions", "conversions", "conversions_value",
)  # fmt: skip
MEASURES: dict[str, Measure] = {name: name for name in SUMS}
KEPT = 400
"""Rows that are kept with an output, of many days the last."""
_OF_VALUE = ("revenue",)
_OF_CURRENCY = ("spend",)


@dataclass(frozen=True, slots=True)
class Sums:
    """Money and conversions in millionths, the others whole; None where nothing is known."""

    of: Mapping[Measure, int | None]
    currency: str = ""
    value_currency: str = ""
    claimants: frozenset[str] = frozenset()
    """The platforms whose own counts of conversions are among these."""
    partial: frozenset[Measure] = frozenset()
    """What only a part of those that were added knows: no ratio is made of it."""
    flags: frozenset[str] = frozenset()

    def __add__(self, other: Self) -> "Sums":
        partial: set[Measure] = {name for name in SUMS if (self.of[name] is None) != (other.of[name] is None)}
        return Sums(
            {name: known_sum((self.of[name], other.of[name])) for name in SUMS},
            self.currency,
            self.value_currency,
            self.claimants | other.claimants,
            frozenset(self.partial | other.partial | partial),
            self.flags | other.flags,
        )

    def value(self, metric: str) -> Value:
        """A metric: money in micros, conversions in millionths, shares and times as they are."""
        told = catalogue()[metric]
        if told.claim and len(self.claimants) > 1:
            return None
        if told.kind == "sum":
            return self.of[_measure(told)]
        return self._ratio(told)

    def _ratio(self, told: Metric) -> Value:
        over, under = _measure(catalogue()[told.over]), _measure(catalogue()[told.under])
        upper, lower = self.of[over], self.of[under]
        if upper is None or not lower or {over, under} & self.partial or not self._alike(told):
            return None
        exact = upper * told.times * _one(under) / lower
        return round(exact) if told.unit == "money" else exact / _one(over)

    def _alike(self, told: Metric) -> bool:
        """Whether both parts are in one currency, where both are money."""
        both = told.over in _OF_VALUE and told.under in _OF_CURRENCY
        return not both or self.currency == self.value_currency

    def currency_of(self, metric: str) -> str:
        """ "" for what is no money."""
        return _currency(metric, self.currency, self.value_currency)


def knows(sums: Sums, metrics: Iterable[str]) -> bool:
    """Whether anything is known of what these metrics are made of."""
    told = catalogue()
    parts = {name for metric in metrics for name in (metric, told[metric].over, told[metric].under)}
    return any(
        sums.of[_measure(told[name])] is not None
        for name in parts
        if name in told and told[name].kind == "sum"
    )


def row_currency(row: Json, metric: str) -> str:
    """The same of a row in an output's body."""
    return _currency(metric, str(row["currency"]), str(row["value_currency"]))


def _currency(metric: str, currency: str, value_currency: str) -> str:
    told = catalogue()[metric]
    if told.unit != "money":
        return ""
    return currency if told.over in IN_CURRENCY else value_currency


def _measure(told: Metric) -> Measure:
    return MEASURES[told.over]


def _one(measure: Measure) -> int:
    """Units in one of a measure, as facts hold it."""
    return MICROS if measure in ("spend", "conversions", "conversions_value") else 1


def touches_money(metrics: Iterable[str]) -> bool:
    told = catalogue()
    names = [(name, told[name].over, told[name].under) for name in metrics]
    return any(told[name].unit == "money" for parts in names for name in parts if name in told)


def of_row(row: FactRow, *, site: bool = False) -> Sums:
    """A row's sums: spend without VAT where that is known of all of it. Of what a site's analytics count only
    its visits are taken, unless it is the site that is asked about."""
    platform = row.key.get("platform", "")
    known: dict[Measure, int | None] = {name: row.sums.get(name) for name in SUMS}
    known["spend"] = spend_of(row)
    if platform in ANALYTICS and not site:
        known = {name: value if name == "sessions" else None for name, value in known.items()}
    claims = known["conversions"] is not None or known["conversions_value"] is not None
    currency = row.currency if known["spend"] is not None else ""
    value_currency = row.value_currency if known["conversions_value"] is not None else ""
    flags = row.flags | ({"gross"} if net_of(row) is None and known["spend"] is not None else set[str]())
    return Sums(
        known,
        currency or value_currency,
        value_currency or currency,
        frozenset({platform} if claims and platform else ()),
        flags=frozenset(flags),
    )
