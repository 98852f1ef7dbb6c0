"""`stratum output`: what the agents delivered."""

from asyncio import to_thread
from pathlib import Path

import click

from bot.cli.guard import found_at, permit
from bot.cli.session import as_option, at, json_option, print_json, print_table, wait
from bot.documents.exporting import FORMATS, TEXTS, Format, Press, for_client
from bot.house import House
from bot.okrs import as_it_stands
from bot.tools.exports import compare
from memory.store import outputs
from memory.store.entrance import Entrance, enter
from memory.types import Output

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
    async with found_at(ref, scope, user, "output") as (opened, entrance, one):
        press = await _press(opened, entrance, one, client=False)
        one = await as_it_stands(opened, entrance, one)
        [shown] = press.files(opened.agents[one.draft.agent], one, "json" if as_json else "md")
    click.echo(shown.content.decode(), nl=False)
    return 0


async def _press(opened: House, entrance: Entrance, one: Output, *, client: bool) -> Press:
    """Who may read nothing internal gets the client's copy, asked for or not."""
    place = (await enter(opened.database, one.place, entrance.access.actor.name)).place
    return Press(place, client=client or for_client(entrance.access.actor, place, opened.now()))


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
    "-o",
    "--out",
    type=click.Path(path_type=Path, dir_okay=False),
    default=None,
    help="Where to; stdout for text, else a file named by the output.",
)
@click.option("--client", is_flag=True, help="A copy for the client: without sources, notes and confidence.")
@_scope
@as_option
def export_output(ref: str, format_: Format, out: Path | None, client: bool, scope: str, user: str) -> int:
    """An output as a file."""
    return wait(_export(ref, format_, out, scope, user, client=client))


async def _export(ref: str, to: Format, out: Path | None, scope: str, user: str, *, client: bool) -> int:  # noqa: PLR0917 - the command's own
    async with found_at(ref, scope, user, "output", "export") as (opened, entrance, one):
        press = await _press(opened, entrance, one, client=client)
        one = await as_it_stands(opened, entrance, one)
        made = await to_thread(press.files, opened.agents[one.draft.agent], one, to)
    if out is None and to in TEXTS:
        click.echo(made[0].content.decode(), nl=False)
        return 0
    for number, document in enumerate(made, start=1):
        path = _numbered(out, number) if out else Path(document.name)
        path.write_bytes(document.content)
        click.echo(path)
    return 0


def _numbered(path: Path, number: int) -> Path:
    """The first file has the name that was given."""
    return path if number == 1 else path.with_stem(f"{path.stem}-{number}")
