"""`stratum keys`: the keys that stored credentials are locked with."""

import click

from bot.cli.session import json_option, language, print_json, print_table, settings, wait
from config.wording import words
from memory.db import Database
from memory.errors import NoKeyring
from memory.keyring import LocalKeyring, keyring
from memory.store.keys import check, in_use, rewrap


@click.group()
def keys() -> None:
    """The keys that stored credentials are locked with."""


@keys.command("list")
@json_option
def list_keys(as_json: bool) -> int:
    """The keyring's keys by name, oldest first, and how many data keys each of them wraps."""
    return wait(_list(as_json))


async def _list(as_json: bool) -> int:
    ring = _ring()
    async with await Database.open(settings().database) as database:
        used = await in_use(database)
    known = await ring.kids()
    rows = [
        (kid, used.get(kid, 0), kid in known, kid == known[-1]) for kid in (*known, *(set(used) - {*known}))
    ]
    if as_json:
        names = ("kid", "wraps", "present", "newest")
        print_json({"items": [dict(zip(names, row, strict=True)) for row in rows]})
    else:
        print_table(("kid", "wraps", "present", "newest"), list(rows))
    return 0


@keys.command("rotate")
@json_option
def rotate(as_json: bool) -> int:
    """Adds a key to the keyring's file and wraps every data key anew with it. The older keys stay until `prune`.

    A keyring out of the environment is changed there: put the new key at its end, and run this.
    """
    return wait(_rotate(as_json))


async def _rotate(as_json: bool) -> int:
    ring = _ring()
    async with await Database.open(settings().database) as database:
        await check(database, ring)
        if ring.path:
            ring.grow()
        changed = await rewrap(database, ring)
    newest = list(ring.keys())[-1]
    if as_json:
        print_json({"kid": newest, "rewrapped": changed})
    else:
        click.echo(words("tools")("keys.rotated", language(), kid=newest, count=changed))
    return 0


@keys.command("prune")
@json_option
def prune(as_json: bool) -> int:
    """Takes the keys out of the keyring's file that wrap nothing any more. Backups of before need them: keep a copy."""
    return wait(_prune(as_json))


async def _prune(as_json: bool) -> int:
    ring = _ring()
    if ring.path is None:
        raise NoKeyring(path="STRATUM_KEYRING")
    async with await Database.open(settings().database) as database:
        await check(database, ring)
        used = await in_use(database)
    gone = [kid for kid in list(ring.keys())[:-1] if kid not in used]
    ring.drop(gone)
    if as_json:
        print_json({"dropped": gone})
    else:
        click.echo(words("tools")("keys.pruned", language(), count=len(gone)))
    return 0


def _ring() -> LocalKeyring:
    chosen = settings()
    return keyring(chosen.keyring, chosen.home)
