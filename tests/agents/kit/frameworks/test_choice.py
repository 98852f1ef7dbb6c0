"""`auto`: which frameworks a question calls for, what the facts add, and how it is explained."""

import pytest

from agents.kit.frameworks.base import Sheet
from agents.kit.frameworks.choice import Choice, choose
from config.catalogue import FRAMEWORKS, framework_spec
from memory.types import Evidence

QUESTIONS = [
    ("Which of these ideas should we do first?", {"ice"}),
    ("We have limited time and a long backlog. Where do we start?", {"ice"}),
    ("There are ten campaign ideas on the table, help us prioritise", {"ice"}),
    ("Should we drop any of our product lines?", {"bcg"}),
    ("Which products in our portfolio deserve more money?", {"bcg"}),
    ("Which business unit is a cash cow and which one should we divest?", {"bcg"}),
    ("What makes us hard to copy?", {"vrio"}),
    ("Do we have a sustainable competitive advantage?", {"vrio"}),
    ("Are our patents and know-how really a moat?", {"vrio"}),
    ("How attractive is the bakery industry?", {"porter"}),
    ("Suppliers keep raising prices and buyers have all the bargaining power", {"porter"}),
    ("Is it worth entering the German market, given the entry barriers?", {"porter"}),
    ("How do we stand out in a crowded market?", {"blue_ocean"}),
    ("Every competitor looks the same. How can we differentiate?", {"blue_ocean"}),
    ("How could we win the people who do not buy from anyone today, the noncustomers?", {"blue_ocean"}),
    ("How are we going to make money with this startup idea?", {"bmc"}),
    ("What is our value proposition and who pays for it?", {"bmc"}),
    ("Which of our business assumptions should we test?", {"bmc"}),
    ("Why do customers buy from us and not from others?", {"jtbd"}),
    ("Which unmet needs do our customers have?", {"jtbd"}),
    ("What are our users' pain points?", {"jtbd"}),
    ("What should our goals for the next quarter be?", {"okr"}),
    ("Are we on track with our key results?", {"okr"}),
    ("How do we balance today's business and future growth?", {"horizons"}),
    ("Where should our innovation budget go over the next three years?", {"horizons"}),
    ("Is our organisation ready for the new strategy?", {"seven_s"}),
    ("Departments work in silos and the culture does not fit", {"seven_s"}),
    ("What are our strengths and weaknesses?", {"swot"}),
    ("Where do we stand? Give me the big picture.", {"swot"}),
    ("Set goals for the quarter, but rank these ideas first", {"okr", "ice"}),
    (
        "Which products should we cut, and how do we split money between short term and long term?",
        {"bcg", "horizons"},
    ),
    ("무엇부터 해야 할까요?", {"ice"}),
    ("아이디어가 열 개인데 우선순위를 정해 주세요", {"ice"}),
    ("할 일이 너무 많아요. 어디부터 손대야 하죠?", {"ice"}),
    ("상품군 중에 정리할 것이 있을까요?", {"bcg"}),
    ("어떤 사업부에 더 투자하고 어디서 철수해야 합니까?", {"bcg"}),
    ("우리 포트폴리오에서 효자 상품이 뭔가요?", {"bcg"}),
    ("경쟁사가 따라 하기 어려운 우리만의 역량은?", {"vrio"}),
    ("우리 특허가 진짜 경쟁우위가 되나요?", {"vrio"}),
    ("이 업계가 매력적인 시장인가요? 진입장벽은요?", {"porter"}),
    ("납품 단가를 깎으려는 바이어 교섭력이 너무 셉니다", {"porter"}),
    ("옆에 프랜차이즈가 생겨 경쟁이 치열해졌어요. 가격 경쟁을 어떻게 보나요", {"porter"}),
    ("레드오션에서 어떻게 차별화하죠?", {"blue_ocean"}),
    ("다 비슷비슷한데 남들과 다른 점을 만들고 싶습니다", {"blue_ocean"}),
    ("이 사업으로 돈을 벌 수 있을까요? 수익 구조를 봐 주세요", {"bmc"}),
    ("창업하려는데 가치 제안과 고객군을 정리해 주세요", {"bmc"}),
    ("고객이 왜 우리를 떠나나요?", {"jtbd"}),
    ("고객 니즈 중에 아직 미충족인 것은?", {"jtbd"}),
    ("다음 분기 목표를 세워 주세요", {"okr"}),
    ("핵심 결과 진척이 어떤가요", {"okr"}),
    ("중장기 성장 동력에 얼마나 투자해야 하나요?", {"horizons"}),
    ("3년 뒤 미래 먹거리를 준비하고 싶어요", {"horizons"}),
    ("전략은 있는데 실행이 안 됩니다. 조직 문화가 문제일까요?", {"seven_s"}),
    ("조직 개편을 앞두고 내부 역량을 점검하고 싶습니다", {"seven_s"}),
    ("우리 가게의 강점과 약점을 알고 싶어요", {"swot"}),
    ("지금 상황을 전반적으로 진단해 주세요", {"swot"}),
    ("고객이 왜 사는지 보고 나서 차별화 방법을 찾고 싶습니다", {"jtbd", "blue_ocean"}),
    ("분기 목표를 정하기 전에 우선순위부터 정합시다", {"ice", "okr"}),
    ("Ten things to do, no budget. Order them please", {"ice"}),
    ("Which of my ideas is the easiest win?", {"ice"}),
    ("What deserves my attention first?", {"ice"}),
    ("Which product should get the marketing money?", {"bcg"}),
    ("Do we keep the catering arm?", {"bcg"}),
    ("What can nobody copy from us?", {"vrio"}),
    ("What resources give us an edge?", {"vrio"}),
    ("Is the coffee market too competitive?", {"porter"}),
    ("Our biggest buyer wants lower prices again", {"porter"}),
    ("How to differentiate from the chains?", {"blue_ocean"}),
    ("Create demand where none exists", {"blue_ocean"}),
    ("How does this startup earn money?", {"bmc"}),
    ("Check my business model", {"bmc"}),
    ("Why do patients choose another clinic?", {"jtbd"}),
    ("What needs are unmet?", {"jtbd"}),
    ("Set quarterly goals for the team", {"okr"}),
    ("What KPIs should I watch?", {"okr"}),
    ("How much should go to long-term projects?", {"horizons"}),
    ("What's our innovation roadmap?", {"horizons"}),
    ("Is our team structured for growth?", {"seven_s"}),
    ("Why does our culture resist the plan?", {"seven_s"}),
    ("What are the biggest risks for us?", {"swot"}),
    ("Assess my shop", {"swot"}),
    ("열 가지 중에 순서를 정해줘", {"ice"}),
    ("뭐부터 손대야 할지 모르겠어요", {"ice"}),
    ("어느 제품에 광고비를 몰아줄까", {"bcg"}),
    ("메뉴를 줄여야 할까요", {"bcg"}),
    ("아무도 못 따라 하는 게 뭘까요", {"vrio"}),
    ("우리 핵심역량이 뭐예요", {"vrio"}),
    ("카페 시장 경쟁이 심한가요", {"porter"}),
    ("큰 거래처가 단가를 낮추라고 합니다", {"porter"}),
    ("프랜차이즈와 어떻게 차별화하죠", {"blue_ocean"}),
    ("새로운 시장을 만들고 싶어요", {"blue_ocean"}),
    ("이 사업 모델이 말이 되나요", {"bmc"}),
    ("수익 구조를 점검해줘", {"bmc"}),
    ("환자들이 왜 다른 병원으로 가나요", {"jtbd"}),
    ("고객 니즈를 알고 싶어요", {"jtbd"}),
    ("분기 목표를 세우자", {"okr"}),
    ("어떤 지표를 봐야 하나요", {"okr"}),
    ("장기 투자는 얼마나 해야 하나요", {"horizons"}),
    ("미래 사업을 준비하려면", {"horizons"}),
    ("우리 팀이 이 전략을 실행할 수 있을까", {"seven_s"}),
    ("조직 문화가 발목을 잡아요", {"seven_s"}),
    ("가장 큰 위험이 뭔가요", {"swot"}),
    ("우리 매장 진단해줘", {"swot"}),
]


