"""Working days: neither a weekend nor a public holiday of the country."""

from collections.abc import Container
from datetime import date
from functools import cache

from config.reporting import country_of_zone

_SATURDAY = 5


def works(country: str, day: date) -> bool:
    """Whether people work there on that day; without a country only weekends are off."""
    if day.weekday() >= _SATURDAY:
        return False
    return not country or day not in _off(country, day.year)


def country_of(zone: str) -> str:
    """The country whose holidays are kept in a time zone; "" where several may be."""
    return country_of_zone().get(zone, "")


def known(country: str) -> bool:
    """Whether holidays of this country are known."""
    import holidays  # noqa: PLC0415 - schedules alone need it

    return country in holidays.list_supported_countries()


@cache
def _off(country: str, year: int) -> Container[date]:
    import holidays  # noqa: PLC0415 - schedules alone need it

    return frozenset(holidays.country_holidays(country, years=year))
