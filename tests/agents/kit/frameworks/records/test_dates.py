"""Dates in words."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from agents.kit.frameworks.records.dates import date_in, dates


@pytest.mark.parametrize(
    ("said", "day"),
    [
        ("2027-06-30", "2027-06-30"),
        ("2027.6.30까지", "2027-06-30"),
        ("2027년 6월 30일까지", "2027-06-30"),
        ("2027년 6월 말", "2027-06-30"),
        ("2028년 2월", "2028-02-29"),
        ("2027년 3분기", "2027-09-30"),
        ("2027년 말", "2027-12-31"),
        ("by 30 June 2027", "2027-06-30"),
        ("June 30th, 2027", "2027-06-30"),
        ("end of June 2027", "2027-06-30"),
        ("Q4 2027", "2027-12-31"),
        ("2027-Q1", "2027-03-31"),
        ("the end of 2027", "2027-12-31"),
        ("30 February 2027", None),
        ("in 2027", None),
        ("tomorrow", None),
    ],
)
def test_a_day(said: str, day: str | None) -> None:
    assert date_in(said) == day


@given(st.dates(date(2000, 1, 1), date(2099, 12, 31)))
def test_every_day_however_it_is_written(day: date) -> None:
    forms = (
        day.isoformat(),
        f"{day.year}년 {day.month}월 {day.day}일",
        f"{day.year}. {day.month}. {day.day}",
        f"{day.day} {day:%B} {day.year}",
        f"{day:%b} {day.day}, {day.year}",
    )
    assert {date_in(f"due {form} at last") for form in forms} == {day.isoformat()}


def test_dates_do_not_overlap() -> None:
    assert [found[2] for found in dates("from 1 May 2027 to 2027-06-30")] == ["2027-05-01", "2027-06-30"]
