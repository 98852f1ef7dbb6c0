"""`stratum import`: what is handed in as a file."""

import sys
from pathlib import Path

import click

from agents.kit.secrets import secrets_in
from bot.cli.conversations import conversation
from bot.cli.guard import permit
from bot.cli.metrics import import_fx, import_metrics
from bot.cli.session import as_option, at, json_option, print_json, wait
from bot.errors import SecretSaid
from bot.learning.lesson import learn_from, read_out
from bot.tools.briefs import read_brief
from config.wording import words
from memory.insight import Learned
from memory.store import messages


@click.group("import")
def import_() -> None:
    """Reads files into a place: briefs and more."""


@import_.command("brief")
@click.argument("file", type=click.Path(path_type=Path, allow_dash=True))
@click.option("--scope", required=True, metavar="SCOPE")
@as_option
@json_option
def brief(file: Path, scope: str, user: str, as_json: bool) -> int:
    """A business brief: text or Markdown, UTF-8 or CP949. The same file read again is updated, or skipped."""
    return wait(_brief(file, scope, user, as_json))


async def _brief(file: Path, scope: str, user: str, as_json: bool) -> int:
    async with at(scope, user) as (opened, entrance):
        permit(entrance, opened, "import", "brief")
        data = sys.stdin.buffer.read() if str(file) == "-" else file
        text = read_brief(data, opened.settings.max_brief_bytes)
        if secrets_in(text):
            raise SecretSaid()
        async with opened.database.writing(entrance.access) as unit:
            kept, fate = await messages.keep_brief(unit, file.name, text)
            learned = (
                await learn_from(unit, kept, read_out(kept, entrance.place, "outsider"))
                if fate != "skipped"
                else Learned()
            )
            count = len(await messages.briefs(unit))
    if as_json:
        counts = {name: int(name == fate) for name in ("imported", "updated", "skipped")}
        print_json({**counts, "rejected": []})
    else:
        say, locale = words("tools"), entrance.access.actor.locale
        done = say(f"import.{fate}", locale)
        click.echo(say("import", locale, name=file.name, done=done, count=count))
        if learned.pending:
            click.echo(say("import.waiting", locale, count=len(learned.pending)))
    return 0


@import_.command("reviews")
@click.argument("file", type=click.Path(path_type=Path, allow_dash=True))
@click.option("--scope", required=True, metavar="SCOPE")
@as_option
@json_option
def reviews(file: Path, scope: str, user: str, as_json: bool) -> int:
    """Reviews, survey answers or customers as CSV: counted, and used to calibrate personas."""
    return wait(_reviews(file, scope, user, as_json))


async def _reviews(file: Path, scope: str, user: str, as_json: bool) -> int:
    from bot.tools.voices import NoVoices, keep_voices  # noqa: PLC0415 - only this one reads tables

    async with at(scope, user) as (opened, entrance):
        permit(entrance, opened, "import", "reviews")
        data = sys.stdin.buffer.read() if str(file) == "-" else file
        text = read_brief(data, opened.settings.max_brief_bytes, file.name)
        kept = await keep_voices(file.name, text, entrance, opened, entrance.access.actor.locale)
        if kept is None:
            raise NoVoices(name=file.name)
    if as_json:
        print_json(
            {"imported": kept.draft.body["n"], "updated": 0, "skipped": 0, "rejected": [], "output": kept.id}
        )
    else:
        click.echo(kept.draft.summary)
    return 0


import_.add_command(conversation)
import_.add_command(import_metrics)
import_.add_command(import_fx)
