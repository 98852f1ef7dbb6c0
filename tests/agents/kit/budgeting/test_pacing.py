"""Pacing, by hand and for any budget: the days add up, the bands are where they are said to be."""

from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from agents.kit.budgeting.allowances import Excess, excesses, swing
from agents.kit.budgeting.pacing import Pace, pace
from agents.kit.budgeting.schedule import FLAT, Flight, Weekdays, learn, schedule
from agents.kit.budgeting.signals import Watched, signals
from agents.kit.budgeting.spending import Spending
from config.budgeting import pacing as limits

WON = 1_000_000
SEOUL = ZoneInfo("Asia/Seoul")
FIRST = date(2026, 11, 1)
NOVEMBER = schedule([Flight(FIRST, date(2026, 11, 30), 3_000_000 * WON)])


def spent(*won: int | None, since: date = FIRST, at: str = "") -> Spending:
    """Won of each day from `since` on; `at` is the time of the last one, the end of it where not said."""
    days = {since + timedelta(days=n): None if one is None else one * WON for n, one in enumerate(won)}
    last = since + timedelta(days=len(won) - 1)
    hour, _, minute = at.partition(":")
    passed = timedelta(hours=int(hour), minutes=int(minute)) if at else timedelta(days=1)
    return Spending(days, datetime.combine(last, time.min, SEOUL) + passed)


def told(spending: Spending | None, *, paused: bool = False) -> Pace:
    return pace(NOVEMBER, spending, limits(), "KRW", paused)


def test_ten_days_of_thirty_by_hand() -> None:
    found = told(spent(*[90_000] * 10))
    assert found.spent == 900_000 * WON
    assert found.expected == 1_000_000 * WON
    assert found.elapsed == pytest.approx(1 / 3)
    assert found.index == pytest.approx(0.9)
    assert found.projected == 2_700_000 * WON
    assert found.recent == 2_700_000 * WON
    assert (found.run_rate, found.recent_rate) == (90_000 * WON, 90_000 * WON)
    assert found.needed_rate == 105_000 * WON
    assert (found.band, found.why, found.days_left) == ("on", "", 20.0)


def test_the_afternoon_counts_for_a_part_of_the_day() -> None:
    found = told(spent(*[100_000] * 9, 60_000, at="14:24"))
    assert found.expected == 960_000 * WON
    assert found.index == pytest.approx(1.0)
    assert found.days_left == pytest.approx(20.4)


@pytest.mark.parametrize(
    ("daily", "band"), [(84_000, "under"), (86_000, "on"), (114_000, "on"), (116_000, "over")]
)
def test_the_bands_are_at_85_and_115(daily: int, band: str) -> None:
    assert told(spent(*[daily] * 10)).band == band


def test_a_small_gap_is_no_gap() -> None:
    small = schedule([Flight(FIRST, date(2026, 11, 30), 90_000 * WON)])
    quiet = pace(small, spent(*[2_100] * 10), limits(), "KRW")
    assert (quiet.index, quiet.band) == (pytest.approx(0.7), "on")
    assert pace(small, spent(*[1_900] * 10), limits(), "KRW").band == "under"


def test_the_first_day_is_unknown_and_a_paused_budget_has_no_band() -> None:
    assert (told(spent(500_000)).band, told(spent(500_000)).why) == ("unknown", "first_day")
    assert (told(spent(90_000, 90_000), paused=True).band) == "none"
    assert (told(None).band, told(None).why, told(None).spent) == ("unknown", "no_data", None)
    before = spent(1, since=FIRST - timedelta(days=3))
    assert (told(before).why, told(before).index) == ("not_started", None)


def test_a_day_that_is_not_known_is_no_day_without_spending() -> None:
    unknown, nothing = told(spent(100_000, None, 100_000)), told(spent(100_000, 0, 100_000))
    assert unknown.index == pytest.approx(1.0)
    assert unknown.unknown == (FIRST + timedelta(days=1),)
    assert unknown.recent == 3_000_000 * WON
    assert nothing.index == pytest.approx(2 / 3)
    assert nothing.unknown == ()


def test_two_run_rates_tell_a_change() -> None:
    found = told(spent(*[100_000] * 7, *[200_000] * 3))
    assert (found.run_rate, found.recent_rate) == (130_000 * WON, 200_000 * WON)
    assert found.projected == 3_900_000 * WON
    assert found.recent == (1_300_000 + 20 * 200_000) * WON
    assert found.runs_out == date(2026, 11, 19)


def test_flights_expect_nothing_between_them() -> None:
    plan = schedule(
        [
            Flight(FIRST, date(2026, 11, 5), 500_000 * WON),
            Flight(date(2026, 11, 21), date(2026, 11, 30), 100_000 * WON),
        ]
    )
    found = pace(plan, spent(*[100_000] * 5, *[0] * 5), limits(), "KRW")
    assert found.index == pytest.approx(1.0)
    assert found.elapsed == pytest.approx(5 / 6)
    assert found.days_left == 10


