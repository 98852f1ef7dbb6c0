"""From nothing to the first SWOT, in the console, as somebody who has never seen it."""

import pytest

from tests.journeys.conftest import Talk

KOREAN = (
    "매출의 80%가 오전 손님에게서 나오고 평일 오후는 한산합니다. "
    "봄에는 대형 프랜차이즈가 300미터 거리에 문을 엽니다. "
    "인근 푸드홀에서 입점을 제안했습니다."
)


async def test_an_agency_starts_in_korean(talk: Talk) -> None:
    hello = await talk("안녕하세요, 시작할게요", action="hello")
    assert hello.status == "needs_input"
    assert [button.action for button in hello.buttons] == ["start agency", "start sme", "data"]

    asked = await talk("대행사로 시작", action="start agency", thread=hello.thread)
    assert asked.expects == "start agency:"

    ready = await talk("리틀크럼 / 봄", action=asked.expects, thread=hello.thread)
    assert ready.status == "ok"
    assert ready.scope == "우리-대행사/리틀크럼/봄"

    swot = await talk(KOREAN, ready.scope, action=ready.expects)
    assert swot.status == "ok"
    assert swot.agent == "business_strategy"
    statements = {item["statement"]: item["quadrant"] for item in swot.outputs[0].draft.body["items"]}
    assert "T" in [quadrant for statement, quadrant in statements.items() if "프랜차이즈" in statement]

    again = await talk("SWOT 분석해줘", ready.scope)
    assert again.outputs[0].version == 2
    assert {item["statement"] for item in again.outputs[0].draft.body["items"]} == set(statements)


async def test_a_business_of_ones_own_starts_in_english(talk: Talk) -> None:
    asked = await talk("Start with my own business", action="start sme")
    ready = await talk("Nabi Salon", action=asked.expects)
    assert ready.scope == "nabi-salon/main"
    where = await talk("/where", ready.scope)
    assert "Nabi Salon" in where.text


@pytest.mark.parametrize("names", ["", "리틀크럼", "리틀크럼 /", "/ 봄"])
async def test_half_an_answer_is_asked_for_again(talk: Talk, names: str) -> None:
    reply = await talk(names, action="start agency:")
    assert reply.status == "needs_input"
    assert reply.expects == "start agency:"


async def test_the_same_names_twice_make_two_organisations(talk: Talk) -> None:
    first = await talk("나비 / 봄", action="start agency:")
    second = await talk("나비 / 봄", action="start agency:")
    assert first.scope != second.scope
