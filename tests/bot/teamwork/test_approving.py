"""From a request to a decision, in the chat: four eyes, rounds, drift, expiry, and who is told."""

from dataclasses import replace

import pytest

from agents.kit.registry import load_agents
from agents.types import AgentResult, Command
from bot.render import Spoken, reply_of
from bot.routing.router import Route
from memory.store import guidelines, memberships, outputs, users
from memory.types import Membership
from tests.agents.kit.frameworks.outputs import output
from tests.bot.digest.conftest import Time
from tests.bot.teamwork.conftest import SUMMER, Studio
from tests.journeys.chats import Person


def ref(text: str) -> str:
    """The id that an answer names."""
    return text.rpartition("`")[0].rpartition("`")[2]


async def test_two_rounds_from_the_channel_to_the_approvers_direct_messages(studio: Studio) -> None:
    cora, mia = studio.person("cora"), studio.person("mia")
    await studio.deliver("Run loud")
    asked = await cora("/approve request swot", "C1")
    assert "asked mia to approve Title version 1: round 1 of 5" in asked.text
    [(to, card)] = await studio.tick()
    assert (to.account, to.direct, to.channel) == ("UMIA", True, "")
    assert "cora asks for your approval" in card.text
    assert "This is the first round" in card.text
    assert await studio.tick() == []

    why = await mia.press("Request changes", of=card)
    assert why.expects
    sent = await mia("Say it quietly")
    assert "Sent back with your reason" in sent.text
    [(to, told)] = await studio.tick()
    assert to.account == "UCORA"
    assert "mia asks for changes in Title version 1 (round 1 of 5): Say it quietly" in told.text

    second = await studio.deliver("Run quietly")
    assert "round 2 of 5" in (await cora("/approve request", "C1", thread="9")).text
    [(_, card)] = await studio.tick()
    assert "What has changed since round 1 (version 1)" in card.text
    assert "mia had said: Say it quietly" in card.text
    assert "text: Run loud → Run quietly" in card.text
    assert second.content_hash[:12] in card.text
    assert "Approved: Title version 2" in (await mia.press("Approve", of=card)).text
    assert await studio.status(second) == "approved"
    [(to, told)] = await studio.tick()
    assert (to.account, "mia has approved Title version 2" in told.text) == ("UCORA", True)
    assert "Nothing to decide any more" in (await mia.press("Approve", of=card)).text


async def test_a_request_is_found_by_what_waits_for_it_and_plain_words_only_show_it(studio: Studio) -> None:
    cora, mia = studio.person("cora"), studio.person("mia")
    made = await studio.deliver("Run loud")
    assert "nothing like 'swot'" in (await mia("/approve swot", "C1")).text
    await cora("/approve request swot", "C1")
    for said in ("approve the SWOT", "SWOT 승인할게요"):
        shown = await mia(said, "C1")
        assert "Title" in shown.text
        assert [one.action.split()[:-1] for one in shown.buttons] == [
            ["approve"], ["approve", "changes"], ["approve", "reject"],
        ]  # fmt: skip
        assert await studio.status(made) == "in_review"
    await mia("/approve swot", "C1")
    assert await studio.status(made) == "approved"


async def test_the_same_in_korean(studio: Studio) -> None:
    cora, mia = studio.person("cora"), studio.person("mia")
    for name in ("cora", "mia"):
        async with studio.house.database.writing((await studio.tenants.at(SUMMER, name)).access) as unit:
            await users.speak(unit, "ko")
    await studio.deliver("달린다")
    asked = await cora("/승인 요청 swot @mia 님께", "C1")
    assert "mia 님께 Title 버전 1의 승인을 요청했습니다. 5차 중 1차이며" in asked.text
    [(_, card)] = await studio.tick()
    assert "cora 님이 승인을 요청했습니다" in card.text
    assert "첫 번째 차수라 비교할 것이 없습니다." in card.text
    assert "고치면 됩니까" in (await mia.press("수정 요청", of=card)).text
    assert "아무것도 결정하지 않았습니다" in (await mia("취소")).text
    assert (
        "이유와 함께 반려했습니다" in (await mia(f"/승인 반려 {ref(asked.text)} 광고주 톤이 아닙니다")).text
    )
    [(_, told)] = await studio.tick()
    assert "mia 님이 Title 버전 1을 반려했습니다 (5차 중 1차): 광고주 톤이 아닙니다" in told.text
    assert "승인을 기다리는 것이 없습니다" in (await cora("/승인목록", "C1")).text


async def test_who_asks_does_not_decide_and_a_click_is_authorised_when_it_is_made(studio: Studio) -> None:
    cora, mia, cleo = (studio.person(name) for name in ("cora", "mia", "cleo"))
    made = await studio.deliver("one")
    asked = await mia("/approve request swot @cleo", "C1")
    assert "asked cleo" in asked.text
    [(to, card)] = await studio.tick()
    assert to.account == "UCLEO"
    own = await mia(f"/approve {ref(asked.text)}", "C1")
    assert (own.status, "cleo was asked for this decision" in own.text) == ("refused", True)
    assert (await cora.press("Approve", of=card)).status == "refused"
    nike = await studio.tenants.scope("acme/nike")
    async with studio.house.database.writing((await studio.tenants.at("acme")).access) as unit:
        user = next(one.user for one in await users.every(unit) if one.name == "cleo")
        await memberships.change(unit, user, Membership("client_viewer", nike))
    late = await cleo.press("Approve", of=card)
    assert (late.status, "outputs.output.approve" in late.text) == ("refused", True)
    assert await studio.status(made) == "in_review"


