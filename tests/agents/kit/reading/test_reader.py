"""Plain language read without a model: one fact a clause, each a verbatim part of what was said."""

from decimal import Decimal
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from agents.kit.reading.quantities import read_quantities
from agents.kit.reading.reader import read
from agents.kit.reading.types import Source
from tests.agents.kit.reading.labelled import agreement, labelled

BRIEFS = Path(__file__).parents[3] / "data" / "briefs"
WORDS = st.sampled_from(
    [
        "매출",
        "80%",
        "이고",
        "그리고",
        "has",
        "never",
        "but",
        "cafe",
        "1억 2천만 원",
        "£400k",
        "。",
        ".",
        "\n",
        "- ",
        "#",
        "\t",
        "'",
        "🥐",
    ]
)


@given(st.one_of(st.text(max_size=300), st.lists(WORDS, max_size=60).map(" ".join)))
@settings(max_examples=150, deadline=None, derandomize=True)
def test_every_quote_stands_in_the_source_where_the_clause_says(text: str) -> None:
    for clause in read([Source("statement", "m", text)]).clauses:
        assert text[clause.start : clause.start + len(clause.quote)] == clause.quote
        assert clause.text.strip()


@pytest.mark.parametrize(
    ("text", "kind", "value", "unit"),
    [
        ("성장률 12%", "percent", "12", "%"),
        ("Eighty percent of sales", "percent", "80", "%"),
        ("fifteen percent", "percent", "15", "%"),
        ("one cafe takes half of it", "fraction", "0.5", ""),
        ("예산 1억 2천만 원", "money", "120000000", "KRW"),
        ("budget £400k", "money", "40000000", "GBP"),
        ("revenue $1.2m", "money", "120000000", "USD"),
        ("3,000만원", "money", "30000000", "KRW"),
        ("300 metres away", "distance", "300", "m"),
        ("300미터 거리", "distance", "300", "m"),
        ("매출의 7할", "fraction", "0.7", ""),
        ("타율은 3할 5푼", "fraction", "0.35", ""),
        ("1/3 of our price", "fraction", "0.3333333333333333333333333333", ""),
        ("€85.000 of stock", "money", "8500000", "EUR"),
        ("€1.250.000", "money", "125000000", "EUR"),
        ("£12.50", "money", "1250", "GBP"),
        ("€1.250m", "money", "125000000", "EUR"),
        ("불량률 120ppm", "count", "120", "ppm"),
        ("20년차 강사", "duration", "20", "year"),
    ],
)
def test_numbers_in_words(text: str, kind: str, value: str, unit: str) -> None:
    found = [one for one in read_quantities(text) if one.kind == kind]
    assert [(one.value, one.unit) for one in found][:1] in (
        [(Decimal(value), unit)],
        [(Decimal(value), found[0].unit if unit in {"", "%"} else unit)],
    )


@pytest.mark.parametrize("text", ["3할인", "3/4분기 실적", "24/7 support"])
def test_what_only_looks_like_a_fraction_is_none(text: str) -> None:
    assert [one for one in read_quantities(text) if one.share is not None] == []


@pytest.mark.parametrize("text", ["만 19세 이상", "만약 오른다면", "no numbers here"])
def test_what_only_looks_like_money_is_none(text: str) -> None:
    assert [one for one in read_quantities(text) if one.kind == "money"] == []


def test_a_bare_amount_is_asked_about() -> None:
    assert [one.doubt for one in read_quantities("광고비는 월 300", "KRW") if one.kind == "money"] == [
        "manwon"
    ]


def test_arithmetic_follows_from_the_words() -> None:
    text = (BRIEFS / "little-crumb.en.md").read_text("utf-8")
    found = {one.kind: one.expression for one in read([Source("document", "m", text)]).derivations}
    assert found == {"share_of_share": "15% x 1/2 = 7.5%", "remainder": "100% - (80% + 15%) = 5%"}


