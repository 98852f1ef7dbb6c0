from datetime import UTC, datetime

import pytest

from agents.types import Context
from bot.wrong_room import WrongRoom, check_room
from config.routing import routing
from memory.types import CampaignId, ClientId, Message, MessageId, OrgId, Place, Scope, Thread

NIKE = Place(
    Scope(OrgId("o"), ClientId("c"), CampaignId("k")),
    "acme/nike/summer",
    ("Acme", "Nike", "Summer Campaign"),
    "AGENCY",
    "en",
    "Asia/Seoul",
    "KRW",
)


def _brief(text: str) -> Message:
    moment = datetime(2026, 1, 1, tzinfo=UTC)
    return Message(MessageId("m"), NIKE.scope, "c", Thread("t"), "brief", "a", text, "e", moment, "h")


ROOM = Context(NIKE, briefs=(_brief("Our rival Puma opens a shop. 사워도우가 유명합니다."),))


async def nothing() -> tuple[str, ...]:
    """Nothing else has a name here."""
    return ()


@pytest.mark.parametrize(
    "text",
    [
        "show me Adidas's SWOT",
        "What is Adidas' budget for fall?",
        "what did we decide for client Adidas",
        "Give me the brand guidelines of Adidas",
        "Wonka Bars's personas please",
        "show Adidas strategy",
        "Give me the Adidas campaign results",
        "how much did Adidas spend last week?",
        "export the Adidas report",
        "list Adidas personas",
        "what does the Wonka Bars brief say?",
        "Adidas는 예산이 얼마야?",
        "아디다스의 전략 보여줘",
        "아디다스 예산 알려줘",
        "Adidas의 SWOT 요약해줘",
        "웡카초콜릿 페르소나 알려 주세요",
        "좋아요. 아디다스 브리프 주세요",
        "아디다스 여름 예산은 얼마예요?",
        "샛별 성과 보여줘",
    ],
)
async def test_inside_matters_of_others_are_refused_in_constant_words(text: str) -> None:
    with pytest.raises(WrongRoom) as refusal:
        await check_room(text, ROOM, nothing)
    assert refusal.value.say("en") == (
        "I speak only of Nike › Summer Campaign here. For anything else, write to me in a direct message."
    )


@pytest.mark.parametrize(
    "text",
    [
        "SWOT, please",
        "show me Nike's SWOT",
        "Summer's budget?",
        "What is our strategy?",
        "show me the Adidas pricing",
        "show me the Instagram results",
        "Give me the Black Friday campaign plan",
        "show the Performance Max numbers",
        "list Gen Z personas",
        "export the Q3 report as PDF",
        "Show me Summer campaign results",
        "how much did TikTok spend last week?",
        "what is the Google Ads budget?",
        "Meta는 예산이 얼마야?",
        "Puma's strategy worries us",
        "compare us with Adidas",
        "Adidas opened a store next to us",
        "customers' data shows a drop",
        "우리 예산 알려줘",
        "이번 캠페인 성과 보여줘",
        "사워도우의 전략 알려줘",
        "나이키 말고 아디다스가 매장을 열었습니다",
        "인스타그램 성과 보여줘",
        "SWOT 분석해줘",
        "Instagram's results last week?",
        "성수동에서 수업을 하고 실 키트를 팝니다. SWOT 해 주세요.",
        "팔로워는 9,400명이고 광고는 해 본 적이 없습니다. SWOT 해 주세요.",
        "밀키트 구매자 페르소나 두 명 만들어 주세요",
        "크리스마스 캠페인 기획해 주세요",
        "월 300만 원으로 마케팅 계획 짜줘",
        "주말 성과 어때?",
        "최근 30일 일별 광고비 그래프로 보여줘",
        "요일별 성과 보여줘",
        "요즘 광고 성과 어때요?",
        "당월 성과 알려줘",
        "일평균 광고비 얼마야",
        "리타겟팅 성과 어때?",
        "We open a second studio in September. What's the plan?",
    ],
)
async def test_own_matters_and_rivals_in_the_open_are_heard(text: str) -> None:
    await check_room(text, ROOM, nothing)


@pytest.mark.parametrize("text", ["봄세일 성과 보여줘", "show me the Marlin Club results"])
async def test_what_something_is_called_here_is_no_stranger(text: str) -> None:
    async def called() -> tuple[str, ...]:
        return ("2026 봄 세일 - 브랜드", "Marlin Club")

    with pytest.raises(WrongRoom):
        await check_room(text, ROOM, nothing)
    await check_room(text, ROOM, called)


async def test_a_room_of_the_whole_agency_speaks_of_all_its_clients() -> None:
    agency = Place(Scope(OrgId("o")), "acme", ("Acme",), "AGENCY", "en", "UTC", "USD")
    await check_room("show me Adidas's SWOT", Context(agency), nothing)


async def test_no_request_that_the_router_learnt_from_is_taken_for_a_name_of_somebody_else() -> None:
    """Thousands of ways of asking for one's own matters, in both languages."""
    examples = [text for one in routing().values() for text in (*one.examples.en, *one.examples.ko)]
    assert len(examples) > 2_000
    assert [text for text in examples if await _is_refused(text)] == []


async def _is_refused(text: str) -> bool:
    try:
        await check_room(text, Context(NIKE), nothing)
    except WrongRoom:
        return True
    return False
