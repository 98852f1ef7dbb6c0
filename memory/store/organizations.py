"""Organisations: making one, with its owner."""

from dataclasses import replace

from sqlalchemy import insert, select

from config.errors import UnknownScope
from memory import naming
from memory.access import found
from memory.db import Database, Unit, Writing
from memory.errors import Duplicate
from memory.ids import new_id
from memory.store import audit, rows
from memory.store.entrance import OWNER
from memory.tables.tenancy import memberships, organizations, users
from memory.types import Actor, Organization, OrgId, UserId


async def add(db: Database, new: Organization) -> Organization:
    """Makes an organisation (its id is made here) and its owner, a user named "owner".

    Raises Duplicate for a slug that is taken, BadSlug and BadName.
    """
    made, owner = named(new)
    async with db.writing(found(owner, made.id)) as unit:
        await make(unit, made)
    return made


def named(new: Organization) -> tuple[Organization, Actor]:
    """The organisation that is to be made, with its id, and its owner. Raises BadSlug and BadName."""
    slug, name = naming.slug(new.slug), naming.name(new.name or new.slug)
    made = replace(new, id=OrgId(new_id()), slug=slug, name=name)
    return made, Actor(UserId(new_id()), OWNER, new.locale, ())


async def make(unit: Writing, made: Organization) -> None:
    """Stores a new organisation and its owner, the unit's own actor. Raises Duplicate for a slug that is taken."""
    columns = ("id", "slug", "name", "type", "locale", "timezone", "currency")
    values = {column: getattr(made, column) for column in columns}
    if not await unit.unless_taken(insert(organizations).values(values)):
        raise Duplicate(kind="organization", name=made.slug)
    owner = {"org_id": made.id, "user_id": unit.actor.user}
    await unit.run(insert(users).values(org_id=made.id, id=unit.actor.user, name=OWNER, locale=made.locale))
    await unit.run(insert(memberships).values(**owner, role=OWNER))
    await audit.append(unit, "organization.add", made.slug, {"type": made.type})


async def of(unit: Unit) -> Organization:
    """The organisation of a unit's scope."""
    row = await unit.first(select(organizations).where(organizations.c.id == unit.scope.org))
    if row is None:
        raise UnknownScope(scope=unit.scope.org)
    return rows.organization(row)
