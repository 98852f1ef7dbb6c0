"""Rows of measures made into a load: one series for each key, one fact for each of its days."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

import polars as pl

from memory.loading import Fact, Load, Series, Total
from memory.measures import MEASURES, SERIES_KEY, SERIES_NAMES

_PIECE = 20_000
TEXTS = (*SERIES_KEY, *SERIES_NAMES, "currency", "value_currency", "timezone", "attribution", "flags")
_APART = (*SERIES_KEY, "currency", "value_currency", "timezone")
"""What tells series apart."""


@dataclass(frozen=True, slots=True)
class Facts:
    """The facts of a frame, in pieces, as often as they are gone through."""

    frame: pl.DataFrame

    def __iter__(self) -> Iterator[Sequence[Fact]]:
        for piece in self.frame.iter_slices(_PIECE):
            yield [
                Fact(series, day, tuple(measures), _events(events), final)
                for series, day, final, events, *measures in piece.iter_rows()
            ]


@dataclass(frozen=True, slots=True)
class Nature:
    """What is true of all rows of a frame."""

    feed: str
    restates_days: int
    vat_included: bool | None
    as_of: datetime
    fetched_at: datetime


def complete(frame: pl.DataFrame) -> pl.DataFrame:
    """The frame with every text ('' where nothing is said) and every measure (null where it has none)."""
    texts = [
        (pl.col(name).cast(pl.String).fill_null("") if name in frame.columns else pl.lit("")).alias(name)
        for name in TEXTS
    ]
    numbers = [
        (pl.col(name).cast(pl.Int64) if name in frame.columns else pl.lit(None, pl.Int64)).alias(name)
        for name in MEASURES
    ]
    events = [] if "events" in frame.columns else [pl.lit(None).alias("events")]
    return frame.with_columns(*texts, *numbers, *events)


def load(frame: pl.DataFrame, nature: Nature) -> Load:
    """A complete frame with `day` as a load. Rows of the same key and day are summed; nothing known stays nothing."""
    days = frame.group_by(*_APART, "day").agg(
        *(pl.col(name).max() for name in TEXTS if name not in _APART),
        *(_summed(name) for name in MEASURES),
        pl.col("events").drop_nulls().first(),
    )
    keys = days.group_by(_APART).agg(pl.col(n).max() for n in TEXTS if n not in _APART).sort(_APART)
    numbered = keys.with_row_index("series")
    final = pl.col("day") < (nature.as_of - timedelta(days=nature.restates_days)).date()
    joined = days.join(numbered.select("series", *_APART), on=_APART, nulls_equal=True)
    facts = joined.select("series", "day", final.alias("final"), "events", *MEASURES).sort("series", "day")
    series = [
        Series(**row, feed=nature.feed, vat_included=nature.vat_included)
        for row in numbered.select(TEXTS).iter_rows(named=True)
    ]
    return Load(series, Facts(facts), facts.height, nature.as_of, nature.fetched_at)


def totals(frame: pl.DataFrame) -> list[Total]:
    """Sums by platform, level and currency."""
    told = ("spend", "impressions", "clicks", "conversions", "conversions_value")
    groups = frame.group_by("platform", "grain", "currency").agg(
        pl.col("day").min().alias("since"),
        pl.col("day").max().alias("until"),
        pl.len().alias("facts"),
        *(_summed(name) for name in told),
    )
    return [Total(**row) for row in groups.sort("platform", "grain", "currency").iter_rows(named=True)]


def _summed(name: str) -> pl.Expr:
    return pl.when(pl.col(name).count() > 0).then(pl.col(name).sum()).alias(name)


def _events(told: Any) -> tuple[Any, ...] | None:
    return tuple(told) if told else None
