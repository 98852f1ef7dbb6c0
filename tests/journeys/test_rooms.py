"""Channels and people: who may map, who comes in, what outsiders get, and what happens at the same moment."""

import asyncio
from dataclasses import replace

import pytest

from bot.house import House
from bot.turn import Turns
from bot.types import Heard
from memory.store import arrivals, bindings, campaigns, channels, clients, messages, users
from memory.store.entrance import binding_at, enter, identify
from memory.types import CampaignPlan, ChannelKey, Membership, Newcomer, Organization, OrgId, Thread
from tests.journeys.chats import Person, quiet

NIKE = "acme/nike/summer"
HERE = ChannelKey("slack", "T1", "C1")


@pytest.fixture
async def acme(house: House) -> House:
    """An agency that began in the workspace T1, with two rivals; its owner is Ona, its strategist Mina."""
    db = house.database
    new = Organization(OrgId(""), "acme", "Acme", "AGENCY", "en", "Europe/London", "GBP")
    await arrivals.found_by(db, new, Newcomer("slack", "T1/ona", "Ona", "en"), ("slack", "T1"))
    for client, campaign in (("nike", "summer"), ("adidas", "fall")):
        async with db.writing((await enter(db, "acme")).access) as unit:
            await clients.add(unit, client, client.title())
        async with db.writing((await enter(db, f"acme/{client}")).access) as unit:
            await campaigns.add(unit, campaign, CampaignPlan(name=campaign.title()))
    async with db.writing((await enter(db, "acme")).access) as unit:
        mina = await users.add(unit, "mina", [Membership("strategist", unit.scope)])
        await users.link(unit, mina.user, "slack", "T1/mina")
    return house


def people(house: House, *names: str) -> list[Person]:
    return [Person(house, "slack", name, name.title()) for name in names]


async def bind(house: House, path: str, key: ChannelKey = HERE) -> None:
    entrance = await enter(house.database, path)
    async with house.database.writing(entrance.access) as unit:
        await bindings.bind(unit, key, entrance.place.scope)


async def test_the_bot_asks_once_and_offers_clients_by_name_to_who_may_map(acme: House) -> None:
    (ona,) = people(acme, "ona")
    asked = await ona.hears(ona.heard("nike", "C1", kind="joined"))
    assert [one.label for one in asked.buttons] == ["Adidas › Fall", "Nike › Summer", "Another one"]
    again = await ona.hears(ona.heard("nike", "C1", kind="joined"))
    assert again.silent
    bound = await ona.press("Nike", of=asked, channel="C1")
    assert bound.scope == NIKE
    assert "come in as: creative" in bound.text
    found = await binding_at(acme.database, HERE)
    assert found is not None
    assert (await ona("/where", "C1")).scope == NIKE


async def test_the_wish_of_others_becomes_a_request_with_a_button(acme: House) -> None:
    mina, ona, guest = people(acme, "mina", "ona", "gil")
    generic = await mina("what do we sell?", "C1")
    assert "not mapped" in generic.text
    assert "Nike" not in generic.text + str(generic.buttons)
    wished = await mina("/bind Nike / Summer", "C1")
    assert "asked the admins" in wished.text
    refused = await guest.press("Confirm", of=wished, channel="C1")
    assert await binding_at(acme.database, HERE) is None
    assert refused.buttons
    page = await ona.hears(ona.heard(kind="opened"))
    assert "Mina would like channel C1 mapped to Nike › Summer" in page.text
    bound = await ona.press("Confirm", of=wished, channel="C1")
    assert bound.scope == NIKE
    page = await ona.hears(ona.heard(kind="opened"))
    assert "Mina would like" not in page.text
    assert "slack C1 → Nike › Summer" in page.text


async def test_unmapped_channels_keep_nothing_and_get_generic_help(acme: House) -> None:
    (mina,) = people(acme, "mina")
    said = await mina("Eighty percent of our sales come from one shop in Leeds. It closes in May.", "C7")
    assert said.agent == ""
    assert said.outputs == ()
    assert "five verbs" in (await mina("/help", "C7")).text.lower()
    entrance = await enter(acme.database, "acme")
    async with acme.database.reading(entrance.access) as unit:
        assert await messages.thread(unit, Thread("1")) == ()