def _knowing(**quotes: int) -> dict[str, Sheet]:
    return {
        one: Sheet(
            {}, tuple(Evidence(f"x.{n}", "document", "m1", f"{one} fact {n}", 0.7) for n in range(count))
        )
        for one, count in quotes.items()
    }


@pytest.mark.parametrize(("question", "expected"), QUESTIONS)
def test_the_question_decides(question: str, expected: set[str]) -> None:
    choices = choose(question, {}, "en")
    assert 2 <= len(choices) <= 3
    assert {choice.framework for choice in choices[: len(expected)]} == expected


def test_there_are_questions_in_both_languages_for_each_of_the_eleven() -> None:
    for korean in (False, True):
        asked = [expected for question, expected in QUESTIONS if question.isascii() is not korean]
        assert set().union(*asked) == set(FRAMEWORKS)


def test_without_a_telling_question_the_facts_decide() -> None:
    choices = choose("전략을 세워 주세요", _knowing(porter=6, bmc=3, vrio=1), "ko")
    assert [choice.framework for choice in choices] == ["porter", "bmc"]
    assert "말씀 6건이 여기에 맞습니다. 예: 'porter fact 0'." in choices[0].why


def test_with_nothing_at_all_it_begins_with_swot() -> None:
    first, second = choose("", {}, "en")
    assert (first.framework, second.framework) == ("swot", "ice")
    assert first.why.endswith("Nothing said so far fits it yet, so it begins with questions.")
    assert "It goes on from SWOT." in second.why


