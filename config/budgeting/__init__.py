"""How budgets are judged, as data: bands, allowances, minimums, models. Validated when loaded."""

import re
from collections.abc import Mapping
from datetime import date
from functools import cache
from typing import Annotated, Any

from pydantic import Field

from config.catalogue import Bilingual
from config.data import Data
from config.errors import Locale
from config.patterns import regex
from config.tables import read_table


class Attribution(Data):
    """The parameters of the path models, and how large a file they take."""

    position: Annotated[tuple[float, float, float], Field(strict=False)]
    """First touch, all between, last touch; together 1."""
    half_life: float
    """Touches before the last after which a touch counts half."""
    most_channels: int
    """Of the chain, whose matrix has the square of it."""
    most_bytes: int
    header: dict[str, list[str]]
    """The columns by what they are called, in small letters."""


class Allowance(Data):
    """What a platform may do by itself with a daily budget."""

    day: float
    """The most of one day, as a multiple of the daily budget."""
    week: float | None = None
    """The most of a calendar week, Sunday to Saturday, as a multiple of the daily budget."""
    source: str
    read: date


class Pacing(Data):
    """When spending is off its plan, and when that is worth a word."""

    under: float
    over: float
    least_share: float
    """Of what is planned: the smallest gap that is a gap."""
    least: dict[str, int]
    """The smallest gap by currency, in minor units."""
    least_other: int
    history_weeks: int
    """Whole weeks of own history from which weekday weights are learnt."""
    recent_days: int
    drift: float
    """How far the recent run rate may be from the one so far, as a share of it."""
    reach: float
    """What a day may need at most, as a multiple of the best day so far."""
    stale_hours: int
    allowances: dict[str, Allowance]

    def least_gap(self, currency: str, planned: int) -> int:
        """Minor units below which a gap is none."""
        return max(self.least.get(currency, self.least_other), round(planned * self.least_share))


class Forecast(Data):
    weeks: int
    """Same weekdays that a day is forecast from."""
    origins: int
    """Starts of the back-test, at the least."""
    shortest: int
    """Days ahead that the back-test covers, at the least."""
    coverage: float
    """Of the interval."""
    source: str


class Reallocation(Data):
    step: float
    """The most that a budget changes in a week, as a share of it."""
    least_conversions: int
    """Of a channel within the days that are looked at."""
    least_weeks: int
    days: int
    least_variation: float
    """Standard deviation of a channel's weekly spend over its mean, below which its response cannot be seen."""
    elasticity: Annotated[tuple[float, float], Field(strict=False)]
    """The bounds within which a response is concave and is taken for one."""
    source: str


@cache
def attribution() -> Attribution:
    return Attribution.model_validate(_read("attribution"))


@cache
def pacing() -> Pacing:
    return Pacing.model_validate(_read("pacing"))


@cache
def forecast() -> Forecast:
    return Forecast.model_validate(_read("forecast"))


@cache
def reallocation() -> Reallocation:
    return Reallocation.model_validate(_read("reallocation"))


def _read(name: str) -> dict[str, Any]:
    return read_table("budgeting", f"{name}.toml")


class Named(Data):
    """A platform, or a system that counts sales, by the words that people have for it."""

    name: Bilingual
    words: list[str]
    sources: list[str] = Field(default_factory=list)


class Names(Data):
    platforms: dict[str, Named]
    systems: dict[str, Named]
    paid: list[str]
    """Mediums of a site's analytics that are paid for."""


@cache
def names() -> Names:
    return Names.model_validate(_read("platforms"))


def platform_name(platform: str, locale: Locale) -> str:
    """What a platform is called; its id where nobody named it."""
    found = names().platforms.get(platform) or names().systems.get(platform)
    return found.name.say(locale) if found else platform


@cache
def wish_words(part: str) -> Mapping[str, re.Pattern[str]]:
    """The patterns of a part of wishes.toml, in its order."""
    return {name: regex(one, re.IGNORECASE | re.VERBOSE) for name, one in _read("wishes")[part].items()}


@cache
def wish_verbs() -> Mapping[str, str]:
    """What each word of a command means."""
    return {word: verb for verb, words in _read("wishes")["verbs"].items() for word in words}
