"""What agents are told: the right sections, nothing of others, a write at once, within the budget."""

import asyncio
import json
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from typing import Any

import pytest
from sqlalchemy import Engine, event, text, update

from config.context import SECTIONS, UnknownAgent, context_profiles
from memory import revisions
from memory.context import EnterpriseContext, get_enterprise_context
from memory.context_cache import ContextCache
from memory.context_packer import tokens
from memory.context_sections import SOURCES, Found, Wanted
from memory.db import Database, Unit
from memory.guidelines import Own
from memory.store import campaigns, guidelines, messages, outputs, users
from memory.tables.strategy import strategy_outputs
from memory.types import CampaignPlan, Draft, Membership
from tests.memory.tenants import Tenants, deliver, draft, said

SUMMER = "acme/nike/summer"


async def told(
    tenants: Tenants, path: str, name: str = "owner", agent: str = "", cache: ContextCache | None = None
) -> EnterpriseContext:
    return await get_enterprise_context(tenants.db, (await tenants.at(path, name)).access, agent, cache)


async def save(tenants: Tenants, path: str, made: Draft) -> None:
    async with tenants.db.writing((await tenants.at(path)).access) as unit:
        await outputs.save(unit, made)


async def brand(tenants: Tenants, path: str, tone: str) -> None:
    async with tenants.db.writing((await tenants.at(path)).access) as unit:
        await guidelines.put(unit, {"voice.tone": Own(tone)})


async def enlist(tenants: Tenants, path: str, name: str, role: str) -> None:
    scope = await tenants.scope(path)
    async with tenants.db.writing((await tenants.at("acme")).access) as unit:
        await users.add(unit, name, [Membership(role, scope)])


def tone(context: EnterpriseContext) -> str | None:
    field = context.sections["guidelines"]["fields"].get("voice.tone")
    return field["value"] if field else None


@contextmanager
def statements() -> Iterator[list[str]]:
    """Everything that any engine executes meanwhile."""
    seen: list[str] = []

    def note(*args: Any) -> None:
        seen.append(args[2])

    event.listen(Engine, "before_cursor_execute", note)
    try:
        yield seen
    finally:
        event.remove(Engine, "before_cursor_execute", note)


async def test_every_section_is_there_with_what_the_client_knows_and_nothing_of_its_rival(
    tenants: Tenants,
) -> None:
    await brand(tenants, "acme", "calm")
    await brand(tenants, "acme/nike", "bold")
    await brand(tenants, "acme/adidas", "STRIPES")
    await deliver(tenants, SUMMER, "nike body")
    await deliver(tenants, "acme/nike/fall", "sibling body")
    await deliver(tenants, "acme/adidas/fall", "STRIPES body")
    await save(tenants, "acme/nike", replace(draft("runner"), output_type="persona", subject="runner"))
    context = await told(tenants, SUMMER)
    document = context.as_json()
    assert set(document) == {
        *("organization", "client", "campaign", "guidelines", "outputs", "personas", "insights", "metrics"),
        *("approvals", "left_out", "degraded", "version", "elapsed_ms"),
    }
    assert document["organization"]["slug"] == "acme"
    assert (document["client"]["slug"], document["campaign"]["slug"]) == ("nike", "summer")
    assert document["guidelines"]["fields"]["voice.tone"]["from"] == "acme/nike"
    assert [output["scope"] for output in document["outputs"]] == [SUMMER]
    assert [(persona["subject"], persona["body"]) for persona in document["personas"]] == [
        ("runner", {"text": "runner"})
    ]
    assert document["degraded"] == []
    for foreign in ("adidas", "STRIPES", "sibling", "puma", "bakery"):
        assert foreign not in json.dumps(document, ensure_ascii=False)


async def test_it_takes_one_transaction_of_at_most_eight_statements(tenants: Tenants) -> None:
    await deliver(tenants, SUMMER, "body")
    access = (await tenants.at(SUMMER)).access
    with statements() as cold:
        await get_enterprise_context(tenants.db, access, "content")
    assert 0 < len([sql for sql in cold if not sql.startswith("BEGIN")]) <= 8
    assert len([sql for sql in cold if sql.startswith("BEGIN")]) <= 1
    cache = ContextCache()
    await get_enterprise_context(tenants.db, access, "content", cache)
    with statements() as warm:
        await get_enterprise_context(tenants.db, access, "content", cache)
    assert len([sql for sql in warm if not sql.startswith("BEGIN") and "set_config" not in sql]) == 1


