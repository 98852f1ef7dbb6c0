"""People come in: from a chat account to a member, once, however many of its events arrive at the same time.

Every way in ends in unique keys: an account speaks for one user of an organisation, a user has one role at a
place, an origin begins one organisation. Who finds a key taken looks again and finds who was there first.
"""

from collections.abc import Iterator
from dataclasses import replace
from datetime import datetime

from sqlalchemy import insert, select

from memory import naming
from memory.access import arrival, found
from memory.db import Database, Writing
from memory.errors import BadName, Duplicate, StorageFailed
from memory.ids import new_id
from memory.store import audit, organizations, users
from memory.store.entrance import identify
from memory.tables.arrivals import origins
from memory.tables.tenancy import accounts
from memory.tables.tenancy import users as people
from memory.types import Actor, Membership, Newcomer, Organization, OrgId, Scope, UserId

ATTEMPTS = 6
_SAME_NAMES = 200


class AccountTaken(Exception):  # noqa: N818 - no error: another event of the same account was first
    pass


class OriginTaken(Exception):  # noqa: N818 - no error: an organisation was begun here a moment ago
    pass


async def settle_in(
    db: Database, who: Newcomer, scope: Scope, role: str, until: datetime | None = None
) -> tuple[UserId, bool]:
    """Makes an account a member of a scope, with this role; the second value says whether it was none before.

    Who holds a role there already, be it over, keeps that. Raises WrongRole.
    """
    for _ in range(ATTEMPTS):
        known = dict(await identify(db, who.platform, who.account)).get(scope.org)
        user = known or UserId(new_id())
        try:
            async with db.writing(arrival(_actor(user, who), scope)) as unit:
                if known is None:
                    await introduce(unit, user, who)
                await users.enrol(unit, user, Membership(role, scope, until))
        except AccountTaken:
            continue
        except Duplicate:
            return user, False
        return user, True
    raise StorageFailed(url="accounts", detail="too many writers at once")


async def found_by(
    db: Database, new: Organization, founder: Newcomer, origin: tuple[str, str]
) -> tuple[Organization, UserId]:
    """Makes an organisation whose owner is the account, begun at an origin (platform, key).

    Raises OriginTaken where one was begun there already, Duplicate for a slug that is taken, BadSlug, BadName.
    """
    made, owner = organizations.named(new)
    platform, key = origin
    async with db.writing(found(owner, made.id)) as unit:
        await organizations.make(unit, made)
        begun = insert(origins).values(org_id=made.id, platform=platform, key=key)
        if not await unit.unless_taken(begun):
            raise OriginTaken()
        await users.link(unit, owner.user, founder.platform, founder.account)
        await audit.append(unit, "account.link", owner.user, {"platform": founder.platform})
    return made, owner.user


async def begun_at(db: Database, origin: tuple[str, str]) -> OrgId | None:
    """The organisation that was begun at an origin, by exact key."""
    platform, key = origin
    query = select(origins.c.org_id).where(origins.c.platform == platform, origins.c.key == key)
    async with db.looking_up({"key_platform": platform, "key_workspace": key}) as session:
        found_ = await session.scalar(query)
    return OrgId(found_) if found_ else None


async def introduce(unit: Writing, user: UserId, who: Newcomer) -> None:
    """Makes a user of an account, under its name or the next free one. Raises AccountTaken."""
    org = await organizations.of(unit)
    row = {"org_id": org.id, "id": user, "locale": who.locale}
    names = _names(who)
    while not await unit.unless_taken(insert(people).values(**row, name=(name := next(names)))):
        pass
    mine = {"org_id": org.id, "user_id": user, "platform": who.platform, "account": who.account}
    if not await unit.unless_taken(insert(accounts).values(mine)):
        raise AccountTaken()
    await audit.append(unit, "account.link", user, {"platform": who.platform, "name": name})


def _names(who: Newcomer) -> Iterator[str]:
    try:
        name = naming.name(who.name or who.account)
    except BadName:
        name = who.account
    yield name
    for number in range(2, _SAME_NAMES):
        yield f"{name} {number}"
    yield f"{name} {new_id()}"


def _actor(user: UserId, who: Newcomer) -> Actor:
    return Actor(user, who.name or who.account, who.locale, ())


def named_after(new: Organization, number: int) -> Organization:
    """The same organisation under its next slug."""
    return new if number == 1 else replace(new, slug=f"{new.slug}-{number}")
