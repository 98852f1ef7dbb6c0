"""What makes a quick win, as data: rules with their triggers, what they may bring. Validated when loaded."""

from collections.abc import Mapping
from datetime import date
from functools import cache
from typing import Annotated, Any, Literal

from pydantic import Field, model_validator

from config.catalogue import Bilingual
from config.data import Data
from config.tables import read_table

Level = Literal["account", "campaign", "ad_group", "ad", "keyword"]
Counted = Literal["spend", "impressions", "clicks", "sessions", "conversions", "conversions_value"]
Area = Literal["ads", "tracking", "landing", "content", "email", "retention", "seo"]
AREAS: tuple[Area, ...] = ("ads", "tracking", "landing", "content", "email", "retention", "seo")
Kind = Literal["compare", "winner", "weekday", "unknown", "sessions", "orders", "absent", "told"]
Against = Literal["others", "before"]
Brings = Literal["saved", "gained", "none"]
File = Literal["ads", "keywords", "ad_rows", "site", "orders"]


class Benchmark(Data):
    """A limit that somebody published."""

    above: float
    unit: str
    source: str
    url: str
    read: date


class Rule(Data):
    """When something is worth doing, and what it is.

    Its ratio is `over` / `under`, of which more is better. It fires where the ratio is at most `factor` times what is
    expected (of a winner: at least), and at least `expected` of `over` would have been expected. `saved` is in units
    of `under`, `gained` in those of `over`; `recovers` is the part of the gap that is taken to be won back.
    """

    area: Area
    kind: Kind
    title: Bilingual
    step: Bilingual
    minutes: int
    ease: Annotated[int, Field(ge=1, le=10)]
    confidence: Annotated[int, Field(ge=1, le=10)]
    impact: Annotated[int, Field(ge=1, le=10)] = 5
    """What stands in for the impact where none can be computed."""
    check_after_days: int = 14
    needs: list[File] = []
    level: Level = "account"
    over: Counted = "conversions"
    under: Counted | Literal["days"] = "spend"
    against: Against = "others"
    factor: float = 0.0
    expected: float = 0.0
    share: float = 1.0
    """Of a winner: the largest part of the platform's spending that it may have."""
    days: int = 28
    before: int = 56
    brings: Brings = "none"
    recovers: Annotated[tuple[float, float], Field(strict=False)] = (0.3, 0.7)
    medium: list[str] = []
    says_en: str = ""
    says_ko: str = ""
    benchmark: Benchmark | None = None

    @model_validator(mode="after")
    def whole(self) -> "Rule":
        if self.kind == "told" and not (self.says_en and self.says_ko):
            raise ValueError("a told rule has its words in both languages")
        if not 0 <= self.recovers[0] <= self.recovers[1] <= 1:
            raise ValueError("a part is recovered, from less to more")
        return self


class Limits(Data):
    """What holds for all rules."""

    old_days: int
    """Figures whose last day is longer ago are too old to act on."""
    period_days: int
    """The days that an impact is told for."""
    points_per_impact: float
    """Part of the platform's spending, or of its results, that is one point of impact."""
    due_days: int
    move: float
    """Part of a winner's own spending that is moved to it."""
    prior: int
    """Wins with a ratio of 1 that a calibration starts from."""
    most_ratio: float
    shown: int
    most: int
    """Wins of one rule at a time; the others are counted."""
    quickest: int
    """Ease from which a ranked idea counts as quick."""


class Library(Data):
    limits: Limits
    rules: dict[str, Rule]


@cache
def library() -> Library:
    """Every rule by its id."""
    rules: dict[str, Any] = {}
    for name in ("measured", "told"):
        rules |= read_table("winning", f"{name}.toml")["rules"]
    return Library.model_validate({"limits": read_table("winning", "limits.toml")["limits"], "rules": rules})


@cache
def wishes() -> Mapping[str, Mapping[str, str]]:
    """What somebody wants of a win, by the words that say so."""
    return read_table("winning", "wishes.toml")
