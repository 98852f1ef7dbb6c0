"""Who did what, asked in the chat, and who may not ask."""

import re
import sqlite3
from pathlib import Path

import pytest
from sqlalchemy import make_url

from bot.house import House
from bot.tools.audits import action, broken
from config.wording import words
from memory.store import clients, memberships, organizations, users
from memory.store.entrance import enter
from memory.types import Membership, Organization, OrgId
from tests.journeys.conftest import Talk


@pytest.fixture
async def agency(house: House) -> House:
    """Two rivals; freya works for one of them and amy administers it, and only it."""
    db = house.database
    await organizations.add(
        db, Organization(OrgId(""), "acme", "에이스", "AGENCY", "ko", "Asia/Seoul", "KRW")
    )
    for slug, name in (("nike", "나이키"), ("adidas", "아디다스")):
        async with db.writing((await enter(db, "acme")).access) as unit:
            await clients.add(unit, slug, name)
    at_nike = (await enter(db, "acme/nike")).place.scope
    async with db.writing((await enter(db, "acme")).access) as unit:
        freya = await users.add(unit, "freya", [Membership("freelancer", at_nike)])
        await users.add(unit, "amy", [Membership("admin", at_nike)])
        await memberships.change(unit, freya.user, Membership("analyst", at_nike))
    return house


async def test_a_change_of_rights_is_told_with_who_did_it(agency: House, talk: Talk) -> None:
    korean = await talk("/감사기록", "acme")
    assert "| owner | 역할 변경 | freya | 프리랜서 → 분석가, acme/nike | acme |" in korean.text
    three = await talk("/audit 3", "acme")
    assert three.text.count("| owner |") == 3
    assert (await talk("/audit everything", "acme")).error


async def test_who_sees_a_part_of_the_record_reads_that_part_and_vouches_for_nothing(
    agency: House, talk: Talk
) -> None:
    assert (await talk("/audit", "acme/nike", "freya")).status == "refused"
    seen = await talk("/audit", "acme/nike", "amy")
    assert seen.status == "ok"
    assert "adidas" not in seen.text
    assert (await talk("/audit verify", "acme/nike", "amy")).status == "refused"
    assert (await talk("/audit verify", "acme/nike")).status == "ok"


@pytest.mark.parametrize("url", ["sqlite"], indirect=True)
async def test_a_row_that_was_changed_behind_our_back_is_named(agency: House, url: str) -> None:
    entrance = await enter(agency.database, "acme")
    assert await broken(agency, entrance, "ko") is None
    with sqlite3.connect(str(make_url(url).database)) as connection:
        connection.execute("update rls_audit set actor = 'nobody' where seq = 3")
    connection.close()
    assert await broken(agency, entrance, "ko") == 3


def test_what_is_recorded_has_words_in_both_languages() -> None:
    """Every action that stands in the code as it is written."""
    sources = [path.read_text("utf-8") for room in ("memory", "bot") for path in Path(room).rglob("*.py")]
    named = {
        name for text in sources for name in re.findall(r'audit\.append\(\s*\w[\w.]*, "([a-z_.]+)"', text)
    }
    assert len(named) > 30
    assert [name for name in sorted(named) if f"do.{name}" not in words("audit")] == []
    assert action("something.new", "ko") == "something.new"
