"""Two agencies and an SME, with rival clients in one agency and people of different reach."""

from dataclasses import dataclass

from memory.db import Database
from memory.store import campaigns, clients, messages, organizations, outputs, users
from memory.store.entrance import Entrance, enter
from memory.types import Draft, Membership, Organization, OrgId, OrgType, Output, Said, Scope, Thread


@dataclass(frozen=True, slots=True)
class Tenants:
    """The acceptance story: acme serves nike and adidas; frida works for adidas only."""

    db: Database

    async def at(self, path: str, name: str = "owner") -> Entrance:
        return await enter(self.db, path, name)

    async def scope(self, path: str) -> Scope:
        return (await self.at(path)).place.scope


async def settle(db: Database) -> Tenants:
    tenants = Tenants(db)
    await organizations.add(db, organization("acme", "AGENCY"))
    await organizations.add(db, organization("rival", "AGENCY"))
    await organizations.add(db, organization("bakery", "SME"))
    for org, of in (("acme", ("nike", "adidas")), ("rival", ("puma",))):
        for slug in of:
            async with db.writing((await tenants.at(org)).access) as unit:
                await clients.add(unit, slug)
            for campaign in ("summer", "fall"):
                async with db.writing((await tenants.at(f"{org}/{slug}")).access) as unit:
                    await campaigns.add(unit, campaign)
    async with db.writing((await tenants.at("bakery")).access) as unit:
        await campaigns.add(unit, "spring")
    await _people(tenants)
    return tenants


def organization(slug: str, org_type: OrgType) -> Organization:
    return Organization(OrgId(""), slug, slug.title(), org_type, "ko", "Asia/Seoul", "KRW")


async def _people(tenants: Tenants) -> None:
    acme = await tenants.at("acme")
    adidas, nike_summer = await tenants.scope("acme/adidas"), await tenants.scope("acme/nike/summer")
    async with tenants.db.writing(acme.access) as unit:
        await users.add(unit, "frida", [Membership("freelancer", adidas)])
        await users.add(unit, "nina", [Membership("campaign_manager", nike_summer)])
        await users.add(unit, "anna", [Membership("analyst", acme.place.scope)])
        await users.add(unit, "ada", [Membership("account_manager", adidas)])


async def say(tenants: Tenants, path: str, text: str, name: str = "owner") -> None:
    """Stores a turn at a place."""
    async with tenants.db.writing((await tenants.at(path, name)).access) as unit:
        await messages.admit(unit, said(path, text))


def said(conversation: str, text: str, external_id: str = "") -> Said:
    return Said(conversation, Thread(conversation), "turn", "somebody", text, external_id or text)


def draft(body: str = "body", output_type: str = "swot") -> Draft:
    return Draft("business_strategy", output_type, 1, "en", "Title", "Summary", {"text": body})


async def deliver(tenants: Tenants, path: str, body: str, name: str = "owner") -> Output:
    """Stores an output at a place."""
    async with tenants.db.writing((await tenants.at(path, name)).access) as unit:
        return await outputs.save(unit, draft(body))
