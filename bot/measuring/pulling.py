"""Numbers pulled from the platforms into the facts: read outside any transaction, stored as a whole per account."""

from collections.abc import Callable, Sequence
from contextlib import suppress
from dataclasses import dataclass, field, replace
from datetime import date, datetime, timedelta

from bot.house import House
from bot.importing import store
from bot.measuring.connections import (
    Connection,
    connectable,
    ending,
    entering,
    held,
    keep,
    opened,
    reading,
    zone,
)
from bot.measuring.errors import NotConnected, WrongWindow
from bot.measuring.port import AdReader, Measured, Pulled
from config.connecting import connecting
from config.errors import StratumError
from config.importing import header_map
from memory.access import Access
from memory.db import Writing
from memory.errors import NotYours
from memory.loading import Fact, Kept, Load, Reading, Series
from memory.metrics import MEASURES
from memory.store import pulls
from memory.store.credentials import Held
from memory.store.entrance import Entrance

FEED = "reader"
_OF_THE_SERIES = "id_from_name"
"""The flag that is true of a thing on all its days."""


@dataclass(frozen=True, slots=True)
class Wanted:
    """What is to be pulled; without days the last thirty of each account, today among them."""

    since: date | None = None
    until: date | None = None
    platform: str = ""
    preview: bool = False
    level: str = ""
    """Down to which level; "" is as the connection has it."""


@dataclass(frozen=True, slots=True)
class Outcome:
    """What became of one connection."""

    platform: str
    account: str
    place: str
    """The slugs of where its numbers stand."""
    name: str = ""
    timezone: str = ""
    since: date | None = None
    until: date | None = None
    kept: Kept = field(default_factory=Kept)
    notes: tuple[str, ...] = ()
    """Keys of config/words/connecting.toml."""
    days_left: int | None = None
    """Of the credentials, where they end soon."""
    error: StratumError | None = None


Begun = Callable[[str, str], None]
"""Told of each platform and account before it is read."""


def silent(platform: str, account: str) -> None:
    del platform, account


async def pull(
    house: House, entrance: Entrance, wanted: Wanted, begun: Begun = silent
) -> tuple[Outcome, ...]:
    """Pulls every connection of the place and below, each into its own place.

    One that fails is told of, and keeps no other one from its numbers.

    Raises WrongWindow.
    """
    if wanted.since and wanted.until and wanted.since > wanted.until:
        raise WrongWindow(since=wanted.since, until=wanted.until)
    outcomes: list[Outcome] = []
    for one in await held(house, entrance.access, wanted.platform):
        begun(one.of.platform, one.of.account)
        outcomes.append(await _outcome(house, entrance, one, wanted))
    return tuple(outcomes)


async def _outcome(house: House, entrance: Entrance, one: Held, wanted: Wanted) -> Outcome:
    access = entering(house, entrance, one)
    if access is None:
        return Outcome(one.of.platform, one.of.account, one.path)
    return await pull_one(house, access, one, wanted)


async def pull_one(house: House, access: Access, one: Held, wanted: Wanted) -> Outcome:
    """Pulls a connection into its own place, whose access this is."""
    told = Outcome(one.of.platform, one.of.account, one.path)
    try:
        connection = await opened(house, access, one)
        if connection is None:
            raise NotConnected(scope=one.path)
        return await _pulled(house, access, connection, wanted, told)
    except StratumError as error:
        return replace(told, error=error)


async def _pulled(
    house: House, access: Access, connection: Connection, wanted: Wanted, told: Outcome
) -> Outcome:
    now, account = house.now(), connection.account
    async with house.database.reading(access) as reading_unit:
        turn = await pulls.of(reading_unit, connection.platform, account.ref)
    since, until = window(wanted, now, account.timezone)
    async with reading(house, connection.platform, connection.keys) as reader:
        pulled = await _read(
            reader, connection, (since, until), wanted.level or (turn.course.grain if turn else "")
        )
        fresh = replace(connection, keys=reader.keys)
        if fresh.keys != connection.keys:
            await _renewed(house, access, replace(fresh, expires=await ending(reader)))
    made = Reading(loads=(load(connection, pulled, now),), truth=pulled.counted)
    async with house.database.writing(access) as unit:
        kept = await store(unit, made, preview=wanted.preview)
        if not wanted.preview and until >= now.astimezone(zone(account.timezone)).date():
            await _noted(unit, connection, turn, now)
    return replace(
        told,
        name=account.name,
        timezone=pulled.timezone or account.timezone,
        since=since,
        until=until,
        kept=kept,
        notes=pulled.notes,
        days_left=fresh.ends_soon(now),
    )


