"""`stratum brand`: the guidelines of a level, and what is in force at a place."""

from pathlib import Path

import click

from bot.brand import show
from bot.briefs import read_brief
from bot.cli.guard import permit
from bot.cli.session import as_option, at, json_option, print_json, wait
from memory.guidelines import as_json as guidelines_json
from memory.guidelines_file import read_guidelines
from memory.store import guidelines


@click.group()
def brand() -> None:
    """Brand guidelines, merged field by field from the organisation down to the campaign."""


@brand.command("set")
@click.argument("scope", metavar="SCOPE")
@click.option("--file", type=click.Path(path_type=Path), required=True, help="TOML or Markdown.")
@as_option
@json_option
def set_(scope: str, file: Path, user: str, as_json: bool) -> int:
    """Sets the own fields of this level from a file."""
    return wait(_set(scope, file, user, as_json))


async def _set(scope: str, file: Path, user: str, as_json: bool) -> int:
    async with at(scope, user) as (opened, entrance):
        permit(entrance, opened, "brand", "set")
        read = read_guidelines(read_brief(file, opened.settings.max_brief_bytes), file.name)
        if read.locks:
            permit(entrance, opened, "brand", "lock")
        async with opened.database.writing(entrance.access) as unit:
            now = await guidelines.put(unit, read.fields)
    locale = entrance.access.actor.locale
    rejected = [{"line": one.line, "reason": one.say(locale)} for one in read.problems]
    if as_json:
        print_json({"set": sorted(read.fields), "fields": len(now), "rejected": rejected})
    else:
        click.echo(", ".join(sorted(read.fields)) or "-")
        for one in rejected:
            click.echo(f"{file.name}:{one['line']}: {one['reason']}", err=True)
    return 0 if read.fields or not rejected else 1


@brand.command("show")
@click.argument("scope", metavar="SCOPE")
@as_option
@json_option
def show_(scope: str, user: str, as_json: bool) -> int:
    """What is in force here: each field with the level that says it."""
    return wait(_show(scope, user, as_json))


async def _show(scope: str, user: str, as_json: bool) -> int:
    async with at(scope, user) as (opened, entrance):
        permit(entrance, opened, "brand")
        async with opened.database.reading(entrance.access) as unit:
            found = (await guidelines.in_force(unit)).guidelines
    if as_json:
        print_json(guidelines_json(found))
    else:
        click.echo(show(found, entrance.place.path, entrance.access.actor.locale))
    return 0
