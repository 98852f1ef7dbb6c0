"""Papers for tests: with Hangul, a wide table, what a spreadsheet would run, and a picture."""

from dataclasses import replace
from datetime import UTC, datetime

from adapters.charts import paint
from agents.types import Bullets, Grid, Paragraph, Section, Table
from bot.documents.paper import Paper, Picture, readable
from config.errors import Locale

FORMULA = '=HYPERLINK("http://a.example","열기")'
CHART = Grid("SWOT", "강점 하나와 약점 하나", (("강점", ("국산 밀",)), ("약점", ("온라인 주문 없음",))))
WIDE = Table(
    ("", "구분", "내용", "영향", "강도", "점수", "구간", "시기"),
    tuple(
        (f"S{n}", "강점", f"국산 밀로 만든 빵 {n}", "3*", "4", "1,200", "중간", "지금") for n in range(1, 41)
    ),
)
SECTIONS = (
    Section("SWOT", (WIDE, Paragraph("* 가정입니다."))),
    Section("할 일/다음: [이번 주]", (Table(("할 일", "분"), (("조건 묻기", "30"), (FORMULA, "-2.5"))),)),
    Section("메모", (Bullets(("첫째 & 둘째 <셋째>", "#let x = 1 $ * _")),)),
)


def paper(locale: Locale = "ko") -> Paper:
    """As a paper of an output is made: readable, with its picture drawn."""
    return readable(
        Paper(
            title="SWOT 분석: 리틀크럼 › 봄" if locale == "ko" else "SWOT: Little Crumb › Spring",
            trail="리틀크럼 › 봄 캠페인 › 전략 에이전트",
            facts=(("작성일", "2026-06-02 14:30 KST"), ("버전", "v3"), ("상태", "초안")),
            lines=("핵심: 매출의 80%가 오전 손님에게서 나옴", "First: ask the food hall\x0b\x00"),
            sections=SECTIONS,
            pictures=(Picture(CHART.alt, paint(CHART)),),
            locale=locale,
            made=datetime(2026, 6, 2, 5, 30, tzinfo=UTC),
            mark="내부용",
        )
    )


def unpainted() -> Paper:
    return replace(paper(), pictures=(Picture(CHART.alt),))
