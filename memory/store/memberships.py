"""Changing and ending roles; every change is a row of the audit."""

from datetime import datetime
from typing import Any

from sqlalchemy import Row, delete, select, update

from config.errors import Refused
from config.roles import rights
from memory.db import Writing
from memory.errors import UnknownUser, WrongRole
from memory.store import audit, organizations
from memory.tables.tenancy import memberships
from memory.types import Membership, Scope, UserId

_m = memberships.c
_OWNER = "owner"


class LastOwner(Refused):
    """An organisation keeps at least one owner. Make somebody else owner first.

    ko: 조직에는 대표가 한 명 이상 있어야 합니다. 먼저 다른 사람을 대표로 지정하세요.
    """


async def change(unit: Writing, user: UserId, held: Membership) -> None:
    """Gives the membership that a user has at a place another role or another end.

    Raises UnknownUser where there is none, WrongRole, LastOwner, NotYours.
    """
    org = await organizations.of(unit)
    if held.role not in rights().roles(org.type):
        raise WrongRole(role=held.role, type=org.type, roles=", ".join(rights().roles(org.type)))
    row = await _row(unit, user, held.scope)
    if held.role != _OWNER or held.expires_at is not None:
        await _keep_an_owner(unit, row)
    mine = _m.org_id == unit.scope.org, _m.id == row.id
    await unit.run(update(memberships).where(*mine).values(role=held.role, expires_at=held.expires_at))
    detail = {
        "level": held.scope.level,
        "role": [row.role, held.role],
        "expires_at": [_said(row.expires_at), _said(held.expires_at)],
    }
    await audit.append(unit, "membership.change", user, detail)


async def revoke(unit: Writing, user: UserId, scope: Scope) -> None:
    """Ends the membership of a user at a place. Raises UnknownUser for none, LastOwner, NotYours."""
    row = await _row(unit, user, scope)
    await _keep_an_owner(unit, row)
    await unit.run(delete(memberships).where(_m.org_id == unit.scope.org, _m.id == row.id))
    await audit.append(unit, "membership.revoke", user, {"level": scope.level, "role": row.role})


async def _row(unit: Writing, user: UserId, scope: Scope) -> Row[Any]:
    """The membership, if it may be changed: PostgreSQL would pass over another one without a word."""
    query = select(_m.id, _m.role, _m.level, _m.expires_at)
    here = _m.org_id == unit.scope.org, _m.user_id == user, _m.level == scope.level
    found = await unit.first(query.where(*here).with_for_update())
    if found is None:
        raise UnknownUser(name=user)
    return found


async def _keep_an_owner(unit: Writing, row: Row[Any]) -> None:
    """Raises LastOwner where this is the only lasting ownership of the organisation."""
    top = Scope(unit.scope.org).level
    if row.role != _OWNER or row.level != top:
        return
    others = select(_m.id).where(
        _m.org_id == unit.scope.org,
        _m.level == top,
        _m.role == _OWNER,
        _m.expires_at.is_(None),
        _m.id != row.id,
    )
    if await unit.first(others.limit(1).with_for_update()) is None:
        raise LastOwner()


def _said(moment: datetime | None) -> str:
    return moment.isoformat() if moment else ""