async def _read(reader: AdReader, connection: Connection, window: tuple[date, date], level: str) -> Pulled:
    """The platform's usual level and, where another one is wanted, that one beside it: ads fall short of their
    campaigns. What the platform does not have is not asked for.
    """
    account, levels = connection.account, connectable(connection.platform).levels
    pulled = await reader.pull(account, *window)
    if level in ("", levels[0]) or level not in levels:
        return pulled
    more = await reader.pull(account, *window, level)
    return replace(pulled, days=(*pulled.days, *more.days))


async def _noted(unit: Writing, connection: Connection, turn: pulls.Turn | None, now: datetime) -> None:
    """That an account was read up to today; one that the clock did not know is read by it from now on."""
    platform, account = connection.platform, connection.account
    course = turn.course if turn else pulls.Course(connecting().clock.hour, account.timezone or "UTC")
    if turn is None:
        await pulls.arm(unit, platform, account.ref, course, now)
    await pulls.done(unit, platform, account.ref, following(course, now))


async def _renewed(house: House, access: Access, connection: Connection) -> None:
    """Who may pull may not always connect: the older credentials then serve on, and are renewed again."""
    with suppress(NotYours):
        await keep(house, access, connection)


def following(course: pulls.Course, now: datetime) -> datetime:
    """The next time that the hour strikes where the account is: today, or tomorrow where it has struck."""
    local = now.astimezone(zone(course.zone))
    at = local.replace(hour=course.hour, minute=0, second=0, microsecond=0, fold=0)
    return (at if at > local else at + timedelta(days=1)).astimezone(now.tzinfo)


def window(wanted: Wanted, now: datetime, timezone: str) -> tuple[date, date]:
    """Both inclusive, in the account's time. Raises WrongWindow where it would begin after today."""
    until = wanted.until or now.astimezone(zone(timezone)).date()
    since = wanted.since or until - timedelta(days=connecting().window.trailing_days - 1)
    if since > until:
        raise WrongWindow(since=since, until=until)
    return since, until


def load(connection: Connection, pulled: Pulled, now: datetime) -> Load:
    """What was pulled as a load: a series for each thing, a fact for each of its days."""
    nature = header_map(connection.platform)
    settled = (now - timedelta(days=nature.restates_days)).date()
    once = {(_key(one), one.day): one for one in pulled.days}
    things: dict[tuple[str, ...], list[Measured]] = {}
    for (key, _), one in sorted(once.items()):
        things.setdefault(key, []).append(one)
    series = [
        _series(connection, pulled, days[-1], nature.attribution, vat=nature.vat_included)
        for days in things.values()
    ]
    facts = [
        _fact(number, one, final=one.day < settled, vat=nature.vat_included)
        for number, days in enumerate(things.values())
        for one in days
    ]
    return Load(series, _pieces(facts), len(facts), now, now)


_PIECE = 20_000


def _pieces(facts: Sequence[Fact]) -> Sequence[Sequence[Fact]]:
    return [facts[start : start + _PIECE] for start in range(0, len(facts), _PIECE)]


def _key(one: Measured) -> tuple[str, ...]:
    return (one.grain, one.campaign_ref, one.ad_group_ref, one.ad_ref)


def _series(
    connection: Connection, pulled: Pulled, newest: Measured, attribution: str, *, vat: bool | None
) -> Series:
    account = connection.account
    return Series(
        connection.platform,
        newest.grain,
        account.ref,
        newest.campaign_ref,
        newest.ad_group_ref,
        newest.ad_ref,
        account_name=account.name,
        campaign_name=newest.campaign_name,
        ad_group_name=newest.ad_group_name,
        ad_name=newest.ad_name,
        currency=pulled.currency or pulled.value_currency,
        value_currency=pulled.value_currency or pulled.currency,
        timezone=pulled.timezone or account.timezone,
        attribution=newest.attribution or attribution,
        feed=FEED,
        flags=_OF_THE_SERIES if _OF_THE_SERIES in newest.flags else "",
        vat_included=vat,
    )


def _fact(series: int, one: Measured, *, final: bool, vat: bool | None) -> Fact:
    measured = {name: getattr(one, name, None) for name in MEASURES}
    measured["spend_net"] = one.spend if vat is False else None
    flags = ",".join(flag for flag in one.flags.split(",") if flag and flag != _OF_THE_SERIES)
    return Fact(series, one.day, tuple(measured[name] for name in MEASURES), one.events, final, flags)
