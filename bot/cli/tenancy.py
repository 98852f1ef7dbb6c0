"""`stratum org`, `client` and `campaign`: who there is to work for."""

from collections.abc import Mapping, Sequence
from datetime import date, datetime
from decimal import Decimal, InvalidOperation

import click

from bot.cli.erase import export_org
from bot.cli.guard import permit
from bot.cli.session import as_option, at, house, json_option, language, print_json, print_table, wait
from memory.store import campaigns, clients, organizations, usage
from memory.store.entrance import directory
from memory.types import CampaignPlan, Organization, OrgId, OrgType

_TYPES: dict[str, OrgType] = {"agency": "AGENCY", "sme": "SME"}
_HERE = {"ko": ("Asia/Seoul", "KRW"), "en": ("UTC", "USD")}


@click.group()
def org() -> None:
    """Organisations: agencies and businesses of their own."""


@org.command("add")
@click.argument("slug")
@click.option("--type", "kind", type=click.Choice(["agency", "sme"]), required=True)
@click.option("--name", default="")
@click.option("--locale", type=click.Choice(["en", "ko"]), default=None)
@click.option("--timezone", default=None, help="IANA name, such as Asia/Seoul.")
@click.option("--currency", default=None, help="ISO 4217 code, such as KRW.")
@json_option
def add_org(
    slug: str,
    kind: str,
    name: str,
    locale: str | None,
    timezone: str | None,
    currency: str | None,
    as_json: bool,
) -> int:
    """Makes an organisation, and its owner."""
    spoken = "ko" if (locale or language()) == "ko" else "en"
    zone, money = _HERE[spoken]
    new = Organization(
        OrgId(""), slug, name, _TYPES[kind], spoken, timezone or zone, (currency or money).upper()
    )
    return wait(_add_org(new, as_json))


async def _add_org(new: Organization, as_json: bool) -> int:
    async with house() as opened:
        made = await organizations.add(opened.database, new)
    return _made(made.id, made.slug, as_json)


@org.command("set")
@click.argument("slug")
@click.option(
    "--model-budget",
    "budget",
    required=True,
    metavar="USD",
    help="The most that language models may cost in a month; `none` takes the limit away.",
)
@as_option
def set_org(slug: str, budget: str, user: str) -> int:
    """Changes an organisation's settings."""
    return wait(_set_org(slug, _micros(budget), user))


async def _set_org(slug: str, micros: int | None, user: str) -> int:
    async with at(slug, user) as (opened, entrance):
        permit(entrance, opened, "org", "set")
        async with opened.database.writing(entrance.access) as unit:
            await usage.set_limit(unit, micros)
    click.echo(slug)
    return 0


def _micros(budget: str) -> int | None:
    if budget.lower() == "none":
        return None
    try:
        amount = Decimal(budget)
    except InvalidOperation as error:
        raise click.BadParameter(f"{budget!r}", param_hint="--model-budget") from error
    if not amount.is_finite() or amount < 0:
        raise click.BadParameter(f"{budget!r}", param_hint="--model-budget")
    return int(amount * 1_000_000)


@org.command("list")
@json_option
def list_orgs(as_json: bool) -> int:
    """The organisations of this database."""
    return wait(_list_orgs(as_json))


async def _list_orgs(as_json: bool) -> int:
    async with house() as opened:
        found = await directory(opened.database)
    items = [
        {"id": one.id, "slug": one.slug, "name": one.name, "type": one.type, "locale": one.locale,
         "timezone": one.timezone, "currency": one.currency}
        for one in found
    ]  # fmt: skip
    return _listed(items, ("slug", "name", "type", "locale", "timezone", "currency"), as_json)


org.add_command(export_org)


@click.group()
def client() -> None:
    """Clients of an agency. (In chat `client` is an agent: `stratum ask "/client …"`.)"""


@client.command("add")
@click.argument("parent", metavar="ORG")
@click.argument("slug")
@click.option("--name", default="")
@as_option
@json_option
def add_client(parent: str, slug: str, name: str, user: str, as_json: bool) -> int:
    """Makes a client of an agency."""
    return wait(_add_client(parent, slug, name, user, as_json))


