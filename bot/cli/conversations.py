"""`stratum import conversation`: chat history taken in, learnt from, and found again."""

import sys
from collections.abc import Sequence
from pathlib import Path

import click

from bot.cli.guard import permit
from bot.cli.session import as_option, at, json_option, print_json, wait
from bot.house import House
from bot.learning.lesson import learn_from, read_out
from bot.tools.conversations import Export, Rejected, read_conversations
from config.errors import Locale
from config.wording import words
from memory.recalled import OUTSIDER
from memory.semantics import embed_missing
from memory.store import conversations
from memory.store.entrance import Entrance
from memory.types import Message

_FOUND_AT_ONCE = 100_000
"""Vectors that are made before the command ends."""


@click.command("conversation")
@click.argument("file", type=click.Path(path_type=Path, exists=True))
@click.option("--scope", required=True, metavar="SCOPE")
@click.option(
    "--conversation", "name", default="", metavar="NAME", help="What it is called; else as its file."
)
@click.option("--untrusted", is_flag=True, help="Outsiders' words: facts wait for a member's confirmation.")
@as_option
@json_option
def conversation(file: Path, scope: str, name: str, untrusted: bool, user: str, as_json: bool) -> int:
    """Chat history: lines of `{"id", "ts", "author", "text"}`, or Slack's export (folder, zip, a day)."""
    return wait(_conversation(file, scope, name, untrusted, user, as_json))


async def _conversation(file: Path, scope: str, name: str, untrusted: bool, user: str, as_json: bool) -> int:
    export = read_conversations(file, name)
    async with at(scope, user) as (opened, entrance):
        permit(entrance, opened, "import", "conversation")
        counts = await _take(opened, entrance, export, untrusted=untrusted)
        await _embed(opened, entrance)
    locale = entrance.access.actor.locale
    rejected = [{"line": one.line, "reason": words("tools")(one.reason, locale)} for one in export.rejected]
    if as_json:
        print_json({**counts, "rejected": rejected})
    else:
        _say(counts, export.rejected, locale)
    return 0


async def _take(house: House, entrance: Entrance, export: Export, *, untrusted: bool) -> dict[str, int]:
    """Stores and learns, all of it or nothing."""
    counts = {"imported": 0, "updated": 0, "skipped": 0}
    async with house.database.writing(entrance.access) as unit:
        for name, lines in export.conversations.items():
            kept = await conversations.keep(unit, name, lines, {OUTSIDER: True} if untrusted else None)
            new = (*kept.imported, *kept.updated)
            for message in _progress(new, name):
                await learn_from(
                    unit, message, read_out(message, entrance.place, "outsider" if untrusted else "member")
                )
            counts["imported"] += len(kept.imported)
            counts["updated"] += len(kept.updated)
            counts["skipped"] += kept.skipped
    return counts


async def _embed(house: House, entrance: Entrance) -> None:
    """Makes the vectors, where the extra `semantic` is installed, while somebody sees how far it is."""
    if house.semantics is None:
        return
    done = 0
    while made := await embed_missing(house.database, entrance.access, house.semantics.embedder, 64):
        done += made
        if sys.stderr.isatty():
            click.echo(f"\r… {done}", nl=False, err=True)
        if done >= _FOUND_AT_ONCE:
            break


def _progress(messages: Sequence[Message], name: str) -> Sequence[Message]:
    if not sys.stderr.isatty():
        return messages
    bar = click.progressbar(messages, label=name, file=sys.stderr)
    return bar  # type: ignore[return-value]


def _say(counts: dict[str, int], rejected: Sequence[Rejected], locale: Locale) -> None:
    say = words("tools")
    click.echo(say("import.conversation", locale, **counts, rejected=len(rejected)))
    for one in rejected[:20]:
        click.echo(f"  {one.line}: {say(one.reason, locale)}", err=True)
