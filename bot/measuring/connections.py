"""Connections to accounts of ad platforms and analytics, sealed at the place that they belong to."""

import json
import os
import stat
from collections.abc import AsyncGenerator, Mapping
from contextlib import asynccontextmanager
from dataclasses import asdict, dataclass, field, replace
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any, cast
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from bot import plugins
from bot.house import House
from bot.measuring.errors import (
    BadCredentials,
    MissingKeys,
    NeedsAds,
    NoAccounts,
    NoLevel,
    NotConnectable,
    UnknownAccount,
    UnsafeCredentials,
    WhichAccount,
)
from bot.measuring.port import Account, AdReader, Given, Keys
from config.connecting import Connectable, connecting
from config.errors import StratumError
from memory.access import Access, grant
from memory.store import pulls
from memory.store.credentials import Credential, Held
from memory.store.entrance import Entrance

NAME = "reading"
"""Under which the credentials of a connection that reads are kept: whoever writes has others."""
_OTHERS = stat.S_IRWXG | stat.S_IRWXO
_SHOWN = 10


@dataclass(frozen=True, slots=True)
class Connection:
    """An account, and what opens it."""

    platform: str
    account: Account
    keys: Keys = field(repr=False)
    expires: datetime | None = None

    def packed(self) -> bytes:
        expires = self.expires.isoformat() if self.expires else None
        told = {"account": asdict(self.account), "keys": dict(self.keys), "expires": expires}
        return json.dumps(told, ensure_ascii=False).encode()

    def ends_soon(self, now: datetime) -> int | None:
        """Whole days until the credentials end; None where that is not soon, or they renew themselves."""
        if self.expires is None or self.keys.get("refresh_token"):
            return None
        left = (self.expires - now) // timedelta(days=1)
        return left if left <= connecting().window.warn_days else None


def unpacked(platform: str, sealed: bytes) -> Connection:
    told = cast("dict[str, Any]", json.loads(sealed))
    expires = datetime.fromisoformat(told["expires"]) if told["expires"] else None
    return Connection(platform, Account(**told["account"]), told["keys"], expires)


def connectable(platform: str) -> Connectable:
    """Raises NotConnectable."""
    known = connecting().platforms
    if platform not in known:
        raise NotConnectable(name=platform, known=", ".join(known))
    return known[platform]


def read_level(platform: str, level: str) -> str:
    """A level at which the platform can be read, or "". Raises NotConnectable, NoLevel."""
    told = connectable(platform)
    if level and level not in told.levels:
        raise NoLevel(platform=told.name, level=level, known=", ".join(told.levels))
    return level


def keys_of(platform: str, environ: Mapping[str, str], file: Path | None) -> Keys:
    """The credentials out of a file that only its owner may read, or the environment.

    Raises MissingKeys, UnsafeCredentials, BadCredentials.
    """
    told = connectable(platform)
    said = _read(file, told) if file else environ
    keys = {name: str(said.get(key.variable) or "").strip() for name, key in told.keys.items()}
    missing = [
        told.keys[name].variable for name, value in keys.items() if told.keys[name].required and not value
    ]
    if missing:
        raise MissingKeys(platform=told.name, missing=", ".join(missing))
    return {name: value for name, value in keys.items() if value}


def _read(path: Path, told: Connectable) -> Mapping[str, Any]:
    """An error never quotes what stands in the file."""
    names = ", ".join(key.variable for key in told.keys.values())
    try:
        mode, text = path.stat().st_mode, path.read_text("utf-8")
    except (OSError, UnicodeDecodeError) as error:
        raise BadCredentials(path=str(path), detail=type(error).__name__, names=names) from None
    if os.name == "posix" and mode & _OTHERS:
        raise UnsafeCredentials(path=str(path))
    if not text.lstrip().startswith("{"):
        pairs = (line.partition("=") for line in text.splitlines() if "=" in line)
        return {name.removeprefix("export ").strip(): value.strip().strip("\"'") for name, _, value in pairs}
    try:
        return cast("dict[str, Any]", json.loads(text))
    except ValueError as error:
        raise BadCredentials(path=str(path), detail=type(error).__name__, names=names) from None


@asynccontextmanager
async def reading(house: House, platform: str, keys: Keys) -> AsyncGenerator[AdReader]:
    """The platform's reader, closed at the end. Raises NeedsAds."""
    told = connectable(platform)
    try:
        make = plugins.reader(platform)
    except ModuleNotFoundError:
        raise NeedsAds() from None
    reader = make(Given(keys, told.reach(house.environ), told.version, connecting().patience, house.now))
    try:
        yield reader
    finally:
        await reader.aclose()


@dataclass(frozen=True, slots=True)
class Daily:
    """How somebody wants an account to be read by the clock; None and "" are as usual, or as it was."""

    hour: int | None = None
    level: str = ""


