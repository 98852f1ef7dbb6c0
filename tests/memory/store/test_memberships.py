"""Changing and ending roles: in force at once, audited, and never without an owner."""

from datetime import UTC, datetime
from typing import Any

import pytest
from sqlalchemy import select

from config.errors import UnknownScope
from memory.errors import NotYours, UnknownUser, WrongRole
from memory.store import audit, memberships, users
from memory.store.memberships import LastOwner
from memory.tables.ledger import audit as audit_table
from memory.types import Membership, UserId
from tests.memory.tenants import Tenants


async def user(tenants: Tenants, name: str) -> UserId:
    async with tenants.db.reading((await tenants.at("acme")).access) as unit:
        return next(member.user for member in await users.every(unit) if member.name == name)


async def rows(tenants: Tenants) -> list[tuple[str, dict[str, Any]]]:
    async with tenants.db.reading((await tenants.at("acme")).access) as unit:
        assert await audit.verify(unit) is None
        found = await unit.all(select(audit_table).order_by(audit_table.c.seq))
    return [
        (row.action, row.detail)
        for row in found
        if row.action.startswith("membership.c") or "revoke" in row.action
    ]


async def test_a_changed_role_counts_at_the_next_entrance_and_is_audited(tenants: Tenants) -> None:
    adidas, end = await tenants.scope("acme/adidas"), datetime(2030, 1, 1, tzinfo=UTC)
    async with tenants.db.writing((await tenants.at("acme")).access) as unit:
        await memberships.change(unit, await user(tenants, "frida"), Membership("creative", adidas, end))
    held = (await tenants.at("acme/adidas", "frida")).access.actor.memberships
    assert held == (Membership("creative", adidas, end),)
    assert await rows(tenants) == [
        (
            "membership.change",
            {
                "level": adidas.level,
                "role": ["freelancer", "creative"],
                "expires_at": ["", "2030-01-01T00:00:00+00:00"],
            },
        )
    ]


async def test_a_revoked_role_opens_nothing_any_more(tenants: Tenants) -> None:
    frida, adidas = await user(tenants, "frida"), await tenants.scope("acme/adidas")
    async with tenants.db.writing((await tenants.at("acme")).access) as unit:
        await memberships.revoke(unit, frida, adidas)
    with pytest.raises(UnknownScope):
        await tenants.at("acme/adidas", "frida")
    assert await rows(tenants) == [("membership.revoke", {"level": adidas.level, "role": "freelancer"})]
    async with tenants.db.writing((await tenants.at("acme")).access) as unit:
        with pytest.raises(UnknownUser):
            await memberships.revoke(unit, frida, adidas)


async def test_the_last_owner_stays(tenants: Tenants) -> None:
    acme, owner, anna = await tenants.scope("acme"), await user(tenants, "owner"), await user(tenants, "anna")
    end = datetime(2030, 1, 1, tzinfo=UTC)
    access = (await tenants.at("acme")).access
    for attempt in (Membership("viewer", acme), Membership("owner", acme, end)):
        async with tenants.db.writing(access) as unit:
            with pytest.raises(LastOwner):
                await memberships.change(unit, owner, attempt)
    async with tenants.db.writing(access) as unit:
        with pytest.raises(LastOwner):
            await memberships.revoke(unit, owner, acme)
        await memberships.change(unit, anna, Membership("owner", acme))
        await memberships.change(unit, owner, Membership("viewer", acme))
    assert [held.role for held in (await tenants.at("acme")).access.actor.memberships] == ["viewer"]


async def test_roles_of_another_type_and_strangers_are_refused(tenants: Tenants) -> None:
    acme = await tenants.scope("acme")
    async with tenants.db.writing((await tenants.at("acme")).access) as unit:
        with pytest.raises(WrongRole, match="strategist"):
            await memberships.change(unit, await user(tenants, "anna"), Membership("marketing_manager", acme))
        with pytest.raises(UnknownUser):
            await memberships.change(unit, UserId("nobody"), Membership("viewer", acme))


async def promote(tenants: Tenants, name: str, who: str) -> None:
    adidas = await tenants.scope("acme/adidas")
    async with tenants.db.writing((await tenants.at("acme/adidas", name)).access) as unit:
        await memberships.change(unit, await user(tenants, who), Membership("admin", adidas))


@pytest.mark.parametrize(("name", "who"), [("frida", "frida"), ("ada", "ada"), ("ada", "frida")])
async def test_whoever_may_not_manage_members_changes_no_role_not_even_their_own(
    tenants: Tenants, name: str, who: str
) -> None:
    with pytest.raises((NotYours, UnknownUser)):
        await promote(tenants, name, who)
    assert await rows(tenants) == []