@pytest.mark.parametrize(
    ("text", "expression"),
    [
        ("Gas went from £1,900 to £3,400 a month.", "(3,400 - 1,900) / 1,900 = 78.9%"),
        ("ARR is £1.4m, up from £0.9m a year ago.", "(1,400,000 - 900,000) / 900,000 = 55.6%"),
        ("회원이 820명에서 640명으로 줄었습니다.", "(640 - 820) / 820 = -22%"),
        (
            "매출은 2023년 9억원에서 2024년 12억원으로 늘었습니다.",
            "(1,200,000,000 - 900,000,000) / 900,000,000 = 33.3%",
        ),
        ("ROAS는 작년 420%에서 260%로 떨어졌다.", "260% - 420% = -160%p"),
        ("Prices run from £20 to £35.", None),
    ],
)
def test_a_change_is_computed_where_something_went_from_one_figure_to_another(
    text: str, expression: str | None
) -> None:
    found = [one.expression for one in read([Source("document", "m", text)], "GBP").derivations]
    assert found == ([expression] if expression else [])


def test_of_a_long_text_the_beginning_is_read_and_what_was_left_is_said() -> None:
    text = "우리 매장은 두 곳이고 매출이 12% 늘었습니다. " * 100_000
    reading = read([Source("document", "m", text)])
    assert reading.unread
    assert reading.unread[0].total == len(text)


@pytest.mark.parametrize(
    ("written", "precision", "recall"),
    [
        ("tuning", 0.95, 0.95),
        ("second", 0.92, 0.92),
        ("third", 0.9, 0.88),
        ("fourth", 0.74, 0.6),
        ("fifth", 0.93, 0.87),
        ("sixth", 0.93, 0.83),
    ],
)
def test_placing_agrees_with_hand_labels(written: str, precision: float, recall: float) -> None:
    """Floors a little under what was measured. No rule was changed for the fourth set: it is the honest figure."""
    found = agreement([brief for brief in labelled(BRIEFS) if brief.set == written])
    assert found.precision >= precision
    assert found.recall >= recall


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("수업이 끝나고 들르는 카페 손님도 키트를 삽니다.", ["수업이 끝나고 들르는 카페 손님도 키트를 삼"]),
        (
            "아이를 유치원에 보내고 혼자 오는 엄마들이 단골입니다.",
            ["아이를 유치원에 보내고 혼자 오는 엄마들이 단골"],
        ),
        ("매출이 늘고 찾는 손님이 많습니다.", ["매출이 늚", "찾는 손님이 많음"]),
        ("배달 주문이 늘었고 포장하는 손님도 많습니다.", ["배달 주문이 늘었음", "포장하는 손님도 많음"]),
        ("주차가 편하고 늦게까지 여는 카페입니다.", ["주차가 편함", "늦게까지 여는 카페"]),
        ("우리는 빵을 굽고 남은 빵은 기부합니다.", ["우리는 빵을 구움", "남은 빵은 기부"]),
    ],
)
def test_what_leads_up_to_a_noun_stays_with_it_unless_it_says_something_by_itself(
    text: str, told: list[str]
) -> None:
    assert [one.text for one in read([Source("statement", "t", text)], "KRW").clauses] == told


@pytest.mark.parametrize(
    ("text", "told"),
    [
        (
            "Retention stands at 112% and support answers within 20 minutes.",
            ["Retention stands at 112%", "Support answers within 20 minutes"],
        ),
        (
            "Paid search brings most sign-ups and cost per click has doubled.",
            ["Paid search brings most sign-ups", "Cost per click has doubled"],
        ),
        ("She wants to bake bread and sell it.", ["She wants to bake bread and sell it"]),
        ("We bake bread and sell it in two shops.", ["We bake bread", "We sell it in two shops"]),
        (
            "We don't do delivery, never got round to a website, instagram has been quiet since May.",
            ["We don't do delivery", "We never got round to a website", "Instagram has been quiet since May"],
        ),
        (
            "Rent is up & a Dutch buyer has asked for prices.",
            ["Rent is up", "A Dutch buyer has asked for prices"],
        ),
        ("There's no click and collect.", ["There's no click and collect"]),
        ("Our R&D team has five people.", ["Our R&D team has five people"]),
        (
            "OUTSIDE: a chain opens next door; the city will add cycle lanes.",
            ["A chain opens next door", "The city will add cycle lanes"],
        ),
        ("월매출 4,200만원, 전년 대비 두 배", ["월매출 4,200만원, 전년 대비 두 배"]),
        (
            "부품 수요는 감소하는 추세이나, 배터리 견적 요청이 들어왔습니다.",
            ["부품 수요는 감소하는 추세", "배터리 견적 요청이 들어왔음"],
        ),
        (
            "강사가 인도에서 공부하고 온 베테랑이라 신뢰가 두텁습니다.",
            ["강사가 인도에서 공부하고 온 베테랑이라 신뢰가 두터움"],
        ),
        ("월세: 매출의 30%", ["월세: 매출의 30%"]),
    ],
)
def test_a_statement_is_what_was_said_of_one_thing(text: str, told: list[str]) -> None:
    assert [one.text for one in read([Source("statement", "t", text)], "KRW").clauses] == told


