"""Approvals in rounds, comments, tasks and notices, on both databases."""

import asyncio
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest
from sqlalchemy import update

from memory.collaboration import Approval, Happening, TaskPlan
from memory.context import get_enterprise_context
from memory.errors import NotYours
from memory.store import approvals, comments, forgetting, notices, outputs, tasks, users
from memory.store.approvals import AlreadyAsked, NotAsked, RoundsUsed
from memory.store.refs import AmbiguousRef, UnknownRef
from memory.tables.strategy import strategy_outputs
from memory.types import Output, UserId
from tests.memory.tenants import Tenants, deliver, draft

NIKE, SUMMER, ADIDAS = "acme/nike", "acme/nike/summer", "acme/adidas"
WEEK = timedelta(days=7)
ANYBODY = UserId(""), ""


async def ask(tenants: Tenants, output: Output, path: str = SUMMER, name: str = "owner") -> Approval:
    async with tenants.db.writing((await tenants.at(path, name)).access) as unit:
        now = await outputs.get(unit, output.id)
        return await approvals.request(unit, now, ANYBODY, WEEK, 5)


async def decide(
    tenants: Tenants, ref: str, happening: Happening, reason: str = "", name: str = "owner"
) -> tuple[Approval, bool]:
    async with tenants.db.writing((await tenants.at(SUMMER, name)).access) as unit:
        return await approvals.decide(unit, ref, happening, reason)


async def status(tenants: Tenants, output: Output) -> str:
    async with tenants.db.reading((await tenants.at("acme")).access) as unit:
        return (await outputs.get(unit, output.id)).status


async def test_a_version_is_asked_about_approved_and_stays_while_the_next_is_a_draft(
    tenants: Tenants,
) -> None:
    first = await deliver(tenants, SUMMER, "one")
    asked = await ask(tenants, first)
    assert (asked.state, asked.round, asked.content_hash) == ("requested", 1, first.content_hash)
    assert (asked.title, asked.place, asked.requested_by) == ("Title", SUMMER, "owner")
    assert await status(tenants, first) == "in_review"
    with pytest.raises(AlreadyAsked):
        await ask(tenants, first)
    done, now = await decide(tenants, asked.id[-8:], "approve", name="nina")
    assert (done.state, done.decided_by, now) == ("approved", "nina", True)
    async with tenants.db.reading((await tenants.at(SUMMER)).access) as unit:
        known = await outputs.get(unit, first.id)
        assert await approvals.approved(unit, known) == done
        assert await approvals.approved(unit, replace(known, content_hash="other")) is None
    assert (await decide(tenants, asked.id, "reject", "too late"))[1] is False
    second = await deliver(tenants, SUMMER, "two")
    assert (await status(tenants, first), await status(tenants, second)) == ("approved", "draft")
    with pytest.raises(NotAsked):
        await ask(tenants, first)
    assert (await ask(tenants, second)).round == 1


async def test_five_rounds_and_no_more_until_the_case_is_closed(tenants: Tenants) -> None:
    done = None
    for number in range(1, 6):
        asked = await ask(tenants, await deliver(tenants, SUMMER, f"text {number}"))
        assert asked.round == number
        done, _ = await decide(tenants, asked.id, "changes", f"reason {number}")
        assert (done.state, done.reason) == ("changes_requested", f"reason {number}")
    assert done
    sixth = await deliver(tenants, SUMMER, "text 6")
    with pytest.raises(RoundsUsed):
        await ask(tenants, sixth)
    async with tenants.db.reading((await tenants.at(SUMMER)).access) as unit:
        assert [one.round for one in await approvals.rounds(unit, done)] == [5, 4, 3, 2, 1]
    assert (await decide(tenants, done.id, "reject", "no"))[0].state == "rejected"
    assert (await ask(tenants, sixth)).round == 1


