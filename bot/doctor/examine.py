"""What is well and what is not on this machine, each with its mend."""

import os
import shutil
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from importlib.resources import files
from importlib.util import find_spec
from pathlib import Path

from config.channels import channels
from config.errors import Locale, StratumError
from config.settings import Settings
from config.wording import words
from memory.db import Database
from memory.keyring import Keys, keyring
from memory.migrations import HEAD
from memory.store.entrance import directory
from memory.store.keys import check
from memory.upgrade import SQLITE_FITS, SQLITE_VERSION

_ROOM_MB = 200
"""Megabytes that should be free under the home."""


@dataclass(frozen=True, slots=True)
class Check:
    """One thing that was looked at; `mend` says what to do where it is not well."""

    name: str
    ok: bool
    detail: str
    mend: str = ""


async def examine(settings: Settings, locale: Locale, *, live: bool = False) -> tuple[Check, ...]:
    """All checks that need no attack, the database's among them; `live` asks the models a word each."""
    return (
        *_machine(settings, locale),
        await _database(settings, locale),
        await _keyring(settings, locale),
        *_extras(settings, locale),
        *_engine(settings, locale),
        *await _models(settings, locale, live=live),
        *await _channels(settings, locale),
        *await _connections(settings, locale),
    )


def _machine(settings: Settings, locale: Locale) -> Iterator[Check]:
    say = words("doctor")
    yield Check("python", sys.version_info >= (3, 11), sys.version.split()[0], say("python", locale))
    yield Check("sqlite", SQLITE_FITS, SQLITE_VERSION, say("sqlite", locale))
    home = settings.home
    yield Check("home", _writable(home), str(home), say("home", locale, home=home))
    free = _free_mb(home)
    yield Check("disk", free >= _ROOM_MB, f"{free:,} MB", say("disk", locale, home=home))


def _writable(home: Path) -> bool:
    nearest = next(folder for folder in (home, *home.parents) if folder.exists())
    return nearest.is_dir() and os.access(nearest, os.W_OK)


def _free_mb(home: Path) -> int:
    nearest = next(folder for folder in (home, *home.parents) if folder.exists())
    return shutil.disk_usage(nearest).free // 1_000_000


async def _database(settings: Settings, locale: Locale) -> Check:
    try:
        async with await Database.open(settings.database) as database:
            count = len(await directory(database))
    except StratumError as error:
        return Check("database", False, error.say(locale), words("doctor")("database", locale))
    kind = "PostgreSQL" if settings.database.startswith("postgresql") else "SQLite"
    return Check(
        "database", True, words("doctor")("database.ok", locale, kind=kind, revision=HEAD, count=count)
    )


async def _keyring(settings: Settings, locale: Locale) -> Check:
    """Whether what is stored can be opened; an error says its own mend."""
    ring = keyring(settings.keyring, settings.home)
    try:
        known: Keys = ring.keys() if ring.path is None or ring.path.exists() else {}
        async with await Database.open(settings.database) as database:
            await check(database, ring)
    except StratumError as error:
        return Check("keyring", False, error.say(locale), words("doctor")("keyring", locale))
    return Check("keyring", True, words("doctor")("keyring.ok", locale, count=len(known)))


def _engine(settings: Settings, locale: Locale) -> Iterator[Check]:
    """What `stratum run` needs; where no channel is configured, nothing is wrong without it."""
    say, environ = words("doctor"), {name: value for name, value in os.environ.items() if name != "PORT"}
    served = all(find_spec(name) for name in ("dbos", "aiohttp", "prometheus_client"))
    reached = bool(settings.engine_database_url) or not settings.database.startswith("postgresql")
    mend = say("engine.address" if served else "engine", locale)
    kind = "PostgreSQL" if settings.engine_database_url else "SQLite"
    detail = f"{settings.engine}, {kind}" if served and reached else "-"
    if channels(environ).switched_on:
        yield Check("engine", served and reached, detail, mend)


def _extras(settings: Settings, locale: Locale) -> Iterator[Check]:
    say = words("doctor")
    font = files("config").joinpath("fonts", "Pretendard-Regular.otf").is_file()
    drawn = find_spec("vl_convert") is not None and font
    yield Check("pictures", drawn, "vl-convert, Pretendard" if drawn else "-", say("pictures", locale))


async def _models(settings: Settings, locale: Locale, *, live: bool) -> tuple[Check, ...]:
    if not settings.asks_models(os.environ):
        return (Check("model", True, "offline", words("doctor")("model", locale)),)
    from bot.doctor.models import models  # noqa: PLC0415 - only where there is one

    return await models(settings.model, os.environ, locale, live=live)


async def _channels(settings: Settings, locale: Locale) -> tuple[Check, ...]:
    from bot.doctor.channels import platforms  # noqa: PLC0415 - it says its checks as these do

    return await platforms(settings, locale)


async def _connections(settings: Settings, locale: Locale) -> tuple[Check, ...]:
    from bot.doctor.connections import connected  # noqa: PLC0415 - it says its checks as these do

    return await connected(settings, locale)
