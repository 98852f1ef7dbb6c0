"""Channels and places: which channel works on what, asked once, answered by whoever may decide it."""

from collections.abc import Sequence
from dataclasses import replace

from agents.types import AgentResult, Button
from bot import permissions
from bot.arrival.phrase import Phrase, phrase
from bot.arrival.spots import Spot, campaigns_of, mappable, matching, may, spots
from bot.arrival.standing import NOBODY, key_of, newcomer, origin_of
from bot.arrival.workspaces import rest
from bot.errors import ElsewhereClient, NotMapped
from bot.teamwork.people import keepers
from bot.wanted import Wanted
from config.arrivals import arrivals as rules
from config.errors import Refused, UnknownScope
from config.roles import rights
from memory.errors import ChannelTaken
from memory.store import arrivals, bindings, channels, doorsteps, messages, wishes
from memory.store.entrance import binding_at, enter_scope
from memory.types import Binding, ChannelKey, Scope, UserId

_MOST_BUTTONS = 20


async def joined(wanted: Wanted) -> AgentResult:
    """The bot has come into a channel, or a workspace: it asks once where it is, and what rested goes on."""
    if wanted.heard.wide:
        await rest(wanted.database, wanted.heard.platform, wanted.heard.workspace, False)
    if not wanted.heard.channel:
        return AgentResult(())
    if wanted.binding:
        return AgentResult((wanted.say("back", place=await _named(wanted, wanted.binding)),))
    if not await doorsteps.first(wanted.database, key_of(wanted.heard), "joined", wanted.heard.event_id):
        return AgentResult(())
    return await unmapped(wanted, wanted.say("joined"))


async def left(wanted: Wanted) -> AgentResult:
    """The bot is out of a channel, or a workspace: its mapping rests, and nothing is posted there."""
    if not wanted.heard.channel:
        await rest(wanted.database, wanted.heard.platform, wanted.heard.workspace, True)
        return AgentResult(())
    if wanted.binding and not wanted.binding.rests:
        await channels.mark_by_house(wanted.database, wanted.binding, "rests", True)
    await doorsteps.again(wanted.database, key_of(wanted.heard), "joined")
    return AgentResult(())


async def shared(wanted: Wanted) -> AgentResult:
    """Another company reads along in the channel from now on: the team is told, and offered the client-safe mode."""
    binding = wanted.binding
    if binding is None or binding.client_safe or binding.outsiders:
        return AgentResult(())
    await channels.mark_by_house(wanted.database, binding, "outsiders", True)
    button = Button(wanted.say("button.safe"), "bind safe on")
    return AgentResult((wanted.say("outsider.noticed"),), buttons=(button,), status="needs_input")


async def moved(wanted: Wanted) -> AgentResult:
    """The channel has another key now: its mapping goes along."""
    if wanted.heard.target:
        await channels.moved(wanted.database, key_of(wanted.heard), wanted.heard.target)
    return AgentResult(())


async def unmapped(wanted: Wanted, line: str = "") -> AgentResult:
    """What can be done in a channel that is mapped to nothing: map it, or ask somebody who may."""
    choices = mappable(wanted.house, await spots(wanted.house, wanted.who))
    line = line or wanted.say("unmapped")
    if choices and not wanted.heard.outsider:
        buttons = _binding_buttons(campaigns_of(choices))
        more = (Button(wanted.say("button.other"), "form map"),)
        return AgentResult((line, wanted.say("which")), buttons=(*buttons, *more), status="needs_input")
    buttons = (Button(wanted.say("button.map"), "bind"), Button(wanted.say("button.data"), "privacy"))
    return AgentResult((line, wanted.say("admins")), buttons=buttons, status="needs_input")


async def bind(wanted: Wanted) -> AgentResult:
    """`bind PLACE`, `bind off`, `bind safe on|off`, `bind newcomers ROLE`."""
    said = phrase(wanted.rest)
    first, second = (*said.words, "", "")[:2]
    match first:
        case "off":
            return await _unbind(wanted)
        case "safe":
            return await _safe(wanted, second != "off")
        case "newcomers":
            return await _newcomers(wanted, second)
        case _:
            return await _bind(wanted, said)


async def _bind(wanted: Wanted, said: Phrase) -> AgentResult:
    if wanted.heard.platform == "console":
        return AgentResult((wanted.say("bind.console"),))
    named = said.text or " ".join(said.words)
    if wanted.heard.direct:
        return await use(replace(wanted, rest=named))
    found = await spots(wanted.house, wanted.who)
    meant = matching(found, named)
    if not meant:
        return await _which(wanted, found, named)
    spot = meant[0] if len(meant) == 1 else None
    if spot is None:
        return AgentResult((wanted.say("which"),), buttons=_binding_buttons(meant), status="needs_input")
    if not may(wanted.house, spot, "bind"):
        return await _wish(wanted, spot.place.scope, f"bind {spot.path}", spot.label)
    return await _bound(wanted, spot, said.options.get("newcomers", ""))


