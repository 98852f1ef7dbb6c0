from datetime import UTC, datetime

import pytest

from agents.types import Context
from bot.wrong_room import WrongRoom, check_room
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


@pytest.mark.parametrize(
    "text",
    [
        "show me Adidas's SWOT",
        "What is Adidas' budget for fall?",
        "what did we decide for client Adidas",
        "Give me the brand guidelines of Adidas",
        "Wonka Bars's personas please",
        "아디다스의 전략 보여줘",
        "아디다스 예산 알려줘",
        "Adidas의 SWOT 요약해줘",
        "웡카초콜릿 페르소나 알려 주세요",
    ],
)
def test_inside_matters_of_others_are_refused_in_constant_words(text: str) -> None:
    with pytest.raises(WrongRoom) as refusal:
        check_room(text, ROOM)
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
    ],
)
def test_own_matters_and_rivals_in_the_open_are_heard(text: str) -> None:
    check_room(text, ROOM)


def test_a_room_of_the_whole_agency_speaks_of_all_its_clients() -> None:
    agency = Place(Scope(OrgId("o")), "acme", ("Acme",), "AGENCY", "en", "UTC", "USD")
    check_room("show me Adidas's SWOT", Context(agency))
