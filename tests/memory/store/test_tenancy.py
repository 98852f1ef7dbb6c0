"""Organisations, clients, campaigns and the people in them."""

from datetime import UTC, date, datetime

import pytest

from memory.db import Database
from memory.errors import BadName, BadSlug, Duplicate, NotYours, WrongOrgType, WrongRole
from memory.store import audit, campaigns, clients, organizations, users
from memory.store.entrance import enter
from memory.types import CampaignPlan, Membership, Organization, OrgId
from tests.memory.tenants import Tenants, organization

AWKWARD = "Robert'); DROP TABLE organizations;-- \\ % _ 한글 é 😀 \u202e"


async def test_a_name_is_stored_as_it_is(db: Database) -> None:
    await organizations.add(
        db, Organization(OrgId(""), "봄-상회", AWKWARD, "AGENCY", "ko", "Asia/Seoul", "KRW")
    )
    async with db.writing((await enter(db, "봄-상회")).access) as unit:
        assert (await organizations.of(unit)).name == AWKWARD
        await clients.add(unit, "고객", AWKWARD)
    async with db.writing((await enter(db, "봄-상회/고객")).access) as unit:
        await campaigns.add(unit, "봄", CampaignPlan(AWKWARD))
    assert (await enter(db, "봄-상회/고객/봄")).place.names == (AWKWARD, AWKWARD, AWKWARD)


async def test_an_organisation_has_an_owner(db: Database) -> None:
    made = await organizations.add(db, organization("acme", "AGENCY"))
    actor = (await enter(db, "acme")).access.actor
    assert actor.name == "owner"
    assert [(held.role, held.scope.org) for held in actor.memberships] == [("owner", made.id)]


async def test_a_slug_is_taken_once(tenants: Tenants) -> None:
    with pytest.raises(Duplicate, match="'acme'"):
        await organizations.add(tenants.db, organization("acme", "SME"))
    async with tenants.db.writing((await tenants.at("acme")).access) as unit:
        with pytest.raises(Duplicate, match="'nike'"):
            await clients.add(unit, "nike")
        await clients.add(unit, "puma")  # another agency's client of that name is nobody's business
    async with tenants.db.writing((await tenants.at("acme/nike")).access) as unit:
        with pytest.raises(Duplicate, match="'summer'"):
            await campaigns.add(unit, "summer")
    async with tenants.db.writing((await tenants.at("bakery")).access) as unit:
        with pytest.raises(Duplicate, match="'spring'"):
            await campaigns.add(unit, "spring")


async def test_a_duplicate_leaves_nothing_behind(tenants: Tenants) -> None:
    from sqlalchemy import func, select

    from memory.tables.tenancy import users as table

    with pytest.raises(Duplicate):
        await organizations.add(tenants.db, organization("bakery", "SME"))
    async with tenants.db.reading((await tenants.at("bakery")).access) as unit:
        assert await unit.scalar(select(func.count()).select_from(table)) == 1


async def test_wrong_names(tenants: Tenants) -> None:
    async with tenants.db.writing((await tenants.at("acme")).access) as unit:
        with pytest.raises(BadSlug):
            await clients.add(unit, "Not A Slug")
        with pytest.raises(BadName):
            await clients.add(unit, "slug", "bell \x07")
        assert [client.slug for client in await clients.every(unit)] == ["adidas", "nike"]


async def test_an_sme_has_no_clients_and_an_agency_no_campaigns_of_its_own(tenants: Tenants) -> None:
    async with tenants.db.writing((await tenants.at("bakery")).access) as unit:
        with pytest.raises(WrongOrgType):
            await clients.add(unit, "nike")
    async with tenants.db.writing((await tenants.at("acme")).access) as unit:
        with pytest.raises(WrongOrgType):
            await campaigns.add(unit, "own")