async def _which(wanted: Wanted, found: Sequence[Spot], named: str) -> AgentResult:
    choices = mappable(wanted.house, found)
    if choices:
        line = wanted.say("no_such", named=named) if named else wanted.say("which")
        return AgentResult(
            (line,), buttons=_binding_buttons(campaigns_of(choices)), status="needs_input", expects="bind :"
        )
    begun = await arrivals.begun_at(wanted.database, origin_of(wanted.heard))
    if begun is None:
        return AgentResult((wanted.say("nobody_here"),), status="needs_input")
    return await _wish(wanted, Scope(begun), f"bind : {named}" if named else "bind", named)


async def _wish(wanted: Wanted, scope: Scope, action: str, named: str) -> AgentResult:
    """Keeps a wish for somebody who may map, with the button that does it: a click is authorised again."""
    who = newcomer(wanted.heard, wanted.locale)
    tell = await keepers(wanted.house, scope, "bind")
    await wishes.make(wanted.database, "map", key_of(wanted.heard), who, scope, tell)
    lines = (wanted.say("wished", named=named) if named else wanted.say("wished.any"),)
    return AgentResult(lines, buttons=(Button(wanted.say("button.confirm"), action),))


async def _bound(wanted: Wanted, spot: Spot, newcomers: str) -> AgentResult:
    made = await settle(wanted, spot.actor.user, key_of(wanted.heard), spot.place.scope)
    if newcomers:
        await _let_in(wanted, spot, made, newcomers)
    await _granted(wanted, spot)
    first, after = await _first_steps(wanted, spot)
    lines = (wanted.say("bound", place=spot.label), await _told(wanted, spot, made, newcomers), first)
    buttons = (Button(wanted.say("button.newcomers"), "bind newcomers"),) if not wanted.heard.direct else ()
    return AgentResult(tuple(filter(None, lines)), buttons=buttons, place=spot.path, expects=after)


async def _first_steps(wanted: Wanted, spot: Spot) -> tuple[str, str]:
    """Where nothing is known of a place yet: what to say first, and the command that it completes."""
    entrance = await enter_scope(wanted.database, spot.place.scope, spot.actor.user)
    async with wanted.database.reading(entrance.access) as unit:
        known = await messages.briefs(unit)
    return ("", "") if known else (wanted.say("brief"), "strategy brief:")


async def _told(wanted: Wanted, spot: Spot, made: Binding, newcomers: str) -> str:
    """How colleagues come in here."""
    if wanted.heard.direct:
        return ""
    role = newcomers or made.newcomers or await _default_role(wanted, spot)
    if not role or role == NOBODY:
        return wanted.say("newcomers.none")
    label = rights().roles(spot.place.org_type)[role].label.say(wanted.locale)
    return wanted.say("newcomers.role", role=label)


async def _default_role(wanted: Wanted, spot: Spot) -> str:
    begun = await arrivals.begun_at(wanted.database, origin_of(wanted.heard))
    ours = wanted.heard.platform in rules().colleagues and begun == spot.place.scope.org
    return rules().newcomers[spot.place.org_type].at(spot.place.scope.level) if ours else ""


async def _granted(wanted: Wanted, spot: Spot) -> None:
    """The wishes to have this channel mapped are fulfilled."""
    root = await enter_scope(wanted.database, Scope(spot.place.scope.org), spot.actor.user)
    async with wanted.database.reading(root.access) as unit:
        waiting = [one for one in await wishes.waiting(unit) if one.key == key_of(wanted.heard)]
    for wish in waiting:
        if wish.kind == "map":
            await _settle_wish(wanted, wish, spot.actor.user)


async def _settle_wish(wanted: Wanted, wish: wishes.Wish, user: UserId) -> None:
    try:
        entrance = await enter_scope(wanted.database, wish.scope, user)
        async with wanted.database.writing(entrance.access) as unit:
            await wishes.settle(unit, wish, "granted")
    except Refused:
        return


async def settle(wanted: Wanted, user: UserId, key: ChannelKey, scope: Scope) -> Binding:
    """Makes a channel or a thread work on a scope, wherever it was mapped to before.

    Raises ChannelTaken where it is mapped to a place that this user may not change.
    """
    database = wanted.database
    old = await binding_at(database, key)
    if old and old.key == key and old.scope != scope:
        own = wanted.heard.direct and key == key_of(wanted.heard)
        if old.scope.org != scope.org and not own:
            raise ChannelTaken()
        holder = dict(wanted.who).get(old.scope.org, user)
        try:
            entrance = await enter_scope(database, old.scope, holder)
        except UnknownScope as error:
            raise ChannelTaken() from error
        async with database.writing(entrance.access) as unit:
            await bindings.unbind(unit, key)
    entrance = await enter_scope(database, scope, user)
    async with database.writing(entrance.access) as unit:
        return await bindings.bind(unit, key, scope)


