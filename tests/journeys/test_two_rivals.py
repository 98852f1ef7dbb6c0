"""The story that must always work: an agency serves two rivals, and neither shows in the other's room."""

import json

import pytest

from bot.house import House
from memory.context import get_enterprise_context
from memory.guidelines import Own
from memory.recall import recall
from memory.search import Request, asked_terms
from memory.store import campaigns, clients, guidelines, insights, messages, organizations, outputs, users
from memory.store.entrance import enter
from memory.types import CampaignPlan, Membership, Organization, OrgId
from tests.journeys.conftest import Talk

NIKE, ADIDAS = "acme/nike/summer", "acme/adidas/fall"
BRIEF = (
    "Nike Summer is known for shoes that grip wet rock. Sixty percent of sales come from its own shop. "
    "There is no loyalty programme. A German distributor has offered a test order. "
    "A discount brand is opening stores next door in March."
)
ONLY_NIKE = "grip wet rock"


@pytest.fixture
async def acme(house: House) -> House:
    db = house.database
    new = Organization(OrgId(""), "acme", "Acme", "AGENCY", "en", "Europe/London", "GBP")
    await organizations.add(db, new)
    for client, campaign in (("nike", "summer"), ("adidas", "fall")):
        async with db.writing((await enter(db, "acme")).access) as unit:
            await clients.add(unit, client, client.title())
        async with db.writing((await enter(db, f"acme/{client}")).access) as unit:
            await campaigns.add(unit, campaign, CampaignPlan(name=campaign.title()))
    async with db.writing((await enter(db, NIKE)).access) as unit:
        await messages.keep_brief(unit, "nike.md", BRIEF)
    return house


async def test_a_swot_is_saved_with_its_campaign_and_nowhere_else(acme: House, talk: Talk) -> None:
    swot = await talk("SWOT, please", NIKE)
    assert swot.status == "ok"
    assert ONLY_NIKE in swot.text
    assert swot.address == "/org/acme/workspace/nike/campaign/summer/agents/strategy"

    db = acme.database
    async with db.reading((await enter(db, ADIDAS)).access) as unit:
        assert await outputs.every(unit) == ()
        assert await messages.briefs(unit) == ()
    other = await talk("SWOT, please", ADIDAS)
    assert ONLY_NIKE not in other.text
    assert other.outputs[0].draft.body["items"] == []


async def test_a_story_told_with_its_wish_is_known_to_the_next_agent_in_another_thread(
    acme: House, talk: Talk
) -> None:
    """She tells of the business while asking for a SWOT, and opens the persona agent without telling it again."""
    told = "Runners come here before work. Runners ask for wide fits, and one brand brings half of sales."
    await talk(f"{told} Make me a SWOT, please.", ADIDAS)
    made = await talk("Make personas", ADIDAS)
    assert [one.draft.body["attributes"]["who"]["value"] for one in made.outputs] == ["Runners"]
    async with acme.database.reading((await enter(acme.database, ADIDAS)).access) as unit:
        assert [one.text for one in await messages.briefs(unit)] == [told]


async def test_guidelines_of_the_client_flow_down_and_not_across(acme: House) -> None:
    db = acme.database
    async with db.writing((await enter(db, "acme/nike")).access) as unit:
        await guidelines.put(unit, {"voice.tone": Own("fearless")})
    nike = await get_enterprise_context(db, (await enter(db, NIKE)).access, "content")
    adidas = await get_enterprise_context(db, (await enter(db, ADIDAS)).access, "content")
    assert nike.sections["guidelines"]["fields"]["voice.tone"]["from"] == "acme/nike"
    assert "fearless" not in json.dumps(adidas.as_json(), default=str)


async def test_the_context_of_the_next_agent_holds_the_strategy(acme: House, talk: Talk) -> None:
    db = acme.database
    swot = await talk("SWOT, please", NIKE)
    nike = await get_enterprise_context(db, (await enter(db, NIKE)).access, "persona")
    adidas = await get_enterprise_context(db, (await enter(db, ADIDAS)).access, "persona")
    assert swot.outputs[0].id in json.dumps(nike.as_json(), default=str)
    assert ONLY_NIKE not in json.dumps(adidas.as_json(), default=str)