async def test_a_kept_context_is_the_same_and_cannot_be_spoilt(tenants: Tenants) -> None:
    cache = ContextCache()
    await deliver(tenants, SUMMER, "body")
    first = await told(tenants, SUMMER, agent="content", cache=cache)
    first.sections["outputs"].clear()
    again = await told(tenants, SUMMER, agent="content", cache=cache)
    fresh = await told(tenants, SUMMER, agent="content")
    assert len(again.sections["outputs"]) == 1
    assert json.dumps(again.sections) == json.dumps(fresh.sections)
    assert again.version == fresh.version == first.version
    assert again.left_out == fresh.left_out


async def test_a_write_is_seen_by_the_next_read_wherever_it_counts(tenants: Tenants, url: str) -> None:
    caches = {path: ContextCache() for path in (SUMMER, "acme/nike", "acme", "acme/nike/fall")}

    async def versions() -> list[str]:
        return [(await told(tenants, path, cache=cache)).version for path, cache in caches.items()]

    before = await versions()
    assert before == await versions()
    async with await Database.open(url) as other:
        await deliver(replace(tenants, db=other), SUMMER, "from elsewhere")
        after = await versions()
        assert [old != new for old, new in zip(before, after, strict=True)] == [True, True, True, False]
        assert len((await told(tenants, SUMMER, cache=caches[SUMMER])).sections["outputs"]) == 1
        await brand(replace(tenants, db=other), "acme", "calm")
    assert [old != new for old, new in zip(after, await versions(), strict=True)] == [True] * 4
    assert tone(await told(tenants, "acme/nike/fall", cache=caches["acme/nike/fall"])) == "calm"


async def test_an_undone_write_and_a_message_change_nothing(tenants: Tenants) -> None:
    before = (await told(tenants, SUMMER)).version
    access = (await tenants.at(SUMMER)).access

    async def give_up() -> None:
        async with tenants.db.writing(access) as unit:
            await outputs.save(unit, draft())
            raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        await give_up()
    async with tenants.db.writing(access) as unit:
        await messages.admit(unit, said("talk", "hello"))
    assert (await told(tenants, SUMMER)).version == before


WATCHER = """
import asyncio, sys
from memory.context import get_enterprise_context
from memory.context_cache import ContextCache
from memory.db import Database
from memory.store.entrance import enter

async def main(url, path):
    cache = ContextCache()
    async with await Database.open(url) as db:
        access = (await enter(db, path)).access
        for line in sys.stdin:
            context = await get_enterprise_context(db, access, "", cache)
            tone = context.sections["guidelines"]["fields"].get("voice.tone", {}).get("value")
            print(tone, context.version, len(cache), flush=True)

asyncio.run(main(*sys.argv[1:]))
"""


async def test_another_process_sees_a_write_at_its_next_read(tenants: Tenants, url: str) -> None:
    pipe = asyncio.subprocess.PIPE
    watcher = await asyncio.create_subprocess_exec(
        sys.executable, "-c", WATCHER, url, SUMMER, stdin=pipe, stdout=pipe
    )
    assert watcher.stdin
    assert watcher.stdout
    seen: list[str] = []
    for said_now in ("", "calm", "", "bold"):
        if said_now:
            await brand(tenants, "acme/nike", said_now)
        watcher.stdin.write(b"\n")
        await watcher.stdin.drain()
        seen.append((await asyncio.wait_for(watcher.stdout.readline(), 120)).decode().strip())
    watcher.stdin.close()
    await watcher.communicate()
    assert [line.split()[0] for line in seen] == ["None", "calm", "calm", "bold"]
    assert seen[1] == seen[2]
    assert len({line.split()[1] for line in seen}) == 3


