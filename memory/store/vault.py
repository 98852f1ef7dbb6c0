"""What the installation itself keeps secret, before any organisation is known: read by exact key alone."""

from sqlalchemy import delete, insert, select, update

from memory.access import SessionValues
from memory.crypto import Bound, Keyring, Wrapped, new_key, open_sealed, seal
from memory.db import Database
from memory.ids import new_id
from memory.tables.secrets import installations

_c = installations.c
_NAME = "installation"


class Vault:
    """Secrets of the installation by kind and key, such as the token of a workspace by the workspace's id."""

    def __init__(self, db: Database, keys: Keyring) -> None:
        self._db = db
        self._keys = keys

    async def get(self, kind: str, key: str) -> bytes | None:
        """The secret as it was put. Raises NoKeyring, MissingKey, BrokenSeal."""
        query = select(installations).where(_c.kind == kind, _c.name == key)
        async with self._db.looking_up(_exact(kind, key)) as session:
            row = await session.first(query)
        if row is None:
            return None
        bound = bound_of(kind, key, row.version)
        return open_sealed(await self._keys.unwrap(Wrapped(row.kid, row.wrapped), bound), row.sealed, bound)

    async def put(self, kind: str, key: str, value: bytes) -> None:
        """Keeps a secret, instead of an earlier one. Raises NoKeyring, NoCryptography."""
        while not await self._put(kind, key, value, await self._version(kind, key)):
            pass

    async def drop(self, kind: str, key: str) -> None:
        async with self._db.keeping(_exact(kind, key)) as session:
            await session.run(delete(installations).where(_c.kind == kind, _c.name == key))

    async def _version(self, kind: str, key: str) -> int:
        query = select(_c.version).where(_c.kind == kind, _c.name == key)
        async with self._db.looking_up(_exact(kind, key)) as session:
            return await session.scalar(query) or 0

    async def _put(self, kind: str, key: str, value: bytes, known: int) -> bool:
        """False where somebody else has put another one since `known`, to which this one was bound."""
        data_key, bound = new_key(), bound_of(kind, key, known + 1)
        wrapped = await self._keys.wrap(data_key, bound)
        sealed = {"kid": wrapped.kid, "wrapped": wrapped.sealed, "sealed": seal(data_key, value, bound)}
        mine = _c.kind == kind, _c.name == key
        async with self._db.keeping(_exact(kind, key)) as session:
            held = await session.scalar(select(_c.version).where(*mine).with_for_update()) or 0
            if held != known:
                return False
            changed = sealed | {"version": known + 1, "sealed_at": session.now()}
            if held:
                await session.run(update(installations).where(*mine).values(changed))
                return True
            row = changed | {"id": new_id(), "kind": kind, "name": key}
            return await session.unless_taken(insert(installations).values(row))


def _exact(kind: str, key: str) -> SessionValues:
    return {"key_kind": kind, "key_name": key}


def bound_of(kind: str, key: str, version: int) -> bytes:
    """What a secret of the installation, and its data key, are sealed with."""
    return Bound(kind, key, _NAME, version).data()