def test_weights_are_learnt_from_four_whole_weeks_and_else_there_are_none() -> None:
    monday = date(2026, 9, 28)
    shape = (10, 10, 10, 10, 20, 5, 5)
    history = {monday + timedelta(days=n): shape[n % 7] * WON for n in range(28)}
    assert learn(history, FIRST, 4) == (1_000_000,) * 4 + (2_000_000, 500_000, 500_000)
    assert learn({**history, monday: None}, FIRST, 4) is None
    assert learn(history, FIRST, 5) is None


@given(
    st.integers(0, 10**13),
    st.integers(1, 70),
    st.lists(st.integers(0, 3_000_000), min_size=7, max_size=7),
)
@settings(max_examples=80)
def test_the_days_come_to_what_is_planned(planned: int, length: int, weights: list[int]) -> None:
    mon, tue, wed, thu, fri, sat, sun = weights
    week: Weekdays = (mon, tue, wed, thu, fri, sat, sun)
    plan = schedule([Flight(FIRST, FIRST + timedelta(days=length - 1), planned)], week)
    assert plan.planned == planned
    assert len(plan.days) == length
    assert plan.by(plan.ends, 1.0) == planned
    along = [plan.by(day, 0.0) for day in sorted(plan.days)]
    assert along == sorted(along)


@given(
    st.lists(st.none() | st.integers(0, 400_000), min_size=2, max_size=30),
    st.integers(1, 10_000_000),
)
@settings(max_examples=80)
def test_any_pace_keeps_its_promises(won: list[int | None], planned: int) -> None:
    plan = schedule([Flight(FIRST, date(2026, 11, 30), planned * WON)])
    found = pace(plan, spent(*won), limits(), "KRW")
    assert 0 <= found.elapsed <= 1
    if all(one is None for one in won):
        assert (found.spent, found.index, found.projected, found.band) == (None, None, None, "unknown")
        return
    assert found.spent == sum(one or 0 for one in won) * WON
    assert found.index is not None
    assert found.projected == round(planned * WON * found.index)
    assert len(found.unknown) == won.count(None)
    if found.band == "under":
        assert found.index < 0.85
    if found.band == "over":
        assert found.index > 1.15


def test_platforms_may_pass_a_daily_budget_by_their_own_rules() -> None:
    daily, allowed = 100_000 * WON, limits().allowances
    sunday = date(2026, 11, 1)

    def passed(platform: str, *won: int) -> list[tuple[str, date]]:
        days = {sunday + timedelta(days=n): one * WON for n, one in enumerate(won)}
        return [(one.span, one.day) for one in excesses(platform, daily, days, allowed.get(platform))]

    assert passed("google_ads", 199_000, 200_000) == []
    assert passed("google_ads", 201_000) == [("day", sunday)]
    assert passed("meta", 175_000, *[87_500] * 6) == []
    assert passed("meta", 176_000) == [("day", sunday)]
    assert passed("meta", *[101_000] * 7) == [("week", sunday)]
    assert passed("linkedin", 150_000) == []
    assert passed("linkedin", 151_000) == [("day", sunday)]
    assert passed("naver_searchad", 999_000) == []
    assert swing({"google_ads": daily, "linkedin": daily, "elsewhere": daily}, allowed) == 150_000 * WON


def heard(
    spending: Spending, *, paused: bool = False, swings: int = 0, over: tuple[Excess, ...] = ()
) -> list[str]:
    watched = Watched(NOVEMBER, spending, told(spending, paused=paused), swings, over)
    found = signals(watched, limits(), spending.as_of + timedelta(hours=1))
    return [f"{one.kind}:{one.band}" for one in found]


def test_six_signals_and_no_alarm_on_plan() -> None:
    assert heard(spent(*[100_000] * 10)) == []
    assert heard(spent(*[75_000] * 10)) == ["pace:under"]
    assert "pace:over" in heard(spent(*[130_000] * 10))
    assert "runs_out:over" in heard(spent(*[130_000] * 10))
    assert heard(spent(*[85_000] * 7, *[140_000] * 3)) == ["runs_out:over", "drift:over"]
    assert heard(spent(*[50_000] * 25)) == ["pace:under", "unreachable:under"]
    assert "silent:under" in heard(spent(*[100_000] * 9, 0))
    excess = Excess("meta", "day", FIRST, 200_000 * WON, 175_000 * WON)
    assert heard(spent(*[100_000] * 10), over=(excess,)) == ["excess:over"]
    assert heard(spent(*[10_000] * 10), paused=True) == []


def test_a_platforms_own_freedom_rings_no_bell() -> None:
    twice = spent(100_000, 190_000)
    assert told(twice).band == "over"
    assert "pace:over" in heard(twice)
    assert "pace:over" not in heard(twice, swings=100_000 * WON)


def test_old_figures_are_said_to_be_old() -> None:
    old = spent(*[100_000] * 10)
    watched = Watched(NOVEMBER, old, told(old))
    late = signals(watched, limits(), old.as_of + timedelta(hours=49))
    assert [one.kind for one in late] == ["silent"]


def test_flat_weights_are_a_week() -> None:
    assert sum(FLAT) == 7_000_000
