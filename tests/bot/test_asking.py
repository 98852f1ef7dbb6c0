"""A wish told apart from a fact."""

import pytest

from bot.routing.asking import asking, asks, supposes, tells


@pytest.mark.parametrize(
    "text",
    [
        "write a post", "Hi team, what did we spend", "could you check this",
        "hello! show me the numbers", "Is it on pace",
        "카피 하나 써줘", "성과 어땠어", "예산 남았나요", "이거 봐주실래요?", "정리 부탁드립니다~", "왜 떨어졌는지",
    ],
)  # fmt: skip
def test_a_wish_asks(text: str) -> None:
    assert asks(text)


@pytest.mark.parametrize(
    "text",
    [
        "The competitor charges 20% less.",
        "We have two shops.",
        "경쟁사가 근처에 문을 열었어요.",
        "매출은 3천만원입니다",
        "30%",
    ],
)
def test_a_fact_does_not(text: str) -> None:
    assert not asks(text)


def test_a_story_is_told_in_sentences_and_a_wish_at_its_end_is_found() -> None:
    story = "저희는 반려견 간식을 만드는 회사예요. 월 매출은 3천만원이고 광고비는 200만원 씁니다. 단골 고객이 많아요. "
    assert tells(story)
    assert not tells("write a long article about the history of the bakery and its many shops in town")
    assert asking(story * 2 + "인스타 문구 써주세요.") == "인스타 문구 써주세요."
    assert asking(story * 2) == ""


def test_what_would_be_is_told_from_what_is() -> None:
    assert supposes("What if the budget were 5,000,000 won?")
    assert supposes("예산이 500만원이면 어떻게 돼?")
    assert not supposes("what did we spend last week?")
    assert not supposes("예산이 얼마면 좋을지 성과부터 보여줘")
