"""Which words ask for a report, and of which days, in both languages."""

from datetime import date

import pytest

from agents.kit.budgeting.window import Window
from agents.kit.reporting.wish import ReportWish, understand, wants_report

TODAY = date(2026, 11, 27)
WEEK = Window(date(2026, 11, 16), date(2026, 11, 22))
SEPTEMBER = Window(date(2026, 9, 1), date(2026, 9, 30))
OCTOBER = Window(date(2026, 10, 1), date(2026, 10, 31))


@pytest.mark.parametrize(
    ("text", "wish"),
    [
        ("report", ReportWish("weekly", WEEK)),
        ("report weekly as pptx", ReportWish("weekly", WEEK, ("pptx",))),
        ("월간 리포트 만들어줘", ReportWish("monthly", OCTOBER)),
        ("weekly report for the client as PPTX", ReportWish("weekly", WEEK, ("pptx",), client=True)),
        ("주간 보고서 광고주용 엑셀로 뽑아줘", ReportWish("weekly", WEEK, ("xlsx",), client=True)),
        ("make the monthly report", ReportWish("monthly", OCTOBER)),
        ("report last 7 days", ReportWish("days", Window(date(2026, 11, 20), date(2026, 11, 26)))),
        ("리포트 지난 7일", ReportWish("days", Window(date(2026, 11, 20), date(2026, 11, 26)))),
        ("report for September as pdf and word", ReportWish("monthly", SEPTEMBER, ("docx", "pdf"))),
        ("9월 리포트 작성해줘", ReportWish("monthly", SEPTEMBER)),
        ("지난주 성과 보고서 준비해줘", ReportWish("weekly", WEEK)),
        ("report last month", ReportWish("monthly", OCTOBER)),
    ],
)  # fmt: skip
def test_the_days_the_files_and_the_reader_are_read(text: str, wish: ReportWish) -> None:
    assert wants_report(text)
    assert understand(text, TODAY) == wish


@pytest.mark.parametrize(
    "text",
    [
        "report on the instagram ads",
        "why does the report say 12?",
        "Meta reported 90 orders",
        "메타 주간 리포트 보여줘",
        "키워드 보고서 업로드할게",
        "how did last week go?",
        "지난주 성과 어때?",
        "리포트가 왜 이렇게 늦어?",
    ],
)
def test_other_words_ask_for_none(text: str) -> None:
    assert not wants_report(text)
