"""Forecasts say what they were wrong by before, and say nothing out of too little."""

from datetime import date, timedelta

from hypothesis import given, settings
from hypothesis import strategies as st

from agents.kit.budgeting.forecast import Outlook, TooShort, forecast
from config.budgeting import forecast as limits

START = date(2026, 8, 3)


def days(values: list[int | None]) -> dict[date, int | None]:
    return {START + timedelta(days=n): value for n, value in enumerate(values)}


def ahead(values: list[int | None], count: int) -> Outlook | TooShort:
    since = START + timedelta(days=len(values))
    return forecast(days(values), since, since + timedelta(days=count - 1), limits())


def test_a_steady_week_goes_on_and_is_right() -> None:
    week: list[int | None] = [100, 100, 100, 100, 200, 50, 50]
    found = ahead(week * 10, 14)
    assert isinstance(found, Outlook)
    assert (found.total, found.low, found.high, found.error) == (1400, 1400, 1400, 0.0)
    assert found.tested == 14
    assert found.origins >= limits().origins


def test_one_odd_day_moves_the_median_little() -> None:
    week: list[int | None] = [100] * 7
    odd: list[int | None] = [*week * 9, 9000, *week[1:], *week, *week]
    found = ahead(odd, 7)
    assert isinstance(found, Outlook)
    assert found.method == "weekday_median"
    assert found.total == 700
    assert found.error < found.other_error


def test_too_little_past_says_how_much_it_takes() -> None:
    found = ahead([100] * 20, 7)
    assert found == TooShort(20, limits().weeks * 7 + limits().shortest + limits().origins - 1)
    assert isinstance(ahead([100, None, None, None] * 15, 7), TooShort)
    assert isinstance(ahead([], 7), TooShort)


def test_unknown_days_are_left_out_and_not_taken_for_nothing() -> None:
    values: list[int | None] = [100] * 70
    values[60] = None
    found = ahead(values, 7)
    assert isinstance(found, Outlook)
    assert found.total == 700


@given(st.lists(st.integers(0, 10**12), min_size=45, max_size=70), st.integers(1, 40))
@settings(max_examples=25, deadline=None)
def test_the_interval_is_an_interval(values: list[int], count: int) -> None:
    found = ahead(list(values), count)
    assert isinstance(found, Outlook)
    assert 0 <= found.low <= found.high
    assert found.tested <= count
    assert found.error >= 0
