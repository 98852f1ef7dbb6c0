"""Rates: of a day, of the days before it, the other way round, and over a third currency."""

from datetime import date, timedelta
from fractions import Fraction

from hypothesis import given, settings
from hypothesis import strategies as st

from memory.exchange import ONE, Rates
from memory.metrics import Rate

DAY = date(2026, 11, 2)


def rate(base: str, quote: str, worth: int, day: date = DAY) -> Rate:
    return Rate(base, quote, day, worth * ONE)


def test_a_rate_holds_for_a_week_and_no_longer() -> None:
    rates = Rates([rate("USD", "KRW", 1400)])
    found = rates.of("USD", "KRW", DAY + timedelta(7))
    assert found is not None
    assert (found.rate, found.day) == (1400, DAY)
    assert rates.of("USD", "KRW", DAY + timedelta(8)) is None
    assert rates.of("USD", "KRW", DAY - timedelta(1)) is None


def test_the_last_rate_before_a_day_holds() -> None:
    rates = Rates([rate("USD", "KRW", 1400), rate("USD", "KRW", 1500, DAY + timedelta(2))])
    assert [found.rate for n in (1, 2, 3) if (found := rates.of("USD", "KRW", DAY + timedelta(n)))] == [
        1400,
        1500,
        1500,
    ]


def test_over_a_third_currency() -> None:
    rates = Rates([rate("USD", "KRW", 1400), rate("EUR", "USD", 2)])
    found = rates.of("EUR", "KRW", DAY)
    assert found is not None
    assert found.rate == 2800
    assert rates.of("EUR", "JPY", DAY) is None
    assert rates.of("", "KRW", DAY) is None


@settings(max_examples=50, deadline=None)
@given(st.integers(1, 10**18))
def test_there_and_back_is_what_it_was(worth: int) -> None:
    rates = Rates([Rate("USD", "KRW", DAY, worth)])
    there, back = rates.of("USD", "KRW", DAY), rates.of("KRW", "USD", DAY)
    assert there is not None
    assert back is not None
    assert there.rate * back.rate == Fraction(1)
