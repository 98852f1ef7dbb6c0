"""A person leaves nothing behind: no name, no word, no insight of theirs; the others keep theirs."""

from dataclasses import dataclass, replace
from datetime import timedelta
from pathlib import Path

import pytest
from sqlalchemy import make_url, text
from sqlalchemy.ext.asyncio import create_async_engine

from memory.collaboration import TaskPlan
from memory.db import Writing
from memory.erasure import erase
from memory.erasure_people import erase_user, foreseen
from memory.errors import UnknownUser
from memory.semantics import embed_missing
from memory.store import (
    approvals,
    audit,
    comments,
    corrections,
    insights,
    messages,
    notices,
    outputs,
    tasks,
    users,
)
from memory.store.memberships import LastOwner
from memory.tables.whole import metadata
from memory.types import Evidence, InputUsed, Membership, Output, Said, Thread
from tests.memory.store.test_learning import NIKE, budget, hear, rival
from tests.memory.tenants import Tenants, draft
from tests.memory.test_semantics import Letters

VERA = "vera77193"
WORD = "zebrafish88"
SAID = f"Our rival is {WORD} as everybody knows"


@dataclass(frozen=True, slots=True)
class House:
    tenants: Tenants
    owner: str

    async def traces(self, *words: str) -> list[str]:
        """Where these words are found: in files on SQLite, in tables with all their columns on PostgreSQL."""
        address = make_url(self.owner)
        if address.get_backend_name() == "sqlite":
            files = [p for p in Path(address.database or "").parent.rglob("*") if p.is_file()]
            return [f"{p.name}:{w}" for p in files for w in words if w.encode() in p.read_bytes()]
        return [f"{table}:{w}" for table in metadata.tables for w in words if await self._holds(table, w)]

    async def _holds(self, table: str, word: str) -> bool:
        engine = create_async_engine(self.owner)
        async with engine.connect() as connection:
            await connection.execute(text(f"alter table {table} no force row level security"))
            rows = (await connection.execute(text(f"table {table}"))).all()
            await connection.rollback()
        await engine.dispose()
        return any(word in str(row) for row in rows)


@pytest.fixture
async def house(request: pytest.FixtureRequest, url: str, tenants: Tenants) -> House:
    address = make_url(url)
    if address.get_backend_name() != "sqlite":
        address = request.getfixturevalue("postgres").owner(address.database)
    nike = await tenants.scope("acme/nike")
    async with tenants.db.writing((await tenants.at("acme")).access) as unit:
        vera = await users.add(unit, VERA, [Membership("strategist", nike)])
        await users.link(unit, vera.user, "slack", f"U{VERA}")
    await fill(tenants)
    return House(tenants, address.render_as_string(hide_password=False))


async def fill(tenants: Tenants) -> None:
    """Vera says something, and it goes everywhere; Jin says something too, and both say a third thing."""
    learned = await hear(tenants, SAID, rival(SAID, WORD), author=VERA, id="m1")
    await hear(tenants, "Budget 12", budget("Budget 12", "12"), author="jin")
    await hear(tenants, "Budget is 12", budget("Budget is 12", "12"), author=VERA)
    async with tenants.db.writing((await tenants.at(NIKE, VERA)).access) as unit:
        message = (await messages.thread(unit, Thread("t")))[0]
        reply = Said(message.conversation, Thread("t"), "reply", "stratum", f"So: {SAID}", f"re:{message.id}")
        await messages.admit(unit, reply)
        await messages.keep_brief(unit, "brief.md", "The brief of the organisation")
        await corrections.add(unit, {"weekly", "numbers"}, "analytics")
        used = (
            InputUsed("turn", message.id, message.content_hash),
            InputUsed("insight", learned.added[0].id, learned.added[0].content_hash),
        )
        quoted = (Evidence("text", "statement", message.id, f"Our rival is {WORD}", 0.75),)
        made = await outputs.save(
            unit, replace(draft(f"They fear {SAID} today"), inputs_used=used, evidence=quoted)
        )
        await work_together(unit, made)
    await embed_missing(tenants.db, (await tenants.at("acme")).access, Letters())


