"""The bot's own page for one user: where they are, what waits, what is scheduled, what is known, what is connected."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace

from agents.types import AgentResult, Bullets, Button, Paragraph, Section
from bot import permissions
from bot.arrival.beginning import start, welcome
from bot.arrival.mapping import unmapped
from bot.arrival.spots import Spot, campaigns_of, spots
from bot.arrival.standing import key_of
from bot.digest import desk
from bot.teamwork.seeing import insider
from bot.teamwork.waiting import together
from bot.wanted import Wanted
from config.errors import Locale, UnknownScope
from config.wording import words
from memory.store import bindings, digests, insights, outputs, wishes
from memory.store.entrance import Entrance, binding_at, enter_scope
from memory.store.wishes import Wish
from memory.types import OrgId, Scope, UserId

_MOST = 5
_MOST_GOALS = 8


@dataclass(slots=True)
class _Page:
    """What is gathered over the organisations of an account."""

    waiting: list[str] = field(default_factory=list[str])
    requests: list[Wish] = field(default_factory=list[Wish])
    digests: list[str] = field(default_factory=list[str])
    goals: list[str] = field(default_factory=list[str])
    """Where key results stand."""
    connected: list[str] = field(default_factory=list[str])
    accounts: list[str] = field(default_factory=list[str])
    """Accounts of ad platforms, for those who may connect some."""
    team: list[str] = field(default_factory=list[str])
    """Approvals to decide, and one's own tasks."""
    decide: list[Button] = field(default_factory=list[Button])
    news: int = 0
    known: int = 0
    stale: int = 0
    conflicts: int = 0


async def home(wanted: Wanted) -> AgentResult:
    """The page, out of what there is."""
    found = await spots(wanted.house, wanted.who)
    if not found:
        return welcome(wanted)
    page = _Page()
    by_scope = {spot.place.scope: spot for spot in found}
    for org, user in wanted.who:
        await _gather(wanted, page, by_scope, org, user)
    grants = (
        Button(wanted.say("button.approve", name=one.name), f"wish yes {one.id}")
        for one in page.requests[:_MOST]
    )
    team = (*page.decide[:_MOST], *_news(wanted, page))
    buttons = (
        *grants,
        *team,
        *(Button(spot.label, f"use {spot.path}") for spot in campaigns_of(found)[:_MOST]),
        Button(wanted.say("button.campaign"), "form campaign"),
        Button(wanted.say("button.data"), "privacy"),
    )
    sections = (await _scope(wanted, found), *_sections(wanted, page))
    return AgentResult((wanted.say("home"),), sections, buttons=buttons)


def _news(wanted: Wanted, page: _Page) -> tuple[Button, ...]:
    label = words("teamwork")("button.notices", wanted.locale, count=page.news)
    return (Button(label, "notices"),) if page.news else ()


async def hello(wanted: Wanted) -> AgentResult:
    """A greeting is answered with where one is, or how to begin."""
    if wanted.entrance:
        return AgentResult((wanted.say("hello.chat", place=wanted.here),))
    found = await spots(wanted.house, wanted.who)
    if found and wanted.heard.direct:
        buttons = tuple(Button(spot.label, f"use {spot.path}") for spot in campaigns_of(found))
        return AgentResult((wanted.say("use.which"),), buttons=buttons, status="needs_input", expects="use :")
    if wanted.heard.direct:
        return await start(replace(wanted, rest=""))
    return await unmapped(wanted)


async def _scope(wanted: Wanted, found: tuple[Spot, ...]) -> Section:
    binding = await binding_at(wanted.database, key_of(wanted.heard))
    chosen = next((one for one in found if binding and one.place.scope == binding.scope), None)
    line = wanted.say("home.here", place=chosen.label) if chosen else wanted.say("home.nowhere")
    return Section(wanted.say("home.scope"), (Paragraph(line),))