async def test_a_newer_version_or_other_content_voids_a_request(tenants: Tenants) -> None:
    first = await deliver(tenants, SUMMER, "one")
    asked = await ask(tenants, first)
    second = await deliver(tenants, SUMMER, "two")
    done, now = await decide(tenants, asked.id, "approve")
    assert (done.state, now) == ("void", False)
    assert await status(tenants, first) == "superseded"
    asked = await ask(tenants, second)
    async with tenants.db.writing((await tenants.at(SUMMER)).access) as unit:
        o = strategy_outputs.c
        await unit.run(update(strategy_outputs).where(o.id == second.id).values(body={"text": "changed"}))
    done, now = await decide(tenants, asked.id, "approve")
    assert (done.state, now) == ("void", False)
    assert await status(tenants, second) == "draft"


async def test_what_is_not_decided_in_time_expires_and_can_be_asked_again(tenants: Tenants) -> None:
    made = await deliver(tenants, SUMMER, "one")
    async with tenants.db.writing((await tenants.at(SUMMER)).access) as unit:
        asked = await approvals.request(unit, made, ANYBODY, timedelta(microseconds=1), 5)
    async with tenants.db.reading((await tenants.at(SUMMER)).access) as unit:
        assert await approvals.waiting(unit) == ()
    done, now = await decide(tenants, asked.id, "approve")
    assert (done.state, now) == ("expired", False)
    again = await ask(tenants, made)
    assert (again.round, again.number) == (1, 2)


async def test_two_who_ask_at_once_make_one_request(tenants: Tenants) -> None:
    made = await deliver(tenants, SUMMER, "one")
    found = await asyncio.gather(*(ask(tenants, made) for _ in range(4)), return_exceptions=True)
    assert sum(isinstance(one, Approval) for one in found) == 1
    assert all(isinstance(one, Approval | AlreadyAsked | NotAsked) for one in found)


async def test_two_who_decide_at_once_decide_once(tenants: Tenants) -> None:
    asked = await ask(tenants, await deliver(tenants, SUMMER, "one"))
    found = await asyncio.gather(
        decide(tenants, asked.id, "approve"), decide(tenants, asked.id, "reject", "no")
    )
    assert [now for _, now in found].count(True) == 1


async def test_a_rival_sees_and_changes_nothing_of_it(tenants: Tenants) -> None:
    made = await deliver(tenants, SUMMER, "one")
    asked = await ask(tenants, made)
    async with tenants.db.writing((await tenants.at(SUMMER)).access) as unit:
        said = await comments.add(unit, made, "nice")
        task = await tasks.add(unit, TaskPlan("call them"))
    async with tenants.db.writing((await tenants.at(ADIDAS, "frida")).access) as unit:
        for find, ref in ((approvals.get, asked.id), (comments.get, said.id), (tasks.get, task.id)):
            with pytest.raises(UnknownRef):
                await find(unit, ref)
        assert await approvals.waiting(unit) == ()
        assert await tasks.every(unit) == ()
        assert await comments.on(unit, made) == ()
    context = await get_enterprise_context(tenants.db, (await tenants.at(ADIDAS)).access)
    assert context.sections["approvals"] == []


async def test_the_context_tells_of_what_is_open_and_of_nothing_else(tenants: Tenants) -> None:
    asked = await ask(tenants, await deliver(tenants, SUMMER, "one"))
    access = (await tenants.at(NIKE)).access
    [told] = (await get_enterprise_context(tenants.db, access)).sections["approvals"]
    assert (told["id"], told["title"], told["round"], told["scope"]) == (asked.id, "Title", 1, SUMMER)
    await decide(tenants, asked.id, "approve")
    assert (await get_enterprise_context(tenants.db, access)).sections["approvals"] == []


