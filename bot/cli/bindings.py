"""`stratum bind` and `binding`: which channel works on which scope."""

from dataclasses import asdict

import click

from bot.cli.guard import permit
from bot.cli.session import as_option, at, house, json_option, print_json, print_table, wait
from config.errors import UnknownScope
from memory.errors import UnknownUser
from memory.store import bindings
from memory.store.entrance import directory, enter
from memory.types import ChannelKey


@click.command()
@click.argument("platform", type=click.Choice(["slack", "discord", "telegram"]))
@click.argument("workspace")
@click.argument("channel")
@click.argument("scope", metavar="SCOPE")
@as_option
@json_option
def bind(platform: str, workspace: str, channel: str, scope: str, user: str, as_json: bool) -> int:
    """Makes a channel work on a scope: what is said there is that client's, and nobody else's."""
    return wait(_bind(ChannelKey(platform, workspace, channel), scope, user, as_json))


async def _bind(key: ChannelKey, scope: str, user: str, as_json: bool) -> int:
    async with at(scope, user) as (opened, entrance):
        permit(entrance, opened, "bind")
        root = await enter(opened.database, entrance.place.path.split("/")[0], user)
        async with opened.database.writing(root.access) as unit:
            made = await bindings.bind(unit, key, entrance.place.scope)
    if as_json:
        print_json({"id": made.id, "slug": entrance.place.path})
    else:
        click.echo(f"{key.platform} {key.workspace} {key.channel} -> {entrance.place.path}")
    return 0


@click.group()
def binding() -> None:
    """The channels that are bound."""


@binding.command("list")
@as_option
@json_option
def list_bindings(user: str, as_json: bool) -> int:
    """Every binding of the organisations that know this user."""
    return wait(_list(user, as_json))


async def _list(user: str, as_json: bool) -> int:
    items: list[dict[str, str]] = []
    async with house() as opened:
        for organization in await directory(opened.database):
            try:
                entrance = await enter(opened.database, organization.slug, user)
            except (UnknownScope, UnknownUser):
                continue
            async with opened.database.reading(entrance.access) as unit:
                found = await bindings.every(unit)
            items += [
                {"id": one.id, "org": organization.slug, "level": one.scope.level, **asdict(one.key)}
                for one in found
            ]
    if as_json:
        print_json({"items": items})
    else:
        columns = ("platform", "workspace", "channel", "thread", "org", "level")
        print_table(columns, [tuple(item[name] for name in columns) for item in items])
    return 0
