"""`stratum chat`: the console channel."""

import gc

import click

from bot.cli.session import as_option, house, wait
from bot.learning.indexing import indexing
from bot.learning.learner import learning_on
from bot.plugins import channel, fetch, painter
from bot.turn import Turns


@click.command()
@click.argument("scope", default="", metavar="[SCOPE]")
@as_option
def chat(scope: str, user: str) -> int:
    """The console: talk, press buttons by their numbers; Ctrl-C ends a turn, Ctrl-D the talk."""
    return wait(_chat(scope, user))


async def _chat(scope: str, user: str) -> int:
    gc.enable()
    async with house() as opened, indexing(opened), learning_on(opened):
        console = channel("console")(
            Turns(opened, fetch()),
            scope=scope,
            account=user,
            home=opened.settings.home,
            locale=opened.settings.language,
            painter=painter,
        )
        await console.run()
    return 0
