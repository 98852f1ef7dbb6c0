"""What a window is held against, and how far one reaches that is still open."""

from datetime import date

import pytest

from agents.kit.analysing.inquiry import Inquiry, earlier, settled
from agents.kit.analysing.understanding import understand
from agents.kit.budgeting.window import Window

TODAY = date(2026, 11, 26)


def window(since: str, until: str) -> Window:
    return Window(date.fromisoformat(since), date.fromisoformat(until))


@pytest.mark.parametrize(
    ("now", "versus", "before"),
    [
        (("2026-11-16", "2026-11-22"), "previous", ("2026-11-09", "2026-11-15")),
        (("2026-11-24", "2026-11-24"), "previous", ("2026-11-17", "2026-11-17")),
        (("2026-11-23", "2026-11-25"), "previous", ("2026-11-16", "2026-11-18")),
        (("2026-10-01", "2026-10-31"), "previous", ("2026-09-01", "2026-09-30")),
        (("2026-11-01", "2026-11-25"), "previous", ("2026-10-01", "2026-10-25")),
        (("2026-03-01", "2026-03-30"), "previous", ("2026-02-01", "2026-02-28")),
        (("2026-07-01", "2026-09-30"), "previous", ("2026-04-01", "2026-06-30")),
        (("2026-11-16", "2026-11-22"), "year", ("2025-11-17", "2025-11-23")),
        (("2024-02-01", "2024-02-29"), "year", ("2023-02-01", "2023-02-28")),
    ],
)
def test_like_is_held_against_like(now: tuple[str, str], versus: str, before: tuple[str, str]) -> None:
    kind = "year" if versus == "year" else "previous"
    assert earlier(window(*now), kind) == window(*before)


def test_an_open_window_ends_with_the_figures() -> None:
    asked = settled(understand("이번 달 매출 전월 대비", TODAY), TODAY, date(2026, 11, 24))
    assert asked.window == window("2026-11-01", "2026-11-24")
    assert asked.before == window("2026-10-01", "2026-10-24")


def test_without_days_the_last_seven_that_have_figures_are_taken() -> None:
    assert settled(Inquiry(), TODAY, date(2026, 11, 20)).window == window("2026-11-14", "2026-11-20")


def test_a_tuesday_asked_about_on_a_tuesday_is_the_last_one() -> None:
    assert understand("clicks on Tuesday", date(2026, 11, 24)).window == window("2026-11-17", "2026-11-17")
