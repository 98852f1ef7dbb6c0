"""`stratum pacing`, `reconcile`, `reallocate`: the budget agent's answers for scripts, by the same turn as in chat."""

import click

from bot.cli.answered import answered
from bot.cli.session import as_option, json_option, wait

_words = click.argument("words", nargs=-1, metavar="[WORDS]...")


@click.command()
@click.argument("scope", metavar="SCOPE")
@_words
@as_option
@json_option
def pacing(scope: str, words: tuple[str, ...], user: str, as_json: bool) -> int:
    """Spending beside the budget: index, band, projection, signals. WORDS may say a budget and its days."""
    return wait(answered(" ".join(("/budget pacing", *words)), scope, user, as_json=as_json))


@click.command()
@click.argument("scope", metavar="SCOPE")
@_words
@as_option
@json_option
def reconcile(scope: str, words: tuple[str, ...], user: str, as_json: bool) -> int:
    """What platforms claim beside what was really sold. WORDS may say the days, or the real number."""
    return wait(answered(" ".join(("/budget reconcile", *words)), scope, user, as_json=as_json))


@click.command()
@click.argument("scope", metavar="SCOPE")
@_words
@as_option
@json_option
def reallocate(scope: str, words: tuple[str, ...], user: str, as_json: bool) -> int:
    """Where money would bring more, a fifth a week at most. WORDS may say floors and caps."""
    return wait(answered(" ".join(("/budget reallocate", *words)), scope, user, as_json=as_json))
