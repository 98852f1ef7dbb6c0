"""How numbers are asked for and judged, as data: the metric catalogue, the words, the days, the limits."""

import re
from collections.abc import Mapping
from functools import cache
from typing import Annotated, Any, Literal

from pydantic import Field

from config.catalogue import Bilingual
from config.data import Data
from config.patterns import regex
from config.tables import read_table

Unit = Literal["money", "count", "percent", "times"]
Good = Literal["up", "down", ""]
_FLAGS = re.IGNORECASE | re.VERBOSE


class Metric(Data):
    """One definition of one metric."""

    kind: Literal["sum", "ratio"]
    over: str
    """A measure of the facts; of a ratio a metric that is a sum."""
    under: str = ""
    times: int = 1
    unit: Unit
    good: Good = ""
    claim: bool = False
    """Whether platforms count it for themselves, so that it has no sum over platforms."""
    site: bool = False
    """Whether it is a site's analytics that count it, and no ad platform."""
    name: Bilingual
    means: Bilingual
    words: list[str]


class Anomaly(Data):
    weeks: int
    least: int
    score: float
    least_change: float
    floor: float
    days: int
    source: str


class Limits(Data):
    default_days: int
    weeks: int
    rows: int
    least_events: int
    alpha: float
    least_change: float
    source: str
    anomaly: Anomaly


class Versus(Data):
    """A comparison with another time, named without dates."""

    kind: Annotated[Literal["year", "previous"], Field()]
    pattern: str
    unit: str


@cache
def catalogue() -> Mapping[str, Metric]:
    """Every metric by its id, in the order of the catalogue."""
    return {name: Metric.model_validate(one) for name, one in _read("metrics").items()}


@cache
def limits() -> Limits:
    return Limits.model_validate(_read("limits"))


@cache
def metric_words() -> tuple[tuple[str, re.Pattern[str]], ...]:
    """Each metric's id with a pattern of its words."""
    return tuple((name, regex("|".join(one.words), re.IGNORECASE)) for name, one in catalogue().items())


@cache
def verbs() -> Mapping[str, str]:
    """What each word of a command means."""
    return {word: verb for verb, words in _read("words")["verbs"].items() for word in words}


@cache
def patterns(part: str) -> Mapping[str, re.Pattern[str]]:
    """The patterns of a table of words.toml, in its order."""
    return {name: regex(one, _FLAGS) for name, one in _read("words")[part].items()}


@cache
def dimensions(form: Literal["by", "noun"]) -> Mapping[str, re.Pattern[str]]:
    """Dimension -> the words that name it, outright or as a mere noun."""
    told = _read("words")["dimensions"]
    return {name: regex(one[form], _FLAGS) for name, one in told.items() if form in one}


@cache
def versus() -> tuple[tuple[Versus, re.Pattern[str]], ...]:
    told = [Versus.model_validate(one) for one in _read("words")["versus"]]
    return tuple((one, regex(one.pattern, _FLAGS)) for one in told)


@cache
def aim_metrics() -> tuple[tuple[str, re.Pattern[str]], ...]:
    """Further words by which plans name a metric."""
    return tuple((name, regex(one, re.IGNORECASE)) for name, one in _read("words")["aims"].items())


@cache
def goal_metrics() -> Mapping[str, str]:
    """The metric that measures a plan's KPI."""
    return dict(_read("words")["goals"])


@cache
def ranks() -> tuple[tuple[str, re.Pattern[str]], ...]:
    return tuple((one["by"], regex(one["pattern"], _FLAGS)) for one in _read("words")["rank"])


def day_rules() -> tuple[Mapping[str, str], ...]:
    """The rules of days.toml, in their order."""
    return tuple(_read("days")["day"])


@cache
def _read(name: str) -> dict[str, Any]:
    return read_table("analysing", f"{name}.toml")
