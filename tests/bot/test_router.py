"""The router's order, without a house."""

import pytest

from agents.kit.registry import load_agents
from bot.routing.chooser import chooser
from bot.routing.router import Router, Thread
from bot.routing.utterances import likeliest
from bot.toolbox import NAMES
from config.desk import desks
from config.routing import ACTING, AGENTS


@pytest.fixture(scope="module")
def router() -> Router:
    return Router(load_agents(), NAMES, chooser)


@pytest.mark.parametrize("agent", AGENTS)
def test_every_desk_has_a_command_in_both_languages(router: Router, agent: str) -> None:
    desk = desks()[agent]
    for word in (desk.command, *desk.aliases):
        found = router.route(f"/{word} something")
        assert (found.command.agent, found.how, found.confidence) == (agent, "command", 1.0)


def test_a_choice_of_people_goes_before_words_and_never_to_who_acts(router: Router) -> None:
    assert router.route("weekly numbers please", chosen="client_success").command.agent == "client_success"
    asked = router.route("get it going", chosen=ACTING)
    assert (asked.how, likeliest(asked)) == ("ask", ACTING)
    assert router.route("Launch the campaign on Meta", chosen=ACTING).command.agent == ACTING


def test_a_command_needs_no_words_weighed() -> None:
    def never() -> None:
        raise AssertionError("words were weighed")

    lazy = Router(load_agents(), NAMES, never)  # type: ignore[arg-type]
    assert lazy.route("/swot").command.agent == "business_strategy"
    assert lazy.route("help").command.verb == "help"


def test_what_is_asked_names_no_agent_but_offers_some(router: Router) -> None:
    found = router.route("zq vrrt plomp")
    assert (found.how, found.command.agent, found.command.verb) == ("ask", "", "unsure")
    assert 2 <= len(found.alternatives) <= 3


def test_a_question_of_the_thread_is_answered_in_it(router: Router) -> None:
    asked, quiet = Thread("business_strategy", asked=True), Thread("business_strategy")
    assert router.route("help", asked).command.agent == "business_strategy"
    assert router.route("help", quiet).command.verb == "help"
    assert router.route("thanks!", asked).command.agent == "business_strategy"
    assert router.route("thanks!", quiet).command.verb == "thanks"


def test_a_supposition_stays_where_it_is_made(router: Router) -> None:
    plan = Thread("marketing_strategy")
    for text in ("what if the budget is 5,000,000 won?", "예산이 500만원이면 어떻게 돼?"):
        assert router.route(text, plan).command.agent == "marketing_strategy"
        assert router.route(text).command.agent == "roi_budget"


def test_a_digest_in_plain_words_is_ordered(router: Router) -> None:
    found = router.route("매일 아침 9시에 다이제스트 보내줘")
    assert (found.command.verb, found.command.rest) == ("digest", "daily 오전 9시")


@pytest.mark.parametrize(
    ("said", "agent", "rest"),
    [
        ("plan why R1", "marketing_strategy", "why R1"),
        ("계획 왜 R1?", "marketing_strategy", "왜 R1?"),
        ("persona list", "persona", "list"),
        ("페르소나 목록", "persona", "목록"),
        ("strategy confirm", "business_strategy", "confirm"),
        ("budget pacing", "roi_budget", "pacing"),
        ("wins accept W2", "quick_wins", "accept W2"),
        ("memory list", "business_intelligence", "list"),
    ],
)
def test_a_command_may_be_said_without_its_slash(router: Router, said: str, agent: str, rest: str) -> None:
    found = router.route(said)
    assert (found.command.agent, found.command.rest, found.how) == (agent, rest, "command")
    assert found.text.startswith("/")


@pytest.mark.parametrize(
    "said",
    [
        "plan a summer campaign",
        "전략 다시 짜줘",
        "budget is too small",
        "content show us why we bake at night",
    ],
)
def test_plain_words_that_begin_with_an_agents_name_are_weighed(router: Router, said: str) -> None:
    assert router.route(said).how != "command"


@pytest.mark.parametrize(
    ("said", "agent"),
    [
        ("이번 달 매출 얼마야", "analytics"),
        ("11월 1일부터 15일까지 광고비", "analytics"),
        ("지난주 클릭수 알려줘", "analytics"),
        ("9월 총 지출 얼마였어", "analytics"),
        ("revenue in June", "analytics"),
        ("how much did we spend on Google in August", "analytics"),
        ("what did we spend on LinkedIn in October", "analytics"),
        ("10월 링크드인에 얼마 썼어?", "analytics"),
        ("이번 달 광고비 얼마 나갔어요?", "analytics"),
        ("year to date spend", "analytics"),
        ("어느 요일이 제일 싸게 팔려요?", "analytics"),
        ("주말이 평일보다 싸요?", "analytics"),
        ("리타겟팅 캠페인 10월 성과", "analytics"),
        ("틱톡이랑 링크드인 중에 뭐가 더 나아?", "analytics"),
        ("how are we doing?", "analytics"),
        ("이번 달 예산 대비 얼마 썼어", "roi_budget"),
        ("이번 달 ROI 얼마야", "roi_budget"),
        ("광고비를 더 쓰면 매출이 얼마나 늘까", "roi_budget"),
        ("did the ad spend in October pay for itself", "roi_budget"),
    ],
)
def test_what_was_measured_is_one_question_and_what_it_is_worth_another(
    router: Router, said: str, agent: str
) -> None:
    assert router.route(said).command.agent == agent


@pytest.mark.parametrize("said", ["approve a0a6cbfe", "승인 a0a6cbfe"])
def test_a_tool_may_be_told_an_id_without_its_slash(router: Router, said: str) -> None:
    found = router.route(said)
    assert (found.command.verb, found.command.rest, found.how) == ("approve", "a0a6cbfe", "command")


def test_a_tools_name_before_other_words_is_plain_language(router: Router) -> None:
    assert router.route("approve of what they say").how != "command"


@pytest.mark.parametrize(
    "said",
    [
        "accept W1, I own it, due next Friday",
        "let's do W1",
        "assign W2 to mina by Friday",
        "skip W3",
        "W1 할게요, 금요일까지",
        "W2는 민수에게 맡겨 주세요",
        "W1 나중에 할게요",
        "W1 완료했습니다",
    ],
)
def test_what_is_done_with_a_win_by_its_number_is_told_to_who_found_it(router: Router, said: str) -> None:
    assert router.route(said).command.agent == "quick_wins"
    swot = Thread("business_strategy")
    assert router.route(said, swot).command.agent != "quick_wins"


@pytest.mark.parametrize("said", ["should we accept W1?", "W1 영향 5", "W1 삭제해줘", "W1 impact 4"])
def test_other_words_about_a_number_are_weighed(router: Router, said: str) -> None:
    assert router.route(said).command.agent != "quick_wins"