async def test_one_who_asked_somebody_in_general_cannot_approve_it(studio: Studio) -> None:
    mia = studio.person("mia")
    await studio.deliver("one")
    asked = await mia("/approve request swot", "C1")
    own = await mia(f"/approve {ref(asked.text)}", "C1")
    assert own.status == "refused"
    assert "somebody else decides: " in own.text


async def test_a_reason_becomes_a_guideline_only_when_somebody_says_so(studio: Studio) -> None:
    cora, mia = studio.person("cora"), studio.person("mia")
    await studio.deliver("one")
    asked = await cora("/approve request", "C1")
    sent = await mia(f"/approve changes {ref(asked.text)} Never say cheap", "C1")
    access = (await studio.tenants.at("acme/nike")).access

    async def held() -> dict[str, object]:
        async with studio.house.database.reading(access) as unit:
            return {name: own.value for name, own in (await guidelines.own(unit)).items()}

    which = await mia.press("Keep as a guideline", of=sent, channel="C1")
    assert await held() == {}
    assert "Never say cheap" in which.text
    kept = await mia.press("Do not", of=which, channel="C1")
    assert "Added to the guidelines of acme/nike, Do not: Never say cheap" in kept.text
    assert await held() == {"voice.dont": ("Never say cheap",)}
    assert (await cora(f"/approve learn {ref(asked.text)} voice.do", "C1")).status == "refused"


async def test_a_new_version_voids_what_was_asked_and_expiry_is_told(studio: Studio, time: Time) -> None:
    cora, mia = studio.person("cora"), studio.person("mia")
    await studio.deliver("one")
    asked = await cora("/approve request", "C1")
    [(_, card)] = await studio.tick()
    second = await studio.deliver("two")
    void = await mia.press("Approve", of=card)
    assert "This request is void" in void.text
    assert await studio.status(second) == "draft"
    asked = await cora("/approve request", "C1")
    assert "round 1" in asked.text
    assert len(await studio.tick()) == 1
    time.set("2026-11-03T12:00")
    [(to, again)] = await studio.tick()
    assert (to.account, "Still waiting for your decision" in again.text) == ("UMIA", True)
    time.set("2026-11-12T12:00")
    [(to, told)] = await studio.tick()
    assert (to.account, "the request has expired" in told.text) == ("UCORA", True)
    assert await studio.status(second) == "draft"
    assert "has expired" in (await mia(f"/approve {ref(asked.text)}", "C1")).text


async def test_an_owner_alone_is_told_how_it_works(studio: Studio) -> None:
    alone = "bakery/spring"
    made = await studio.deliver("bread", alone)
    async with studio.house.database.writing((await studio.tenants.at("bakery")).access) as unit:
        await users.link(unit, unit.actor.user, "telegram", "500")
        await users.speak(unit, "en")
    baker = Person(studio.house, "telegram", "500", "Baker", workspace="bot1")
    await baker(f"/use {alone}")
    asked = await baker("/approve request swot")
    assert "An approval takes two people" in asked.text
    assert "marketing director" in asked.text
    request = next(one.action for one in asked.buttons if one.action.startswith("approve alone")).split()[-1]
    plain = await baker(f"/approve {request}")
    assert (plain.status, "approve alone" in plain.text) == ("refused", True)
    assert "Approved alone, without a second person" in (await baker.press("Approve alone", of=asked)).text
    assert await studio.status(made) == "approved"
    assert "approved by owner alone" in (await baker("/approvals")).text


@pytest.mark.parametrize("word", ["approve show", "approve", "approve changes", "approve learn"])
async def test_another_clients_channel_knows_nothing_of_it(studio: Studio, word: str) -> None:
    """Not even for the owner of the agency, who reads along there; the words are those for what does not exist."""
    await studio.deliver("one")
    asked = await studio.person("cora")("/approve request", "C1")
    async with studio.house.database.writing((await studio.tenants.at("acme")).access) as unit:
        await users.link(unit, unit.actor.user, "slack", "T1/UOWNER")
    owner = studio.person("owner")
    known, unknown = ref(asked.text), "00000000"
    there, nowhere = await owner(f"/{word} {known}", "C2"), await owner(f"/{word} {unknown}", "C2")
    assert there.status == nowhere.status == "refused"
    assert there.text.replace(known, unknown) == nowhere.text


@pytest.mark.parametrize(
    ("kind", "offered"), [("content_asset", ["approve request content_asset"]), ("swot", []), ("persona", [])]
)
def test_what_is_made_to_be_approved_is_offered_for_it(kind: str, offered: list[str]) -> None:
    route = Route(Command("content", ""), 1.0, "command")
    agent = load_agents()["business_strategy"]
    made = output("swot", {}, output_id=kind)
    made = replace(made, draft=replace(made.draft, output_type=kind))
    spoken = Spoken(None, agent, route, AgentResult(("Made",)), (made,), first=False)
    actions = [one.action for one in reply_of(spoken, "ko").buttons]
    assert [one for one in actions if one.startswith("approve")] == offered


@pytest.mark.parametrize(
    ("words", "said"), [("/approve request swot", "brand check"), ("/승인 요청 swot", "브랜드 검수")]
)
async def test_what_fails_its_brand_check_is_not_put_up(studio: Studio, words: str, said: str) -> None:
    made = await studio.deliver("The best in town")
    async with studio.house.database.writing((await studio.tenants.at(SUMMER)).access) as unit:
        body = {**made.draft.body, "status": "blocked"}
        await outputs.save(unit, replace(made.draft, body=body))
    reply = await studio.person("cora")(words, "C1")
    assert (reply.status, said in reply.text) == ("refused", True)
    assert await studio.tick() == []
