"""What the bot itself can do: help, finding the way, starting, keeping a brief. Tools answer as agents do."""

from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass, replace

from agents.types import AgentResult, Button
from bot import onboarding
from bot.desks import Desks, talk
from bot.house import House
from bot.place import places
from bot.router import Route
from config.errors import Locale
from config.wording import words
from memory.store import users
from memory.store.entrance import OWNER, Entrance, enter

OPEN = onboarding.OPEN
"""The end of an action that the next words complete."""

NAMES: Mapping[str, str] = {
    "help": "help", "도움말": "help", "도움": "help", "what can you do": "help", "뭐 할 수 있어": "help",
    "hello": "hello", "start": "start", "시작": "start", "data": "data", "privacy": "data", "데이터": "data",
    "where": "where", "어디": "where", "use": "use", "이동": "use", "lang": "lang", "언어": "lang",
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Wanted:
    """What somebody wants of a tool."""

    tool: str
    rest: str
    route: Route
    entrance: Entrance | None
    locale: Locale
    house: House

    @property
    def user(self) -> str:
        return self.entrance.access.actor.name if self.entrance else OWNER

    @property
    def desks(self) -> Desks:
        return Desks(self.house.agents, self.locale)

    def say(self, key: str, **facts: object) -> str:
        return words("tools")(key, self.locale, **facts)


async def use(route: Route, entrance: Entrance | None, locale: Locale, house: House) -> AgentResult:
    """The answer of the tool that the route names; of an agent's question without a place: which place?"""
    command = route.command
    tool = command.verb if not command.agent else "absent" if entrance else "noplace"
    wanted = Wanted(tool, command.rest, route, entrance, locale, house)
    result = await _TOOLS[tool](wanted)
    return replace(result, verb=result.verb or tool)


async def _help(wanted: Wanted) -> AgentResult:
    return AgentResult((wanted.say("help"),))


async def _hello(wanted: Wanted) -> AgentResult:
    if wanted.entrance:
        return AgentResult((wanted.say("hello", place=" › ".join(wanted.entrance.place.names)),))
    return await _noplace(wanted)


async def _noplace(wanted: Wanted) -> AgentResult:
    """Offers the places there are; where there is none, to make one."""
    choices = await places(wanted.house, wanted.user)
    if choices:
        buttons = tuple(Button(path, f"use {path}") for path in choices)
        return AgentResult((wanted.say("noplace"),), buttons=buttons, status="needs_input")
    return onboarding.welcome(wanted.locale)


async def _start(wanted: Wanted) -> AgentResult:
    return await onboarding.start(wanted.rest, wanted.locale, wanted.house)


async def _data(wanted: Wanted) -> AgentResult:
    return AgentResult((wanted.say("data", home=wanted.house.settings.home),))


async def _where(wanted: Wanted) -> AgentResult:
    if wanted.entrance is None:
        return await _noplace(wanted)
    place = wanted.entrance.place
    names = " › ".join(place.names)
    line = wanted.say("where", names=names, timezone=place.timezone, currency=place.currency, path=place.path)
    return AgentResult((line,))


async def _use(wanted: Wanted) -> AgentResult:
    if not wanted.rest:
        choices = await places(wanted.house, wanted.user)
        buttons = tuple(Button(path, f"use {path}") for path in choices)
        return AgentResult((wanted.say("use.which"),), buttons=buttons, status="needs_input")
    found = await enter(wanted.house.database, wanted.rest, wanted.user)
    return AgentResult((wanted.say("use", names=" › ".join(found.place.names)),), place=found.place.path)


async def _lang(wanted: Wanted) -> AgentResult:
    chosen: Locale | None = {
        "ko": "ko",
        "한국어": "ko",
        "korean": "ko",
        "en": "en",
        "영어": "en",
        "english": "en",
    }.get(  # pyright: ignore[reportAssignmentType]
        wanted.rest.lower()
    )
    if chosen is None or wanted.entrance is None:
        buttons = (Button("한국어", "lang ko"), Button("English", "lang en"))
        return AgentResult((wanted.say("lang.which"),), buttons=buttons, status="needs_input")
    async with wanted.house.database.writing(wanted.entrance.access) as unit:
        await users.speak(unit, chosen)
    return AgentResult((words("tools")("lang", chosen),))


async def _unknown(wanted: Wanted) -> AgentResult:
    near = wanted.route.alternatives
    lines = (wanted.say("unknown", word=wanted.rest), *([wanted.say("unknown.near")] if near else []))
    buttons = tuple(Button(f"/{name}", name) for name in near) or (Button("/help", "help"),)
    return AgentResult(lines, buttons=buttons, status="needs_input")


async def _unsure(wanted: Wanted) -> AgentResult:
    return wanted.desks.unsure(wanted.route)


async def _absent(wanted: Wanted) -> AgentResult:
    return wanted.desks.absent(wanted.route)


async def _change(wanted: Wanted) -> AgentResult:
    return wanted.desks.others(wanted.route)


async def _talk(wanted: Wanted) -> AgentResult:
    return talk(wanted.tool, wanted.locale)


_TOOLS: Mapping[str, Callable[[Wanted], Awaitable[AgentResult]]] = {
    "help": _help,
    "hello": _hello,
    "noplace": _noplace,
    "start": _start,
    "data": _data,
    "where": _where,
    "use": _use,
    "lang": _lang,
    "unknown": _unknown,
    "unsure": _unsure,
    "absent": _absent,
    "change": _change,
    "thanks": _talk,
    "smalltalk": _talk,
}