async def connect(
    house: House, access: Access, platform: str, keys: Keys, ref: str = "", wish: Daily | None = None
) -> Connection:
    """Chooses the account, reads a day of it, seals the credentials at the access's scope, and has it read daily.

    Raises NoAccounts, WhichAccount, UnknownAccount, the reader's errors, NotYours, NoKeyring.
    """
    async with reading(house, platform, keys) as reader:
        account = chosen(platform, await reader.accounts(), ref)
        yesterday = (house.now().astimezone(zone(account.timezone)) - timedelta(days=1)).date()
        pulled = await reader.pull(account, yesterday, yesterday)
        account = replace(
            account,
            currency=account.currency or pulled.currency or pulled.value_currency,
            timezone=account.timezone or pulled.timezone,
        )
        made = Connection(platform, account, reader.keys, await ending(reader))
    await keep(house, access, made)
    await arm(house, access, made, wish or Daily())
    return made


async def arm(house: House, access: Access, made: Connection, wish: Daily) -> pulls.Turn | None:
    """Has a connection read daily, the first time soon. Raises NotYours."""
    platform, account = made.platform, made.account
    async with house.database.writing(access) as unit:
        old = await pulls.of(unit, platform, account.ref)
        hour, level = (old.course.hour, old.course.grain) if old else (connecting().clock.hour, "")
        hour = hour if wish.hour is None else wish.hour
        course = pulls.Course(hour, account.timezone or "UTC", wish.level or level)
        await pulls.arm(unit, platform, account.ref, course, house.now())
        return await pulls.of(unit, platform, account.ref)


async def drop(house: House, access: Access, platform: str, account: str) -> bool:
    """Forgets a connection, and reads it no more. False where there is none. Raises NotYours."""
    if not await house.credentials.drop(access, Credential(platform, account, NAME)):
        return False
    async with house.database.writing(access) as unit:
        await pulls.disarm(unit, platform, account)
    return True


async def turns(house: House, entrance: Entrance) -> dict[tuple[str, str, str], pulls.Turn]:
    """When what is in reach is read, by level, platform and account."""
    async with house.database.reading(entrance.access) as unit:
        return {(one.scope.level, one.platform, one.account): one for one in await pulls.every(unit)}


async def ending(reader: AdReader) -> datetime | None:
    """When the credentials end, as far as the platform tells these credentials: Meta tells developers only."""
    try:
        return await reader.expires()
    except StratumError:
        return None


def chosen(platform: str, accounts: tuple[Account, ...], ref: str) -> Account:
    name = connectable(platform).name
    if len(accounts) == 0:
        raise NoAccounts(platform=name)
    listed = ", ".join(f"{one.ref} ({one.name})" if one.name else one.ref for one in accounts[:_SHOWN])
    listed += ", …" if len(accounts) > _SHOWN else ""
    plain = ref.strip().removeprefix("act_").replace("-", "")
    if not plain and len(accounts) > 1:
        raise WhichAccount(platform=name, count=len(accounts), accounts=listed)
    found = next((one for one in accounts if plain in ("", one.ref)), None)
    if found is None:
        raise UnknownAccount(platform=name, ref=ref, accounts=listed)
    return found


async def keep(house: House, access: Access, connection: Connection) -> None:
    """Seals a connection, instead of an earlier one to the same account."""
    of = Credential(connection.platform, connection.account.ref, NAME)
    await house.credentials.put(access, of, connection.packed())


async def held(house: House, access: Access, platform: str = "") -> tuple[Held, ...]:
    """The connections of the place and of those below it."""
    return tuple(
        one
        for one in await house.credentials.held(access)
        if one.of.name == NAME and access.scope in one.scope.chain and platform in ("", one.of.platform)
    )


async def reached(house: House, entrance: Entrance) -> list[tuple[Held, Connection]]:
    """Those of the place and below that this user may open. Raises as `opened` does."""
    found: list[tuple[Held, Connection]] = []
    for one in await held(house, entrance.access):
        access = entering(house, entrance, one)
        made = await opened(house, access, one) if access else None
        found += [(one, made)] if made else []
    return found


def entering(house: House, entrance: Entrance, one: Held) -> Access | None:
    """The access to a connection's own place; None where this user has none."""
    return grant(entrance.access.actor, one.scope, entrance.place.org_type, house.now())


async def opened(house: House, access: Access, one: Held) -> Connection | None:
    """Through the access to its own place; None where it was dropped meanwhile.

    Raises NoKeyring, MissingKey, BrokenSeal.
    """
    sealed = await house.credentials.get(access, one.of)
    return unpacked(one.of.platform, sealed) if sealed else None


def zone(name: str) -> ZoneInfo:
    """UTC where nobody says, or nobody knows, the zone."""
    try:
        return ZoneInfo(name or "UTC")
    except (ZoneInfoNotFoundError, ValueError):
        return ZoneInfo("UTC")
