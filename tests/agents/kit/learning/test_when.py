from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from agents.kit.learning.when import days

WEDNESDAY = date(2026, 3, 4)


@pytest.mark.parametrize(
    ("words", "name", "certain"),
    [
        ("next Tuesday", "2026-03-10", True),
        ("다음 주 화요일", "2026-03-10", True),
        ("this Friday", "2026-03-06", True),
        ("by Friday", "2026-03-06", False),
        ("담주 월요일", "2026-03-09", True),
        ("2026-05-01", "2026-05-01", True),
        ("May 3rd", "2026-05-03", True),
        ("the 19th of March", "2026-03-19", True),
        ("31 December 2026", "2026-12-31", True),
        ("4월 22일까지", "2026-04-22", True),
        ("내년 1월 5일", "2027-01-05", True),
        ("22일까지", "2026-03-22", False),
        ("2일까지", "2026-04-02", False),
        ("3/25", "2026-03-25", True),
        ("in Q3", "2026-Q3", True),
        ("Q1", "2026-Q1", True),
        ("4분기", "2026-Q4", True),
        ("내년 1분기", "2027-Q1", True),
        ("next month", "2026-04", True),
        ("다음 달", "2026-04", True),
        ("내년 3월", "2027-03", True),
        ("in June 2027", "2027-06", True),
        ("next spring", "2027-03-01/2027-05-31", False),
        ("내년 봄", "2027-03-01/2027-05-31", False),
        ("하반기", "2026-07-01/2026-12-31", True),
        ("tomorrow", "2026-03-05", True),
        ("모레", "2026-03-06", True),
        ("2027년", "2027", True),
        ("next year", "2027", True),
    ],
)
def test_days_are_counted_from_when_they_were_said(words: str, name: str, certain: bool) -> None:
    (found,) = days(words, WEDNESDAY)
    assert (found.name, found.period.certain) == (name, certain)


@pytest.mark.parametrize(
    "words", ["we march on", "it may be so", "2월 30일", "13월", "the 45th", "80%", "1/3 of sales"]
)
def test_what_is_no_day_is_left_alone(words: str) -> None:
    assert days(words, WEDNESDAY) == []


@given(
    st.dates(date(2000, 1, 1), date(2090, 12, 31)),
    st.sampled_from(["next spring", "다음 달", "winter 2030", "2월 29일", "Q4", "금요일"]),
)
def test_a_period_never_ends_before_it_begins(today: date, words: str) -> None:
    assert all(found.period.start <= found.period.end for found in days(words, today))


@given(st.dates(date(2000, 1, 1), date(2090, 12, 31)))
def test_a_weekday_is_ahead(today: date) -> None:
    (found,) = days("on Friday", today)
    assert 0 < (found.period.start - today).days <= 7
    assert found.period.start.weekday() == 4
