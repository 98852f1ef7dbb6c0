"""`stratum connect`, `connection` and `pull`: accounts of ad platforms, and their numbers."""

import os
import sys
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path

import click

from bot.cli.guard import permit
from bot.cli.session import as_option, at, json_option, print_json, print_table, wait
from bot.house import House
from bot.measuring import connections, telling
from bot.measuring.connections import Connection, Daily, read_level
from bot.measuring.errors import NotConnected
from bot.measuring.pulling import Begun, Outcome, Wanted, pull
from config.connecting import LEVELS
from config.errors import Locale, StratumError
from config.wording import words
from memory.store.entrance import Entrance
from memory.store.pulls import Turn
from memory.types import Json

_say = words("connecting")
_HOUR = click.option(
    "--hour",
    type=click.IntRange(0, 23),
    metavar="HOUR",
    default=None,
    help="The hour of the account's zone at which it is read.",
)
_LEVEL = click.option(
    "--level",
    type=click.Choice(LEVELS),
    default=None,
    help="Down to which level it is read.",
)


@click.command()
@click.argument("platform", metavar="PLATFORM")
@click.argument("scope", metavar="SCOPE")
@click.option(
    "--account", default="", metavar="ID", help="Which account, where the credentials reach several."
)
@click.option(
    "--credentials",
    type=click.Path(path_type=Path),
    default=None,
    metavar="FILE",
    help="A file of the variables that only you may read (chmod 600), instead of the environment.",
)
@_HOUR
@_LEVEL
@as_option
@json_option
def connect(  # noqa: PLR0917 - a command's options
    platform: str,
    scope: str,
    account: str,
    credentials: Path | None,
    hour: int | None,
    level: str | None,
    user: str,
    as_json: bool,
) -> int:
    """Connects an account to a place: google_ads, meta, linkedin, tiktok or ga4.

    Credentials come from the environment or a file, are tried by reading a day, and are sealed. From then on
    `stratum run` reads the account once a day.
    """
    wish = Daily(hour, read_level(platform, level or ""))
    return wait(_connect(platform, scope, account, credentials, wish, user, as_json))


async def _connect(  # noqa: PLR0913, PLR0917 - a command's options
    platform: str, scope: str, account: str, file: Path | None, wish: Daily, user: str, as_json: bool
) -> int:
    async with at(scope, user) as (house, entrance):
        permit(entrance, house, "connect")
        keys = connections.keys_of(platform, os.environ, file)
        made = await connections.connect(house, entrance.access, platform, keys, account, wish)
        turn = await _turn(house, entrance, platform, made.account.ref)
        left = made.ends_soon(house.now())
    if as_json:
        print_json(_document(made))
        return 0
    locale, where = entrance.access.actor.locale, entrance.place.path
    hour = f"{turn.course.hour:02}" if turn else "-"
    click.echo(_say("connected", locale, scope=where, hour=hour, **telling.named(made, locale)))
    if left is not None:
        click.echo(telling.ending(left, platform, made.account.ref, where, locale))
    return 0


async def _turn(house: House, entrance: Entrance, platform: str, account: str) -> Turn | None:
    turns = await connections.turns(house, entrance)
    return turns.get((entrance.place.scope.level, platform, account))


def _document(made: Connection) -> Json:
    account = made.account
    return {
        "platform": made.platform,
        "account": account.ref,
        "name": account.name,
        "currency": account.currency or None,
        "timezone": account.timezone or None,
        "expires": made.expires.isoformat() if made.expires else None,
    }


@click.group()
def connection() -> None:
    """The accounts that are connected to a place."""


@connection.command("list")
@click.argument("scope", metavar="SCOPE")
@click.option("--test", "check", is_flag=True, help="Asks each platform whether the credentials still count.")
@as_option
@json_option
def list_connections(scope: str, check: bool, user: str, as_json: bool) -> int:
    """The connections of a place and below it, without their secrets."""
    return wait(_list(scope, check, user, as_json))


@dataclass(frozen=True, slots=True)
class _Looked:
    made: Connection
    place: str
    turn: Turn | None
    error: StratumError | None = None


async def _list(scope: str, check: bool, user: str, as_json: bool) -> int:
    async with at(scope, user) as (house, entrance):
        permit(entrance, house, "connection")
        turns = await connections.turns(house, entrance)
        found = [
            _Looked(
                made,
                one.path,
                turns.get((one.scope.level, made.platform, made.account.ref)),
                await _fault(house, made) if check else None,
            )
            for one, made in await connections.reached(house, entrance)
        ]
    locale = entrance.access.actor.locale
    if as_json:
        print_json({"items": [_item(one, locale, check=check) for one in found]})
    elif found:
        columns = (
            *("scope", "platform", "account", "name", "currency", "timezone", "level"),
            *("last", "next", "expires", "state"),
        )
        items = [_item(one, locale, check=check) for one in found]
        rows: list[tuple[object, ...]] = [tuple(_cell(name, item) for name in columns) for item in items]
        print_table(tuple(_say(f"column.{name}", locale) for name in columns), rows)
    else:
        click.echo(_say("none", locale, scope=entrance.place.path))
    return 1 if any(one.error for one in found) else 0


async def _fault(house: House, made: Connection) -> StratumError | None:
    try:
        async with connections.reading(house, made.platform, made.keys) as reader:
            await reader.accounts()
    except StratumError as error:
        return error
    return None


def _cell(name: str, item: Json) -> str:
    """For the eye; of a moment the day."""
    told = str(item[name] or "-")
    if name in ("last", "next"):
        return told[:16].replace("T", " ")
    return told[:10] if name == "expires" else told