async def _gather(
    wanted: Wanted, page: _Page, by_scope: Mapping[Scope, Spot], org: OrgId, user: UserId
) -> None:
    """Adds what one organisation has for this account."""
    try:
        root = await enter_scope(wanted.database, Scope(org), user)
    except UnknownScope:
        return
    async with wanted.database.reading(root.access) as unit:
        requests = await wishes.waiting(unit)
        page.stale += sum(1 for one in await outputs.every(unit) if one.stale and one.status != "superseded")
        page.known += len(await insights.every(unit))
        page.conflicts += len(await insights.conflicts(unit))
        scheduled = await digests.every(unit)
        bound = [one for one in await bindings.every(unit) if one.scope in by_scope and not one.key.thread]
    open_ = await together(wanted, root)
    page.team += open_.lines
    page.decide += open_.buttons
    page.news += open_.news
    page.requests += requests
    page.waiting += [_wish(wanted, one, by_scope) for one in requests]
    page.digests += [desk.line(wanted.house, one, wanted.locale) for one in scheduled]
    page.accounts += await _accounts(wanted, root, by_scope)
    page.goals += await _goals(wanted, root, by_scope)
    page.connected += [f"{one.key.platform} {one.key.channel} → {by_scope[one.scope].label}" for one in bound]


async def _accounts(wanted: Wanted, root: Entrance, by_scope: Mapping[Scope, Spot]) -> list[str]:
    actor, now = root.access.actor, wanted.house.now()
    if not permissions.admit(actor, ("connect",), root.place, now).allowed:
        return []
    from bot.measuring.connections import connectable, held  # noqa: PLC0415 - only this needs the catalogue

    found = await held(wanted.house, root.access)
    return [
        f"{connectable(one.of.platform).name} {one.of.account} → {by_scope[one.scope].label}"
        for one in found
        if one.scope in by_scope
    ]


@dataclass(frozen=True, slots=True)
class _Reader:
    """Whose page it is, as the lines of key results want to know."""

    locale: Locale
    safe: bool
    labels: Mapping[str, str]

    def where(self, path: str) -> str:
        return f" ({self.labels.get(path, path)})"


async def _goals(wanted: Wanted, root: Entrance, by_scope: Mapping[Scope, Spot]) -> list[str]:
    from bot.digest.sections.goals import said  # noqa: PLC0415 - only who has OKRs needs the arithmetic
    from bot.okrs import standing  # noqa: PLC0415

    labels = {spot.path: spot.label for spot in by_scope.values()}
    reader = _Reader(wanted.locale, not insider(wanted.house, root), labels)
    found = await standing(wanted.house, root)
    return said(found.values(), reader, wanted.house.now().year)


def _sections(wanted: Wanted, page: _Page) -> tuple[Section, ...]:
    waiting = list(page.waiting)
    if page.stale:
        waiting.append(wanted.say("home.stale", count=page.stale))
    if page.conflicts:
        waiting.append(wanted.say("home.conflicts", count=page.conflicts))
    return (
        Section(wanted.say("home.waiting"), (_listed(wanted, waiting),)),
        Section(words("teamwork")("home.team", wanted.locale), (_listed(wanted, page.team),)),
        *(
            [Section(words("onward")("goals.title", wanted.locale), _goal_lines(wanted, page))]
            if page.goals
            else ()
        ),
        Section(wanted.say("home.digests"), (_listed(wanted, page.digests),)),
        Section(wanted.say("home.memory"), (Paragraph(wanted.say("home.known", count=page.known)),)),
        Section(wanted.say("home.connected"), (_listed(wanted, page.connected),)),
        *([Section(wanted.say("home.accounts"), (Bullets(tuple(page.accounts)),))] if page.accounts else ()),
    )


def _goal_lines(wanted: Wanted, page: _Page) -> tuple[Bullets]:
    more = len(page.goals) - _MOST_GOALS
    rest = (words("digest")("more", wanted.locale, count=more),) if more > 0 else ()
    return (Bullets((*page.goals[:_MOST_GOALS], *rest)),)


def _wish(wanted: Wanted, wish: Wish, by_scope: Mapping[Scope, Spot]) -> str:
    place = by_scope[wish.scope].label if wish.scope in by_scope else "…"
    return wanted.say(f"home.wish.{wish.kind}", name=wish.name, channel=wish.key.channel, place=place)


def _listed(wanted: Wanted, items: list[str]) -> Bullets | Paragraph:
    return Bullets(tuple(items)) if items else Paragraph(wanted.say("home.none"))
