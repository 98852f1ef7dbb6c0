"""`stratum cost`: what language models took, and of which budget."""

import click

from bot.cli.guard import permit
from bot.cli.session import as_option, at, house, json_option, language, print_json, wait
from bot.render import markdown
from bot.tools.costs import bill
from config.errors import Misused
from memory.store.entrance import directory


class WhichOrganization(Misused):
    """Of which organisation? There are: {slugs}. Name one: `stratum {command} ORG`.

    ko: 어느 조직입니까? {slugs} 가운데 하나를 적으세요: `stratum {command} 조직`.
    """


@click.command()
@click.argument("scope", default="", metavar="[SCOPE]")
@as_option
@json_option
def cost(scope: str, user: str, as_json: bool) -> int:
    """What language models cost, by agent, model, month and message. Without SCOPE: the only organisation."""
    return wait(_cost(scope, user, as_json))


async def _cost(scope: str, user: str, as_json: bool) -> int:
    async with at(scope or await only("cost"), user) as (opened, entrance):
        permit(entrance, opened, "cost")
        told = await bill(opened, entrance)
    if as_json:
        print_json(told.document(entrance.place.path))
    else:
        result = told.result(language())
        click.echo(markdown("", result.lines, result.sections, ()))
    return 0


async def only(command: str) -> str:
    """The slug of the only organisation. Raises WhichOrganization."""
    async with house() as opened:
        slugs = [one.slug for one in await directory(opened.database)]
    if len(slugs) != 1:
        raise WhichOrganization(slugs=", ".join(slugs) or "-", command=command)
    return slugs[0]
