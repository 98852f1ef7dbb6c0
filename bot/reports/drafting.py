"""Drafts of reports before they have to be ready: made by the clock, told to whoever wanted them, sent by nobody."""

import logging
from datetime import date, datetime
from zoneinfo import ZoneInfo

from agents.types import AgentResult, Ask, Button, Command
from bot import permissions
from bot.house import House
from bot.reaching import reaching
from bot.recall import context_of
from bot.reports.days import works
from bot.types import Heard
from config.errors import Locale, Refused, StratumError
from config.wording import words
from memory.reports import Schedule
from memory.store import notices, outputs, reports
from memory.store.entrance import Entrance, enter_as_owner, enter_scope

log = logging.getLogger(__name__)
AGENT = "analytics"
NOTICE = "report.draft"
EMPTY = "report.empty"


class Drafter:
    """The schedules of all tenants; each local date's draft is made once, by whichever process is first."""

    def __init__(self, house: House) -> None:
        self._house = house

    async def look(self) -> None:
        """Makes what is due. Raises a StorageFailed where the database is away."""
        for one in await reports.scheduled(self._house.database):
            day = one.due(self._house.now(), works)
            if day is not None:
                await self._make(one, day)

    async def _make(self, one: Schedule, day: date) -> None:
        try:
            entrance = await standing(self._house, one)
        except Refused as error:
            await self._end(one, type(error).__name__)
            return
        try:
            result = await made(self._house, entrance, one)
        except StratumError as error:
            log.warning("report %s of %s: %s", one.id, day, error)
            result = AgentResult(())
        async with self._house.database.writing(entrance.access) as unit:
            if not await reports.claim(unit, one, day):
                return
            saved = [await outputs.save(unit, draft) for draft in result.outputs]
            told = [(NOTICE, output.id) for output in saved] or [(EMPTY, f"{one.id}:{day.isoformat()}")]
            for kind, ref in told:
                await notices.tell(unit, [one.user], kind, ref)

    async def _end(self, one: Schedule, why: str) -> None:
        log.warning("drafts %s end: %s", one.id, why)
        try:
            entrance = await enter_as_owner(self._house.database, one.scope)
            async with self._house.database.writing(entrance.access) as unit:
                await reports.end(unit, one, why)
        except StratumError as error:
            log.warning("drafts %s could not be ended: %s", one.id, error)


async def standing(house: House, one: Schedule) -> Entrance:
    """The place as whoever wanted the drafts sees it today. Raises UnknownScope, Refused."""
    entrance = await enter_scope(house.database, one.scope, one.user)
    verdict = permissions.admit(entrance.access.actor, ("report",), entrance.place, house.now())
    if not verdict.allowed:
        raise Refused(detail=verdict.why(one.locale))
    return entrance


async def made(house: House, entrance: Entrance, one: Schedule) -> AgentResult:
    """The report of the last whole week or month, as the agent answers it."""
    async with house.database.reading(entrance.access) as unit:
        context = await context_of(unit, entrance.place)
    text = f"report {one.course.rhythm}"
    ask = Ask(text, Command(AGENT, rest=text), one.locale, context, house.now(), _unheard)
    place, name = entrance.place.path, entrance.access.actor.name
    ask = reaching(ask, house, entrance, None, Heard("console", "local", place, name, text, one.id))
    return await house.agents[AGENT].answer(ask)


async def _unheard(_text: str) -> None:
    """Nobody waits for it."""


async def told_draft(house: House, entrance: Entrance, ref: str, locale: Locale) -> AgentResult:
    """That a draft is ready, and that a person sends it."""
    async with house.database.reading(entrance.access) as unit:
        output = await outputs.get(unit, ref)
    say, short = words("report"), output.id
    shown = house.agents[output.draft.agent].show(output)
    at = _local(output.created_at, entrance.place.timezone)
    line = say("draft.ready", locale, title=output.draft.title, at=f"{at:%H:%M}")
    buttons = (
        Button(say("button.open", locale), f"report show {short}"),
        Button(say("button.pptx", locale), f"export {short} pptx client"),
        Button(say("button.xlsx", locale), f"export {short} xlsx client"),
        Button(say("button.send", locale), f"report send {short}"),
    )
    return AgentResult((line, *shown.lines[:2]), buttons=buttons, charts=shown.charts[:1], verb="report")


async def told_empty(house: House, entrance: Entrance, ref: str, locale: Locale) -> AgentResult | None:
    """That there was nothing to report, and what to do."""
    name, _, day = ref.partition(":")
    async with house.database.reading(entrance.access) as unit:
        found = next((one for one in await reports.schedules(unit) if one.id == name), None)
    if found is None:
        return None
    facts = {"rhythm": words("report")(f"rhythm.{found.course.rhythm}", locale), "day": day}
    place = " › ".join(entrance.place.names)
    return AgentResult((words("report")("draft.empty", locale, place=place, **facts),), verb="report")


def _local(moment: datetime, zone: str) -> datetime:
    return moment.astimezone(ZoneInfo(zone))
