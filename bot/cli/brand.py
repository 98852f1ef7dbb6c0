"""`stratum brand`: the guidelines of a level, and what is in force at a place."""

from pathlib import Path

import click

from bot.cli.guard import permit
from bot.cli.session import as_option, at, json_option, print_json, wait
from bot.tools.brand import not_in_force, show, show_differences
from bot.tools.briefs import read_brief
from memory.guidelines import Guidelines, differences
from memory.guidelines import as_json as guidelines_json
from memory.guidelines_file import read_guidelines
from memory.store import guidelines
from memory.store.entrance import Entrance


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
            if await guidelines.locked(unit, read.fields):
                permit(entrance, opened, "brand", "lock")
            now = await guidelines.put(unit, read.fields)
            found = (await guidelines.in_force(unit)).guidelines
    locale, path = entrance.access.actor.locale, entrance.place.path
    rejected = [{"line": one.line, "reason": one.say(locale)} for one in read.problems]
    idle = [(field, said) for field, said in found.ignored if said.place == path and field.id in read.fields]
    if as_json:
        ignored = [{"field": field.id, "locked_at": field.locked_at} for field, _ in idle]
        done = {"set": sorted(read.fields), "fields": len(now), "rejected": rejected, "ignored": ignored}
        print_json(done)
    else:
        click.echo(", ".join(sorted(read.fields)) or "-")
        for one in rejected:
            click.echo(f"{file.name}:{one['line']}: {one['reason']}", err=True)
        for field, said in idle:
            click.echo(not_in_force(field, said, locale), err=True)
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


@brand.command("diff")
@click.argument("before", metavar="SCOPE")
@click.argument("after", metavar="SCOPE")
@as_option
@json_option
def diff(before: str, after: str, user: str, as_json: bool) -> int:
    """What is in force at one place and not at another: two levels of a chain, or two clients of yours."""
    return wait(_diff(before, after, user, as_json))


async def _diff(before: str, after: str, user: str, as_json: bool) -> int:
    (one, first), (other, second) = [await _in_force(scope, user) for scope in (before, after)]
    if as_json:
        items = [
            {"field": each.field, "kind": each.kind, "before": each.before, "after": each.after}
            for each in differences(first, second)
        ]
        print_json({"before": one.place.path, "after": other.place.path, "items": items})
        return 0
    places = one.place.path, other.place.path
    click.echo(show_differences(first, second, places, one.access.actor.locale))
    return 0


async def _in_force(scope: str, user: str) -> tuple[Entrance, Guidelines]:
    async with at(scope, user) as (opened, entrance):
        permit(entrance, opened, "brand")
        async with opened.database.reading(entrance.access) as unit:
            return entrance, (await guidelines.in_force(unit)).guidelines
