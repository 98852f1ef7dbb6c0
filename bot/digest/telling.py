"""A digest in words: its time, what there is in a line, and a section for each thing to tell."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from agents.types import AgentResult, Button
from bot.digest.alarms import Alarms, Standing, alarms
from bot.digest.asking import asking
from bot.digest.numbers import numbers
from bot.digest.paces import paces
from bot.digest.period import Part, Period, stamp
from bot.digest.sections import sections
from bot.house import House
from bot.okrs import standing
from config.errors import Locale
from config.wording import words
from memory.db import Writing
from memory.schedule import About, Digest
from memory.store import digests, unasked
from memory.store.entrance import Entrance
from memory.types import ChannelKey, Output, OutputId

_MOST_BUTTONS = 6
_LATE = timedelta(minutes=10)
_FIRST = {"everything": timedelta(days=1), "learnt": timedelta(days=7)}
"""How far the first one looks back."""


async def told(  # noqa: PLR0913 - a digest is all of this
    house: House,
    entrance: Entrance,
    about: About,
    span: tuple[datetime, datetime],
    zone: str,
    locale: Locale,
    *,
    safe: bool = False,
) -> AgentResult:
    """What happened at a place in this time, as this actor sees it; one line where nothing did.

    Where people from outside read along it is `safe`: nothing internal is told, nor counted.
    """
    frame = Frame(entrance, about, span, zone, locale, safe)
    return (await _told(house, frame, {}))[0]


@dataclass(frozen=True, slots=True)
class Frame:
    """Of which place a digest is, of what and of when, and for whom."""

    entrance: Entrance
    about: About
    span: tuple[datetime, datetime]
    zone: str
    locale: Locale
    safe: bool


async def _told(house: House, frame: Frame, before: Standing) -> tuple[AgentResult, Alarms]:
    """The digest, with the alarms that it knows of; `before` is what was told of these last."""
    about, safe = frame.about, frame.safe
    chosen = [one for one in sections().values() if about in one.about and not (safe and one.internal)]
    figures = about == "everything"
    now, locale = frame.span[1], frame.locale
    paced = await paces(house, frame.entrance, now, locale) if figures and not safe else ()
    okrs = await standing(house, frame.entrance) if figures else dict[OutputId, Output]()
    async with house.database.reading(frame.entrance.access) as unit:
        period = Period(unit, frame.entrance.place, *frame.span, frame.zone, locale, safe, okrs=okrs)
        if figures:
            ask = await asking(unit, period.place, now, locale)
            found = await numbers(ask, safe=safe)
            alarmed = alarms(paced, found, before, locale)
            period = replace(period, ask=ask, numbers=found, paces=paced, alarms=alarmed)
        parts = [part for one in chosen if (part := await one.tell(period))]
    return _digest(period, about, parts), period.alarms


def _digest(period: Period, about: About, parts: Sequence[Part]) -> AgentResult:
    names = " › ".join(period.place.names)
    facts = {"place": names, "since": period.at(period.since), "zone": _zone(period)}
    heads = [part.head for part in parts if part.head]
    if not heads:
        return AgentResult((period.say("nothing", **facts),), verb="digest")
    title = period.say(f"title.{about}", **facts, until=period.at(period.until))
    buttons = tuple(button for part in parts for button in part.buttons)[:_MOST_BUTTONS]
    return AgentResult(
        (title, " · ".join(heads)), tuple(part.section for part in parts), buttons=buttons, verb="digest"
    )


async def sending(  # noqa: PLR0913 - a sending is all of this
    house: House, entrance: Entrance, digest: Digest, day: str, locale: Locale, *, safe: bool = False
) -> AgentResult:
    """The digest of one local date, the same however often it is asked for.

    A channel that has had something unasked on that date gets nothing: the next one tells it all.
    """
    local = date.fromisoformat(day)
    async with house.database.writing(entrance.access) as unit:
        if not await _claimed(unit, digest, local):
            return AgentResult((), verb="digest")
        span = await digests.begin(unit, digest, local, first_since(digest.about, unit.now()))
        before = await digests.alarms(unit, digest, before=local)
    frame = Frame(entrance, digest.about, span, digest.plan.zone, locale, safe)
    result, alarmed = await _told(house, frame, before)
    async with house.database.writing(entrance.access) as unit:
        await digests.keep_alarms(unit, digest, local, alarmed.standing)
    say, planned = words("digest"), digest.plan.moment(local)
    at = stamp(planned, digest.plan.zone, locale)
    late = (say("late", locale, at=at),) if result.sections and span[1] - planned > _LATE else ()
    pause = Button(say("button.pause", locale), f"digest pause {digest.id}")
    return replace(result, lines=(*result.lines, *late), buttons=(*result.buttons, pause))


async def _claimed(unit: Writing, digest: Digest, day: date) -> bool:
    """Whether this digest has the day's one unasked post of its channel; a direct conversation has no such limit.

    Who finds the day taken looks again: another process may have begun this very digest meanwhile.
    """
    to = digest.target
    if to.direct or await digests.begun(unit, digest, day):
        return True
    key = ChannelKey(to.platform, to.workspace, to.channel)
    return await unasked.claim(unit, key, day, "digest") or await digests.begun(unit, digest, day)


async def preview(
    house: House, entrance: Entrance, digest: Digest, locale: Locale, *, safe: bool = False
) -> AgentResult:
    """What it would say now; nothing is sent, and the next one tells it all the same."""
    async with house.database.reading(entrance.access) as unit:
        since = await digests.last_told(unit, digest) or first_since(digest.about, unit.now())
        span, before = (since, unit.now()), await digests.alarms(unit, digest)
    frame = Frame(entrance, digest.about, span, digest.plan.zone, locale, safe)
    return (await _told(house, frame, before))[0]


async def preview_of(house: House, entrance: Entrance, about: About, locale: Locale) -> AgentResult:
    """What a first digest of a place would say now."""
    span = first_since(about, house.now()), house.now()
    return await told(house, entrance, about, span, entrance.place.timezone, locale)


def first_since(about: About, now: datetime) -> datetime:
    return now - _FIRST[about]


def _zone(period: Period) -> str:
    return period.until.astimezone(ZoneInfo(period.zone)).tzname() or period.zone
