"""People in a chat: invited, given roles, one over several accounts; their brand, campaigns, privacy and page."""

import re

import pytest

from bot.house import House
from bot.measuring.connections import Connection, keep
from bot.measuring.port import Account
from memory.keyring import keyring
from memory.store import audit, messages, privacy, users
from memory.store.entrance import enter, identify
from memory.types import Membership, Thread
from tests.journeys.chats import Person
from tests.journeys.test_rooms import NIKE, acme, bind

__all__ = ["acme"]
CODE = re.compile(r"[2-9A-HJ-NP-Z]{4}(?:-[2-9A-HJ-NP-Z]{4}){2,3}")


@pytest.fixture
async def ona(acme: House) -> Person:
    """The owner, in the channel of Nike's summer and in a direct conversation about it."""
    await bind(acme, NIKE)
    person = Person(acme, "slack", "ona", "Ona")
    await person(f"/use {NIKE}")
    return person


def code_in(text: str) -> str:
    found = CODE.search(text)
    assert found
    return found[0]


async def test_an_invitation_is_told_privately_and_kept_nowhere(acme: House, ona: Person) -> None:
    assert (await ona("/invite client_viewer", "C1")).status == "refused"
    offered = await ona("/invite")
    assert any("client viewer" in one.label for one in offered.buttons)
    told = await ona("/invite client_viewer acme/nike until=2030-12-31")
    code = code_in(told.text)
    async with acme.database.reading((await enter(acme.database, NIKE)).access) as unit:
        kept = [one.text for one in await messages.thread(unit, Thread("1"))]
    assert not any(code in text for text in kept)

    guest = Person(acme, "telegram", "500", "Gus", workspace="bot1")
    came = await guest(f"/start {code}")
    assert "Acme › Nike" in came.text
    assert (await guest.press("Summer")).scope == NIKE
    assert (await guest("/strategy swot")).status == "refused"
    assert (
        await Person(acme, "telegram", "501", "Eve", workspace="bot1")(f"/start {code}")
    ).status == "refused"


async def test_nobody_invites_beyond_their_own_rights(acme: House, ona: Person) -> None:
    mina = Person(acme, "slack", "mina", "Mina")
    await mina(f"/use {NIKE}")
    assert (await mina("/invite viewer")).status == "refused"
    assert (await ona("/invite marketing_director")).status == "failed"


async def test_one_person_joins_two_accounts_and_it_is_audited(acme: House, ona: Person) -> None:
    mina, phone = (
        Person(acme, "slack", "mina", "Mina"),
        Person(acme, "telegram", "600", "미나", workspace="bot1"),
    )
    assert (await mina("/link", "C1")).status == "refused"
    code = code_in((await mina("/link")).text)
    assert (await phone(f"link {code}")).status == "ok"
    (org, user), *_ = await identify(acme.database, "slack", "T1/mina")
    assert await identify(acme.database, "telegram", "600") == ((org, user),)
    assert (await phone(f"/use {NIKE}")).scope == NIKE
    assert (
        await Person(acme, "telegram", "601", "Eve", workspace="bot1")(f"link {code}")
    ).status == "refused"
    async with acme.database.reading((await enter(acme.database, "acme")).access) as unit:
        assert await audit.verify(unit) is None


async def test_an_account_that_came_in_by_itself_moves_to_its_person(acme: House, ona: Person) -> None:
    mina, twin = Person(acme, "slack", "mina", "Mina"), Person(acme, "slack", "mina2", "Mina")
    await twin("/where", "C1")
    assert len(await identify(acme.database, "slack", "T1/mina2")) == 1
    code = code_in((await mina("/link")).text)
    assert (await twin(f"/link {code}", "C1")).status == "ok"
    (org, user), *_ = await identify(acme.database, "slack", "T1/mina")
    assert await identify(acme.database, "slack", "T1/mina2") == ((org, user),)