def _item(one: _Looked, locale: Locale, *, check: bool) -> Json:
    state = one.error.say(locale) if one.error else _say("state.ok" if check else "state.unchecked", locale)
    turn = one.turn
    if turn and turn.failures and not check:
        state = (turn.fault or {}).get(locale, state)
    read = {"last": _at(turn.last_at, turn), "next": _at(turn.next_at, turn)} if turn else {}
    level = telling.level(turn, locale) if turn else None
    failures = turn.failures if turn else 0
    told = {"last": None, "next": None, **read, "level": level, "failures": failures}
    return {**_document(one.made), **told, "scope": one.place, "state": state}


def _at(moment: datetime | None, turn: Turn) -> str | None:
    """In the account's own zone."""
    return moment.astimezone(connections.zone(turn.course.zone)).isoformat() if moment else None


@connection.command("set")
@click.argument("platform", metavar="PLATFORM")
@click.argument("account", metavar="ACCOUNT")
@click.argument("scope", metavar="SCOPE")
@_HOUR
@_LEVEL
@as_option
@json_option
def set_connection(  # noqa: PLR0917 - a command's options
    platform: str, account: str, scope: str, hour: int | None, level: str | None, user: str, as_json: bool
) -> int:
    """At which hour an account is read every day, and down to which level. It is read once soon."""
    return wait(_set(platform, account, scope, Daily(hour, read_level(platform, level or "")), user, as_json))


async def _set(  # noqa: PLR0913, PLR0917 - a command's options
    platform: str, account: str, scope: str, wish: Daily, user: str, as_json: bool
) -> int:
    async with at(scope, user) as (house, entrance):
        permit(entrance, house, "connect")
        found = await connections.reached(house, entrance)
        made = next(
            (
                made
                for one, made in found
                if one.scope == entrance.place.scope
                and (made.platform, made.account.ref) == (platform, account)
            ),
            None,
        )
        if made is None:
            raise NotConnected(scope=entrance.place.path)
        turn = await connections.arm(house, entrance.access, made, wish)
    locale = entrance.access.actor.locale
    if as_json:
        print_json(_item(_Looked(made, entrance.place.path, turn), locale, check=False))
    elif turn:
        facts = {"platform": telling.title(platform), "account": account, "scope": entrance.place.path}
        told = {"hour": f"{turn.course.hour:02}", "zone": turn.course.zone}
        level = telling.level(turn, locale)
        when = telling.moment(turn.next_at, turn.course)
        click.echo(_say("set", locale, next=when, level=level, **facts, **told))
    return 0


@connection.command("drop")
@click.argument("platform", metavar="PLATFORM")
@click.argument("account", metavar="ACCOUNT")
@click.argument("scope", metavar="SCOPE")
@as_option
@json_option
def drop(platform: str, account: str, scope: str, user: str, as_json: bool) -> int:
    """Forgets the credentials of a connection. The numbers that were read stay."""
    return wait(_drop(platform, account, scope, user, as_json))


async def _drop(platform: str, account: str, scope: str, user: str, as_json: bool) -> int:
    title = telling.title(platform)
    async with at(scope, user) as (house, entrance):
        permit(entrance, house, "connect")
        if not await connections.drop(house, entrance.access, platform, account):
            raise NotConnected(scope=entrance.place.path)
    if as_json:
        print_json({"dropped": {"platform": platform, "account": account}})
    else:
        facts = {"platform": title, "account": account, "scope": entrance.place.path}
        click.echo(_say("dropped", entrance.access.actor.locale, **facts))
    return 0


@click.command("pull")
@click.argument("scope", metavar="SCOPE")
@click.option("--from", "since", type=click.DateTime(["%Y-%m-%d"]), default=None)
@click.option("--to", "until", type=click.DateTime(["%Y-%m-%d"]), default=None)
@click.option("--platform", default="", metavar="PLATFORM", help="Only this platform's connections.")
@_LEVEL
@click.option("--preview", is_flag=True, help="Says what would change, and stores nothing.")
@as_option
@json_option
def pull_command(  # noqa: PLR0917 - a command's options
    scope: str,
    since: datetime | None,
    until: datetime | None,
    platform: str,
    level: str | None,
    preview: bool,
    user: str,
    as_json: bool,
) -> int:
    """Reads the numbers of the accounts that are connected to a place and below it.

    Without days the last 30 are read, since platforms restate them for weeks.
    """
    window: tuple[date | None, date | None] = since.date() if since else None, until.date() if until else None
    return wait(_pull(Wanted(*window, platform, preview, level or ""), scope, user, as_json))


async def _pull(wanted: Wanted, scope: str, user: str, as_json: bool) -> int:
    if wanted.platform:
        connections.connectable(wanted.platform)
    async with at(scope, user) as (house, entrance):
        permit(entrance, house, "pull")
        outcomes = await pull(house, entrance, wanted, _progress(entrance))
    if not outcomes:
        raise NotConnected(scope=entrance.place.path)
    if as_json:
        print_json(telling.document(outcomes, entrance.access.actor.locale, preview=wanted.preview))
    else:
        _tell(outcomes, entrance.access.actor.locale, preview=wanted.preview)
    return 1 if any(one.error for one in outcomes) else 0


def _progress(entrance: Entrance) -> Begun:
    locale = entrance.access.actor.locale

    def begun(platform: str, account: str) -> None:
        if sys.stderr.isatty():
            click.echo(_say("reading", locale, platform=telling.title(platform), account=account), err=True)

    return begun


def _tell(outcomes: tuple[Outcome, ...], locale: Locale, *, preview: bool) -> None:
    for one in outcomes:
        for line in telling.pulled(one, locale):
            click.echo(line, err=one.error is not None)
    if preview:
        click.echo(_say("preview", locale))
