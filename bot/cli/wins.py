"""`stratum wins`: the quick wins agent's answers for scripts, by the same turn as in chat."""

from uuid import uuid4

import click

from bot.cli.budget import document
from bot.cli.session import as_option, house, json_option, print_json, wait
from bot.turn import Turns
from bot.types import Heard
from config.errors import Refused

_STATUS = {"ok": 0, "needs_input": 0, "failed": 1, "refused": Refused.exit_status}


@click.command()
@click.argument("scope", metavar="SCOPE")
@click.argument("words", nargs=-1, metavar="[WORDS]...")
@as_option
@json_option
def wins(scope: str, words: tuple[str, ...], user: str, as_json: bool) -> int:
    """What can be done today: evidence, impact range, ICE, first step. WORDS may be `accept W1` and the like."""
    return wait(_asked(scope, words, user, as_json))


async def _asked(scope: str, words: tuple[str, ...], user: str, as_json: bool) -> int:
    text = " ".join(("/wins", *words))
    async with house() as opened:
        reply = await Turns(opened)(Heard("console", "local", scope, user, text, uuid4().hex), _quiet)
    if as_json:
        print_json(document(reply))
    else:
        click.echo(reply.text, err=bool(reply.error))
    return _STATUS[reply.status]


async def _quiet(_text: str) -> None:
    pass
