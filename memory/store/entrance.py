"""The way in: from a path, a channel or an account to an access. Only this module looks up without a scope.

Before a scope is known a session carries nothing but an exact key, and sees only the row that has it.
"""

from dataclasses import dataclass
from unicodedata import normalize

from sqlalchemy import Row, select

from config.errors import UnknownScope
from memory.access import Access, SessionValues, grant
from memory.db import Database, Session
from memory.errors import UnknownBinding, UnknownEntrance, UnknownUser
from memory.store import rows
from memory.tables.conversation import channel_bindings
from memory.tables.links import link_codes
from memory.tables.tenancy import accounts, campaigns, clients, memberships, organizations, users
from memory.types import Actor, Binding, ChannelKey, Organization, OrgId, Place, Scope, UserId

OWNER = "owner"


@dataclass(frozen=True, slots=True)
class Entrance:
    """A place, and one actor's access to it."""

    place: Place
    access: Access


async def enter(db: Database, path: str, name: str = OWNER) -> Entrance:
    """The place at `org`, `org/client`, `org/client/campaign` or (SME) `org/campaign`, as a user of it.

    Raises UnknownScope where there is no such place, no such user, or this user may not see it: the same words.
    """
    try:
        return await _walk(db, path, name)
    except (UnknownScope, UnknownUser) as error:
        unknown = UnknownScope(scope=path) if name == OWNER else UnknownEntrance(scope=path, name=name)
        raise unknown from error


async def _walk(db: Database, path: str, name: str) -> Entrance:
    slugs = normalize("NFC", path.strip().strip("/")).split("/")
    async with db.looking_up({"key_slug": slugs[0]}) as session:
        found = await session.first(select(organizations).where(organizations.c.slug == slugs[0]))
    if found is None:
        raise UnknownScope(scope=path)
    org = rows.organization(found)
    user = await _user_named(db, org.id, normalize("NFC", name))
    return await _enter(db, org, await _actor(db, org.id, user), slugs[1:], path)


async def enter_scope(db: Database, scope: Scope, user: UserId) -> Entrance:
    """The place of these ids, as this user. Raises UnknownScope, also for a user of another organisation."""
    try:
        actor = await _actor(db, scope.org, user)
    except UnknownUser as error:
        raise UnknownScope(scope=scope.level) from error
    return await _at(db, await organization_of(db, scope.org), actor, scope, scope.level)


async def speaker(db: Database, org: OrgId, user: UserId) -> Actor:
    """A user with all memberships, read as themselves. Raises UnknownUser."""
    return await _actor(db, org, user)


async def organization_of(db: Database, org: OrgId) -> Organization:
    """An organisation by its id, for whoever has it from a binding or an account. Raises UnknownScope."""
    async with db.looking_up({"org": org, "read_levels": '["organization"]'}) as session:
        found = await session.first(select(organizations).where(organizations.c.id == org))
    if found is None:
        raise UnknownScope(scope=org)
    return rows.organization(found)


async def enter_channel(db: Database, key: ChannelKey, account: str) -> Entrance:
    """The place that a channel (or its thread) is bound to, as the user whose chat account speaks.

    Raises UnknownBinding for a channel that is not bound, UnknownUser for an account that is nobody there.
    """
    binding = await binding_at(db, key)
    if binding is None:
        raise UnknownBinding()
    user = dict(await identify(db, key.platform, account)).get(binding.scope.org)
    if user is None:
        raise UnknownUser(name=account)
    return await enter_scope(db, binding.scope, user)


async def binding_at(db: Database, key: ChannelKey) -> Binding | None:
    """The binding of a thread, else of its channel, by exact key."""
    c = channel_bindings.c
    exact: SessionValues = {
        "key_platform": key.platform,
        "key_workspace": key.workspace,
        "key_channel": key.channel,
    }
    query = select(channel_bindings).where(
        c.platform == key.platform,
        c.workspace == key.workspace,
        c.channel == key.channel,
        c.thread.in_(("", key.thread)),
    )
    async with db.looking_up(exact) as session:
        found = await session.first(query.order_by(c.thread.desc()))
    return rows.binding(found) if found else None


async def linked(db: Database, key: ChannelKey) -> tuple[Binding, ...]:
    """All links of a channel and of its threads, by exact key."""
    c = channel_bindings.c
    exact: SessionValues = {
        "key_platform": key.platform,
        "key_workspace": key.workspace,
        "key_channel": key.channel,
    }
    query = select(channel_bindings).where(
        c.platform == key.platform, c.workspace == key.workspace, c.channel == key.channel
    )
    async with db.looking_up(exact) as session:
        return tuple(rows.binding(row) for row in await session.all(query.order_by(c.thread)))


