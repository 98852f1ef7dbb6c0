"""`stratum digest`: what is sent regularly, when and where to."""

from datetime import datetime

import click

from bot.cli.session import as_option, at, json_option, language, print_json, wait
from bot.digest import desk
from bot.digest.errors import ChannelElsewhere
from bot.digest.orders import Order, clock, days_of, hours, zone_of
from bot.digest.telling import preview as told
from bot.digest.telling import preview_of
from bot.house import House
from bot.render import markdown
from memory.schedule import About, Digest, Plan, Target
from memory.store import bindings
from memory.store.entrance import Entrance


@click.group()
def digest() -> None:
    """Digests: what is sent regularly, when and where to."""


@digest.command("add")
@click.argument("scope", metavar="SCOPE")
@click.option("--days", default="", metavar="DAYS", help="daily, weekdays, weekly, or days such as mon,thu.")
@click.option("--at", "time", default="09:00", metavar="HH:MM", help="Local time of the recipient.")
@click.option("--zone", default="", help="IANA time zone of the recipient; the place's if none is given.")
@click.option("--quiet", default="", metavar="HH:MM-HH:MM", help="Hours in which nothing is sent.")
@click.option(
    "--about", type=click.Choice(["everything", "learnt"]), default="everything", help="What it tells."
)
@click.option(
    "--channel",
    "to",
    nargs=3,
    default=None,
    metavar="PLATFORM WORKSPACE CHANNEL",
    help="The channel it goes to.",
)
@click.option("--dm", default="", metavar="PLATFORM", help="Goes to you directly on this platform.")
@as_option
@json_option
def add(
    scope: str,
    days: str,
    time: str,
    zone: str,
    quiet: str,
    about: About,
    to: tuple[str, str, str] | None,
    dm: str,
    user: str,
    as_json: bool,
) -> int:
    """Schedules a digest of a place, for a channel or for yourself. Without --channel, for the channel of the place."""
    return wait(_add(scope, (days, time, zone, quiet, about), to, dm, user, as_json))


async def _add(
    scope: str,
    said: tuple[str, str, str, str, About],
    to: tuple[str, str, str] | None,
    dm: str,
    user: str,
    as_json: bool,
) -> int:
    days, time, zone, quiet, about = said
    async with at(scope, user) as (house, entrance):
        usual = days or ("weekly" if about == "learnt" else "weekdays")
        plan = Plan(
            days_of(usual),
            clock(time),
            zone_of(zone or entrance.place.timezone),
            hours(quiet) if quiet else None,
        )
        target = await _target(house, entrance, to, dm)
        made = await desk.add(house, entrance, Order(plan, about, bool(dm)), target)
        if as_json:
            print_json({"id": made.id, "slug": entrance.place.path})
        else:
            click.echo(desk.line(house, made, language()))
    return 0


async def _target(house: House, entrance: Entrance, to: tuple[str, str, str] | None, dm: str) -> Target:
    """As it was said; else the one channel that works on exactly this place. Raises ChannelElsewhere."""
    if dm:
        return await desk.direct(house, entrance, dm)
    if to:
        return Target(*to)
    async with house.database.reading(entrance.access) as unit:
        found = [one.key for one in await bindings.every(unit) if one.scope == entrance.place.scope]
    channels = {(key.platform, key.workspace, key.channel) for key in found}
    if len(channels) != 1:
        raise ChannelElsewhere()
    return Target(*channels.pop())


@digest.command("list")
@click.argument("scope", metavar="SCOPE")
@as_option
@json_option
def list_digests(scope: str, user: str, as_json: bool) -> int:
    """The digests of a place and below it."""
    return wait(_list(scope, user, as_json))


async def _list(scope: str, user: str, as_json: bool) -> int:
    async with at(scope, user) as (house, entrance):
        found = await desk.every(house, entrance)
        if as_json:
            print_json({"items": [_document(house, one) for one in found]})
        else:
            for one in found:
                click.echo(desk.line(house, one, language()))
    return 0


@digest.command("preview")
@click.argument("scope", metavar="SCOPE")
@click.argument("ref", metavar="[ID]", default="")
@click.option(
    "--about", type=click.Choice(["everything", "learnt"]), default="everything", help="What it tells."
)
@as_option
@json_option
def preview(scope: str, ref: str, about: About, user: str, as_json: bool) -> int:
    """What a digest would say now; without an id, that of the last day (of the last week, of what was learnt)."""
    return wait(_preview(scope, ref, about, user, as_json))


async def _preview(scope: str, ref: str, about: About, user: str, as_json: bool) -> int:
    async with at(scope, user) as (house, entrance):
        locale = language()
        if ref:
            result = await told(house, entrance, await desk.one(house, entrance, ref), locale)
        else:
            desk.permit(house, entrance)
            result = await preview_of(house, entrance, about, locale)
    text = markdown("", result.lines, result.sections, ())
    if as_json:
        buttons = [{"label": one.label, "action": one.action} for one in result.buttons]
        print_json({"text": text, "lines": result.lines, "buttons": buttons, "scope": entrance.place.path})
    else:
        click.echo(text)
    return 0


@digest.command("pause")
@click.argument("scope", metavar="SCOPE")
@click.argument("ref", metavar="ID")
@click.option(
    "--until", type=click.DateTime(["%Y-%m-%d"]), default=None, help="The first day that it is sent again."
)
@as_option
@json_option
def pause(scope: str, ref: str, until: datetime | None, user: str, as_json: bool) -> int:
    """Sends nothing more for a while."""
    return wait(_change(scope, ref, "pause", user, as_json, until))


@digest.command("resume")
@click.argument("scope", metavar="SCOPE")
@click.argument("ref", metavar="ID")
@as_option
@json_option
def resume(scope: str, ref: str, user: str, as_json: bool) -> int:
    """Sends again; what fell into the pause is not made up for."""
    return wait(_change(scope, ref, "resume", user, as_json))


@digest.command("remove")
@click.argument("scope", metavar="SCOPE")
@click.argument("ref", metavar="ID")
@as_option
@json_option
def remove(scope: str, ref: str, user: str, as_json: bool) -> int:
    """Takes a digest away for good."""
    return wait(_change(scope, ref, "remove", user, as_json))


async def _change(
    scope: str, ref: str, verb: str, user: str, as_json: bool, until: datetime | None = None
) -> int:
    async with at(scope, user) as (house, entrance):
        if verb == "pause":
            changed = await desk.pause(house, entrance, ref, until.date() if until else None)
        else:
            changed = await (desk.resume if verb == "resume" else desk.remove)(house, entrance, ref)
        if as_json:
            print_json(_document(house, changed) | ({"removed": True} if verb == "remove" else {}))
        else:
            click.echo(desk.line(house, changed, language()))
    return 0


def _document(house: House, one: Digest) -> dict[str, object]:
    plan = one.plan
    following = plan.moment(plan.next(house.now())) if one.state == "active" else None
    return {
        "id": one.id,
        "level": one.scope.level,
        "about": one.about,
        "days": sorted(plan.days),
        "at": f"{plan.at:%H:%M}",
        "zone": plan.zone,
        "quiet": f"{plan.quiet.start:%H:%M}-{plan.quiet.end:%H:%M}" if plan.quiet else None,
        "platform": one.target.platform,
        "workspace": one.target.workspace,
        "channel": one.target.channel,
        "direct": one.target.direct,
        "state": one.state,
        "paused_until": one.paused_until,
        "next": following,
        "last": one.handed,
    }
