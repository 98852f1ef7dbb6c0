"""Invitations: a code that makes an account a member, or lets it begin an organisation; good once."""

import hashlib
import secrets
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import Row, delete, insert, select

from config.errors import Refused
from config.roles import rights
from memory.access import arrival
from memory.db import Database, Writing
from memory.errors import Duplicate, StorageFailed, WrongRole
from memory.ids import new_id
from memory.store import arrivals, audit, memberships, organizations, rows, users
from memory.store.entrance import identify
from memory.tables.arrivals import invitations, openings
from memory.types import Actor, Membership, Newcomer, Scope, UserId

LIFETIME = timedelta(days=7)
_ALPHABET = "23456789ABCDEFGHJKMNPQRSTVWXYZ"  # nothing that is mistaken for something else
_LENGTH = 16
_i, _o = invitations.c, openings.c


class BadInvitation(Refused):
    """This invitation is unknown, used or too old. Ask whoever invited you for a new one.

    ko: 이 초대는 없거나, 이미 쓰였거나, 기한이 지났습니다. 초대한 분에게 새 초대를 요청하세요.
    """


@dataclass(frozen=True, slots=True)
class Invitation:
    """To be told to nobody but the guest: the code is not stored, only its hash is."""

    code: str
    expires_at: datetime


@dataclass(frozen=True, slots=True)
class Joined:
    """Who came in where, as what."""

    user: UserId
    scope: Scope
    role: str


async def issue(
    unit: Writing, role: str, until: datetime | None = None, lifetime: timedelta = LIFETIME
) -> Invitation:
    """An invitation to the unit's scope, good once. Raises WrongRole, NotYours."""
    org = await organizations.of(unit)
    if role not in rights().roles(org.type):
        raise WrongRole(role=role, type=org.type, roles=", ".join(rights().roles(org.type)))
    made = Invitation(_code(), unit.now() + lifetime)
    scope = unit.scope
    values = {
        "org_id": scope.org,
        "client_id": scope.client,
        "campaign_id": scope.campaign,
        "role": role,
        "code_hash": code_hash(made.code),
        "created_by": unit.actor.name,
        "expires_at": made.expires_at,
        "until": until,
    }
    await unit.run(insert(invitations).values(values))
    await audit.append(unit, "invitation.issue", role, {"level": scope.level, "until": str(until or "")})
    return made


async def accept(db: Database, code: str, who: Newcomer) -> Joined:
    """Makes an account a member as its invitation says, once. A role held there already is changed to it.

    Raises BadInvitation.
    """
    hashed = code_hash(code)
    for _ in range(arrivals.ATTEMPTS):
        row = await _invited(db, hashed)
        if row is None:
            raise BadInvitation()
        scope = rows.scope(row)
        known = dict(await identify(db, who.platform, who.account)).get(scope.org)
        user = known or UserId(new_id())
        try:
            async with db.writing(arrival(_actor(user, who), scope)) as unit:
                await _take(unit, hashed)
                if known is None:
                    await arrivals.introduce(unit, user, who)
                await _enrol(unit, user, Membership(row.role, scope, row.until))
                await audit.append(unit, "invitation.accept", user, {"by": row.created_by, "role": row.role})
        except arrivals.AccountTaken:
            continue
        return Joined(user, scope, row.role)
    raise StorageFailed(url="invitations", detail="too many writers at once")


async def open_for(db: Database, lifetime: timedelta = LIFETIME) -> Invitation:
    """The operator's invitation to begin an organisation."""
    made = Invitation(_code(), db.now() + lifetime)
    hashed = code_hash(made.code)
    async with db.keeping({"key_code": hashed, "operator": "1"}) as session:
        await session.run(delete(openings).where(_o.expires_at <= session.now()))
        await session.run(insert(openings).values(code_hash=hashed, expires_at=made.expires_at))
    return made


async def opens(db: Database, code: str) -> bool:
    """Uses up an operator's invitation; False where there is none of this code."""
    hashed = code_hash(code)
    async with db.keeping({"key_code": hashed}) as session:
        mine = _o.code_hash == hashed, _o.expires_at > session.now()
        if await session.first(select(_o.id).where(*mine).with_for_update()) is None:
            return False
        await session.run(delete(openings).where(_o.code_hash == hashed))
    return True


def code_hash(code: str) -> str:
    """SHA-256 of the letters, whatever case and hyphens they were typed with."""
    letters = "".join(c for c in code.upper() if c.isalnum())
    return hashlib.sha256(f"stratum invitation {letters}".encode()).hexdigest()


def _code() -> str:
    """80 bits, in letters that a Telegram link holds as they are."""
    letters = "".join(secrets.choice(_ALPHABET) for _ in range(_LENGTH))
    return "-".join(letters[i : i + 4] for i in range(0, _LENGTH, 4))


async def _invited(db: Database, hashed: str) -> Row[tuple[object, ...]] | None:
    query = select(invitations).where(_i.code_hash == hashed, _i.expires_at > db.now())
    async with db.looking_up({"key_code": hashed}) as session:
        return await session.first(query)


async def _take(unit: Writing, hashed: str) -> None:
    mine = _i.org_id == unit.scope.org, _i.code_hash == hashed
    if await unit.first(select(_i.id).where(*mine).with_for_update()) is None:
        raise BadInvitation()
    await unit.run(delete(invitations).where(*mine))


async def _enrol(unit: Writing, user: UserId, held: Membership) -> None:
    try:
        await users.enrol(unit, user, held)
    except Duplicate:
        await memberships.change(unit, user, held)


def _actor(user: UserId, who: Newcomer) -> Actor:
    return Actor(user, who.name or who.account, who.locale, ())
