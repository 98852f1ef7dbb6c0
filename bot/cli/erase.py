"""`stratum erase` and `org export`: an organisation's data taken out, and taken away."""

import sys
from datetime import UTC, datetime
from pathlib import Path

import click

from bot.cli.guard import permit
from bot.cli.session import as_option, at, json_option, print_json, settings, wait
from config.errors import Misused
from config.wording import words
from memory import archive, erasure
from memory.store.entrance import Entrance


class NotConfirmed(Misused):
    """Nothing was erased: say yes to the question, or add `--yes`.

    ko: 아무것도 지우지 않았습니다. 질문에 y로 답하거나 `--yes`를 붙이세요.
    """


@click.command()
@click.argument("scope", metavar="SCOPE", default="")
@click.option("--yes", is_flag=True, help="Does not ask.")
@click.option("--finish", is_flag=True, help="Ends an erasure that was interrupted.")
@as_option
@json_option
def erase(scope: str, yes: bool, finish: bool, user: str, as_json: bool) -> int:
    """Erases an organisation, a client or a campaign with everything below it, and leaves no byte."""
    if finish:
        return wait(_finish())
    if not scope:
        raise click.MissingParameter(param_type="argument", param=click.Argument(["scope"]))
    return wait(_erase(scope, yes, user, as_json))


async def _finish() -> int:
    await erasure.finish(_owner())
    return 0


async def _erase(scope: str, yes: bool, user: str, as_json: bool) -> int:
    async with at(scope, user) as (opened, entrance):
        permit(entrance, opened, *_command(entrance))
    place, actor = entrance.place, entrance.access.actor
    counts = await erasure.rows_of(_owner(), place.scope)
    if not yes:
        _confirm(place.path, sum(counts.values()), entrance)
    done = await erasure.erase(_owner(), place.scope, actor.user)
    if as_json:
        print_json(
            {"erased": place.path, "kind": done.kind, "rows": dict(done.counts), "last_hash": done.last_hash}
        )
    else:
        rows = sum(done.counts.values())
        click.echo(words("tools")("erased", actor.locale, place=place.path, rows=rows))
    return 0


def _command(entrance: Entrance) -> tuple[str, ...]:
    whole = entrance.place.scope.client is None and entrance.place.scope.campaign is None
    return ("erase", "org") if whole else ("erase",)


def _confirm(path: str, rows: int, entrance: Entrance) -> None:
    question = words("tools")("erase.sure", entrance.access.actor.locale, place=path, rows=rows)
    if not sys.stdin.isatty() or not click.confirm(question, err=True):
        raise NotConfirmed()


def _owner() -> str:
    chosen = settings()
    return chosen.database_owner_url or chosen.database


@click.command("export")
@click.argument("org", metavar="ORG")
@click.option(
    "--out",
    type=click.Path(path_type=Path, dir_okay=False),
    default=None,
    help="Where to; else a file named by the organisation and the day.",
)
@as_option
@json_option
def export_org(org: str, out: Path | None, user: str, as_json: bool) -> int:
    """Everything of one organisation in one archive: a table a file, with counts and hashes."""
    return wait(_export(org, out, user, as_json))


async def _export(org: str, out: Path | None, user: str, as_json: bool) -> int:
    path = out or Path(f"{org}-{datetime.now(UTC):%Y-%m-%d}.zip")
    async with at(org, user) as (opened, entrance):
        permit(entrance, opened, "org", "export")
        made = await archive.export(opened.database, entrance.access, path)
    if as_json:
        print_json({"path": str(made.path), "tables": {one.table: one.rows for one in made.members}})
    else:
        click.echo(made.path)
    return 0
