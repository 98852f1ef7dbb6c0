"""`stratum context`: what an agent would get to know at a place."""

import click

from bot.cli.guard import permit
from bot.cli.session import as_option, at, json_option, print_json, wait
from memory.context import get_enterprise_context


@click.command()
@click.argument("scope", metavar="SCOPE")
@click.option("--agent", default="", metavar="ID", help="As this agent gets it; its file's name in agents/.")
@as_option
@json_option
def context(scope: str, agent: str, user: str, as_json: bool) -> int:
    """The enterprise context of a place, as one object with a key for each section."""
    del as_json
    return wait(_context(scope, agent, user))


async def _context(scope: str, agent: str, user: str) -> int:
    async with at(scope, user) as (opened, entrance):
        permit(entrance, opened, "context")
        found = await get_enterprise_context(opened.database, entrance.access, agent, opened.contexts)
    print_json(found.as_json())
    return 0