async def enter_as_owner(db: Database, scope: Scope) -> Entrance:
    """The organisation of a scope, as its owner: for what its house does by itself. Raises UnknownUser."""
    return await enter_scope(db, Scope(scope.org), await _user_named(db, scope.org, OWNER))


async def identify(db: Database, platform: str, account: str) -> tuple[tuple[OrgId, UserId], ...]:
    """Who a chat account is, in each organisation that knows it, by exact key."""
    c = accounts.c
    query = select(c.org_id, c.user_id).where(c.platform == platform, c.account == account)
    async with db.looking_up({"key_platform": platform, "key_account": account}) as session:
        return tuple((row.org_id, row.user_id) for row in await session.all(query))


async def invited(db: Database, code_hash: str) -> tuple[OrgId, UserId] | None:
    """Whose unexpired link code this is, by the exact hash of the code."""
    c = link_codes.c
    query = select(c.org_id, c.user_id).where(c.code_hash == code_hash, c.expires_at > db.now())
    async with db.looking_up({"key_code": code_hash}) as session:
        found = await session.first(query)
    return (OrgId(found.org_id), UserId(found.user_id)) if found else None


async def directory(db: Database) -> tuple[Organization, ...]:
    """The organisations of this database, by slug: for whoever operates it, no more than their names."""
    async with db.looking_up({"operator": "1"}) as session:
        found = await session.all(select(organizations).order_by(organizations.c.slug))
    return tuple(rows.organization(row) for row in found)


async def _user_named(db: Database, org: OrgId, name: str) -> UserId:
    async with db.looking_up({"org": org, "key_name": name}) as session:
        found = await session.scalar(select(users.c.id).where(users.c.org_id == org, users.c.name == name))
    if found is None:
        raise UnknownUser(name=name)
    return UserId(found)


async def _actor(db: Database, org: OrgId, user: UserId) -> Actor:
    """A user with all memberships, read as themselves. Raises UnknownUser."""
    held = select(memberships).where(memberships.c.org_id == org, memberships.c.user_id == user)
    async with db.looking_up({"org": org, "user": user}) as session:
        person = await session.first(select(users).where(users.c.org_id == org, users.c.id == user))
        if person is None:
            raise UnknownUser(name=user)
        roles = tuple(rows.membership(row) for row in await session.all(held))
    return Actor(user, person.name, person.locale, roles)


async def _enter(db: Database, org: Organization, actor: Actor, slugs: list[str], path: str) -> Entrance:
    whole = grant(actor, Scope(org.id), org.type, db.now())
    deepest = 1 if org.type == "SME" else 2
    if whole is None or len(slugs) > deepest:
        raise UnknownScope(scope=path)
    scope = Scope(org.id)
    async with db.reading(whole) as unit:
        if slugs and org.type == "AGENCY":
            scope = await _client(unit, org.id, slugs.pop(0), path)
        if slugs:
            scope = await _campaign(unit, scope, slugs.pop(0), path)
    return await _at(db, org, actor, scope, path)


async def _client(session: Session, org: OrgId, slug: str, path: str) -> Scope:
    found = await session.scalar(select(clients.c.id).where(clients.c.org_id == org, clients.c.slug == slug))
    if found is None:
        raise UnknownScope(scope=path)
    return Scope(org, found)


async def _campaign(session: Session, scope: Scope, slug: str, path: str) -> Scope:
    c = campaigns.c
    parent = scope.client or scope.org
    query = select(c.id).where(c.org_id == scope.org, c.parent_id == parent, c.slug == slug)
    found = await session.scalar(query)
    if found is None:
        raise UnknownScope(scope=path)
    return Scope(scope.org, scope.client, found)


async def _at(db: Database, org: Organization, actor: Actor, scope: Scope, path: str) -> Entrance:
    access = grant(actor, scope, org.type, db.now())
    if access is None:
        raise UnknownScope(scope=path)
    async with db.reading(access) as unit:
        client = await _row(unit, clients, scope.client) if scope.client else None
        campaign = await _row(unit, campaigns, scope.campaign) if scope.campaign else None
    missing = (scope.client and client is None) or (scope.campaign and campaign is None)
    if missing or (campaign and campaign.client_id != scope.client):
        raise UnknownScope(scope=path)
    return Entrance(rows.place(org, client, campaign), access)


async def _row(session: Session, table: rows.Keyed, key: str) -> Row[tuple[object, ...]] | None:
    return await session.first(select(table).where(table.c.id == key))