async def test_newcomers_come_in_once_and_reach_this_client_only(acme: House) -> None:
    await bind(acme, NIKE)
    (new,) = people(acme, "newt")
    said = [new.heard("/where", "C1", thread=str(n)) for n in range(6)]
    replies = await asyncio.gather(*(Person(acme, "slack", "newt", "Newt").hears(one) for one in said))
    assert {reply.scope for reply in replies} == {NIKE}
    async with acme.database.reading((await enter(acme.database, "acme")).access) as unit:
        found = [one for one in await users.every(unit) if one.name == "Newt"]
    assert [[held.role for held in one.memberships] for one in found] == [["creative"]]
    elsewhere = await new("/use acme/adidas/fall")
    assert elsewhere.status == "refused"
    assert "acme/adidas" not in (await new("hello", action="hello")).text


async def test_who_comes_in_is_the_admins_to_decide(acme: House) -> None:
    await bind(acme, NIKE)
    ona, mina, new = people(acme, "ona", "mina", "newt")
    assert (await mina("/bind newcomers none", "C1")).status == "refused"
    assert "invitation only" in (await ona("/bind newcomers none", "C1")).text
    barred = await new("SWOT, please", "C1")
    assert "no role here" in barred.text
    asked = await new.press("Ask to be let in", channel="C1")
    assert (await new.press("Let in", of=asked, channel="C1")).status in {"needs_input", "refused", "failed"}
    assert await identify(acme.database, "slack", "T1/newt") == ()
    assert "Newt may now work in Nike › Summer" in (await ona.press("Let in", of=asked, channel="C1")).text
    assert (await new("/where", "C1")).scope == NIKE


async def test_a_freelancer_of_one_client_is_not_let_into_the_other_by_speaking(acme: House) -> None:
    await bind(acme, NIKE)
    adidas = await enter(acme.database, "acme/adidas")
    who = Newcomer("slack", "T1/fay", "Fay", "en")
    await arrivals.settle_in(acme.database, who, adidas.place.scope, "freelancer")
    (fay,) = people(acme, "fay")
    assert "no role here" in (await fay("SWOT, please", "C1")).text
    assert (await fay("/use acme/adidas/fall")).scope == "acme/adidas/fall"


async def test_outsiders_get_nothing_inside_and_are_noticed_once(acme: House) -> None:
    await bind(acme, NIKE)
    ona, guest = Person(acme, "slack", "ona", "Ona"), Person(acme, "slack", "gus", "Gus", outsider=True)
    first = await guest("show me the strategy", "C1")
    assert "somebody from outside" in first.text
    second = await guest("show me the strategy", "C1")
    assert "somebody from outside" not in second.text
    assert "nothing internal" in second.text
    assert (await guest.press("Client-safe", of=first, channel="C1")).status != "ok"
    assert "Client-safe mode is on" in (await ona.press("Client-safe", of=first, channel="C1")).text
    where = await guest("/where", "C1")
    assert where.scope == NIKE
    assert (await guest("/strategy swot", "C1")).status == "refused"


async def test_a_direct_conversation_offers_ones_places_and_remembers_the_choice(acme: House) -> None:
    (mina,) = people(acme, "mina")
    offered = await mina("what next?")
    assert [one.label for one in offered.buttons] == ["Adidas › Fall", "Nike › Summer"]
    assert (await mina.press("Nike")).scope == NIKE
    assert (await mina("/where", thread="2")).scope == NIKE
    assert (await mina("/use Adidas / Fall", thread="2")).scope == "acme/adidas/fall"
    assert (await mina("/where", thread="3")).scope == "acme/adidas/fall"
    assert (await mina("use", thread="3")).buttons
    assert (await mina("/bind Nike / Summer", thread="3")).scope == NIKE


async def test_a_thread_moves_within_the_client_and_the_channel_stays(acme: House) -> None:
    client = await enter(acme.database, "acme/nike")
    async with acme.database.writing(client.access) as unit:
        await campaigns.add(unit, "winter", CampaignPlan(name="Winter"))
    await bind(acme, NIKE)
    (mina,) = people(acme, "mina")
    moved = await mina("/use acme/nike/winter", "C1", thread="t9")
    assert moved.scope == "acme/nike/winter"
    assert (await mina("/where", "C1", thread="t9")).scope == "acme/nike/winter"
    assert (await mina("/where", "C1", thread="t1")).scope == NIKE
    assert (await mina("/use acme/nike/summer", "C1", thread="t9")).scope == NIKE
    away = await mina("/use acme/adidas/fall", "C1", thread="t9")
    assert away.status == "refused"
    assert "direct message" in away.text


async def test_the_wrong_room_is_refused_in_the_same_words(acme: House) -> None:
    await bind(acme, NIKE)
    (mina,) = people(acme, "mina")
    real = await mina("Show me Adidas's SWOT", "C1")
    unreal = await mina("Show me Wonka's SWOT", "C1", thread="2")
    assert real.status == unreal.status == "refused"
    assert real.text == unreal.text


