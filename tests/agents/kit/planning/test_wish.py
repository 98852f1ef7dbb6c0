"""Plain words and commands, in Korean and English, become the same orders."""

import pytest

from agents.kit.planning.wish import understand

Told = list[tuple[str, str, str]]


def orders(text: str, currency: str = "KRW", answering: str = "") -> Told:
    return [
        (one.kind, one.target, one.value) for one in understand(text, currency, answering=answering).orders
    ]


@pytest.mark.parametrize(
    ("english", "korean", "made"),
    [
        ("budget 3,000,000 won a month", "예산 월 300만원", [("budget", "", "3000000 KRW month")]),
        ("drop R3", "R3 빼줘", [("dropped", "R3", "")]),
        ("drop R1 and R2", "R1과 R2 삭제", [("dropped", "R1", ""), ("dropped", "R2", "")]),
        ("accept B2", "B2 채택", [("accept", "B2", "")]),
        ("R2 budget 1,000,000 won", "R2 예산 100만원", [("pinned", "R2", "1000000")]),
        ("R2 budget auto", "R2 예산 자동", [("unpinned", "R2", "")]),
        ("6 hours a week", "주 6시간", [("hours", "", "6")]),
        ("an 8 week plan", "8주 계획", [("weeks", "", "8")]),
        ("mode enterprise", "대규모로 바꿔줘", [("mode", "", "enterprise")]),
        ("basis media", "매체 기준으로", [("basis", "", "media")]),
        ("no TikTok please", "틱톡은 빼고", [("exclude", "tiktok", "")]),
        ("include TikTok", "틱톡 포함", [("include", "tiktok", "")]),
        ("objective leads", "목표는 문의", [("objective", "", "leads")]),
        ("skills: video, writing", "할 수 있는 일: 영상, 글쓰기", [("skills", "", "writing video")]),
        ("R1 message: Fresh at noon", "R1 메시지: Fresh at noon", [("message", "R1", "Fresh at noon")]),
        ("no budget, 4 hours a week", "예산 없이 주 4시간", [("hours", "", "4"), ("budget", "", "0")]),
        ("budget 0", "예산 0", [("budget", "", "0")]),
    ],
)
def test_both_languages_say_the_same(english: str, korean: str, made: Told) -> None:
    assert orders(english) == made
    assert orders(korean) == made


@pytest.mark.parametrize("text", ["월 300", "예산 500", "budget is 300", "make 월 300"])
def test_few_won_are_asked_about(text: str) -> None:
    wish = understand(text, "KRW")
    assert wish.doubt is not None
    assert wish.orders == ()


@pytest.mark.parametrize(
    ("text", "currency"), [("예산 월 300만원", "KRW"), ("budget 300", "USD"), ("월 300원", "KRW")]
)
def test_what_is_plain_is_not(text: str, currency: str) -> None:
    assert understand(text, currency).doubt is None


def test_an_answer_needs_no_name_of_what_it_answers() -> None:
    assert orders("5시간이요", answering="hours") == [("hours", "", "5")]
    assert orders("5", answering="hours") == [("hours", "", "5")]
    assert orders("300만원이요", answering="budget hours") == [("budget", "", "3000000 KRW")]
    assert orders("없음", answering="budget") == [("budget", "", "0")]
    assert orders("R3 빼줘", answering="hours") == [("dropped", "R3", "")]


@pytest.mark.parametrize(
    "text", ["what if the budget is 5,000,000 won?", "예산이 500만원이면 어떻게 돼?", "가정 예산 500만원"]
)
def test_to_suppose_is_not_to_decide(text: str) -> None:
    wish = understand(text, "KRW")
    assert wish.whatif
    assert [one.value for one in wish.orders] == ["5000000 KRW"]


@pytest.mark.parametrize(
    "text", ["thanks", "the last 3 months went well", "지난 3개월 매출이 올랐습니다", "10원짜리"]
)
def test_other_words_order_nothing(text: str) -> None:
    assert orders(text) == []


@pytest.mark.parametrize(
    ("text", "verb", "rest"),
    [("why naver_place", "why", "naver_place"), ("왜 R1", "why", "R1"), ("달력", "calendar", "")],
)
def test_questions_about_a_plan(text: str, verb: str, rest: str) -> None:
    wish = understand(text, "KRW")
    assert (wish.verb, wish.rest) == (verb, rest)


@pytest.mark.parametrize(
    "text",
    [
        "why R1",
        "why R1 please",
        "why is R1 in the plan?",
        "왜 R1",
        "R1은 왜 있어요?",
        "계획에서 R1 넣은 이유 알려줘",
    ],
)
def test_a_row_whose_reason_is_asked_for_is_explained(text: str) -> None:
    wish = understand(text, "KRW")
    assert (wish.verb, wish.rest) == ("why", "R1")


def test_a_text_of_a_row_may_ask_why() -> None:
    assert orders("R1 CTA: Why wait?") == [("cta", "R1", "Why wait?")]