async def test_the_other_client_is_not_spoken_of_whether_it_exists_or_not(acme: House, talk: Talk) -> None:
    real = await talk("Show me Adidas's SWOT", NIKE)
    unreal = await talk("Show me Wonka's SWOT", NIKE)
    assert real.status == unreal.status == "refused"
    assert real.text == unreal.text
    assert "direct message" in real.text


async def test_a_freelancer_of_one_client_cannot_tell_the_other_from_nothing(acme: House, talk: Talk) -> None:
    db = acme.database
    root = await enter(db, "acme")
    adidas = (await enter(db, "acme/adidas")).place
    async with db.writing(root.access) as unit:
        await users.add(unit, "mina", [Membership("freelancer", adidas.scope)])
    own = await talk("/where", ADIDAS, user="mina")
    hidden = await talk("SWOT, please", NIKE, user="mina")
    unknown = await talk("SWOT, please", "acme/wonka/summer", user="mina")
    assert own.status == "ok"
    assert hidden.status == unknown.status == "refused"
    assert hidden.text.replace(NIKE, "X") == unknown.text.replace("acme/wonka/summer", "X")


async def test_a_thread_cannot_be_carried_into_another_room(acme: House, talk: Talk) -> None:
    swot = await talk("SWOT, please", NIKE)
    carried = await talk("drop S1", ADIDAS, thread=swot.thread)
    assert ONLY_NIKE not in carried.text
    assert swot.outputs[0].id not in [output.draft.supersedes for output in carried.outputs]


EUROPE = "We will launch in Germany on 14 September with a budget of 50,000 pounds."
FOREIGN = ("Germany", "14 September", "50,000", "5000000", "grip wet rock", "summer")


async def test_what_was_said_on_monday_is_known_to_another_agent_and_says_where_from(
    acme: House, talk: Talk
) -> None:
    monday = await talk(EUROPE, NIKE)
    assert monday.status in {"ok", "needs_input"}
    db, nike = acme.database, (await enter(acme.database, NIKE)).access
    content = await get_enterprise_context(db, nike, "content", acme.contexts)
    learnt = {told["category"]: told for told in content.sections["insights"]}
    assert learnt.keys() >= {"budget", "date"}
    for told in learnt.values():
        assert told["source"]["message"] == monday.message_id
        assert told["source"]["quote"] in EUROPE
    (hit, *_) = await recall(db, nike, "When do we start in Germany?")
    assert (hit.kind, hit.text) == ("message", EUROPE)
    assert hit.origin
    assert (hit.origin.message, hit.origin.author, hit.origin.place) == (monday.message_id, "owner", NIKE)
    assert hit.insights


async def test_in_no_room_of_the_rival_it_is_found_known_or_answered(acme: House, talk: Talk) -> None:
    await talk(EUROPE, NIKE)
    db = acme.database
    async with db.writing((await enter(db, "acme")).access) as unit:
        adidas = (await enter(db, "acme/adidas")).place.scope
        await users.add(unit, "mina", [Membership("freelancer", adidas)])
    for path, name in (
        (ADIDAS, "owner"),
        ("acme/adidas", "owner"),
        ("acme/adidas", "mina"),
        (ADIDAS, "mina"),
    ):
        access = (await enter(db, path, name)).access
        assert await recall(db, access, "When do we start in Germany, with what budget?") == ()
        async with db.reading(access) as unit:
            assert await insights.every(unit) == ()
            found = await unit.find(Request(asked_terms("Germany budget grip wet rock")))
        assert (found.rows, found.facts, found.corpus.rows) == ((), (), 0)
        for agent in ("content", "business_strategy", "business_intelligence"):
            await get_enterprise_context(db, (await enter(db, NIKE)).access, agent, acme.contexts)
            context = await get_enterprise_context(db, access, agent, acme.contexts)
            said = json.dumps(context.as_json(), default=str)
            assert not [word for word in FOREIGN if word in said]
    for question in ("When do we launch in Germany?", "What do you know about our budget?", "SWOT, please"):
        answer = await talk(question, ADIDAS)
        said = json.dumps([answer.text, [o.draft.body for o in answer.outputs]]).replace(question, "")
        assert not [word for word in FOREIGN if word in said]


async def test_the_agency_finds_it_and_says_whose_it_is(acme: House, talk: Talk) -> None:
    await talk(EUROPE, NIKE)
    db = acme.database
    hits = await recall(db, (await enter(db, "acme")).access, "Germany")
    assert {hit.origin.place for hit in hits if hit.origin} == {NIKE}
