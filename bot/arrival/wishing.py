"""Wishes: somebody would like to come in, or to have a channel mapped; who may grants it with a button."""

from agents.types import AgentResult, Button
from bot import permissions
from bot.arrival.mapping import settle
from bot.arrival.spots import Spot, mappable, spots
from bot.arrival.standing import key_of, newcomer
from bot.teamwork.people import keepers
from bot.wanted import Wanted
from config.arrivals import arrivals as rules
from config.errors import Misused, Refused, UnknownScope
from memory.store import arrivals, wishes
from memory.store.entrance import enter_scope
from memory.store.wishes import Wish
from memory.types import Newcomer, Scope


class NoSuchWish(Misused):
    """This wish is settled already, or you may not settle it.

    ko: 이미 처리된 요청이거나 처리할 권한이 없는 요청입니다.
    """


async def barred(wanted: Wanted) -> AgentResult:
    """Somebody who has nothing to look for here: nothing inside, the same words each time, and a way to ask."""
    why = wanted.standing.barred
    lines = [wanted.say(f"barred.{why}")]
    buttons = [Button(wanted.say("button.ask"), "join")]
    if wanted.standing.noticed:
        lines.append(wanted.say("outsider.noticed"))
        buttons.append(Button(wanted.say("button.safe"), "bind safe on"))
    return AgentResult(tuple(lines), buttons=tuple(buttons), status="needs_input")


async def join(wanted: Wanted) -> AgentResult:
    """Asks to be let in where one has no role."""
    binding = wanted.binding
    if binding is None or not wanted.standing.barred:
        return AgentResult((wanted.say("join.needless"),))
    kind = "guest" if wanted.standing.barred == "outsider" else "join"
    who = newcomer(wanted.heard, wanted.locale)
    tell = await keepers(wanted.house, binding.scope, "user", "add")
    ref, _ = await wishes.make(wanted.database, kind, key_of(wanted.heard), who, binding.scope, tell)
    buttons = (
        Button(wanted.say("button.let_in"), f"wish yes {ref}"),
        Button(wanted.say("button.decline"), f"wish no {ref}"),
    )
    return AgentResult((wanted.say("join.asked", name=who.name or who.account),), buttons=buttons)


async def wish(wanted: Wanted) -> AgentResult:
    """`wish yes ID`, `wish no ID`. Raises NoSuchWish, Refused."""
    answer, _, ref = wanted.rest.partition(" ")
    spot, found = await _found(wanted, ref.strip())
    if answer != "yes":
        await _settled(wanted, spot, found, granted=False)
        return AgentResult((wanted.say("wish.declined", name=found.name),))
    if found.kind == "map":
        return await _map(wanted, spot, found)
    return await _let_in(wanted, spot, found)


async def _found(wanted: Wanted, ref: str) -> tuple[Spot, Wish]:
    for org, user in wanted.who:
        try:
            root = await enter_scope(wanted.database, Scope(org), user)
        except UnknownScope:
            continue
        async with wanted.database.reading(root.access) as unit:
            found = await wishes.get(unit, ref)
        if found:
            target = await enter_scope(wanted.database, found.scope, user)
            command = ("bind",) if found.kind == "map" else ("user", "add")
            wanted.permit_at(target.access.actor, target.place, *command)
            return Spot(target.place, target.access.actor), found
    raise NoSuchWish()


async def _map(wanted: Wanted, spot: Spot, found: Wish) -> AgentResult:
    if not (found.scope.client or found.scope.campaign):
        choices = mappable(wanted.house, await spots(wanted.house, wanted.who))
        names = ", ".join(one.label for one in choices)
        return AgentResult((wanted.say("wish.in_channel", name=found.name, places=names),))
    await settle(wanted, spot.actor.user, found.key, found.scope)
    await _settled(wanted, spot, found, granted=True)
    return AgentResult((wanted.say("bound", place=spot.label),))


async def _let_in(wanted: Wanted, spot: Spot, found: Wish) -> AgentResult:
    given = rules().newcomers[spot.place.org_type]
    role = given.outsider if found.kind == "guest" else given.at(found.scope.level)
    if not role:
        return AgentResult((wanted.say("wish.invite", name=found.name),), status="needs_input")
    verdict = permissions.can_give(spot.actor, role, spot.place, wanted.house.now())
    if not verdict.allowed:
        raise Refused(detail=verdict.why(wanted.locale))
    who = Newcomer(found.key.platform, found.account, found.name, wanted.locale)
    await arrivals.settle_in(wanted.database, who, found.scope, role)
    await _settled(wanted, spot, found, granted=True)
    return AgentResult((wanted.say("wish.granted", name=found.name, place=spot.label),))


async def _settled(wanted: Wanted, spot: Spot, found: Wish, *, granted: bool) -> None:
    entrance = await enter_scope(wanted.database, found.scope, spot.actor.user)
    async with wanted.database.writing(entrance.access) as unit:
        await wishes.settle(unit, found, "granted" if granted else "declined")
