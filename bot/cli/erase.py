"""`stratum erase` and `org export`: an organisation's data taken out, and taken away."""

import sys
from collections.abc import Iterator, Sequence
from datetime import UTC, datetime
from pathlib import Path
from unicodedata import normalize

import click

from bot.cli.guard import permit
from bot.cli.session import as_option, at, house, json_option, language, print_json, settings, wait
from config.errors import Locale, Misused, UnknownScope
from config.wording import words
from memory import archive, erasure, erasure_people
from memory.erasure import Erased
from memory.erasure_wake import Used
from memory.errors import UnknownUser
from memory.store import users
from memory.store.entrance import Entrance, directory, enter


class NotConfirmed(Misused):
    """Nothing was erased: say yes to the question, or add `--yes`.

    ko: 아무것도 지우지 않았습니다. 질문에 y로 답하거나 `--yes`를 붙이세요.
    """


class WholePerson(Misused):
    """A person is erased from the whole organisation: `stratum erase {org} --user {name}`.

    ko: 사람은 조직 전체에서 지웁니다: `stratum erase {org} --user {name}`
    """


class WhichOrganisation(Misused):
    """{name!r} is in several organisations: {orgs}. Say which one: `stratum erase ORG --user {name}`.

    ko: {name!r} 사용자는 여러 조직에 있습니다: {orgs}. 조직을 정해 주세요: `stratum erase ORG --user {name}`
    """


@click.command()
@click.argument("scope", metavar="[SCOPE]", default="")
@click.option("--user", "person", default="", metavar="NAME", help="Erases this person of the organisation.")
@click.option("--yes", is_flag=True, help="Does not ask.")
@click.option("--finish", is_flag=True, help="Ends an erasure that was interrupted.")
@as_option
@json_option
def erase(scope: str, person: str, yes: bool, finish: bool, user: str, as_json: bool) -> int:
    """Erases an organisation, a client or a campaign with everything below it, or a person; leaves no byte."""
    if finish:
        return wait(_finish())
    if person:
        return wait(_erase_person(scope, person, yes, user, as_json))
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
    before = await erasure.foreseen(_owner(), place.scope)
    question = words("tools")("erase.sure", language(), place=place.path, rows=sum(before.counts.values()))
    _confirm(question, before.used_by, language(), yes=yes)
    done = await erasure.erase(_owner(), place.scope, actor.user)
    said = words("tools")("erased", language(), place=place.path, rows=sum(done.counts.values()))
    _report(place.path, done, said, language(), as_json)
    return 0


async def _erase_person(scope: str, person: str, yes: bool, user: str, as_json: bool) -> int:
    name = normalize("NFC", person)
    async with at(scope or await _organisation_of(name, user), user) as (opened, entrance):
        permit(entrance, opened, "erase")
    place, actor = entrance.place, entrance.access.actor
    org = place.path.split("/")[0]
    if place.path != org:
        raise WholePerson(org=org, name=name)
    before = await erasure_people.foreseen(_owner(), place.scope.org, name)
    about = {"name": name, "place": org, "messages": before.messages, "insights": before.insights}
    question = words("tools")("erase.person.sure", language(), **about)
    _confirm(question, before.used_by, language(), yes=yes)
    done = await erasure_people.erase_user(_owner(), place.scope.org, name, actor.user)
    said = words("tools")("erased.person", language(), name=name, rows=sum(done.counts.values()))
    _report(name, done, said, language(), as_json)
    return 0


async def _organisation_of(name: str, user: str) -> str:
    """The one organisation in which this user may see somebody of that name. Raises UnknownUser."""
    found: list[str] = []
    async with house() as opened:
        for one in await directory(opened.database):
            try:
                entrance = await enter(opened.database, one.slug, user)
            except (UnknownScope, UnknownUser):
                continue
            async with opened.database.reading(entrance.access) as unit:
                if name in [member.name for member in await users.every(unit)]:
                    found.append(one.slug)
    if not found:
        raise UnknownUser(name=name)
    if len(found) > 1:
        raise WhichOrganisation(name=name, orgs=", ".join(found))
    return found[0]


def _command(entrance: Entrance) -> tuple[str, ...]:
    whole = entrance.place.scope.client is None and entrance.place.scope.campaign is None
    return ("erase", "org") if whole else ("erase",)


def _confirm(question: str, used_by: Sequence[Used], locale: Locale, *, yes: bool) -> None:
    """Names what used it and asks. Raises NotConfirmed."""
    if yes:
        return
    for line in _uses("erase.uses", used_by, locale):
        click.echo(line, err=True)
    if not sys.stdin.isatty() or not click.confirm(question, err=True):
        raise NotConfirmed()


def _report(what: str, done: Erased, said: str, locale: Locale, as_json: bool) -> None:
    if as_json:
        used_by = [one.as_json() for one in done.used_by]
        rows = {"rows": dict(done.counts), "last_hash": done.last_hash, "used_by": used_by}
        print_json({"erased": what, "kind": done.kind} | rows)
        return
    click.echo(said)
    for line in _uses("erased.uses", done.used_by, locale):
        click.echo(line)


def _uses(heading: str, used_by: Sequence[Used], locale: Locale) -> Iterator[str]:
    if used_by:
        yield words("tools")(heading, locale, count=len(used_by))
        yield from (f"- {one.place} · {one.output_type} · {one.title} · {one.id}" for one in used_by)


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
