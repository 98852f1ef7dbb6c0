"""Who answers: threads keep their agent, a change is remembered, nobody acts by a guess."""

import pytest

from bot.house import House
from memory.store import campaigns, organizations
from memory.store.entrance import enter
from memory.types import CampaignPlan, Organization, OrgId
from tests.journeys.conftest import Talk

PLACE = "nabi/may"
STORY = "We are a bakery with two shops. Eighty percent of sales come before noon. A rival opens next door in spring."


@pytest.fixture(autouse=True)
async def nabi(house: House) -> House:
    new = Organization(OrgId(""), "nabi", "Nabi", "SME", "en", "Asia/Seoul", "KRW")
    await organizations.add(house.database, new)
    async with house.database.writing((await enter(house.database, "nabi")).access) as unit:
        await campaigns.add(unit, "may", CampaignPlan(name="May"))
    return house


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("경쟁사 동향 알려줘", "경쟁사 분석 에이전트"),
        ("/rivals this week", "Competitive Intelligence Agent"),
        ("/집행 메타", "캠페인 집행 에이전트"),
    ],
)
async def test_an_agent_that_is_not_on_duty_is_recognised(talk: Talk, text: str, said: str) -> None:
    reply = await talk(text, PLACE)
    assert said in reply.text
    assert reply.status == "needs_input"
    assert any(button.action.startswith("change ") for button in reply.buttons)


async def test_a_change_of_agent_answers_at_once_and_is_remembered_for_all(talk: Talk) -> None:
    first = await talk("weekly share of the numbers for our people", PLACE, thread="t")
    [change] = [button for button in first.buttons if button.label == "Change agent"]
    which = await talk(change.label, PLACE, thread="t", action=change.action)
    [strategy] = [button for button in which.buttons if button.action.endswith(" strategy")]
    answered = await talk(strategy.label, PLACE, thread="t", action=strategy.action)
    assert answered.agent == "business_strategy"
    later = await talk("Weekly share of the numbers for our people!", PLACE)
    assert later.agent == "business_strategy"


async def test_a_handover_teaches_nothing(talk: Talk) -> None:
    first = await talk("Do a SWOT and then create a persona for the gym", PLACE, thread="t")
    assert first.agent == "business_strategy"
    assert "Persona Agent" in first.text
    [button] = [one for one in first.buttons if one.action.startswith("pass ")]
    assert "Persona Agent" in (await talk(button.label, PLACE, thread="t", action=button.action)).text
    again = await talk("Do a SWOT and then create a persona for the gym", PLACE)
    assert again.agent == "business_strategy"


async def test_a_thread_keeps_its_agent_for_facts_and_leaves_it_for_anothers_work(talk: Talk) -> None:
    started = await talk(STORY, PLACE, thread="t")
    assert started.agent == "business_strategy"
    told = await talk("The competitor charges 20% less than we do.", PLACE, thread="t")
    assert told.agent == "business_strategy"
    left = await talk("Write a blog post about it please", PLACE, thread="t")
    assert "Content Agent" in left.text


@pytest.mark.parametrize("word", ["맞아요", "다시", "근거", "종합", "고치기"])
async def test_the_words_of_a_threads_buttons_stay_in_it(talk: Talk, word: str) -> None:
    await talk("/전략 ice 적립 카드 영향 5 확신 6 용이성 6", PLACE, thread="t")
    assert (await talk(word, PLACE, thread="t")).agent == "business_strategy"


async def test_answers_to_questions_are_no_thanks(talk: Talk) -> None:
    asked = await talk("/strategy ice Loyalty card impact 5", PLACE, thread="t")
    assert asked.questions
    assert (await talk("ok", PLACE, thread="t")).agent == "business_strategy"


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("thanks a lot!", "You are welcome."),
        ("ㄱㅅㄱㅅ", "다행입니다"),
        ("hello there, are you human", "/help"),
        ("what can you do", "Five verbs"),
        ("뭘 도와줄 수 있어요?", "다섯 가지"),
    ],
)
async def test_talk_is_answered_shortly_by_nobody(talk: Talk, text: str, said: str) -> None:
    reply = await talk(text, PLACE)
    assert said in reply.text
    assert reply.agent == ""


@pytest.mark.parametrize(
    "text", ["what about the launch", "should we pause something", "캠페인 집행 어떻게 생각해"]
)
async def test_nothing_is_launched_by_a_guess(talk: Talk, text: str) -> None:
    reply = await talk(text, PLACE)
    assert reply.agent != "campaign_execution"
    assert reply.outputs == ()


async def test_what_nobody_understands_is_asked_with_two_or_three_buttons(talk: Talk) -> None:
    reply = await talk("zq vrrt plomp", PLACE)
    assert reply.status == "needs_input"
    assert len([one for one in reply.buttons if one.action.startswith("change ")]) in {2, 3}


async def test_a_very_long_message_is_answered(talk: Talk) -> None:
    reply = await talk("우리는 20년 된 빵집입니다. " * 2_000 + "SWOT 분석 부탁드립니다.", PLACE)
    assert reply.agent == "business_strategy"


async def test_there_is_nothing_to_change_in_a_new_thread(talk: Talk) -> None:
    assert "no earlier message" in (await talk("/change", PLACE)).text