async def test_comments_thread_over_versions_and_are_resolved(tenants: Tenants) -> None:
    first = await deliver(tenants, SUMMER, "one")
    async with tenants.db.writing((await tenants.at(SUMMER)).access) as unit:
        said = await comments.add(unit, first, "too loud", "items.S1.statement")
        answer = await comments.add(unit, first, "is it?", parent=said.id)
    second = await deliver(tenants, SUMMER, "two")
    async with tenants.db.writing((await tenants.at(SUMMER, "nina")).access) as unit:
        assert [one.text for one in await comments.on(unit, second)] == ["too loud", "is it?"]
        assert await comments.on(unit, first) == await comments.on(unit, second)
        done = await comments.resolve(unit, answer.id)
        assert (done.id, done.resolved_by) == (said.id, "nina")
        assert (await comments.resolve(unit, said.id, resolved=False)).resolved_at is None


async def test_tasks_come_by_their_day_and_end(tenants: Tenants) -> None:
    async with tenants.db.writing((await tenants.at(SUMMER)).access) as unit:
        someday = await tasks.add(unit, TaskPlan("someday"))
        soon = await tasks.add(unit, TaskPlan("soon", due=date(2026, 12, 1), owner_name="nina"))
        assert [one.id for one in await tasks.every(unit)] == [soon.id, someday.id]
        assert soon.late_at(date(2026, 12, 2))
        assert not soon.late_at(date(2026, 12, 1))
        assert (await tasks.end(unit, soon.id)).ended_by == "owner"
        assert [one.id for one in await tasks.every(unit)] == [someday.id]
        with pytest.raises(AmbiguousRef):
            await tasks.get(unit, soon.id[:8])
    async with tenants.db.writing((await tenants.at(SUMMER, "nina")).access) as unit:
        with pytest.raises(UnknownRef):
            await tasks.get(unit, "zzzzzzzz")


async def test_a_notice_is_its_readers_alone_and_made_once(tenants: Tenants) -> None:
    db = tenants.db
    async with db.reading((await tenants.at("acme")).access) as unit:
        people = {one.name: one.user for one in await users.every(unit)}
    async with db.writing((await tenants.at(SUMMER)).access) as unit:
        org = unit.scope.org
        for _ in range(2):
            await notices.tell(unit, [people["nina"]], "comment", "c1")
        await notices.tell(unit, [people["nina"]], "task", "t1", datetime.now(UTC) + timedelta(days=1))
    [due] = await notices.due(db)
    assert (due.user, due.kind, due.ref, due.state) == (people["nina"], "comment", "c1", "waiting")
    assert await notices.unread(db, org, people["owner"]) == ()
    stolen = replace(due, user=people["owner"])
    await notices.settle(db, stolen, "dropped")
    assert await notices.due(db) == (due,)
    await notices.settle(db, due, "told")
    assert await notices.due(db) == ()
    [one] = await notices.unread(db, org, people["nina"])
    assert one.state == "told"
    await notices.read(db, org, people["nina"], ["c1"])
    assert await notices.unread(db, org, people["nina"]) == ()


async def test_what_is_above_a_campaign_is_not_written_from_within_it(tenants: Tenants) -> None:
    above = await deliver(tenants, NIKE, "one")
    access = (await tenants.at(SUMMER, "nina")).access
    with pytest.raises(NotYours):
        async with tenants.db.writing(access) as unit:
            await comments.add(unit, above, "no")


async def test_forgotten_words_go_out_of_reasons_comments_and_tasks(tenants: Tenants) -> None:
    made = await deliver(tenants, SUMMER, "one")
    asked = await ask(tenants, made)
    await decide(tenants, asked.id, "changes", "drop the Marseille claim")
    async with tenants.db.writing((await tenants.at(SUMMER)).access) as unit:
        said = await comments.add(unit, made, "Marseille again")
        task = await tasks.add(unit, TaskPlan("call Marseille"))
        await outputs.save(unit, replace(draft("Marseille"), title="x"))
        await forgetting.forget_text(unit, "Marseille")
        left = (await approvals.get(unit, asked.id)).reason, (await comments.get(unit, said.id)).text
        assert "Marseille" not in f"{left} {(await tasks.get(unit, task.id)).plan.title}"
