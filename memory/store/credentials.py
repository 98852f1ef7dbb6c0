"""Credentials of an organisation, a client or a campaign, sealed under the organisation's data key."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import ColumnElement, delete, insert, select, update

from memory.access import Access
from memory.crypto import Bound, Keyring, Wrapped, new_key, of_key, open_sealed, seal
from memory.db import Database, Session, Unit
from memory.errors import NotYours
from memory.ids import new_id
from memory.store import audit, rows
from memory.store.paths import PATH, with_path
from memory.tables.secrets import credentials, data_keys
from memory.types import Scope

_c = credentials.c
_k = data_keys.c


@dataclass(frozen=True, slots=True)
class Credential:
    """What a secret is for: a token of an account at a platform. The secret itself is no part of it."""

    platform: str
    account: str
    name: str
    """Which of the account's secrets, such as `refresh_token`."""


@dataclass(frozen=True, slots=True)
class Held:
    """A credential that is kept, and the place that it belongs to."""

    of: Credential
    scope: Scope
    version: int
    sealed_at: datetime
    path: str
    """The slugs of the place."""


class Credentials:
    """Keeps and opens credentials; no transaction is open while a key is wrapped or unwrapped."""

    def __init__(self, db: Database, keys: Keyring) -> None:
        self._db = db
        self._keys = keys

    async def get(self, access: Access, of: Credential) -> bytes | None:
        """The secret that is held at the access's scope or nearest above it.

        Raises NoKeyring, MissingKey, BrokenSeal.
        """
        async with self._db.reading(access) as unit:
            found = {row.level: row for row in await unit.all(select(credentials).where(*_named(unit, of)))}
            wrapped = await _wrapped(unit)
        level = next((scope.level for scope in access.scope.chain if scope.level in found), "")
        if not level or wrapped is None:
            return None
        row = found[level]
        data_key = await self._keys.unwrap(wrapped, of_key(access.scope.org))
        return open_sealed(data_key, row.sealed, _bound(rows.scope(row), of, row.version))

    async def put(self, access: Access, of: Credential, secret: bytes) -> None:
        """Keeps a secret at the access's scope, instead of an earlier one. Raises NotYours, NoKeyring."""
        data_key = await self._data_key(access)
        while not await self._put(access, of, secret, data_key):
            pass

    async def drop(self, access: Access, of: Credential) -> bool:
        """False where there is none at the access's own scope. Raises NotYours."""
        async with self._db.writing(access) as unit:
            mine = (*_named(unit, of), _c.level == access.scope.level)
            if await unit.first(select(_c.id).where(*mine)) is None:
                return False
            await unit.run(delete(credentials).where(*mine))
            if await unit.first(select(_c.id).where(*mine)):
                raise NotYours()
            await audit.append(unit, "credential.drop", of.platform, {"name": of.name})
            return True

    async def held(self, access: Access) -> tuple[Held, ...]:
        """What is kept in reach, by platform, account and name; nothing is opened."""
        listed = (_c.platform, _c.account, _c.name, _c.version, _c.sealed_at)
        query = select(*listed, _c.org_id, _c.client_id, _c.campaign_id, PATH)
        query = query.select_from(with_path(credentials)).where(_c.org_id == access.scope.org)
        async with self._db.reading(access) as unit:
            found = await unit.all(query.order_by(_c.platform, _c.account, _c.name, _c.level))
        return tuple(
            Held(
                Credential(row.platform, row.account, row.name),
                rows.scope(row),
                row.version,
                row.sealed_at,
                row.path,
            )
            for row in found
        )

    async def _put(self, access: Access, of: Credential, secret: bytes, data_key: bytes) -> bool:
        scope = access.scope
        async with self._db.writing(access) as unit:
            mine = (*_named(unit, of), _c.level == scope.level)
            old = await unit.first(select(_c.id, _c.version).where(*mine).with_for_update())
            version = old.version + 1 if old else 1
            changed = {
                "version": version,
                "sealed": seal(data_key, secret, _bound(scope, of, version)),
                "sealed_at": unit.now(),
            }
            if old:
                await unit.run(
                    update(credentials).where(_c.org_id == scope.org, _c.id == old.id).values(changed)
                )
            elif not await unit.unless_taken(insert(credentials).values(changed | _row(scope, of))):
                return False
            await audit.append(unit, "credential.put", of.platform, {"name": of.name, "version": version})
            return True

    async def _data_key(self, access: Access) -> bytes:
        """The organisation's data key, made where there is none yet."""
        org = access.scope.org
        async with self._db.reading(access) as unit:
            wrapped = await _wrapped(unit)
        if wrapped is None:
            made = await self._keys.wrap(new_key(), of_key(org))
            row = {"org_id": org, "kid": made.kid, "wrapped": made.sealed}
            async with self._db.writing(access) as unit:
                await unit.unless_taken(insert(data_keys).values(row))
                wrapped = await _wrapped(unit) or made
        return await self._keys.unwrap(wrapped, of_key(org))


def _named(unit: Unit, of: Credential) -> tuple[ColumnElement[bool], ...]:
    account = _c.platform == of.platform, _c.account == of.account
    return _c.org_id == unit.scope.org, *account, _c.name == of.name


async def _wrapped(session: Session) -> Wrapped | None:
    row = await session.first(select(_k.kid, _k.wrapped))
    return Wrapped(row.kid, row.wrapped) if row else None


def _row(scope: Scope, of: Credential) -> dict[str, str | None]:
    place = {"org_id": scope.org, "client_id": scope.client, "campaign_id": scope.campaign}
    return place | {"id": new_id(), "platform": of.platform, "account": of.account, "name": of.name}


def _bound(scope: Scope, of: Credential, version: int) -> bytes:
    """A client's own credential is bound to the client, a campaign's to the campaign as well."""
    below = "/".join((scope.client or "", *([scope.campaign] if scope.campaign else ())))
    return Bound(of.platform, of.account, of.name, version, scope.org, below).data()
