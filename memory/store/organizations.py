"""Organisations: making one, with its owner."""

from sqlalchemy import insert, select

from config.errors import UnknownScope
from memory import naming
from memory.access import found
from memory.db import Database, Unit
from memory.errors import Duplicate
from memory.ids import new_id
from memory.store import audit, rows
from memory.store.entrance import OWNER
from memory.tables import memberships, organizations, users
from memory.types import Actor, Organization, OrgId, UserId


async def add(db: Database, new: Organization) -> Organization:
    """Makes an organisation (its id is made here) and its owner, a user named "owner".

    Raises Duplicate for a slug that is taken, BadSlug and BadName.
    """
    org, owner = OrgId(new_id()), Actor(UserId(new_id()), OWNER, new.locale, ())
    slug, name = naming.slug(new.slug), naming.name(new.name or new.slug)
    made = Organization(org, slug, name, new.type, new.locale, new.timezone, new.currency)
    async with db.writing(found(owner, org)) as unit:
        values = {
            c: getattr(made, c) for c in ("id", "slug", "name", "type", "locale", "timezone", "currency")
        }
        if not await unit.unless_taken(insert(organizations).values(values)):
            raise Duplicate(kind="organization", name=slug)
        await unit.run(insert(users).values(org_id=org, id=owner.user, name=OWNER, locale=new.locale))
        await unit.run(insert(memberships).values(org_id=org, user_id=owner.user, role=OWNER))
        await audit.append(unit, "organization.add", slug, {"type": made.type})
    return made


async def of(unit: Unit) -> Organization:
    """The organisation of a unit's scope."""
    row = await unit.first(select(organizations).where(organizations.c.id == unit.scope.org))
    if row is None:
        raise UnknownScope(scope=unit.scope.org)
    return rows.organization(row)
