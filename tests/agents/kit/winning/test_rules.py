"""Rules fire at their border and not beside it; what is not known fires nothing; sums are exact."""

from datetime import date
from fractions import Fraction

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from agents.kit.budgeting.window import Window
from agents.kit.winning.figures import Board, Figures, Thing, spans
from agents.kit.winning.judging import Fired, fired, largest
from agents.kit.winning.result import achieved, baseline
from agents.kit.winning.sizing import calibration, impact, points, ranked
from agents.kit.winning.told import Source, said
from agents.kit.winning.wish import Wish, understand
from config.winning import AREAS, library
from memory.metrics import MICROS
from memory.types import InputUsed

RULES, LIMITS = library().rules, library().limits
UNTIL = date(2026, 11, 26)
EVERYTHING = frozenset({"ads", "keywords", "ad_rows", "site", "orders"})


def thing(name: str, spend: int | None, conversions: int | None, currency: str = "KRW", **more: int) -> Thing:
    """Spend in won, conversions in ones."""
    micros = {"spend": spend, "conversions": conversions}
    sums = {key: None if value is None else value * MICROS for key, value in micros.items()}
    return Thing("google_ads", name, name, currency, currency, sums | more)


def seen(rule: str, now: list[Thing], before: list[Thing] | None = None) -> tuple[Fired, ...]:
    recent, then = spans(RULES[rule], UNTIL)
    source = RULES[rule].level if RULES[rule].kind in ("compare", "winner", "unknown") else "orders"
    boards = {
        (source, recent): Board(recent, tuple(now), "q1"),
        (source, then): Board(then, tuple(before or ()), "q2"),
    }
    return fired([(rule, RULES[rule])], Figures(UNTIL, UNTIL, EVERYTHING, boards), LIMITS)


def waste(spend: int) -> tuple[Fired, ...]:
    """A keyword without conversions beside one whose conversion costs 10,000 won."""
    return seen("keyword_waste", [thing("cakes", 100_000, 10), thing("bread", spend, 0)])


def test_waste_fires_from_two_expected_conversions_on() -> None:
    assert [one.thing.name for one in waste(20_000)] == ["bread"]
    assert waste(19_999) == ()
    assert seen("keyword_waste", [thing("cakes", 100_000, 10), thing("bread", 20_000, 1)]) == ()


@pytest.mark.parametrize(
    "other",
    [thing("bread", 50_000, None), thing("bread", None, 0), thing("bread", 50_000, 0, "USD")],
    ids=["conversions unknown", "spend unknown", "another currency"],
)
def test_what_is_not_known_and_what_cannot_be_compared_fires_nothing(other: Thing) -> None:
    assert seen("keyword_waste", [thing("cakes", 100_000, 10), other]) == ()


def test_a_campaign_is_dear_up_to_its_factor() -> None:
    cheap = thing("old", 1_000_000, 100)
    assert len(seen("campaign_cost", [cheap, thing("new", 1_000_000, 60)])) == 1
    assert seen("campaign_cost", [cheap, thing("new", 1_000_000, 61)]) == ()


def test_a_winner_is_one_from_its_factor_and_below_its_share() -> None:
    rest = thing("rest", 1_000_000, 100)
    assert [one.thing.name for one in seen("campaign_winner", [rest, thing("gem", 100_000, 15)])] == ["gem"]
    assert seen("campaign_winner", [rest, thing("gem", 100_000, 14)]) == ()
    assert seen("campaign_winner", [rest, thing("gem", 1_000_001, 200)]) == ()


def test_against_its_own_days_before() -> None:
    before = [thing("shop", 1, 80, clicks=8000)]
    fell = [thing("shop", 1, 28, clicks=4000)]
    (one,) = seen("landing_fell", fell, before)
    assert one.gap == 12 * MICROS
    assert seen("landing_fell", [thing("shop", 1, 29, clicks=4000)], before) == ()
    assert seen("landing_fell", fell, []) == ()


def test_conversions_that_nobody_reports_are_no_zero() -> None:
    assert len(seen("conversions_unknown", [thing("", 50_000, None)])) == 1
    assert seen("conversions_unknown", [thing("", 50_000, 0)]) == ()


@pytest.mark.parametrize(("orders", "count"), [(28 * 7, 1), (28 * 7 + 1, 0)])
def test_orders_by_e_mail_beside_their_own_weeks(orders: int, count: int) -> None:
    before, now = thing("email", None, 560), thing("email", None, orders)
    assert len(seen("email_fell", [now, thing("cpc", None, 5)], [before])) == count


def test_no_order_from_e_mail_needs_media_and_enough_orders() -> None:
    assert len(seen("email_absent", [thing("cpc", None, 20)])) == 1
    assert seen("email_absent", [thing("cpc", None, 19)]) == ()
    assert seen("email_absent", [thing("", None, 50)]) == ()


@settings(max_examples=60)
@given(spend=st.integers(20_000, 10**9), days=st.sampled_from([LIMITS.period_days]))
def test_a_range_lies_within_its_gap_to_the_won(spend: int, days: int) -> None:
    (one,) = waste(spend)
    told = impact(RULES["keyword_waste"], one, LIMITS)
    gap = Fraction(spend * days, one.span.days)
    assert (told["gap"], told["high"], told["currency"]) == (round(gap), round(gap), "KRW")
    assert abs(told["low"] - gap / 2) <= Fraction(1, 2)
    assert 1 <= points(RULES["keyword_waste"], one, told, LIMITS) <= 10


