"""What is asked about by its number: why it is there, in its own thread and in a new one; and what can be mended."""

import pytest

from bot.types import Reply
from tests.journeys.conftest import Talk

BRIEF = (
    "매출의 80%가 오전 손님에게서 나오고 평일 오후는 한산합니다. "
    "봄에는 대형 프랜차이즈가 300미터 거리에 문을 엽니다. "
    "국산 밀로 천천히 발효한 사워도우로 유명합니다. 인근 푸드홀에서 입점을 제안했습니다."
)


@pytest.fixture
async def swot(talk: Talk) -> Reply:
    asked = await talk("제 사업으로 시작", action="start sme")
    ready = await talk("리틀크럼", action=asked.expects)
    return await talk(BRIEF, ready.scope)


async def test_a_record_says_by_which_reading_and_whose_words_it_stands_there(
    talk: Talk, swot: Reply
) -> None:
    told = await talk("T1은 왜 있어요?", swot.scope, thread=swot.thread)
    assert told.agent == "business_strategy"
    assert "새 경쟁자로 읽어 위협에" in told.text
    assert "봄에는 대형 프랜차이즈가 300미터 거리에 문을 엽니다." in told.text
    assert "사워도우" not in told.text
    assert told.outputs == ()

    sources = await talk("출처가 어디예요?", swot.scope, thread=swot.thread)
    assert sources.agent == "business_strategy"
    assert "사워도우로 유명합니다." in sources.text
    assert sources.outputs == ()

    nothing = await talk("S9은 왜요?", swot.scope, thread=swot.thread)
    assert "S9" in nothing.text
    assert nothing.outputs == ()


async def test_a_new_thread_asks_whoever_delivered_the_number(talk: Talk, swot: Reply) -> None:
    threat = await talk("why is T1 there?", swot.scope)
    assert threat.agent == "business_strategy"
    assert 'read as "A new rival"' in threat.text

    plan = await talk("/plan 6주 계획, 예산 300만 원", swot.scope)
    row = plan.outputs[0].draft.body["rows"][0]
    for words in ("R1은 왜 있어요?", "why is R1 there?", "What is R1 for?"):
        told = await talk(words, swot.scope)
        assert told.agent == "marketing_strategy"
        assert "R1: " in told.text
        assert row["proof"] in told.text
        assert told.outputs == ()

    other = await talk("R99는 왜 있어요?", swot.scope)
    assert other.agent != "marketing_strategy"


async def test_what_can_be_mended_is_offered_by_its_words(talk: Talk, swot: Reply) -> None:
    offered = await talk("고치기", swot.scope, thread=swot.thread)
    labels = [button.label for button in offered.buttons if button.action.startswith("strategy fix")]
    assert any(label.startswith("T1 ") and "프랜차이즈" in label for label in labels)
    assert {label[0] for label in labels} == {"S", "W", "O", "T"}

    one = await talk("T1", swot.scope, action="strategy fix T1", thread=swot.thread)
    assert one.text.count("프랜차이즈") == 1
    assert "strategy move T1 W" in [button.action for button in one.buttons]


async def test_figures_told_to_one_framework_are_no_sentences_to_another(talk: Talk, swot: Reply) -> None:
    figures = "빵: 매출 3억, 시장 성장률 12%, 점유율 9%, 1위 30%; 케이크: 매출 1억, 시장 성장률 4%, 점유율 20%, 1위 12%"
    bcg = await talk(f"/전략 bcg {figures}", swot.scope)
    assert [unit["name"] for unit in bcg.outputs[0].draft.body["units"]][:2] == ["빵", "케이크"]

    again = await talk("/전략 swot", swot.scope)
    assert not any("12%" in item["statement"] for item in again.outputs[0].draft.body["items"])
    ocean = await talk("/전략 blue_ocean", swot.scope)
    assert not ocean.outputs[0].draft.body.get("noncustomers")

    together = await talk("종합해줘", swot.scope, thread=swot.thread)
    assert [one.draft.output_type for one in together.outputs] == ["synthesis"]
