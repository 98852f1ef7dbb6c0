"""`stratum invite`: the operator's invitation to begin an organisation, where no workspace vouches for anybody."""

from datetime import timedelta

import click

from bot.cli.session import house, json_option, language, print_json, wait
from config.wording import words
from memory.store import invitations


@click.group()
def invite() -> None:
    """Invitations. (Members are invited in the chat: `invite ROLE`.)"""


@invite.command("org")
@click.option("--days", type=click.IntRange(1, 365), default=7, help="How long it is good.")
@json_option
def org(days: int, as_json: bool) -> int:
    """A code that begins one organisation: the bot takes it as `start CODE`."""
    return wait(_org(days, as_json))


async def _org(days: int, as_json: bool) -> int:
    async with house() as opened:
        made = await invitations.open_for(opened.database, timedelta(days=days))
    if as_json:
        print_json({"code": made.code, "expires_at": made.expires_at})
    else:
        click.echo(made.code)
        day = f"{made.expires_at:%Y-%m-%d}"
        click.echo(words("chat")("invite.org", language(), code=made.code, day=day), err=True)
    return 0