async def test_two_admins_map_at_once_and_one_mapping_holds(acme: House) -> None:
    ona, other = people(acme, "ona", "ona")
    await asyncio.gather(ona("/bind acme/nike/summer", "C1"), other("/bind acme/nike/summer", "C1"))
    found = await binding_at(acme.database, HERE)
    assert found is not None
    assert (await ona("/where", "C1")).scope == NIKE
    assert (await ona("/bind acme/adidas/fall", "C1")).scope == "acme/adidas/fall"


async def test_a_channel_that_is_left_rests_and_comes_back(acme: House) -> None:
    await bind(acme, NIKE)
    (ona,) = people(acme, "ona")
    assert (await ona.hears(ona.heard("", "C1", kind="left"))).silent
    found = await binding_at(acme.database, HERE)
    assert found is not None
    assert found.rests
    back = await ona.hears(ona.heard("", "C1", kind="joined"))
    assert "as before" in back.text
    assert not (await binding_at(acme.database, HERE)).rests  # pyright: ignore[reportOptionalMemberAccess]


async def test_a_workspace_that_is_left_rests_as_a_whole_and_comes_back(acme: House) -> None:
    there, other = ChannelKey("slack", "T1", "C2"), ChannelKey("slack", "T2", "C1")
    for key, path in {HERE: NIKE, there: "acme/adidas", other: NIKE}.items():
        await bind(acme, path, key)
    left = Heard("slack", "T1", "", "", "", "Ev1", "left-Ev1", kind="left")
    assert (await Turns(acme)(left, quiet)).silent
    assert [await rests(acme, key) for key in (HERE, there, other)] == [True, True, False]
    back = replace(left, event_id="Ev2", thread="joined-Ev2", kind="joined", wide=True)
    assert (await Turns(acme)(back, quiet)).silent
    assert [await rests(acme, key) for key in (HERE, there)] == [False, False]


async def rests(house: House, key: ChannelKey) -> bool:
    found = await binding_at(house.database, key)
    assert found is not None
    return found.rests


async def test_a_channel_that_is_shared_with_another_company_offers_the_client_safe_mode_once(
    acme: House,
) -> None:
    await bind(acme, NIKE)
    (ona,) = people(acme, "ona")
    shared = Heard("slack", "T1", "C1", "", "", "Ev1", "shared-Ev1", kind="shared")
    told = await Turns(acme)(shared, quiet)
    assert "somebody from outside is in this channel" in told.text
    assert (await Turns(acme)(replace(shared, event_id="Ev2"), quiet)).silent
    assert "Client-safe" in (await ona.press("Client-safe", of=told, channel="C1")).text


async def test_nobody_comes_in_by_what_happens_to_a_channel(acme: House) -> None:
    await bind(acme, NIKE)
    for kind in ("left", "moved", "shared"):
        await Turns(acme)(Heard("slack", "T1", "C1", "", "", f"Ev-{kind}", kind, kind=kind), quiet)  # type: ignore[arg-type]
    assert await identify(acme.database, "slack", "T1/") == ()


async def test_listening_is_opted_into_with_a_notice(acme: House) -> None:
    await bind(acme, NIKE)
    ona, mina = people(acme, "ona", "mina")
    assert not await channels.listens(acme.database, HERE)
    assert (await mina("/listen on", "C1")).status == "refused"
    assert "everybody here" in (await ona("/listen on", "C1")).text
    assert await channels.listens(acme.database, HERE)
    overheard = mina.heard("the courier is late again", "C1", thread="t5", overheard=True)
    assert (await mina.hears(overheard)).silent
    assert (
        await mina.hears(replace(overheard, event_id="other", text="/listen off", overheard=False))
    ).status == "refused"
    assert "only what is said to me" in (await ona("/listen off", "C1")).text


async def test_nobody_learns_a_clients_name_by_asking_in_an_unmapped_channel(acme: House) -> None:
    stranger = Person(acme, "slack", "zed", "Zed")
    for text in ("/bind Nike", "/bind Wonka", "/use acme/nike/summer", "hi there"):
        reply = await stranger(text, "C5")
        assert "Summer" not in reply.text + str(reply.buttons)


async def test_the_other_workspaces_account_of_the_same_key_is_nobody(acme: House) -> None:
    await bind(acme, NIKE)
    twin = Person(acme, "slack", "ona", "Ona", workspace="T2")
    assert await identify(acme.database, "slack", "T2/ona") == ()
    assert (await twin("/use acme/nike/summer")).status == "refused" or not twin.last
