"""`stratum wins`: the quick wins agent's answers for scripts, by the same turn as in chat."""

import click

from bot.cli.answered import answered
from bot.cli.session import as_option, json_option, wait


@click.command()
@click.argument("scope", metavar="SCOPE")
@click.argument("words", nargs=-1, metavar="[WORDS]...")
@as_option
@json_option
def wins(scope: str, words: tuple[str, ...], user: str, as_json: bool) -> int:
    """What can be done today: evidence, impact range, ICE, first step. WORDS may be `accept W1` and the like."""
    return wait(answered(" ".join(("/wins", *words)), scope, user, as_json=as_json))
