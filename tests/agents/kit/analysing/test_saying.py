"""Days in words: no period leaves open of which year it is."""

from datetime import date

import pytest

from agents.kit.analysing.saying import days
from agents.kit.budgeting.envelope import said_span
from agents.kit.budgeting.window import Window
from config.errors import Locale

FEBRUARY = Window(date(2021, 2, 1), date(2021, 2, 28))
TURN = Window(date(2025, 12, 29), date(2026, 1, 4))


@pytest.mark.parametrize(
    ("window", "locale", "said"),
    [
        (FEBRUARY, "ko", "2021년 2월 1일–28일"),
        (FEBRUARY, "en", "1–28 Feb 2021"),
        (Window(date(2021, 2, 3), date(2021, 2, 3)), "ko", "2021년 2월 3일(수)"),
        (Window(date(2021, 2, 3), date(2021, 2, 3)), "en", "Wed 3 Feb 2021"),
        (TURN, "ko", "2025년 12월 29일 – 2026년 1월 4일"),
        (TURN, "en", "29 Dec 2025 – 4 Jan 2026"),
        (Window(date(2026, 11, 16), date(2026, 11, 22)), "ko", "11월 16일–22일"),
        (Window(date(2026, 11, 16), date(2026, 11, 22)), "en", "16–22 Nov"),
    ],
)
def test_days_of_another_year_say_it(window: Window, locale: Locale, said: str) -> None:
    assert days(window, locale, 2026) == said


@pytest.mark.parametrize(
    ("window", "locale", "said"),
    [
        (FEBRUARY, "ko", "2021년 2월 1일 – 2월 28일"),
        (FEBRUARY, "en", "1 Feb – 28 Feb 2021"),
        (TURN, "ko", "2025년 12월 29일 – 2026년 1월 4일"),
        (TURN, "en", "29 Dec 2025 – 4 Jan 2026"),
    ],
)
def test_the_days_of_an_answer_that_is_kept_always_say_it(window: Window, locale: Locale, said: str) -> None:
    assert said_span(window.since, window.until, locale) == said