async def test_the_clients_own_people_get_no_budget_no_drafts_and_no_insights(tenants: Tenants) -> None:
    async with tenants.db.writing((await tenants.at("acme/nike")).access) as unit:
        await campaigns.add(unit, "spring", CampaignPlan(budget=5_000_000, currency="KRW"))
    await enlist(tenants, "acme/nike", "vera", "client_viewer")
    await deliver(tenants, "acme/nike/spring", "approved words")
    async with tenants.db.writing((await tenants.at("acme/nike/spring")).access) as unit:
        await unit.run(update(strategy_outputs).values(status="approved"))
    await deliver(tenants, "acme/nike/spring", "draft words")
    cache = ContextCache()
    owner = await told(tenants, "acme/nike/spring", cache=cache)
    viewer = await told(tenants, "acme/nike/spring", "vera", cache=cache)
    assert owner.sections["campaign"]["budget"] == 5_000_000
    assert "budget" not in viewer.sections["campaign"]
    assert [output["version"] for output in owner.sections["outputs"]] == [2]
    assert [output["version"] for output in viewer.sections["outputs"]] == [1]
    hidden = [each["section"] for each in viewer.left_out if each["why"] == "permission"]
    assert hidden == ["insights", "approvals"]
    assert [each for each in owner.left_out if each["why"] == "permission"] == []


async def test_a_freelancer_sees_own_client_and_the_agencys_level_only(tenants: Tenants) -> None:
    await deliver(tenants, "acme", "agency words")
    await deliver(tenants, SUMMER, "nike words")
    await deliver(tenants, "acme/adidas/fall", "adidas words")
    cache = ContextCache()
    await told(tenants, "acme", cache=cache)
    async with tenants.db.writing((await tenants.at("acme")).access) as unit:
        await unit.run(update(strategy_outputs).values(status="approved"))
    seen = await told(tenants, "acme/adidas", "frida", cache=cache)
    assert sorted(output["scope"] for output in seen.sections["outputs"]) == ["acme", "acme/adidas/fall"]


async def test_a_part_that_cannot_be_read_is_said_and_not_kept(tenants: Tenants) -> None:
    async def broken(unit: Unit, wanted: Wanted) -> dict[Any, Found]:
        del wanted
        await unit.all(text("select nothing from nowhere"))
        return {}

    cache = ContextCache()
    access = (await tenants.at(SUMMER)).access
    await deliver(tenants, SUMMER, "body")
    context = await get_enterprise_context(
        tenants.db, access, "", cache, {"outputs": SOURCES["outputs"], "metrics": broken}
    )
    assert context.degraded == ("metrics",)
    assert len(context.sections["outputs"]) == 1
    assert len(cache) == 0


async def test_no_agent_is_told_more_than_its_budget(tenants: Tenants) -> None:
    body = "말" * 700
    for number in range(8):
        for kind in ("swot", "marketing_plan", "okr"):
            await save(tenants, SUMMER, replace(draft(body, kind), subject=str(number)))
    for agent in ("", *context_profiles().agents):
        context = await told(tenants, SUMMER, agent=agent)
        listed = [each for name in SECTIONS for each in context.sections[name]]
        assert sum(tokens(each) for each in listed) <= context_profiles().of(agent).tokens
        assert (
            len(listed) + sum(each["count"] for each in context.left_out if each["why"] != "shortened") == 24
        )


async def test_an_unknown_agent_is_refused_with_the_nearest(tenants: Tenants) -> None:
    with pytest.raises(UnknownAgent, match="content"):
        await told(tenants, SUMMER, agent="contents")


async def test_an_sme_has_no_client(tenants: Tenants) -> None:
    await deliver(tenants, "bakery/spring", "bread")
    context = await told(tenants, "bakery/spring", agent="business_strategy")
    assert context.sections["client"] is None
    assert context.sections["campaign"]["slug"] == "spring"
    assert [output["body"] for output in context.sections["outputs"]] == [{"text": "bread"}]


async def test_a_member_of_one_campaign_stamps_that_campaign_from_above(tenants: Tenants) -> None:
    at_org = (await tenants.at("acme", "nina")).access
    assert revisions.written(at_org) == (await tenants.scope(SUMMER),)
    assert revisions.written((await tenants.at("acme")).access) == (await tenants.scope("acme"),)


async def test_what_was_put_away_is_not_told_in_an_earlier_version(tenants: Tenants) -> None:
    made = replace(draft("minji", "persona"), subject="minji")
    await save(tenants, SUMMER, made)
    assert [one["subject"] for one in (await told(tenants, SUMMER)).sections["personas"]] == ["minji"]
    await save(tenants, SUMMER, replace(made, archived=True))
    assert (await told(tenants, SUMMER)).sections["personas"] == []
    await save(tenants, SUMMER, made)
    assert [one["version"] for one in (await told(tenants, SUMMER)).sections["personas"]] == [3]
