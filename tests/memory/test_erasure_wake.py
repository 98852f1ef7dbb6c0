"""What stays although it used what is erased: it is named, and loses the words that it took."""

from dataclasses import replace

import pytest

from memory import erasure, erasure_people
from memory.context import get_enterprise_context
from memory.context_cache import ContextCache
from memory.store import insights, messages, outputs, users, uses
from memory.store.outputs import draft_hash
from memory.types import Evidence, InputUsed, Membership, Output, Said, Thread
from tests.memory.store.test_learning import NIKE, hear, rival
from tests.memory.tenants import Tenants, draft
from tests.memory.test_erasure_people import House, house

__all__ = ["house"]

VERA = "vera77193"
"""She stands in the house of the tests of people."""
WORD = "zebrafish88"
SENTENCE = "The winter line needs a second look before March"
OURS = "We of the agency will decide in May"


async def at_top(tenants: Tenants) -> Output:
    """An overview of the agency that quotes a message, an insight and an output of a client's campaign."""
    async with tenants.db.writing((await tenants.at(NIKE)).access) as unit:
        cited = await outputs.save(unit, replace(draft(SENTENCE, "okr"), summary="short"))
    async with tenants.db.writing((await tenants.at("acme")).access) as unit:
        (learnt,) = [one for one in await insights.every(unit) if one.value == WORD]
        (source,) = await insights.sources(unit, [learnt.id])
        used = (
            InputUsed("insight", learnt.id, learnt.content_hash),
            InputUsed("turn", source.message, "hash"),
            InputUsed("output", cited.id, cited.content_hash),
        )
        body = f"{OURS}. {SENTENCE.upper()}! {learnt.text} So said one: {source.quote}."
        quoted = (Evidence("text", "output", cited.id, "second look", 0.85),)
        made = replace(draft(body, "overview"), title="Overview", inputs_used=used, evidence=quoted)
        overview = await outputs.save(unit, made)
        await outputs.save(unit, draft(OURS, "unrelated"))
        asked = Said("c", Thread("top"), "turn", "owner", "And the rivals?", "q1")
        message, _ = await messages.admit(unit, asked)
        answer = Said("c", Thread("top"), "reply", "stratum", f"{OURS}: {learnt.text}", f"re:{message.id}")
        reply, _ = await messages.admit(unit, answer)
        await uses.used(unit, [learnt.id], "reply", reply.id)
        return overview


@pytest.mark.parametrize("place", [NIKE, "acme/nike"])
async def test_an_output_above_is_named_and_loses_what_it_quotes(house: House, place: str) -> None:
    overview = await at_top(house.tenants)
    scope = (await house.tenants.at(place)).access.scope
    before = await erasure.foreseen(house.owner, scope)
    assert [used.as_json() for used in before.used_by] == [
        {"id": overview.id, "output_type": "overview", "title": "Overview", "scope": "acme"}
    ]
    root = (await house.tenants.at("acme")).access
    erased = await erasure.erase(house.owner, scope, root.actor.user)
    assert erased.used_by == before.used_by
    assert await house.traces(WORD, SENTENCE, SENTENCE.upper(), "second look") == []
    async with house.tenants.db.reading(root) as unit:
        left = {one.draft.output_type: one for one in await outputs.every(unit) if one.place == "acme"}
        thread = await messages.thread(unit, Thread("top"))
    assert OURS in left["overview"].draft.body["text"]
    assert left["overview"].stale
    assert left["overview"].content_hash == draft_hash(left["overview"].draft)
    assert (left["unrelated"].draft.body["text"], left["unrelated"].stale) == (OURS, False)
    assert [message.text.startswith(OURS) for message in thread] == [False, True]


async def test_an_output_above_loses_what_an_erased_person_said(house: House) -> None:
    overview = await at_top(house.tenants)
    root = (await house.tenants.at("acme")).access
    erased = await erasure_people.erase_user(house.owner, root.scope.org, VERA, root.actor.user)
    assert overview.id in [used.id for used in erased.used_by]
    assert await house.traces(WORD, VERA) == []
    assert await house.traces(SENTENCE)


async def test_who_erases_themselves_leaves_no_name_in_the_audit_either(house: House) -> None:
    acme = await house.tenants.at("acme")
    async with house.tenants.db.writing(acme.access) as unit:
        second = await users.add(unit, "second", [Membership("owner", acme.access.scope)])
    await erasure_people.erase_user(house.owner, acme.access.scope.org, "second", second.user)
    assert await house.traces(second.user) == []


async def test_a_kept_context_forgets_it_at_once(house: House) -> None:
    overview = await at_top(house.tenants)
    root, cache = (await house.tenants.at("acme")).access, ContextCache()
    before = await get_enterprise_context(house.tenants.db, root, "business_intelligence", cache)
    assert overview.id in str(before.sections)
    summer = (await house.tenants.at(NIKE)).access
    await erasure.erase(house.owner, summer.scope, summer.actor.user)
    after = await get_enterprise_context(house.tenants.db, root, "business_intelligence", cache)
    assert after.version != before.version
    assert WORD not in str(after.sections)


async def test_what_is_learnt_elsewhere_from_the_same_words_stays(house: House) -> None:
    said = f"Our rival is {WORD} here too"
    await hear(house.tenants, said, rival(said, WORD), place="acme/adidas/summer")
    nike = (await house.tenants.at("acme/nike")).access
    await erasure.erase(house.owner, nike.scope, nike.actor.user)
    async with house.tenants.db.reading((await house.tenants.at("acme/adidas")).access) as unit:
        assert [one.value for one in await insights.every(unit)] == [WORD]