async def _add_client(parent: str, slug: str, name: str, user: str, as_json: bool) -> int:
    async with at(parent, user) as (opened, entrance):
        permit(entrance, opened, "client", "add")
        async with opened.database.writing(entrance.access) as unit:
            made = await clients.add(unit, slug, name)
    return _made(made.id, made.slug, as_json)


@client.command("list")
@click.argument("parent", metavar="ORG")
@as_option
@json_option
def list_clients(parent: str, user: str, as_json: bool) -> int:
    """The clients that this user may see."""
    return wait(_list_clients(parent, user, as_json))


async def _list_clients(parent: str, user: str, as_json: bool) -> int:
    async with at(parent, user) as (opened, entrance), opened.database.reading(entrance.access) as unit:
        items = [{"id": one.id, "slug": one.slug, "name": one.name} for one in await clients.every(unit)]
    return _listed(items, ("slug", "name"), as_json)


@click.group()
def campaign() -> None:
    """Campaigns of a client, or of a business itself."""


@campaign.command("add")
@click.argument("parent", metavar="ORG[/CLIENT]")
@click.argument("slug")
@click.option("--name", default="")
@click.option(
    "--budget",
    type=click.IntRange(min=0),
    default=None,
    metavar="MINOR",
    help="In minor units of the currency.",
)
@click.option("--currency", default=None)
@click.option("--start", type=click.DateTime(["%Y-%m-%d"]), default=None)
@click.option("--end", type=click.DateTime(["%Y-%m-%d"]), default=None)
@click.option("--goal", default="")
@as_option
@json_option
def add_campaign(
    parent: str, slug: str, name: str, budget: int | None, currency: str | None, start: datetime | None,
    end: datetime | None, goal: str, user: str, as_json: bool,
) -> int:  # fmt: skip
    """Makes a campaign."""
    if start and end and end < start:
        raise click.BadParameter("--end < --start", param_hint="--end")
    code = currency.upper() if currency else None
    plan = CampaignPlan(name, "draft", budget, code, goal, starts=_day(start), ends=_day(end))
    return wait(_add_campaign(parent, slug, plan, user, as_json))


async def _add_campaign(parent: str, slug: str, plan: CampaignPlan, user: str, as_json: bool) -> int:
    async with at(parent, user) as (opened, entrance):
        permit(entrance, opened, "campaign", "add")
        async with opened.database.writing(entrance.access) as unit:
            made = await campaigns.add(unit, slug, plan)
    return _made(made.id, made.slug, as_json)


@campaign.command("list")
@click.argument("parent", metavar="ORG[/CLIENT]")
@as_option
@json_option
def list_campaigns(parent: str, user: str, as_json: bool) -> int:
    """The campaigns that this user may see."""
    return wait(_list_campaigns(parent, user, as_json))


async def _list_campaigns(parent: str, user: str, as_json: bool) -> int:
    async with at(parent, user) as (opened, entrance), opened.database.reading(entrance.access) as unit:
        items = [
            {"id": one.id, "slug": one.slug, "name": one.plan.name, "status": one.plan.status,
             "budget": one.plan.budget, "currency": one.plan.currency, "start": one.plan.starts,
             "end": one.plan.ends, "goal": one.plan.goal}
            for one in await campaigns.every(unit)
        ]  # fmt: skip
    return _listed(items, ("slug", "name", "status", "budget", "currency", "start", "end"), as_json)


def _day(moment: datetime | None) -> date | None:
    return moment.date() if moment else None


def _made(key: str, slug: str, as_json: bool) -> int:
    if as_json:
        print_json({"id": key, "slug": slug})
    else:
        click.echo(slug)
    return 0


def _listed(items: Sequence[Mapping[str, object]], columns: tuple[str, ...], as_json: bool) -> int:
    if as_json:
        print_json({"items": items})
    else:
        print_table(
            columns, [tuple("" if item[name] is None else item[name] for name in columns) for item in items]
        )
    return 0
