"""What was said is kept once, as it was said."""

import asyncio
from datetime import UTC, datetime

import pytest

from memory.errors import BadText, NotYours
from memory.hashing import content_hash
from memory.store import messages
from memory.types import Said, Thread
from tests.memory.tenants import Tenants, said, say

TEXT = "'; drop table messages; -- 😀 한글\r\n\ttab \u200b 50 % \\ \x01"


async def test_a_message_is_stored_as_it_is(tenants: Tenants) -> None:
    when = datetime(2025, 3, 1, 23, 59, 59, 123456, tzinfo=UTC)
    words = Said("C1", Thread("t"), "turn", "민지", TEXT, "1", {"buttons": ["네", {"a": None}]}, when)
    async with tenants.db.writing((await tenants.at("acme/nike")).access) as unit:
        made, new = await messages.admit(unit, words)
    async with tenants.db.reading((await tenants.at("acme/nike/summer")).access) as unit:
        read = await messages.get(unit, made.id)
    assert new
    assert read == made
    assert read is not None
    assert (read.text, read.created_at, read.meta) == (TEXT, when, words.meta)
    assert read.content_hash == content_hash(TEXT)


async def test_a_message_that_arrives_again_is_the_same(tenants: Tenants) -> None:
    async with tenants.db.writing((await tenants.at("acme/nike")).access) as unit:
        first = await messages.admit(unit, said("C1", "hello", "1"))
        again = await messages.admit(unit, said("C1", "edited", "1"))
        other = await messages.admit(unit, said("C2", "hello", "1"))
    assert again == (first[0], False)
    assert other[1]


async def test_ten_arrivals_at_once_leave_one_message(tenants: Tenants) -> None:
    access = (await tenants.at("acme/nike")).access

    async def arrive() -> bool:
        async with tenants.db.writing(access) as unit:
            return (await messages.admit(unit, said("C1", "hello", "1")))[1]

    assert sorted(await asyncio.gather(*(arrive() for _ in range(10)))) == [False] * 9 + [True]


async def test_a_message_that_a_sibling_has_is_not_given_away(tenants: Tenants) -> None:
    await say(tenants, "acme/nike", "secret")
    with pytest.raises(NotYours) as raised:
        async with tenants.db.writing((await tenants.at("acme/adidas")).access) as unit:
            await messages.admit(unit, said("acme/nike", "secret"))
    assert "secret" not in raised.value.say("en")


@pytest.mark.parametrize("text", ["a\x00b", "\ud83d"])
async def test_what_cannot_be_stored_is_refused(text: str, tenants: Tenants) -> None:
    with pytest.raises(BadText):
        await say(tenants, "acme/nike", text)


async def test_a_thread_is_read_in_its_order(tenants: Tenants) -> None:
    async with tenants.db.writing((await tenants.at("acme/nike")).access) as unit:
        for number in range(5):
            await messages.admit(unit, said("t", f"{number}"))
        await messages.keep_brief(unit, "brief.md", "no turn")
        await messages.admit(unit, said("another", "elsewhere"))
        thread = await messages.thread(unit, Thread("t"), limit=3)
    assert [message.text for message in thread] == ["2", "3", "4"]


async def test_a_brief_has_a_name_and_one_text(tenants: Tenants) -> None:
    fates: list[str] = []
    async with tenants.db.writing((await tenants.at("acme/nike")).access) as unit:
        for text in ("first", "first", "second"):
            kept, fate = await messages.keep_brief(unit, "brief.md", text)
            fates.append(fate)
            assert await messages.get(unit, kept.id) == kept
            assert kept.content_hash == content_hash(text)
        assert [brief.text for brief in await messages.briefs(unit)] == ["second"]
    assert fates == ["imported", "skipped", "updated"]


async def test_briefs_are_seen_below_their_place_and_not_beside_it(tenants: Tenants) -> None:
    for path in ("acme", "acme/nike", "acme/nike/summer", "acme/nike/fall", "acme/adidas", "rival"):
        async with tenants.db.writing((await tenants.at(path)).access) as unit:
            await messages.keep_brief(unit, "brief.md", path)
    for path, seen in {
        "acme": ["acme"],
        "acme/nike": ["acme", "acme/nike"],
        "acme/nike/summer": ["acme", "acme/nike", "acme/nike/summer"],
    }.items():
        async with tenants.db.reading((await tenants.at(path)).access) as unit:
            assert [brief.text for brief in await messages.briefs(unit)] == seen
