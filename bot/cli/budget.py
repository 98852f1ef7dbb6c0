"""`stratum pacing`, `reconcile`, `reallocate`: the budget agent's answers for scripts, by the same turn as in chat."""

from typing import Any
from uuid import uuid4

import click

from bot.cli.session import as_option, house, json_option, print_json, wait
from bot.turn import Turns
from bot.types import Heard, Reply
from config.errors import Refused

_STATUS = {"ok": 0, "needs_input": 0, "failed": 1, "refused": Refused.exit_status}
_words = click.argument("words", nargs=-1, metavar="[WORDS]...")


@click.command()
@click.argument("scope", metavar="SCOPE")
@_words
@as_option
@json_option
def pacing(scope: str, words: tuple[str, ...], user: str, as_json: bool) -> int:
    """Spending beside the budget: index, band, projection, signals. WORDS may say a budget and its days."""
    return wait(_asked("pacing", scope, words, user, as_json))


@click.command()
@click.argument("scope", metavar="SCOPE")
@_words
@as_option
@json_option
def reconcile(scope: str, words: tuple[str, ...], user: str, as_json: bool) -> int:
    """What platforms claim beside what was really sold. WORDS may say the days, or the real number."""
    return wait(_asked("reconcile", scope, words, user, as_json))


@click.command()
@click.argument("scope", metavar="SCOPE")
@_words
@as_option
@json_option
def reallocate(scope: str, words: tuple[str, ...], user: str, as_json: bool) -> int:
    """Where money would bring more, a fifth a week at most. WORDS may say floors and caps."""
    return wait(_asked("reallocate", scope, words, user, as_json))


async def _asked(verb: str, scope: str, words: tuple[str, ...], user: str, as_json: bool) -> int:
    text = " ".join(("/budget", verb, *words))
    async with house() as opened:
        reply = await Turns(opened)(Heard("console", "local", scope, user, text, uuid4().hex), _quiet)
    if as_json:
        print_json(document(reply))
    else:
        click.echo(reply.text, err=bool(reply.error))
    return _STATUS[reply.status]


def document(reply: Reply) -> dict[str, Any]:
    """The output's body, with what is around it; money in minor units of its currency, None where unknown."""
    output = reply.outputs[0] if reply.outputs else None
    return {
        **(output.draft.body if output else {}),
        "scope": reply.scope or None,
        "status": reply.status,
        "error": reply.error,
        "output": output.id if output else None,
        "confidence": output.draft.confidence if output else None,
        "missing_inputs": [
            {"field": one.field, "why": one.why, "ask": one.ask} for one in output.draft.missing_inputs
        ]
        if output
        else [],
    }


async def _quiet(_text: str) -> None:
    pass