async def work_together(unit: Writing, made: Output) -> None:
    """Vera asks, comments, has a task, and is told of it."""
    me = unit.actor.user
    await approvals.request(unit, made, (me, VERA), timedelta(days=7), 5)
    said = await comments.add(unit, made, f"{WORD} is wrong")
    await comments.resolve(unit, said.id)
    await tasks.add(unit, TaskPlan("Send the copy", me, VERA))
    await notices.tell(unit, [me], "task", "t1")


async def test_nothing_of_a_person_is_left(house: House) -> None:
    acme = (await house.tenants.at("acme")).access
    assert await house.traces(VERA, WORD)
    before = await foreseen(house.owner, acme.scope.org, VERA)
    assert (before.messages, before.insights) == (3, 1)
    assert [(used.output_type, used.place) for used in before.used_by] == [("swot", NIKE)]
    erased = await erase_user(house.owner, acme.scope.org, VERA, acme.actor.user)
    assert await house.traces(VERA, WORD, WORD[2:]) == []
    assert (erased.kind, erased.used_by) == ("user", before.used_by)
    assert (erased.counts["comments"], erased.counts["notifications"]) == (1, 1)
    assert (erased.counts["messages"], erased.counts["users"], erased.counts["accounts"]) == (3, 1, 1)
    async with house.tenants.db.reading(acme) as unit:
        assert [one.value for one in await insights.every(unit)] == ["12"]
        (known,) = await insights.every(unit)
        assert [source.author for source in await insights.sources(unit, [known.id])] == ["jin"]
        assert await audit.verify(unit) is None
        assert VERA not in [member.name for member in await users.every(unit)]
    async with house.tenants.db.reading((await house.tenants.at(NIKE)).access) as unit:
        assert [(brief.text, brief.author) for brief in await messages.briefs(unit)] == [
            ("The brief of the organisation", "")
        ]
        (asked,), (task,) = await approvals.every(unit), await tasks.every(unit)
        assert (asked.state, asked.requester, asked.requested_by) == ("void", "", "")
        assert (asked.approver, asked.approver_name) == ("", "")
        assert (task.plan.title, task.plan.owner, task.plan.owner_name) == ("Send the copy", "", "")
        (output,) = await outputs.every(unit)
        assert output.created_by == ""
        assert output.stale


async def test_somebody_unknown_and_the_only_owner_stay(house: House) -> None:
    acme = (await house.tenants.at("acme")).access
    with pytest.raises(UnknownUser):
        await erase_user(house.owner, acme.scope.org, "nobody", acme.actor.user)
    with pytest.raises(LastOwner):
        await erase_user(house.owner, acme.scope.org, "owner", acme.actor.user)
    assert await house.traces(WORD)


@pytest.mark.parametrize("place", ["acme/nike/summer", "acme/nike", "acme"])
async def test_an_erased_place_leaves_no_word_in_the_search(house: House, place: str) -> None:
    await hear(house.tenants, "Puma runs", place="rival/puma/summer")
    entrance = await house.tenants.at(place)
    assert await house.traces(WORD)
    erased = await erase(house.owner, entrance.access.scope, entrance.access.actor.user)
    for table in ("search_entries", "search_vectors", "ai_insights", "insight_sources", "insight_uses"):
        assert erased.counts[table] > 0, table
    assert await house.traces(WORD, WORD[2:], "rival is") == []
    async with house.tenants.db.reading((await house.tenants.at("rival")).access) as unit:
        assert [message.text for message in await messages.thread(unit, Thread("t"))] == ["Puma runs"]


async def test_an_output_above_that_used_an_erased_insight_no_longer_says_so(house: House) -> None:
    async with house.tenants.db.writing((await house.tenants.at("acme")).access) as unit:
        known = (await insights.every(unit))[0]
        source = InputUsed("insight", known.id, known.content_hash)
        await outputs.save(unit, replace(draft("overview"), inputs_used=(source,)))
    nike = (await house.tenants.at("acme/nike")).access
    await erase(house.owner, nike.scope, nike.actor.user)
    async with house.tenants.db.reading((await house.tenants.at("acme")).access) as unit:
        assert await insights.uses(unit, [known.id]) == ()
