"""What is done with digests, on the command line and in chat alike: each is asked for at a place, by somebody."""

from datetime import date

from bot import permissions
from bot.digest.errors import ChannelElsewhere, NoAccountThere
from bot.digest.orders import Order
from bot.digest.period import stamp
from bot.house import House
from config.arrivals import arrivals as rules
from config.errors import Locale, Refused
from config.wording import words
from memory.schedule import DAYS, Digest, Plan, Target
from memory.store import digests, users
from memory.store.entrance import Entrance, binding_at
from memory.types import ChannelKey

_SPANS = {frozenset(DAYS): "daily", frozenset(DAYS[:5]): "weekdays"}


def permit(house: House, entrance: Entrance, verb: str = "") -> None:
    """Raises Refused, with the reason, where this actor may not do this with digests here."""
    actor = entrance.access.actor
    verdict = permissions.admit(actor, ("digest", verb), entrance.place, house.now())
    if not verdict.allowed:
        raise Refused(detail=verdict.why(actor.locale))


async def add(house: House, entrance: Entrance, order: Order, target: Target) -> Digest:
    """Raises Refused, ChannelElsewhere."""
    permit(house, entrance, "add")
    await check_target(house, entrance, target)
    async with house.database.writing(entrance.access) as unit:
        return await digests.add(unit, order.about, target, order.plan)


async def check_target(house: House, entrance: Entrance, target: Target) -> None:
    """A channel must work on the digest's place, or on one above it. Raises ChannelElsewhere."""
    if target.direct:
        return
    key = ChannelKey(target.platform, target.workspace, target.channel)
    binding = await binding_at(house.database, key)
    if binding is None or binding.scope not in entrance.place.scope.chain:
        raise ChannelElsewhere()


async def direct(house: House, entrance: Entrance, platform: str) -> Target:
    """The actor's own account on a platform. Raises NoAccountThere."""
    actor = entrance.access.actor
    async with house.database.reading(entrance.access) as unit:
        account = await users.account(unit, actor.user, platform)
    if not account:
        raise NoAccountThere(name=actor.name, platform=platform)
    workspace, _, name = account.rpartition("/") if platform in rules().local_accounts else ("", "", account)
    return Target(platform, workspace, "", name, direct=True)


async def every(house: House, entrance: Entrance) -> tuple[Digest, ...]:
    permit(house, entrance)
    async with house.database.reading(entrance.access) as unit:
        return await digests.every(unit)


async def one(house: House, entrance: Entrance, ref: str) -> Digest:
    """Raises UnknownDigest, AmbiguousDigest."""
    permit(house, entrance)
    async with house.database.reading(entrance.access) as unit:
        return await digests.get(unit, ref)


async def pause(house: House, entrance: Entrance, ref: str, until: date | None = None) -> Digest:
    permit(house, entrance, "pause")
    async with house.database.writing(entrance.access) as unit:
        return await digests.pause(unit, ref, until)


async def resume(house: House, entrance: Entrance, ref: str) -> Digest:
    permit(house, entrance, "resume")
    async with house.database.writing(entrance.access) as unit:
        return await digests.resume(unit, ref)


async def remove(house: House, entrance: Entrance, ref: str) -> Digest:
    permit(house, entrance, "remove")
    async with house.database.writing(entrance.access) as unit:
        return await digests.remove(unit, ref)


def line(house: House, digest: Digest, locale: Locale) -> str:
    """A digest in one line: of what, when, where to, and what is next."""
    say, plan, target = words("digest"), digest.plan, digest.target
    hours = f"{plan.quiet.start:%H:%M}-{plan.quiet.end:%H:%M}" if plan.quiet else ""
    to = "to.direct" if target.direct else "to.channel"
    return say(
        "line",
        locale,
        about=say(f"about.{digest.about}", locale),
        days=_days(plan, locale),
        at=f"{plan.at:%H:%M}",
        zone=plan.zone,
        quiet=say("quiet", locale, hours=hours) if hours else "",
        to=say(to, locale, platform=target.platform.title(), channel=target.channel),
        state=_state(house, digest, locale),
        id=digest.id[-8:],
    )


def _days(plan: Plan, locale: Locale) -> str:
    say = words("digest")
    if plan.days in _SPANS:
        return say(f"days.{_SPANS[plan.days]}", locale)
    return ", ".join(say(f"day.{day}", locale) for day in DAYS if day in plan.days)


def _state(house: House, digest: Digest, locale: Locale) -> str:
    say, plan = words("digest"), digest.plan
    if digest.state == "paused" and digest.paused_until:
        return say("state.paused_until", locale, day=digest.paused_until.isoformat())
    if digest.state != "active":
        return say(f"state.{digest.state}", locale)
    following = plan.moment(plan.next(house.now()))
    return say("state.active", locale, next=stamp(following, plan.zone, locale))