async def _unbind(wanted: Wanted) -> AgentResult:
    binding, spot = await _here(wanted)
    entrance = await enter_scope(wanted.database, binding.scope, spot.actor.user)
    async with wanted.database.writing(entrance.access) as unit:
        await bindings.unbind(unit, binding.key)
    return AgentResult((wanted.say("unbound"),))


async def _safe(wanted: Wanted, on: bool) -> AgentResult:
    binding, spot = await _here(wanted)
    entrance = await enter_scope(wanted.database, binding.scope, spot.actor.user)
    async with wanted.database.writing(entrance.access) as unit:
        await channels.mark(unit, binding, "client_safe", on)
    return AgentResult((wanted.say("safe.on" if on else "safe.off"),))


async def _newcomers(wanted: Wanted, role: str) -> AgentResult:
    binding, spot = await _here(wanted)
    if not role:
        return _newcomer_roles(wanted, spot)
    chosen = {"default": ""}.get(role, role)
    await _let_in(wanted, spot, binding, chosen)
    return AgentResult((await _told(wanted, spot, replace(binding, newcomers=chosen), chosen),))


def _newcomer_roles(wanted: Wanted, spot: Spot) -> AgentResult:
    """Roles without money that the actor may give."""
    known = rights().roles(spot.place.org_type)
    now = wanted.house.now()
    fitting = [
        name
        for name, role in known.items()
        if not role.spends and permissions.can_give(spot.actor, name, spot.place, now).allowed
    ]
    buttons = tuple(
        Button(known[name].label.say(wanted.locale), f"bind newcomers {name}") for name in fitting
    )
    none = Button(wanted.say("button.none"), f"bind newcomers {NOBODY}")
    return AgentResult((wanted.say("newcomers.which"),), buttons=(*buttons, none), status="needs_input")


async def _let_in(wanted: Wanted, spot: Spot, binding: Binding, role: str) -> None:
    """Raises Refused for a role that the actor may not give here, or that moves money."""
    if role and role != NOBODY:
        verdict = permissions.can_give(spot.actor, role, spot.place, wanted.house.now())
        if not verdict.allowed:
            raise Refused(detail=verdict.why(wanted.locale))
        if rights().roles(spot.place.org_type)[role].spends:
            raise Refused(detail=wanted.say("newcomers.money"))
    entrance = await enter_scope(wanted.database, binding.scope, spot.actor.user)
    async with wanted.database.writing(entrance.access) as unit:
        await channels.let_in(unit, binding, role)


async def _here(wanted: Wanted) -> tuple[Binding, Spot]:
    """This channel's mapping, and the actor who may change it. Raises NotMapped, Refused."""
    binding = await binding_at(wanted.database, key_of(wanted.heard))
    if binding is None or wanted.entrance is None:
        raise NotMapped()
    wanted.permit("bind")
    return binding, Spot(wanted.entrance.place, wanted.entrance.access.actor)


async def use(wanted: Wanted) -> AgentResult:
    """Goes on at another place: in a direct conversation from now on, in a channel in this thread alone."""
    found = await spots(wanted.house, wanted.who)
    if not wanted.rest:
        buttons = tuple(
            Button(spot.label, f"use {spot.path}") for spot in campaigns_of(found)[:_MOST_BUTTONS]
        )
        if not buttons:
            return await unmapped(wanted)
        return AgentResult((wanted.say("use.which"),), buttons=buttons, status="needs_input", expects="use :")
    meant = matching(found, phrase(wanted.rest).text or wanted.rest)
    if not meant:
        raise UnknownScope(scope=wanted.rest)
    if wanted.heard.direct:
        await settle(wanted, meant[0].actor.user, key_of(wanted.heard), meant[0].place.scope)
    elif wanted.binding is None:
        return await _bind(wanted, Phrase((meant[0].path,)))
    else:
        await _use_in_thread(wanted, meant[0], wanted.binding)
    return AgentResult((wanted.say("used", place=meant[0].label),), place=meant[0].path)


async def _use_in_thread(wanted: Wanted, spot: Spot, binding: Binding) -> None:
    """A thread stays with its channel's client, or organisation: what is said there is read by the same people."""
    channel = await binding_at(wanted.database, key_of(wanted.heard)) or binding
    here, there = channel.scope, spot.place.scope
    if here.org != there.org or here.client not in {None, there.client}:
        raise ElsewhereClient(place=wanted.here)
    key = replace(key_of(wanted.heard), thread=wanted.heard.thread)
    await settle(wanted, spot.actor.user, key, there)


async def _named(wanted: Wanted, binding: Binding) -> str:
    if wanted.entrance:
        return wanted.here
    user = dict(wanted.who).get(binding.scope.org)
    if user is None:
        return "…"
    try:
        place = (await enter_scope(wanted.database, binding.scope, user)).place
    except UnknownScope:
        return "…"
    return Spot(place, wanted.nobody).label


def _binding_buttons(found: Sequence[Spot]) -> tuple[Button, ...]:
    return tuple(Button(spot.label, f"bind {spot.path}") for spot in found[:_MOST_BUTTONS])