def test_a_label_says_where_its_line_belongs_and_is_no_part_of_it() -> None:
    text = "Weakness: slow replies. no parking\nThe square is quiet."
    told = read([Source("statement", "t", text)]).clauses
    assert [(one.text, one.section) for one in told] == [
        ("Slow replies", "W"),
        ("No parking", "W"),
        ("The square is quiet", ""),
    ]


def test_a_word_that_ends_like_a_subject_is_none() -> None:
    (one,) = read([Source("statement", "t", "성분을 내세운 저가 브랜드가 쏟아지고 있습니다.")], "KRW").clauses
    assert one.subject == "내세운 저가 브랜드"


def test_what_stands_in_brackets_hides_no_verb() -> None:
    (one,) = read([Source("statement", "t", "NHS contract (a quarter of income) ends in June.")]).clauses
    assert one.subject == "NHS contract"


def test_who_is_described_is_whom_a_joined_statement_is_about() -> None:
    (one,) = read(
        [Source("statement", "t", "수업이 끝나고 들르는 카페 손님도 키트를 삽니다.")], "KRW"
    ).clauses
    assert one.subject == "들르는 카페 손님"


@pytest.mark.parametrize(
    ("text", "tag"),
    [
        ("Our mechanics are trained on e-bikes, which nobody else in town does.", "unique_resource"),
        ("Commuters drop their bike off before work.", ""),
        ("A new apartment block of 800 homes opens across the street in May.", "local_growth"),
        ("온라인 스토어 재구매율은 8%입니다.", "repeat_rate"),
        ("재구매율이 62%입니다.", "recurring_customers"),
        ("고객사 이탈률은 월 1% 미만입니다.", "few_faults"),
        ("사고는 한 건도 없었습니다.", "few_faults"),
        ("We have never had a claim against our guarantee.", "few_faults"),
        ("불량률은 업계 평균의 절반 수준입니다.", "few_faults"),
        ("불량률은 업계 평균의 두 배입니다.", "complaint"),
        ("자사몰 비중이 높아 수수료 부담이 적습니다.", "owned_asset"),
        ("수수료 부담이 큽니다.", "cost_up"),
        ("숙련공 절반이 55세 이상입니다.", "staff_loss"),
        ("We are a brewery, 6 staff, turnover £640k last year (growth 12%).", "growth_own"),
        ("A new tax rule obliges another 900,000 sole traders to use software.", "regulation_support"),
        ("They're a third of our price.", "rival_strength"),
        ("ROAS가 420%에서 260%로 떨어졌습니다.", "decline_own"),
        ("Our weekday evenings are a write-off.", "quiet_time"),
        ("Clients are starting to do short clips in-house.", "substitute"),
        ("Market growth -2%", "falling_demand"),
        ("€85.000 of unsold stock from the 2022 season.", "unsold_stock"),
        ("세럼 한 제품이 매출의 80%를 차지합니다.", "concentration"),
        ("한 카페가 매출의 30%를 차지합니다.", "dependency"),
        ("시장은 마이너스 4% 성장했습니다.", "falling_demand"),
        ("작년 매출은 1억 원 늘어난 86억 원입니다.", "growth_own"),
        ("Our largest client is putting the account out to tender.", "customer_risk"),
        ("올리브영 입점 후 월 1.2만 개가 판매되고 있습니다.", "introduction"),
        ("Two supermarkets on our street have started doing bouquets.", "new_rival"),
        ("쿠팡 비중 72%", "dependency"),
        ("Gas went from £1,900 to £3,400 a month.", "cost_up"),
        ("PrepPal is an app for tutoring: 2,150 paying (£12.99 pm).", "channel"),
    ],
)
def test_what_places_a_clause(text: str, tag: str) -> None:
    (one,) = read([Source("statement", "t", text)], "KRW").clauses
    assert next(iter(one.tags), "") == tag
