"""`stratum user`, `role` and `can`: who there is, and who may do what."""

from datetime import UTC, datetime

import click

from bot import permissions
from bot.cli.guard import permit
from bot.cli.session import as_option, at, json_option, language, print_json, print_table, wait
from bot.verdict import Amount
from config.errors import Misused, Refused
from config.roles import ORG_TYPES, rights
from memory.store import users
from memory.store.entrance import enter
from memory.types import Actor, Membership, Place


class ForeignScope(Misused):
    """{scope!r} is no place of {org!r}: a role is held in its own organisation.

    ko: {scope!r}: {org!r} 조직의 위치가 아닙니다. 역할은 같은 조직 안에서만 줄 수 있습니다.
    """


@click.group()
def user() -> None:
    """The people of an organisation."""


@user.command("add")
@click.argument("org", metavar="ORG")
@click.argument("name")
@click.option("--role", required=True)
@click.option(
    "--scope",
    "scopes",
    multiple=True,
    metavar="SCOPE",
    help="Where the role is held; the whole organisation if none is given.",
)
@click.option(
    "--expires", type=click.DateTime(["%Y-%m-%d"]), default=None, help="The last day of the membership."
)
@as_option
@json_option
def add(
    org: str,
    name: str,
    role: str,
    scopes: tuple[str, ...],
    expires: datetime | None,
    user: str,
    as_json: bool,
) -> int:
    """Adds somebody with a role at one place or several."""
    return wait(_add(org, name, role, scopes or (org,), expires, user, as_json))


async def _add(
    org: str,
    name: str,
    role: str,
    scopes: tuple[str, ...],
    expires: datetime | None,
    user: str,
    as_json: bool,
) -> int:
    until = expires.replace(hour=23, minute=59, second=59, tzinfo=UTC) if expires else None
    async with at(org, user) as (opened, entrance):
        permit(entrance, opened, "user", "add")
        places = [(await enter(opened.database, scope, user)).place for scope in scopes]
        for scope, place in zip(scopes, places, strict=True):
            _giving(entrance.access.actor, role, scope, org, place, opened.now())
        held = [Membership(role, place.scope, until) for place in places]  # pyright: ignore[reportArgumentType]
        async with opened.database.writing(entrance.access) as unit:
            made = await users.add(unit, name, held)
    if as_json:
        print_json({"id": made.user, "slug": made.name})
    else:
        click.echo(made.name)
    return 0


def _giving(actor: Actor, role: str, scope: str, org: str, place: Place, now: datetime) -> None:
    if place.path.split("/")[0] != org:
        raise ForeignScope(scope=scope, org=org)
    verdict = permissions.can_give(actor, role, place, now)
    if not verdict.allowed and role in rights().roles(place.org_type):
        raise Refused(detail=verdict.why(language()))


@user.command("list")
@click.argument("org", metavar="ORG")
@as_option
@json_option
def list_users(org: str, user: str, as_json: bool) -> int:
    """The people whom this user may see, with their roles."""
    return wait(_list(org, user, as_json))


async def _list(org: str, user: str, as_json: bool) -> int:
    async with at(org, user) as (opened, entrance):
        permit(entrance, opened, "user")
        async with opened.database.reading(entrance.access) as unit:
            found = await users.every(unit)
    items = [
        {
            "id": one.user,
            "name": one.name,
            "locale": one.locale,
            "roles": [
                {"role": held.role, "level": held.scope.level, "expires": held.expires_at}
                for held in one.memberships
            ],
        }
        for one in found
    ]
    if as_json:
        print_json({"items": items})
    else:
        rows: list[tuple[object, ...]] = [
            (one.name, ", ".join(held.role for held in one.memberships), one.locale) for one in found
        ]
        print_table(("name", "roles", "locale"), rows)
    return 0


@click.group()
def role() -> None:
    """Roles and what they may do."""


@role.command("show")
@json_option
def show(as_json: bool) -> int:
    """Every role with its permissions, as the database enforces them and `can` explains them."""
    table, locale = rights(), language()
    if as_json:
        print_json(
            {
                "permissions": {
                    name: {"kind": one.kind, "does": one.does.say(locale)}
                    for name, one in table.permissions.items()
                },
                "roles": {
                    kind: {name: sorted(table.granted(kind, name)) for name in table.roles(kind)}
                    for kind in ORG_TYPES
                },
            }
        )
        return 0
    for kind in ORG_TYPES:
        click.secho(f"\n{kind}", bold=True)
        for name, one in table.roles(kind).items():
            click.echo(f"{name} ({one.label.say(locale)}): {', '.join(sorted(table.granted(kind, name)))}")
    return 0


@click.command()
@click.argument("name")
@click.argument("permission", metavar="PERMISSION|COMMAND")
@click.option("--scope", required=True, metavar="SCOPE")
@click.option(
    "--amount",
    type=click.IntRange(min=0),
    default=None,
    metavar="MINOR",
    help="In minor units of the place's currency.",
)
@json_option
def can(name: str, permission: str, scope: str, amount: int | None, as_json: bool) -> int:
    """Whether somebody may do something, and why: exit status 0 for yes, 3 for no."""
    return wait(_can(name, permission, scope, amount, as_json))


async def _can(name: str, permission: str, scope: str, amount: int | None, as_json: bool) -> int:
    locale = language()
    async with at(scope, name) as (opened, entrance):
        place = entrance.place
        moved = Amount(amount, place.currency) if amount is not None else None
        verdict = permissions.can(
            entrance.access.actor, permissions.named(permission), place, opened.now(), moved
        )
    why = verdict.why(locale)
    if as_json:
        print_json({"allowed": verdict.allowed, "why": why})
    else:
        click.echo(f"{'yes' if verdict.allowed else 'no'}: {why}")
    return 0 if verdict.allowed else Refused.exit_status