async def test_a_right_is_asked_for_at_a_place_but_never_at_another_client_where_others_read(
    acme: House, ona: Person
) -> None:
    async with acme.database.writing((await enter(acme.database, "acme")).access) as unit:
        await users.add(
            unit,
            "bo",
            [Membership("campaign_manager", (await enter(acme.database, "acme/adidas")).place.scope)],
        )
    assert "Adidas" in (await ona("/can bo launch adidas")).text
    assert (await ona("/can bo approve nike", "C1")).status == "ok"
    shared = [await ona(f"/can bo approve {place}", "C1") for place in ("adidas", "nobody")]
    assert [one.text.replace("adidas", "nobody") for one in shared] == [shared[1].text] * 2
    assert "yes." in (await ona("/can @bo launch 1,000 adidas")).text
    for asked in (
        "/can @bo launch £900,000 adidas",
        "/can bo launch 9억원 adidas",
        "/권한 bo 집행 9억 Adidas",
    ):
        assert re.search(r"no\.|안 됩니다", (await ona(asked)).text)


async def test_a_role_ends_on_the_day_that_was_said_and_on_none_that_is_over(
    acme: House, ona: Person
) -> None:
    await Person(acme, "slack", "newt", "Newt")("/where", "C1")
    assert "프리랜서" in (await ona("/role Newt 프리랜서 2030-12-31까지", "C1")).text
    assert "(~2030-12-31)" in (await ona("/team", "C1")).text
    assert (await ona("/role Newt freelancer until 2031-01-31", "C1")).status == "ok"
    assert "(~2031-01-31)" in (await ona("/team", "C1")).text
    assert (await ona("/role Newt freelancer until 2020-01-31", "C1")).status == "failed"
    assert (await ona("/invite freelancer until 2020-01-31")).status == "failed"


async def test_roles_are_given_and_taken_and_can_says_why(acme: House, ona: Person) -> None:
    new = Person(acme, "slack", "newt", "Newt")
    await new("/where", "C1")
    assert "creative" in (await ona("/team", "C1")).text
    no = await new("/can launch", "C1")
    assert "no." in no.text
    assert "campaign manager" in no.text
    assert "campaign manager" in (await ona("/role give Newt campaign_manager", "C1")).text
    assert "yes." in (await new("/can launch 1000", "C1")).text
    assert "no." in (await ona("/can @Newt launch 999999999", "C1")).text
    assert (await new("/role give Newt owner", "C1")).status == "refused"
    assert "is over" in (await ona("/role take Newt", "C1")).text
    assert "no role here" in (await new("SWOT, please", "C1")).text
    assert "strategist" in (await ona("/role", "C1")).text


async def test_brand_is_set_field_by_field_and_flows_down(acme: House, ona: Person) -> None:
    assert "No guidelines" in (await ona("/brand", "C1")).text
    assert "Tone" in (await ona("/brand set tone at=client: fearless, never loud", "C1")).text
    shown = await ona("/brand", "C1")
    assert "fearless, never loud" in shown.text
    assert "acme/nike" in shown.text
    listed = await ona(
        '{"field": "voice.dont", "value": "- jargon\\n- \\"best\\""}', "C1", kind="form", action="form brand"
    )
    assert "jargon" in listed.text
    assert "best" in (await ona("/brand", "C1")).text
    assert "taken away" in (await ona("/brand set voice.dont:", "C1")).text
    assert (await ona("/brand set volume: 11", "C1")).status == "failed"
    new = Person(acme, "slack", "newt", "Newt")
    assert (await new("/brand set tone: loud", "C1")).status == "refused"
    assert "fearless" in (await new("/brand", "C1")).text


async def test_a_lock_binds_below_and_is_undone_by_those_alone_who_may_lock(acme: House, ona: Person) -> None:
    nike = (await enter(acme.database, "acme/nike")).place.scope
    async with acme.database.writing((await enter(acme.database, "acme")).access) as unit:
        amy = await users.add(unit, "amy", [Membership("account_manager", nike)])
        await users.link(unit, amy.user, "slack", "T1/amy")
    keeper = Person(acme, "slack", "amy", "Amy")
    assert (await keeper("/brand lock tone at=client", "C1")).status == "failed"
    assert "fearless" in (await keeper("/brand tone at=client: fearless", "C1")).text
    assert (await keeper("/brand lock tone at=client", "C1")).status == "refused"
    assert "locked" in (await ona("/brand lock tone at=client", "C1")).text
    below = await keeper('/brand tone reason="summer only": loud', "C1")
    assert "acme/nike" in below.text
    assert "loud" not in (await ona("/brand", "C1")).text.partition("acme/nike/summer")[0]
    for undone in (
        "/brand tone at=client: loud",
        "/brand set tone at=client:",
        "/brand unlock tone at=client",
    ):
        assert (await keeper(undone, "C1")).status == "refused"
    assert "fearless" in (await ona("/brand", "C1")).text
    assert "no longer" in (await ona("/brand unlock tone at=client", "C1")).text
    assert "summer only" in (await ona("/brand", "C1")).text


