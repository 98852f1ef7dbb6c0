"""`stratum output`: what the agents delivered."""

from asyncio import to_thread
from pathlib import Path

import click

from bot.cli.guard import found_at, permit
from bot.cli.session import as_option, at, json_option, print_json, print_table, wait
from bot.plugins import painter
from bot.tools.exports import FORMATS, as_markdown, compare, export
from memory.store import outputs

_scope = click.option(
    "--scope",
    default="",
    metavar="SCOPE",
    help="Where to look; without it, everywhere that this user may see.",
)


@click.group()
def output() -> None:
    """What the agents delivered: list, show, diff, export."""


@output.command("list")
@click.argument("scope", metavar="SCOPE")
@as_option
@json_option
def list_outputs(scope: str, user: str, as_json: bool) -> int:
    """All versions at a place and below it, newest first."""
    return wait(_list(scope, user, as_json))


async def _list(scope: str, user: str, as_json: bool) -> int:
    async with at(scope, user) as (opened, entrance):
        permit(entrance, opened, "output")
        async with opened.database.reading(entrance.access) as unit:
            found = await outputs.every(unit)
    if as_json:
        print_json({"items": [one.envelope() for one in found]})
        return 0
    rows: list[tuple[object, ...]] = [
        (one.id, one.draft.output_type, one.version, one.status + (" stale" if one.stale else ""),
         f"{one.draft.confidence:.2f}", one.place, one.draft.title)
        for one in found
    ]  # fmt: skip
    print_table(("id", "type", "version", "status", "confidence", "scope", "title"), rows)
    return 0


@output.command("show")
@click.argument("ref", metavar="ID")
@_scope
@as_option
@json_option
def show(ref: str, scope: str, user: str, as_json: bool) -> int:
    """One output, whole. The beginning of its id will do."""
    return wait(_show(ref, scope, user, as_json))


async def _show(ref: str, scope: str, user: str, as_json: bool) -> int:
    async with found_at(ref, scope, user, "output") as (opened, _, one):
        if as_json:
            print_json(one.envelope())
        else:
            click.echo(as_markdown(opened.agents[one.draft.agent], one))
    return 0


@output.command("diff")
@click.argument("old", metavar="ID")
@click.argument("new", metavar="ID")
@_scope
@as_option
@json_option
def diff(old: str, new: str, scope: str, user: str, as_json: bool) -> int:
    """What changed from one output to another, part by part."""
    return wait(_diff(old, new, scope, user, as_json))


async def _diff(old: str, new: str, scope: str, user: str, as_json: bool) -> int:
    async with (
        found_at(old, scope, user, "output") as (opened, entrance, first),
        opened.database.reading(entrance.access) as unit,
    ):
        second = await outputs.get(unit, new)
    changes = compare(first, second)
    if as_json:
        print_json({"old": first.id, "new": second.id, "changes": changes})
    else:
        for change in changes:
            click.echo(f"{change['path']}: {change['old']} -> {change['new']}")
    return 0


@output.command("export")
@click.argument("ref", metavar="ID")
@click.option("--to", "format_", type=click.Choice(FORMATS), required=True)
@click.option(
    "--out",
    type=click.Path(path_type=Path, dir_okay=False),
    default=None,
    help="Where to; stdout for text, else a file named by the output.",
)
@_scope
@as_option
def export_output(ref: str, format_: str, out: Path | None, scope: str, user: str) -> int:
    """An output as a file."""
    return wait(_export(ref, format_, out, scope, user))


async def _export(ref: str, format_: str, out: Path | None, scope: str, user: str) -> int:
    async with found_at(ref, scope, user, "output", "export") as (opened, _, one):
        data = await to_thread(export, opened.agents[one.draft.agent], one, format_, painter)
    if out is None and format_ != "png":
        click.echo(data.decode(), nl=False)
        return 0
    path = out or Path(f"{one.draft.output_type}-v{one.version}.{format_}")
    path.write_bytes(data)
    click.echo(path)
    return 0
