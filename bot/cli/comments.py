"""`stratum comment`: words on what was delivered."""

from uuid import uuid4

import click

from bot.cli.refs import found
from bot.cli.session import as_option, json_option, language, print_json, print_table, wait
from bot.teamwork import comments as desk
from bot.types import Heard
from memory.collaboration import Comment
from memory.store import comments, outputs


@click.group()
def comment() -> None:
    """Comments on outputs: add, list, resolve."""


@comment.command("add")
@click.argument("ref", metavar="OUTPUT")
@click.argument("text", metavar="TEXT")
@click.option("--path", default="", metavar="PATH", help="The part that it is about: items.S1.statement.")
@as_option
@json_option
def add(ref: str, text: str, path: str, user: str, as_json: bool) -> int:
    """Writes a comment on an output; @name in it tells somebody."""
    return wait(_add(ref, text, path, user, as_json))


async def _add(ref: str, text: str, path: str, user: str, as_json: bool) -> int:
    async with found(outputs.get, ref, user) as (house, entrance, output):
        heard = Heard("console", "local", entrance.place.path, user, text, uuid4().hex)
        made, told = await desk.add(house, entrance, heard, output, text, language(), path)
    if as_json:
        print_json(_document(made) | {"told": [one.name for one in told]})
    else:
        _print([made])
    return 0


@comment.command("list")
@click.argument("ref", metavar="OUTPUT")
@as_option
@json_option
def list_comments(ref: str, user: str, as_json: bool) -> int:
    """The comments on an output and on its earlier versions, the oldest first."""
    return wait(_list(ref, user, as_json))


async def _list(ref: str, user: str, as_json: bool) -> int:
    async with found(outputs.get, ref, user) as (house, entrance, output):
        shown = await desk.on(house, entrance, output, language())
    if as_json:
        print_json({"items": [_document(one) for one in shown]})
    else:
        _print(list(shown))
    return 0


@comment.command("resolve")
@click.argument("ref", metavar="ID")
@as_option
@json_option
def resolve(ref: str, user: str, as_json: bool) -> int:
    """Ends a comment's thread."""
    return wait(_resolve(ref, user, as_json))


async def _resolve(ref: str, user: str, as_json: bool) -> int:
    async with found(comments.get, ref, user) as (house, entrance, one):
        done = await desk.resolve(house, entrance, one, language())
    if as_json:
        print_json(_document(done))
    else:
        _print([done])
    return 0


def _print(shown: list[Comment]) -> None:
    rows: list[tuple[object, ...]] = [
        (one.id, one.created_by, f"v{one.version}", one.path, one.text, one.resolved_by) for one in shown
    ]
    print_table(("id", "by", "on", "path", "text", "resolved by"), rows)


def _document(one: Comment) -> dict[str, object]:
    return {
        "id": one.id,
        "output": one.output,
        "version": one.version,
        "path": one.path or None,
        "parent": one.parent or None,
        "by": one.created_by,
        "text": one.text,
        "created_at": one.created_at.isoformat(),
        "resolved_at": one.resolved_at.isoformat() if one.resolved_at else None,
        "resolved_by": one.resolved_by or None,
    }
