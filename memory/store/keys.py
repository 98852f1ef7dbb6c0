"""Which keys of the keyring hold what, and wrapping anew: named jobs over all tenants, of wrapped keys alone."""

from collections import Counter
from collections.abc import Mapping
from typing import Any

from sqlalchemy import Row, func, select, update

from memory.access import SessionValues
from memory.crypto import Keyring, Wrapped, of_key
from memory.db import Database, Keeping
from memory.errors import MissingKey
from memory.store.vault import bound_of
from memory.tables.secrets import data_keys, installations

_k, _i = data_keys.c, installations.c
_OPERATOR: SessionValues = {"operator": "1"}


async def in_use(db: Database) -> Mapping[str, int]:
    """Each key that is needed, and how many data keys it wraps."""
    counted: Counter[str] = Counter()
    async with db.looking_up(_OPERATOR) as session:
        for kid in (_k.kid, _i.kid):
            for row in await session.all(select(kid, func.count().label("number")).group_by(kid)):
                counted[row.kid] += row.number
    return counted


async def check(db: Database, keys: Keyring) -> None:
    """Raises NoKeyring or MissingKey where something is stored that no key here opens."""
    needed = await in_use(db)
    known = await keys.kids() if needed else ()
    for kid in sorted(set(needed) - set(known)):
        if not known:
            await keys.unwrap(Wrapped(kid, b""), b"")
        raise MissingKey(kid=kid)


async def rewrap(db: Database, keys: Keyring) -> int:
    """Wraps every data key anew with the keyring's newest key, all of them or none; how many those were.

    Raises NoKeyring, MissingKey, BrokenSeal.
    """
    newest = (await keys.kids())[-1:]
    async with db.keeping(_OPERATOR) as session:
        of_tenants = await _rewrap_tenants(session, keys, newest)
        return of_tenants + await _rewrap_installations(session, keys, newest)


async def _rewrap_tenants(session: Keeping, keys: Keyring, newest: tuple[str, ...]) -> int:
    found = await session.all(select(data_keys).where(_k.kid.not_in(newest)).with_for_update())
    for row in found:
        new = await _again(keys, row, of_key(row.org_id))
        await session.run(update(data_keys).where(_k.org_id == row.org_id).values(new))
    return len(found)


async def _rewrap_installations(session: Keeping, keys: Keyring, newest: tuple[str, ...]) -> int:
    found = await session.all(select(installations).where(_i.kid.not_in(newest)).with_for_update())
    for row in found:
        new = await _again(keys, row, bound_of(row.kind, row.name, row.version))
        await session.run(update(installations).where(_i.id == row.id).values(new))
    return len(found)


async def _again(keys: Keyring, row: Row[Any], bound: bytes) -> dict[str, object]:
    """The columns of a data key that is wrapped anew."""
    wrapped = await keys.wrap(await keys.unwrap(Wrapped(row.kid, row.wrapped), bound), bound)
    return {"kid": wrapped.kid, "wrapped": wrapped.sealed}
