"""Days of a plan: holidays with their substitutes, avoided or used, and phases that leave no day out."""

from datetime import date, timedelta

from hypothesis import given
from hypothesis import strategies as st

from agents.kit.planning.dates import holidays_in, phases, weeks
from agents.kit.planning.values import ASSUMED, Frame
from config.planning import planning

SEOUL = Frame(date(2027, 2, 1), date(2027, 3, 14), ASSUMED, "Asia/Seoul", "KR")
days = st.dates(date(2026, 1, 1), date(2028, 12, 31))


def appearing(tactic: str, frame: Frame = SEOUL) -> list[date]:
    off = holidays_in(frame, "ko")
    made = weeks(frame, [("R1", planning().tactics[tactic])], off)
    return [one.day for week in made for one in week.appearances]


def test_korean_new_year_with_its_substitute_day() -> None:
    named = {one.day: one.name for one in holidays_in(SEOUL, "ko")}
    assert named[date(2027, 2, 7)] == "설날"
    assert "대체" in named[date(2027, 2, 9)]
    english = {one.day: one.name for one in holidays_in(SEOUL, "en")}
    assert english[date(2027, 2, 7)] == "Korean New Year"


def test_letters_avoid_a_holiday_and_shops_use_it() -> None:
    assert planning().tactics["newsletter"].weekday == 2
    avoiding = Frame(date(2027, 2, 8), date(2027, 2, 14), ASSUMED, "Asia/Seoul", "KR")
    assert appearing("newsletter", avoiding) == [date(2027, 2, 10)]
    off = holidays_in(SEOUL, "en")
    shown = weeks(SEOUL, [("R1", planning().tactics["daangn_business"])], off)
    used = [one for week in shown for one in week.appearances if one.used]
    assert used[0].day == date(2027, 2, 2)
    assert used[0].holiday == "The day preceding Korean New Year"


def test_rhythms() -> None:
    assert len(appearing("naver_place")) == 6
    assert appearing("newsletter") == [date(2027, 2, 2), date(2027, 2, 16), date(2027, 3, 2)]
    assert appearing("store_window") == [date(2027, 2, 1), date(2027, 3, 1)]
    assert appearing("google_search") == [date(2027, 2, 1)]


def test_a_place_without_a_country_has_no_holidays() -> None:
    assert holidays_in(Frame(date(2027, 1, 1), date(2027, 12, 31), ASSUMED, "UTC", ""), "en") == ()


@given(days, st.integers(0, 400))
def test_weeks_and_phases_cover_every_day_once(starts: date, more: int) -> None:
    frame = Frame(starts, starts + timedelta(days=more), ASSUMED, "Asia/Seoul", "")
    made = weeks(frame, [], ())
    covered = [
        one.starts + timedelta(days=at) for one in made for at in range((one.ends - one.starts).days + 1)
    ]
    assert covered == [starts + timedelta(days=at) for at in range(more + 1)]
    staged = phases(frame)
    assert (staged[0].starts, staged[-1].ends) == (frame.starts, frame.ends)
    assert [one.depends_on for one in staged] == ["", "prepare", "test"]