async def test_a_campaign_keeps_its_plan(tenants: Tenants) -> None:
    plan = CampaignPlan(
        "Winter",
        "planned",
        120_000_000,
        "USD",
        "reach",
        "cpm",
        date(2026, 11, 1),
        date(2027, 1, 31),
        "Europe/Paris",
    )
    async with tenants.db.writing((await tenants.at("acme/nike")).access) as unit:
        made = await campaigns.add(unit, "winter", plan)
        assert made in await campaigns.every(unit)
    place = (await tenants.at("acme/nike/winter")).place
    assert (place.timezone, place.currency) == ("Europe/Paris", "USD")


async def test_lists_hold_what_is_in_reach(tenants: Tenants) -> None:
    for path, name, expected in (
        ("acme", "owner", {"nike", "adidas"}),
        ("acme", "frida", {"adidas"}),
        ("acme", "nina", {"nike"}),
        ("acme/nike", "owner", {"nike"}),
    ):
        async with tenants.db.reading((await tenants.at(path, name)).access) as unit:
            assert {client.slug for client in await clients.every(unit)} == expected
    async with tenants.db.reading((await tenants.at("acme", "nina")).access) as unit:
        assert [campaign.slug for campaign in await campaigns.every(unit)] == ["summer"]


@pytest.mark.parametrize("name", ["frida", "anna", "ada"])
async def test_who_may_not_manage_members_adds_none(name: str, tenants: Tenants) -> None:
    entrance = await tenants.at("acme", name)
    with pytest.raises(NotYours):
        async with tenants.db.writing(entrance.access) as unit:
            await users.add(unit, "friend", [Membership("owner", entrance.place.scope)])


async def test_a_freelancer_adds_no_client(tenants: Tenants) -> None:
    entrance = await tenants.at("acme", "frida")
    with pytest.raises(NotYours):
        async with tenants.db.writing(entrance.access) as unit:
            await clients.add(unit, "newcomer")


async def test_people_and_their_roles(tenants: Tenants) -> None:
    async with tenants.db.reading((await tenants.at("acme")).access) as unit:
        people = {
            member.name: [held.role for held in member.memberships] for member in await users.every(unit)
        }
    assert people == {
        "ada": ["account_manager"],
        "anna": ["analyst"],
        "frida": ["freelancer"],
        "nina": ["campaign_manager"],
        "owner": ["owner"],
    }
    async with tenants.db.reading((await tenants.at("acme/adidas", "frida")).access) as unit:
        assert [member.name for member in await users.every(unit)] == ["frida"]


async def test_a_role_that_this_organisation_does_not_know(tenants: Tenants) -> None:
    bakery = await tenants.at("bakery")
    with pytest.raises(WrongRole, match="marketing_director"):
        async with tenants.db.writing(bakery.access) as unit:
            await users.add(unit, "stan", [Membership("strategist", bakery.place.scope)])
    async with tenants.db.reading(bakery.access) as unit:
        assert [member.name for member in await users.every(unit)] == ["owner"]


async def test_an_expired_member_is_out(tenants: Tenants) -> None:
    from config.errors import UnknownScope

    acme = await tenants.at("acme")
    ended = Membership("analyst", acme.place.scope, datetime(2020, 1, 1, tzinfo=UTC))
    async with tenants.db.writing(acme.access) as unit:
        await users.add(unit, "past", [ended])
    with pytest.raises(UnknownScope):
        await tenants.at("acme", "past")


async def test_a_name_and_a_place_are_taken_once(tenants: Tenants) -> None:
    acme = await tenants.at("acme")
    async with tenants.db.writing(acme.access) as unit:
        with pytest.raises(Duplicate, match="frida"):
            await users.add(unit, "frida", [Membership("analyst", acme.place.scope)])
        with pytest.raises(Duplicate, match="analyst"):
            await users.add(unit, "twice", [Membership("analyst", acme.place.scope)] * 2)


async def test_what_was_done_is_audited(tenants: Tenants) -> None:
    async with tenants.db.reading((await tenants.at("acme")).access) as unit:
        assert await audit.verify(unit) is None
