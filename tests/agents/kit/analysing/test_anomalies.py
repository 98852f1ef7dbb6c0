"""Days against the same weekdays before them; with too few of those nothing is said."""

from datetime import date, timedelta

import pytest

from agents.kit.analysing.anomalies import expected, judge
from agents.kit.analysing.chance import of_counts, of_rates
from agents.kit.budgeting.window import Window
from config.analysing import limits

LAST = date(2026, 11, 25)
WEEK = Window(LAST - timedelta(days=6), LAST)


def series(weeks: int = 9) -> dict[date, float | None]:
    """Weekends are three times as strong, and every week differs a little."""
    days = (LAST - timedelta(days=back) for back in range(7 * weeks))
    return {day: (300.0 if day.weekday() > 4 else 100.0) + day.toordinal() // 7 % 5 for day in days}


def test_a_spike_is_found_and_a_weekend_is_none() -> None:
    told = series() | {LAST: 250.0}
    (odd,) = judge(told, WEEK, limits().anomaly).found
    assert odd.day == LAST
    assert odd.expected == pytest.approx(102, abs=2)


def test_a_day_of_0_is_found_and_one_without_a_value_says_nothing() -> None:
    assert [one.value for one in judge(series() | {LAST: 0.0}, WEEK, limits().anomaly).found] == [0.0]
    unknown = judge(series() | {LAST: None}, WEEK, limits().anomaly)
    assert (unknown.found, unknown.days) == ((), 6)


def test_too_little_history_is_said() -> None:
    told = judge(series(3), WEEK, limits().anomaly)
    assert (told.unjudged, told.most) == (7, 2)
    assert expected(series(3), WEEK, limits().anomaly) is None
    assert expected(series(), WEEK, limits().anomaly) == pytest.approx(5 * 102 + 2 * 302, rel=0.02)


def test_chance() -> None:
    assert of_counts(5, 6, (7, 7)) is None
    assert (of_counts(100, 100, (7, 7)) or 0) == pytest.approx(1)
    assert (of_counts(100, 50, (7, 7)) or 1) < 0.001
    assert (of_counts(100, 50, (14, 7)) or 0) == pytest.approx(1)
    assert (of_rates((50, 1000), (80, 1000)) or 1) == pytest.approx(0.0065, abs=0.001)
    assert of_rates((5, 10), (3, 0)) is None
