"""`stratum audit`: who did what, and whether the record is as it was written."""

import click

from bot.cli.cost import only
from bot.cli.guard import permit
from bot.cli.session import as_option, at, json_option, language, print_json, wait
from bot.render import markdown
from bot.tools.audits import SHOWN, broken, logged, verdict


@click.group()
def audit() -> None:
    """The audit: changes of rights, guidelines, approvals and more, each with who did it. list, verify."""


@audit.command("list")
@click.argument("scope", default="", metavar="[SCOPE]")
@click.option("-k", "most", default=SHOWN, show_default=True, type=click.IntRange(1, 500), help="How many.")
@as_option
@json_option
def list_(scope: str, most: int, user: str, as_json: bool) -> int:
    """The newest rows of a place and below it. Without SCOPE: the only organisation."""
    return wait(_list(scope, most, user, as_json))


async def _list(scope: str, most: int, user: str, as_json: bool) -> int:
    async with at(scope or await only("audit list"), user) as (house, entrance):
        permit(entrance, house, "audit")
        log = await logged(house, entrance, most)
    if as_json:
        print_json(log.document())
    else:
        result = log.result(language())
        click.echo(markdown("", result.lines, result.sections, ()))
    return 0


@audit.command("verify")
@click.argument("org", default="", metavar="[ORG]")
@as_option
@json_option
def verify(org: str, user: str, as_json: bool) -> int:
    """Whether each row still holds the hash of the one before it: exit status 1 where one was changed or is gone."""
    return wait(_verify(org, user, as_json))


async def _verify(org: str, user: str, as_json: bool) -> int:
    async with at(org or await only("audit verify"), user) as (house, entrance):
        permit(entrance, house, "audit")
        row = await broken(house, entrance, language())
    if as_json:
        print_json({"ok": row is None, "broken_at": row})
    else:
        click.echo(verdict(row, language()), err=row is not None)
    return 0 if row is None else 1
