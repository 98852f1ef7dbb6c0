"""The first run, as it is told: an agency in its workspace, a shop in a messenger; in both languages."""

import asyncio
import json

import pytest

from bot.house import House
from memory.store import invitations
from memory.store.entrance import binding_at, directory, identify
from memory.types import ChannelKey
from tests.journeys.chats import Person

KOREAN = (
    "매출의 80%가 오전 손님에게서 나오고 평일 오후는 한산합니다. "
    "봄에는 대형 프랜차이즈가 300미터 거리에 문을 엽니다. "
    "인근 푸드홀에서 입점을 제안했습니다."
)
ENGLISH = (
    "Eighty percent of sales come before noon and weekday afternoons are quiet. "
    "A national chain is opening 300 metres away in spring. A food hall has offered us a stall."
)


async def test_an_agency_starts_in_its_workspace(house: House) -> None:
    boss = Person(house, "slack", "U1", "김대표")
    hello = await boss("안녕하세요", action="hello")
    assert "김대표 님, 저는 멘션과 DM만 읽습니다." in (await boss("안녕하세요")).text
    assert hello.status == "needs_input"
    asked = await boss.press("시작")
    assert "리틀크럼 / 봄" in asked.text
    ready = await boss("리틀크럼 / 봄")
    assert "어느 채널에서 쓸까요?" in ready.text
    assert ready.scope == "우리-대행사/리틀크럼/봄"

    joined = await boss.hears(boss.heard("리틀크럼", "C1", kind="joined"))
    assert [one.label for one in joined.buttons][0] == "리틀크럼 › 봄"
    bound = await boss.press("리틀크럼 › 봄", channel="C1")
    assert "사업을 세 문장이나 파일로 주세요" in bound.text
    assert bound.scope == ready.scope

    swot = await boss(KOREAN, "C1")
    assert swot.agent == "business_strategy"
    quadrants = {item["statement"]: item["quadrant"] for item in swot.outputs[0].draft.body["items"]}
    assert "T" in [quadrant for statement, quadrant in quadrants.items() if "프랜차이즈" in statement]
    assert swot.buttons
    assert swot.address == "/org/우리-대행사/workspace/리틀크럼/campaign/봄/agents/strategy"


async def test_a_shop_starts_in_a_messenger_by_the_operators_invitation(house: House) -> None:
    owner = Person(house, "telegram", "77", "박사장", workspace="bot1")
    refused = await owner("/start")
    assert refused.status == "refused"
    assert "초대" in refused.text or "invitation" in refused.text

    code = (await invitations.open_for(house.database)).code
    name = await owner(f"/start {code}", thread="2")
    asked = await owner("시작할게요, 안녕하세요", thread="2", action="hello")
    assert "가게(회사) 이름" in asked.text or "business called" in asked.text
    assert name.buttons
    ready = await owner("나비 제과", thread="2")
    assert "세 문장만 편하게" in ready.text
    assert ready.scope == "나비-제과/기본"

    swot = await owner(KOREAN, thread="2")
    assert swot.agent == "business_strategy"
    assert swot.outputs
    assert (await owner("/where", thread="2")).scope == ready.scope
    again = await owner(f"/start {code}", thread="2")
    assert again.status == "needs_input"
    assert [one.label for one in again.buttons] == ["나비 제과 › 기본"]


async def test_an_agency_starts_in_english_with_the_form(house: House) -> None:
    boss = Person(house, "discord", "9", "Ada", workspace="G1")
    values = {"type": "agency", "client": "Little Crumb", "campaign": "Spring", "timezone": "Europe/London"}
    ready = await boss.hears(
        boss.heard(json.dumps(values | {"locale": "en"}), "C9", kind="form", action="form onboarding")
    )
    assert ready.scope == "my-agency/little-crumb/spring"
    swot = await boss(ENGLISH, "C9")
    assert swot.outputs
    where = await boss("/where", "C9")
    assert "Europe/London" in where.text


async def test_the_same_form_is_asked_question_by_question_and_survives_a_restart(house: House) -> None:
    boss = Person(house, "slack", "U1", "Ada")
    first = await boss("one by one", action="form onboarding")
    assert [one.label for one in first.buttons] == ["Clients (an agency)", "My own business", "Cancel"]
    second = await Person(house, "slack", "U1", "Ada").press("Clients", of=first)
    assert "First client" in second.text
    wrong = await boss("   ", action=second.expects)
    assert "please fill this in" in wrong.text
    third = await boss("Little Crumb")
    assert "First campaign" in third.text
    ready = await boss.press("Leave it out")
    assert ready.scope == "my-agency/little-crumb/main"


async def test_many_first_events_at_once_begin_one_organisation(house: House) -> None:
    boss = Person(house, "slack", "U1", "김대표")
    said = [boss.heard("리틀크럼 / 봄", action="start agency:", thread=str(n)) for n in range(6)]
    replies = await asyncio.gather(*(Person(house, "slack", "U1", "김대표").hears(one) for one in said))
    assert {reply.scope for reply in replies} == {"우리-대행사/리틀크럼/봄"}
    assert len(await directory(house.database)) == 1
    assert len(await identify(house.database, "slack", "T1/U1")) == 1
    assert await binding_at(house.database, ChannelKey("slack", "T1", "D-U1")) is not None


async def test_two_people_who_start_at_once_share_one_organisation(house: House) -> None:
    people = [Person(house, "slack", f"U{n}", f"P{n}") for n in range(4)]
    replies = await asyncio.gather(*(one("Crumb / Spring", action="start agency:") for one in people))
    assert len(await directory(house.database)) == 1
    assert sum(reply.status == "ok" for reply in replies) == 1


@pytest.mark.parametrize("platform", ["telegram", "discord"])
async def test_a_stranger_in_a_direct_message_begins_nothing(house: House, platform: str) -> None:
    stranger = Person(house, platform, "5", "X", workspace="" if platform == "discord" else "bot1")
    reply = await stranger("Crumb / Spring", action="start agency:")
    assert reply.status == "refused"
    assert await directory(house.database) == ()
