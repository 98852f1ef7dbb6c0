"""The bot's own page for one user: where they are, what waits, what is scheduled, what is known, what is connected."""

from dataclasses import replace

from agents.types import AgentResult, Bullets, Button, Paragraph, Section
from bot.arrival import key_of
from bot.beginning import start, welcome
from bot.mapping import unmapped
from bot.spots import Spot, campaigns_of, spots
from bot.wanted import Wanted
from config.errors import UnknownScope
from memory.store import bindings, insights, outputs, wishes
from memory.store.entrance import binding_at, enter_scope
from memory.types import Scope

_MOST = 5


async def home(wanted: Wanted) -> AgentResult:
    """The page, out of what there is."""
    found = await spots(wanted.house, wanted.who)
    if not found:
        return welcome(wanted)
    sections = [await _scope(wanted, found), *(await _organization_parts(wanted, found))]
    buttons = (
        *(Button(spot.label, f"use {spot.path}") for spot in campaigns_of(found)[:_MOST]),
        Button(wanted.say("button.campaign"), "form campaign"),
        Button(wanted.say("button.data"), "privacy"),
    )
    return AgentResult((wanted.say("home"),), tuple(sections), buttons=buttons)


async def hello(wanted: Wanted) -> AgentResult:
    """A greeting is answered with where one is, or how to begin."""
    if wanted.entrance:
        return AgentResult((wanted.say("hello.chat", place=wanted.here),))
    found = await spots(wanted.house, wanted.who)
    if found and wanted.heard.direct:
        buttons = tuple(Button(spot.label, f"use {spot.path}") for spot in campaigns_of(found))
        return AgentResult((wanted.say("use.which"),), buttons=buttons, status="needs_input", expects="use:")
    if wanted.heard.direct:
        return await start(replace(wanted, rest=""))
    return await unmapped(wanted)


async def _scope(wanted: Wanted, found: tuple[Spot, ...]) -> Section:
    binding = await binding_at(wanted.database, key_of(wanted.heard))
    chosen = next((one for one in found if binding and one.place.scope == binding.scope), None)
    line = wanted.say("home.here", place=chosen.label) if chosen else wanted.say("home.nowhere")
    return Section(wanted.say("home.scope"), (Paragraph(line),))


async def _organization_parts(wanted: Wanted, found: tuple[Spot, ...]) -> list[Section]:
    """Waiting, digests, memory and connections over the organisations of this account."""
    waiting: list[str] = []
    known = stale = conflicts = 0
    connected: list[str] = []
    by_scope = {spot.place.scope: spot for spot in found}
    for org, user in wanted.who:
        try:
            root = await enter_scope(wanted.database, Scope(org), user)
        except UnknownScope:
            continue
        async with wanted.database.reading(root.access) as unit:
            waiting += [_wish(wanted, one, by_scope) for one in await wishes.waiting(unit)]
            stale += sum(1 for one in await outputs.every(unit) if one.stale and one.status != "superseded")
            known += len(await insights.every(unit))
            conflicts += len(await insights.conflicts(unit))
            bound = [one for one in await bindings.every(unit) if not one.key.thread]
            here = [one for one in bound if one.scope in by_scope]
            connected += [
                f"{one.key.platform} {one.key.channel} → {by_scope[one.scope].label}" for one in here
            ]
    if stale:
        waiting.append(wanted.say("home.stale", count=stale))
    if conflicts:
        waiting.append(wanted.say("home.conflicts", count=conflicts))
    return [
        Section(wanted.say("home.waiting"), (_listed(wanted, waiting),)),
        Section(wanted.say("home.memory"), (Paragraph(wanted.say("home.known", count=known)),)),
        Section(wanted.say("home.connected"), (_listed(wanted, connected),)),
    ]


def _wish(wanted: Wanted, wish: wishes.Wish, by_scope: dict[Scope, Spot]) -> str:
    place = by_scope[wish.scope].label if wish.scope in by_scope else "…"
    return wanted.say(f"home.wish.{wish.kind}", name=wish.name, channel=wish.key.channel, place=place)


def _listed(wanted: Wanted, items: list[str]) -> Bullets | Paragraph:
    return Bullets(tuple(items)) if items else Paragraph(wanted.say("home.none"))
