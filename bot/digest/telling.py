"""A digest in words: its time, what there is in a line, and a section for each thing to tell."""

from dataclasses import replace
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from agents.types import AgentResult, Button
from bot.digest.period import Period, stamp
from bot.digest.sections import sections
from bot.house import House
from config.errors import Locale
from config.wording import words
from memory.schedule import About, Digest
from memory.store import digests
from memory.store.entrance import Entrance

_MOST_BUTTONS = 6
_LATE = timedelta(minutes=10)
_FIRST = {"everything": timedelta(days=1), "learnt": timedelta(days=7)}
"""How far the first one looks back."""


async def told(
    house: House, entrance: Entrance, about: About, span: tuple[datetime, datetime], zone: str, locale: Locale
) -> AgentResult:
    """What happened at a place in this time, as this actor sees it; one line where nothing did."""
    async with house.database.reading(entrance.access) as unit:
        period = Period(unit, entrance.place, *span, zone, locale)
        parts = [
            part for one in sections().values() if about in one.about and (part := await one.tell(period))
        ]
    facts = {
        "place": " › ".join(entrance.place.names),
        "since": period.at(period.since),
        "zone": _zone(period),
    }
    heads = [part.head for part in parts if part.head]
    if not heads:
        return AgentResult((period.say("nothing", **facts),), verb="digest")
    title = period.say(f"title.{about}", **facts, until=period.at(period.until))
    buttons = tuple(button for part in parts for button in part.buttons)[:_MOST_BUTTONS]
    return AgentResult(
        (title, " · ".join(heads)), tuple(part.section for part in parts), buttons=buttons, verb="digest"
    )


async def sending(house: House, entrance: Entrance, digest: Digest, day: str, locale: Locale) -> AgentResult:
    """The digest of one local date, the same however often it is asked for."""
    date = datetime.fromisoformat(day).date()
    async with house.database.writing(entrance.access) as unit:
        span = await digests.begin(unit, digest, date, first_since(digest.about, unit.now()))
    result = await told(house, entrance, digest.about, span, digest.plan.zone, locale)
    say, planned = words("digest"), digest.plan.moment(date)
    at = stamp(planned, digest.plan.zone, locale)
    late = (say("late", locale, at=at),) if result.sections and span[1] - planned > _LATE else ()
    pause = Button(say("button.pause", locale), f"digest pause {digest.id}")
    return replace(result, lines=(*result.lines, *late), buttons=(*result.buttons, pause))


async def preview(house: House, entrance: Entrance, digest: Digest, locale: Locale) -> AgentResult:
    """What it would say now; nothing is sent, and the next one tells it all the same."""
    async with house.database.reading(entrance.access) as unit:
        since = await digests.last_told(unit, digest) or first_since(digest.about, unit.now())
        span = since, unit.now()
    return await told(house, entrance, digest.about, span, digest.plan.zone, locale)


async def preview_of(house: House, entrance: Entrance, about: About, locale: Locale) -> AgentResult:
    """What a first digest of a place would say now."""
    span = first_since(about, house.now()), house.now()
    return await told(house, entrance, about, span, entrance.place.timezone, locale)


def first_since(about: About, now: datetime) -> datetime:
    return now - _FIRST[about]


def _zone(period: Period) -> str:
    return period.until.astimezone(ZoneInfo(period.zone)).tzname() or period.zone
