"""Campaigns of a client, or of an SME itself."""

from dataclasses import asdict, replace

from sqlalchemy import insert, select

from memory import naming
from memory.db import Unit, Writing
from memory.errors import Duplicate, WrongOrgType
from memory.ids import new_id
from memory.store import audit, organizations, rows
from memory.tables.tenancy import campaigns
from memory.types import Campaign, CampaignId, CampaignPlan

NO_PLAN = CampaignPlan()


async def add(unit: Writing, slug: str, plan: CampaignPlan = NO_PLAN) -> Campaign:
    """Makes a campaign at the unit's scope: a client of an agency, or an SME.

    Raises Duplicate, BadSlug, BadName, WrongOrgType, NotYours.
    """
    org = await organizations.of(unit)
    if (unit.scope.client is None) != (org.type == "SME"):
        raise WrongOrgType(slug=org.slug, type=org.type)
    named = replace(plan, name=naming.name(plan.name or slug))
    made = Campaign(CampaignId(new_id()), org.id, unit.scope.client, naming.slug(slug), named)
    values = {"org_id": made.org, "id": made.id, "client_id": made.client, "slug": made.slug, **asdict(named)}
    if not await unit.unless_taken(insert(campaigns).values(values)):
        raise Duplicate(kind="campaign", name=made.slug)
    await audit.append(unit, "campaign.add", made.slug)
    return made


async def every(unit: Unit) -> tuple[Campaign, ...]:
    """The campaigns in reach, by client and slug."""
    c = campaigns.c
    query = select(campaigns).where(c.org_id == unit.scope.org).order_by(c.parent_id, c.slug)
    return tuple(rows.campaign(row) for row in await unit.all(query))
