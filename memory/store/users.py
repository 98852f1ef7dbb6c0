"""People of an organisation: what roles they hold where, and which chat accounts they speak from."""

from collections import defaultdict
from collections.abc import Sequence

from sqlalchemy import insert, select, update

from config.errors import Locale
from config.roles import rights
from memory import naming
from memory.db import Unit, Writing
from memory.errors import Duplicate, WrongRole
from memory.ids import new_id
from memory.store import audit, organizations, rows
from memory.tables.tenancy import accounts, memberships, users
from memory.types import Member, Membership, UserId


async def add(unit: Writing, name: str, held: Sequence[Membership], locale: Locale | None = None) -> Member:
    """Makes a user with these memberships. Raises Duplicate, BadName, WrongRole, NotYours."""
    org = await organizations.of(unit)
    member = Member(UserId(new_id()), naming.name(name), locale or org.locale, tuple(held))
    values = {"org_id": org.id, "id": member.user, "name": member.name, "locale": member.locale}
    if not await unit.unless_taken(insert(users).values(values)):
        raise Duplicate(kind="user", name=member.name)
    for membership in held:
        await enrol(unit, member.user, membership)
    return member


async def enrol(unit: Writing, user: UserId, held: Membership) -> None:
    """Gives a user a role at a place. Raises WrongRole, Duplicate where one is held already, NotYours."""
    org = await organizations.of(unit)
    if held.role not in rights().roles(org.type):
        raise WrongRole(role=held.role, type=org.type, roles=", ".join(rights().roles(org.type)))
    values = {
        "org_id": org.id,
        "user_id": user,
        "client_id": held.scope.client,
        "campaign_id": held.scope.campaign,
        "role": held.role,
        "expires_at": held.expires_at,
    }
    if not await unit.unless_taken(insert(memberships).values(values)):
        raise Duplicate(kind="membership", name=held.role)
    detail = {"role": held.role, "level": held.scope.level, "expires_at": str(held.expires_at or "")}
    await audit.append(unit, "membership.add", user, detail)


async def link(unit: Writing, user: UserId, platform: str, account: str) -> None:
    """Makes a chat account speak for a user. Raises Duplicate where it already speaks for somebody here."""
    values = {"org_id": unit.scope.org, "user_id": user, "platform": platform, "account": account}
    if not await unit.unless_taken(insert(accounts).values(values)):
        raise Duplicate(kind="account", name=account)


async def account(unit: Unit, user: UserId, platform: str) -> str:
    """The chat account by which a user speaks on a platform; "" where none is known."""
    c = accounts.c
    mine = c.org_id == unit.scope.org, c.user_id == user, c.platform == platform
    return await unit.scalar(select(c.account).where(*mine).order_by(c.created_at).limit(1)) or ""


async def every(unit: Unit) -> tuple[Member, ...]:
    """The people in reach with the roles in reach, by name."""
    people = await unit.all(select(users).where(users.c.org_id == unit.scope.org).order_by(users.c.name))
    held: defaultdict[str, list[Membership]] = defaultdict(list)
    for row in await unit.all(select(memberships).where(memberships.c.org_id == unit.scope.org)):
        held[row.user_id].append(rows.membership(row))
    return tuple(Member(row.id, row.name, row.locale, tuple(held[row.id])) for row in people)


async def speak(unit: Writing, locale: Locale) -> None:
    """Makes a language the actor's own."""
    me = users.c.org_id == unit.scope.org, users.c.id == unit.actor.user
    await unit.run(update(users).where(*me).values(locale=locale))
