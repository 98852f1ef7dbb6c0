"""`stratum ask`: one turn."""

import sys
from dataclasses import asdict
from pathlib import Path
from typing import Any
from uuid import uuid4

import click

from bot.cli.answered import STATUS
from bot.cli.session import as_option, house, json_option, print_json, scope_option, wait
from bot.house import House
from bot.turn import Turns
from bot.types import Heard, Reply
from memory.insight import Insight


@click.command()
@click.argument("text", default="")
@scope_option
@as_option
@click.option(
    "--thread", default="", metavar="ID", help="Continues this thread; without it a new one starts."
)
@click.option("--action", default="", metavar="ACTION", help="Presses a button of an earlier reply.")
@json_option
def ask(text: str, scope: str, user: str, thread: str, action: str, as_json: bool) -> int:
    """One turn: plain language, or a command such as `/strategy swot …`. TEXT of `-` is read from stdin."""
    if not text.strip() and not action:
        raise click.MissingParameter(param_type="argument", param=click.Argument(["text"]))
    heard = Heard("console", "local", scope, user, _text(text), uuid4().hex, thread, action)
    return wait(_ask(heard, as_json))


def _text(text: str) -> str:
    return sys.stdin.read() if text == "-" else text


async def _ask(heard: Heard, as_json: bool) -> int:
    async with house() as opened:
        if opened.settings.asks_models(opened.environ):
            reply = await _asked_and_read(opened, heard, as_json)
        else:
            reply = await Turns(opened)(heard, _tell)
            _answer(reply, as_json)
    return STATUS[reply.status]


async def _asked_and_read(opened: House, heard: Heard, as_json: bool) -> Reply:
    """The answer first; what a model learns from the words comes after it."""
    from bot.learning.learner import Learner  # noqa: PLC0415 - only where there is a model

    learner = Learner(opened)
    opened.listeners.append(learner.tell)
    reply = await Turns(opened)(heard, _tell)
    _answer(reply, as_json)
    await learner.finish()
    return reply


def _answer(reply: Reply, as_json: bool) -> None:
    if as_json:
        print_json(document(reply) | _saved(reply))
    elif reply.error:
        click.echo(reply.text, err=True)
    else:
        _show(reply)


async def _tell(text: str) -> None:
    if sys.stderr.isatty():
        click.secho(f"… {text}", dim=True, err=True)


def _show(reply: Reply) -> None:
    click.echo(reply.text)
    for one in _saved(reply).get("documents", []):
        click.echo(one["path"])
    for number, button in enumerate(reply.buttons, start=1):
        click.echo(f"  {number}  {button.label}  [{button.action}]")
    click.echo(f"\n  --thread {reply.thread}")


def _saved(reply: Reply) -> dict[str, Any]:
    """The files of the answer, put into this folder; nothing where there are none."""
    if not reply.documents:
        return {}
    from bot.documents.saving import save  # noqa: PLC0415 - few answers bring files

    paths = save(reply.documents, Path.cwd())
    told = [
        {"name": path.name, "path": str(path), "media": one.media}
        for path, one in zip(paths, reply.documents, strict=True)
    ]
    return {"documents": told}


def _used(insight: Insight, reply: Reply) -> dict[str, Any]:
    source = next((one for one in reply.lesson.sources if one.insight == insight.id), None)
    said = (
        {}
        if source is None
        else {
            "message": source.external_id,
            "conversation": source.conversation,
            "author": source.author,
            "said_at": source.said_at.isoformat(),
            "quote": source.quote,
        }
    )
    return {"id": insight.id, "text": insight.text, "source": said or None}


def document(reply: Reply) -> dict[str, Any]:
    """A reply as the one JSON document that scripts read."""
    return {
        "text": reply.text,
        "thread": reply.thread,
        "message_id": reply.message_id,
        "agent": reply.agent or None,
        "command": reply.command or None,
        "breadcrumb": list(reply.breadcrumb),
        "address": reply.address or None,
        "scope": reply.scope or None,
        "error": reply.error,
        "status": reply.status,
        "outputs": [output.envelope() for output in reply.outputs],
        "insights_used": [_used(one, reply) for one in reply.lesson.used],
        "insights_learned": [{"id": one.id, "text": one.text} for one in reply.lesson.learned],
        "questions": [asdict(question) for question in reply.questions],
        "buttons": [asdict(button) for button in reply.buttons],
        "degraded": list(reply.degraded),
        "elapsed_ms": reply.elapsed_ms,
    }
