"""Goals that name a time, in both languages, and what only sounds like one."""

import pytest

from agents.kit.planning.aims import aims
from agents.kit.planning.values import stated


@pytest.mark.parametrize(
    ("said", "found"),
    [
        ("Goal: 300 leads a month.", [("conversions", "300 leads a month", 300, "", "month")]),
        ("목표는 월 매출 5천만 원입니다", [("revenue", "월 매출 5천만 원", 50_000_000, "KRW", "month")]),
        (
            "목표: 주간 문의 40건, 월 매출 5천만 원",
            [
                ("conversions", "주간 문의 40건", 40, "", "week"),
                ("revenue", "월 매출 5천만 원", 50_000_000, "KRW", "month"),
            ],
        ),
        (
            "월 매출 5천만 원과 한 달에 문의 300건이 목표입니다",
            [
                ("revenue", "월 매출 5천만 원", 50_000_000, "KRW", "month"),
                ("conversions", "한 달에 문의 300건", 300, "", "month"),
            ],
        ),
        (
            "Our goals are 1,200 orders per quarter and 5,000 visits a week",
            [
                ("conversions", "1,200 orders per quarter", 1200, "", "quarter"),
                ("sessions", "5,000 visits a week", 5000, "", "week"),
            ],
        ),
        ("Goal: £40,000 revenue a month", [("revenue", "£40,000 revenue a month", 40_000, "GBP", "month")]),
        ("goal: ¥900,000 revenue a month", [("revenue", "¥900,000 revenue a month", 900_000, "JPY", "month")]),
        ("목표: 월 전환 400건, 광고비 월 300만 원", [("conversions", "월 전환 400건", 400, "", "month")]),
    ],
)  # fmt: skip
def test_a_metric_an_amount_and_a_time(said: str, found: list[tuple[str, str, int, str, str]]) -> None:
    told = aims([(said, stated("t1", said))], "KRW")
    assert [(one.metric, one.name, one.value, one.unit, one.per) for one in told] == found


@pytest.mark.parametrize(
    "said",
    [
        "KPI: ROAS 4",
        "목표 CPA 12,000원",
        "goal: 300 leads",
        "Our goal is more regulars; monthly revenue is 50 million won now",
        "지난달 문의는 월 40건이었고 목표는 더 많은 단골입니다",
        "goal: 300 won a month of leads",
    ],
)
def test_what_names_no_metric_amount_and_time_is_none(said: str) -> None:
    assert aims([(said, stated("t1", said))], "KRW") == ()


def test_who_is_heard_first_counts() -> None:
    told = [
        (said, stated(said, said))
        for said in ("goal: 40 leads a week", "goal: 30 leads a week", "goal: 9 leads a day")
    ]
    assert [(one.value, one.per) for one in aims(told, "KRW")] == [(40, "week"), (9, "day")]
