"""One person over several chat accounts: a code asked for in one, and given in another, joins them."""

import hashlib
import secrets
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import delete, insert, select

from config.errors import Refused, UnknownScope
from memory.db import Database, Writing
from memory.errors import Duplicate
from memory.store import audit
from memory.store.entrance import Entrance, enter_scope, identify, invited
from memory.tables.links import link_codes
from memory.tables.tenancy import accounts
from memory.types import OrgId, Scope, UserId

LIFETIME = timedelta(minutes=15)
_ALPHABET = "23456789ABCDEFGHJKMNPQRSTVWXYZ"  # nothing that is mistaken for something else
_LENGTH = 12
_c = link_codes.c


class BadLinkCode(Refused):
    """This code is unknown, used or too old. `link` in an account that is known already gives a new one.

    ko: 이 코드는 없거나, 이미 쓰였거나, 기한이 지났습니다. 이미 연결된 계정에서 `link`로 새 코드를 받으세요.
    """


@dataclass(frozen=True, slots=True)
class LinkCode:
    """To be told to nobody but the user: it is not stored, only its hash is."""

    code: str
    expires_at: datetime


async def issue(unit: Writing) -> LinkCode:
    """A new code for the unit's own user, good once and for `LIFETIME`; an earlier one is void."""
    mine = _c.org_id == unit.scope.org, _c.user_id == unit.actor.user
    await unit.run(delete(link_codes).where(*mine))
    letters = "".join(secrets.choice(_ALPHABET) for _ in range(_LENGTH))
    made = LinkCode("-".join(letters[i : i + 4] for i in range(0, _LENGTH, 4)), unit.now() + LIFETIME)
    values = {"org_id": unit.scope.org, "user_id": unit.actor.user, "expires_at": made.expires_at}
    await unit.run(insert(link_codes).values(**values, code_hash=code_hash(made.code)))
    return made


async def redeem(
    db: Database, code: str, platform: str, account: str, *, leaving: bool = False
) -> tuple[OrgId, UserId]:
    """Makes a chat account speak for the user whose code this is, once; a change of rights, so it is audited.

    With `leaving` it first stops speaking for whom it spoke for in this organisation, whose roles stay there.
    Raises BadLinkCode, Duplicate where the account speaks for somebody else of the organisation.
    """
    hashed = code_hash(code)
    found = await invited(db, hashed)
    if found is None:
        raise BadLinkCode()
    org, user = found
    other = dict(await identify(db, platform, account)).get(org)
    if leaving and other not in {None, user}:
        await _leave(db, org, UserId(str(other)), platform, account)
    async with db.writing((await _own_place(db, org, user)).access) as unit:
        code_row = select(_c.id).where(_c.org_id == org, _c.code_hash == hashed).with_for_update()
        if await unit.first(code_row) is None:
            raise BadLinkCode()
        await unit.run(delete(link_codes).where(_c.org_id == org, _c.code_hash == hashed))
        await _join(unit, user, platform, account)
    return org, user


def code_hash(code: str) -> str:
    """SHA-256 of the letters, whatever case and hyphens they were typed with."""
    letters = "".join(c for c in code.upper() if c.isalnum())
    return hashlib.sha256(f"stratum link {letters}".encode()).hexdigest()


async def _own_place(db: Database, org: OrgId, user: UserId) -> Entrance:
    """A place where the user may write, be it only their own audit row."""
    anywhere = await enter_scope(db, Scope(org), user)
    for held in anywhere.access.actor.memberships:
        if held.expires_at is None or held.expires_at > db.now():
            return await enter_scope(db, held.scope, user)
    raise UnknownScope(scope=org)


async def _leave(db: Database, org: OrgId, user: UserId, platform: str, account: str) -> None:
    a = accounts.c
    mine = a.org_id == org, a.user_id == user, a.platform == platform, a.account == account
    async with db.writing((await _own_place(db, org, user)).access) as unit:
        await unit.run(delete(accounts).where(*mine))
        await audit.append(unit, "account.leave", user, {"platform": platform})


async def _join(unit: Writing, user: UserId, platform: str, account: str) -> None:
    a = accounts.c
    known = select(a.id).where(
        a.org_id == unit.scope.org, a.user_id == user, a.platform == platform, a.account == account
    )
    if await unit.first(known):
        return
    values = {"org_id": unit.scope.org, "user_id": user, "platform": platform, "account": account}
    if not await unit.unless_taken(insert(accounts).values(values)):
        raise Duplicate(kind="account", name=account)
    await audit.append(unit, "account.link", user, {"platform": platform})