def test_an_impact_without_currency_or_gap_is_null() -> None:
    rule = RULES["keyword_waste"]
    (one,) = seen("keyword_waste", [thing("cakes", 100_000, 10, ""), thing("bread", 50_000, 0, "")])
    assert impact(rule, one, LIMITS)["high"] is None
    assert impact(rule, None, LIMITS)["low"] is None
    assert points(RULES["no_reviews"], None, impact(rule, None, LIMITS), LIMITS) == RULES["no_reviews"].impact


def test_what_was_saved_is_the_gap_that_closed() -> None:
    (one,) = waste(280_000)
    rule = RULES["keyword_waste"]
    base = baseline(rule, one)
    assert achieved(rule, base, thing("bread", 0, 0), 14) == 140_000 * MICROS
    assert achieved(rule, base, thing("bread", 140_000, 0), 14) == 0
    assert achieved(rule, base, thing("bread", None, 0), 14) is None


def test_calibration_starts_at_one_and_is_bounded() -> None:
    assert calibration([], LIMITS) == {"factor": 1.0, "n": 0, "prior": 3}
    assert calibration([Fraction(0)] * 3, LIMITS)["factor"] == 0.5
    assert calibration([Fraction(100)], LIMITS) == calibration([Fraction(3, 2)], LIMITS)


@pytest.mark.parametrize(
    ("evidence", "used"), [("none", 3), ("opinion", 5), ("benchmark", 7), ("measured", 9)]
)
def test_confidence_is_capped_by_evidence(evidence: str, used: int) -> None:
    score = {"impact": 2, "confidence": 9, "ease": 3, "evidence": evidence}
    (win,) = ranked([{"id": "W1", "ice": score}], 1.0)
    assert (win["ice"]["confidence_used"], win["ice"]["ice"]) == (used, 6 * used)
    assert ranked([{"id": "W1", "ice": score}], 0.5)[0]["ice"]["confidence_used"] == min(5, used)


TOLD = [
    ("slow_page", "Our site takes 6 seconds to load.", "홈페이지가 뜨는 데 4.5초 걸립니다."),
    ("spam_rate", "Spam complaints are at 0.5 %.", "스팸 신고율이 0.4%입니다."),
    ("no_profile", "We are not on Google Maps.", "네이버 플레이스 등록이 안 되어 있어 지도에 없습니다."),
    ("no_reviews", "We have hardly any reviews.", "후기가 거의 없습니다."),
    ("no_mailing", "We do not send a newsletter.", "뉴스레터는 안 보냅니다."),
    ("carts_left", "Many abandon their carts.", "장바구니에 담고 이탈하는 분이 많습니다."),
    ("few_come_back", "Few customers come back.", "다시 오는 손님이 적습니다."),
    ("slow_reply", "It takes days to answer enquiries.", "문의 답변이 늦습니다."),
    ("same_questions", "People keep asking about parking.", "같은 질문을 계속 받습니다."),
    ("quiet_time", "Tuesdays are dead.", "평일 오후가 한가합니다."),
    ("no_tracking", "We do not know where customers come from.", "전환 추적이 안 되어 있습니다."),
]


@pytest.mark.parametrize(("rule", "english", "korean"), TOLD, ids=[one[0] for one in TOLD])
def test_words_call_for_their_rule_in_both_languages(rule: str, english: str, korean: str) -> None:
    assert calls(english) == [rule]
    assert calls(korean) == [rule]


def calls(text: str) -> list[str]:
    source = Source(text, "statement", "m1", 0.75, InputUsed("turn", "m1", "h"))
    return [one.rule for one in said(RULES.items(), [source])]


@pytest.mark.parametrize(
    "text",
    [
        "The page loads in 2.5 seconds.",
        "페이지가 2.5초에 뜹니다.",
        "We have many reviews.",
        "재구매가 많습니다.",
    ],
)
def test_words_that_are_no_trouble_call_for_nothing(text: str) -> None:
    assert calls(text) == []


def test_every_told_rule_has_its_words_here_and_every_area_a_rule() -> None:
    assert {name for name, rule in RULES.items() if rule.kind == "told"} == {one[0] for one in TOLD}
    assert {rule.area for rule in RULES.values()} == set(AREAS)
    assert len(RULES) >= 20


def test_a_span_before_ends_where_the_other_begins() -> None:
    recent, before = spans(RULES["landing_fell"], UNTIL)
    assert (recent, before.until) == (Window(date(2026, 10, 30), UNTIL), date(2026, 10, 29))


@pytest.mark.parametrize(
    ("text", "wish"),
    [
        ("", Wish("find")),
        ("accept W2", Wish("accept", "W2")),
        ("assign W1 : @Mina Friday", Wish("assign", "W1", "@Mina Friday")),
        ("W1 @mina 금요일까지 맡겨", Wish("assign", "W1", "@mina 금요일까지 맡겨")),
        ("2번 나중에", Wish("dismiss", "W2", "나중에")),
        ("why W3?", Wish("why", "W3", "?")),
        ("1번 완료했습니다", Wish("done", "W1", "완료했습니다")),
        ("지난 퀵윈 효과 있었어?", Wish("check")),
        ("did the last quick win work?", Wish("check")),
        ("다시 찾아줘", Wish("find", rest="다시 찾아줘")),
    ],
)
def test_what_is_wished(text: str, wish: Wish) -> None:
    assert understand(text) == wish


def test_of_many_the_largest_are_told_and_the_others_counted() -> None:
    rest = [thing(f"k{spend}", spend, 0) for spend in (30_000, 90_000, 40_000, 60_000)]
    found = seen("keyword_waste", [thing("cakes", 1_000_000, 500), *rest])
    few, more = largest(found, 3)
    assert ([one.thing.name for one in few], more) == (["k90000", "k60000", "k40000"], 1)
