"""Clients of an agency."""

from sqlalchemy import insert, select

from memory import naming
from memory.db import Unit, Writing
from memory.errors import Duplicate, WrongOrgType
from memory.ids import new_id
from memory.store import audit, organizations, rows
from memory.tables.tenancy import clients
from memory.types import Client, ClientId


async def add(unit: Writing, slug: str, name: str = "") -> Client:
    """Makes a client. Raises Duplicate, BadSlug, BadName, WrongOrgType, NotYours."""
    org = await organizations.of(unit)
    if org.type != "AGENCY":
        raise WrongOrgType(slug=org.slug, type=org.type)
    made = Client(ClientId(new_id()), org.id, naming.slug(slug), naming.name(name or slug))
    values = {"org_id": made.org, "id": made.id, "slug": made.slug, "name": made.name}
    if not await unit.unless_taken(insert(clients).values(values)):
        raise Duplicate(kind="client", name=made.slug)
    await audit.append(unit, "client.add", made.slug)
    return made


async def every(unit: Unit) -> tuple[Client, ...]:
    """The clients in reach, by slug."""
    query = select(clients).where(clients.c.org_id == unit.scope.org).order_by(clients.c.slug)
    return tuple(rows.client(row) for row in await unit.all(query))
