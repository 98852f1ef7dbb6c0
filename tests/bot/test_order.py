from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.routing.order import Orders
from config.routing import ACTING, AGENTS, TALKS, routing

DATA = Path(__file__).parents[2] / "config" / "evaluation" / "routing"
NO_ORDERS = (DATA / "no_launch.tsv").read_text("utf-8").splitlines()
LABELLED = [line.split("\t") for line in (DATA / "utterances.tsv").read_text("utf-8").splitlines()]


@pytest.fixture(scope="module")
def orders() -> Orders:
    order = routing()[ACTING].order
    assert order is not None
    return Orders(order)


@pytest.mark.parametrize(
    "text",
    [
        "Launch the summer campaign on Meta",
        "please pause all ads",
        "Can you turn the Google ads back on?",
        "Put the campaign live, the client has approved it",
        "go live with the carousel ads",
        "ok, now stop the facebook campaign!",
        "여름 캠페인 집행해 주세요",
        "광고 꺼줘",
        "구글 광고 다시 켜줘!!",
        "메타 캠페인 일시정지 부탁드립니다",
        "승인 났어요. 캠페인 런칭해 주세요",
    ],
)
def test_a_verb_and_its_object_are_an_order(orders: Orders, text: str) -> None:
    assert orders.given(text)


@pytest.mark.parametrize("text", NO_ORDERS)
def test_talk_about_launching_is_no_order(orders: Orders, text: str) -> None:
    assert not orders.given(text)


def test_no_example_of_another_agent_is_an_order(orders: Orders) -> None:
    others = [routing()[name].examples for name in (*AGENTS, *TALKS) if name != ACTING]
    assert [text for one in others for text in (*one.en, *one.ko) if orders.given(text)] == []


def test_no_unseen_utterance_for_another_agent_is_an_order(orders: Orders) -> None:
    assert [text for agent, text in LABELLED if agent != ACTING and orders.given(text)] == []


def test_a_brief_that_speaks_of_launching_is_none(orders: Orders) -> None:
    assert not orders.given("We are a bakery. " * 20 + "Launch the campaign.")


@given(st.text(max_size=300))
def test_any_text_is_judged(text: str) -> None:
    order = routing()[ACTING].order
    assert order is not None
    assert Orders(order).given(text) in {True, False}