def test_assumptions_are_no_facts() -> None:
    assumed = Sheet({}, (Evidence("x.1", "assumption", "", "", 0.15),))
    (first, *_) = choose("", {"vrio": assumed}, "en")
    assert first.framework == "swot"
    assert first.facts == ()


def test_the_same_sentence_is_one_fact() -> None:
    twice = Sheet({}, tuple(Evidence(path, "document", "m1", "said once", 0.7) for path in ("a", "b")))
    assert choose("", {"vrio": twice}, "en")[0].facts == ("said once",)


def test_a_name_outweighs_every_hint() -> None:
    choices = choose("use BCG for it: what first, which idea, which goals?", _knowing(ice=9), "en")
    assert choices[0].framework == "bcg"


def test_the_reason_names_the_words_of_the_question() -> None:
    (first, *_) = choose("중장기 성장 동력을 찾고 싶어요", {}, "ko")
    assert first.framework == "horizons"
    assert "질문에 나온 말: " in first.why
    assert "성장" in first.why


def test_spaces_do_not_matter_in_korean_nor_endings_in_english() -> None:
    spaced, joined = choose("진입 장벽", {}, "ko"), choose("진입장벽", {}, "ko")
    assert spaced[0].framework == joined[0].framework == "porter"
    assert choose("differentiating", {}, "en")[0].framework == "blue_ocean"


def test_facts_order_what_the_question_leaves_even() -> None:
    def best(drafts: dict[str, Sheet]) -> Choice:
        return choose("goals and strengths", drafts, "en")[0]

    assert best(_knowing(okr=4)).framework == "okr"
    assert best(_knowing(swot=4)).framework == "swot"


@pytest.mark.parametrize("framework_id", FRAMEWORKS)
def test_every_framework_says_what_calls_for_it_in_both_languages(framework_id: str) -> None:
    spec = framework_spec(framework_id)
    assert [call for call in spec.calls if call.isascii()]
    assert [call for call in spec.calls if not call.isascii()]
    assert spec.purpose.ko.endswith("니다")