async def test_a_guideline_is_asked_for_question_by_question(acme: House, ona: Person) -> None:
    asked = await ona("/form brand", "C1", thread="7")
    assert any(one.label == "Tone" for one in asked.buttons)
    second = await ona.press("Tone", of=asked, channel="C1", thread="7")
    assert "What shall it say?" in second.text
    done = await ona("fearless", "C1", thread="7")
    assert "Tone of Acme › Nike › Summer: fearless" in done.text
    left = await ona.press("Cancel", of=asked, channel="C1", thread="7")
    assert "Left as it was" in left.text


async def test_only_who_was_asked_answers_a_question(acme: House, ona: Person) -> None:
    await ona("/form forget", "C1", thread="7")
    mina = Person(acme, "slack", "mina", "Mina")
    said = await mina("the courier price", "C1", thread="7")
    assert said.command != "forget"
    assert "forget" not in said.command


async def test_a_campaign_is_made_in_chat(acme: House, ona: Person) -> None:
    made = await ona('/campaign budget=12000 starts=2026-03-01 goal="300 first orders": Winter', "C1")
    assert "Nike › Winter" in made.text
    assert "£12,000" in made.text
    assert (await ona.press("Work on it", channel="C1", thread="t9")).scope == "acme/nike/winter"
    assert "Campaigns: 1." in (await Person(acme, "slack", "newt", "Newt")("/campaign", "C1")).text
    other = await ona("/campaign: Adidas / Spring", "C1")
    assert "Adidas › Spring" in other.text
    assert (await Person(acme, "slack", "newt", "Newt")("/campaign: Autumn", "C1")).status == "refused"


async def test_privacy_says_where_and_to_whom_and_takes_a_no(acme: House, ona: Person) -> None:
    told = await ona("/privacy", "C1")
    assert "nothing is sent" in told.text
    new = Person(acme, "slack", "newt", "Newt")
    assert (await new("/privacy no-model", "C1")).status == "refused"
    assert "no model" in (await ona.press("No model", of=told, channel="C1")).text
    async with acme.database.reading((await enter(acme.database, NIKE)).access) as unit:
        assert not await privacy.models_allowed(unit)
    assert "no model" in (await new("/privacy", "C1")).text
    assert "멘션" in (await new("개인정보", "C1")).text


async def test_the_page_of_a_user_and_small_tools(acme: House, ona: Person) -> None:
    page = await ona.hears(ona.heard(kind="opened"))
    for title in ("Where you are", "Waiting for you", "Digests", "Memory", "Connected channels"):
        assert title in page.text
    assert "Nike › Summer" in page.text
    assert "ad accounts" not in page.text
    keyring(acme.settings.keyring, acme.settings.home).make()
    entrance = await enter(acme.database, NIKE)
    account = Account("123-456", "Summer", "GBP", "Europe/London")
    await keep(acme, entrance.access, Connection("google_ads", account, {"refresh_token": "shh-secret"}))
    page = await ona.hears(ona.heard(kind="opened"))
    assert "Google Ads 123-456 → Nike › Summer" in page.text
    assert "shh" not in page.text
    assert any(one.action.startswith("use acme/") for one in page.buttons)
    first = Person(acme, "slack", "zoe", "Zoe")
    assert "mentions and direct messages" in (await first.hears(first.heard(kind="opened"))).text
    assert "Nothing is running" in (await ona("/stop", "C1")).text
    assert (await ona("/feedback", "C1")).expects == "feedback :"
    assert "kept" in (await ona("the range was missing", "C1")).text
    async with acme.database.reading((await enter(acme.database, "acme")).access) as unit:
        assert [one.name for one in await users.every(unit)] == ["mina", "owner"]


async def test_a_form_that_does_not_fit_is_named(ona: Person) -> None:
    wrong = await ona('{"name": "X", "starts": "soon"}', "C1", kind="form", action="form campaign")
    assert wrong.status == "failed"
    assert "First day" in wrong.text
    assert (await ona("not json", "C1", kind="form", action="form campaign")).status == "failed"
    assert (await ona("{}", "C1", kind="form", action="form nothing")).status == "failed"
