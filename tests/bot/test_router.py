"""The root command takes a command as well as plain words."""

import pytest

from agents.kit.registry import load_agents
from bot.chooser import chooser
from bot.router import Router
from bot.toolbox import NAMES


@pytest.fixture(scope="module")
def router() -> Router:
    return Router(load_agents(), NAMES, chooser)


@pytest.mark.parametrize(
    ("said", "agent", "how"),
    [
        ("/stratum swot 리틀크럼", "business_strategy", "command"),
        ("!stratum swot", "business_strategy", "command"),
        ("/stratum SWOT 분석해 주세요", "business_strategy", "command"),
        ("/stratum help", "", "command"),
    ],
)
def test_a_command_behind_the_root_is_a_command(router: Router, said: str, agent: str, how: str) -> None:
    route = router.route(said)
    assert (route.command.agent, route.how) == (agent, how)


def test_plain_words_behind_the_root_are_weighed_as_if_they_stood_alone(router: Router) -> None:
    words = "이번 주 광고 성과를 보여 주세요"
    assert router.route(f"/stratum {words}") == router.route(words)


def test_one_word_behind_the_root_that_is_no_command_gets_what_is_near(router: Router) -> None:
    assert router.route("/stratum swto").command.verb == "unknown"


def test_without_the_root_an_unknown_command_stays_unknown(router: Router) -> None:
    assert router.route("/이번 주 성과").command.verb == "unknown"
