"""What is done with a place's reports beside making them, on the command line and in chat alike."""

from asyncio import to_thread
from datetime import time
from pathlib import PurePosixPath

from agents.kit.reporting.markups import markups_said
from bot import permissions, plugins
from bot.arrival.phrase import phrase
from bot.digest.errors import UnreadPlan
from bot.digest.orders import clock, days_of, zone_of
from bot.documents.exporting import NoExtra
from bot.documents.filling import Filler, UnreadableTemplate, checked
from bot.house import House
from bot.reports.days import country_of, known, works
from bot.reports.errors import NoSuchTemplate, UnreadCourse
from bot.reports.rates import read_terms
from config.errors import Locale, Refused
from config.wording import words
from memory.reports import (
    TEMPLATE_KINDS,
    Billing,
    Course,
    Schedule,
    Template,
    TemplateKind,
    Terms,
)
from memory.schedule import DAYS, Day
from memory.store import billing, reports, templates
from memory.store.entrance import Entrance

MOST_BYTES = 20_000_000
"""Of a template."""
_WEEKLY = frozenset({"weekly", "week", "주간", "매주"})
_MONTHLY = frozenset({"monthly", "month", "월간", "매월", "매달"})


def permit(house: House, entrance: Entrance, locale: Locale, *verb: str) -> None:
    """Raises Refused, with the reason, where this actor may not do this with reports here."""
    verdict = permissions.admit(entrance.access.actor, ("report", *verb), entrance.place, house.now())
    if not verdict.allowed:
        raise Refused(detail=verdict.why(locale))


async def set_template(house: House, entrance: Entrance, name: str, data: bytes, locale: Locale) -> Template:
    """Looks at a template and keeps it for the place. Raises Refused, UnreadableTemplate, UnknownPlaceholders,
    NoPlaceholders, NoExtra.
    """
    permit(house, entrance, locale, "template")
    kind = kind_of(name)
    if kind is None or len(data) > MOST_BYTES:
        raise UnreadableTemplate(name=name, kind="xlsx", detail="xlsx, pptx, 20 MB")
    await looked_at(name, kind, data, locale)
    async with house.database.writing(entrance.access) as unit:
        return await templates.put(unit, kind, PurePosixPath(name).name, data)


async def looked_at(name: str, kind: TemplateKind, data: bytes, locale: Locale) -> tuple[str, ...]:
    """The placeholders of a template. Raises as `set_template` does."""
    try:
        survey = await to_thread(_filler(kind).survey, data)
    except ValueError as error:
        raise UnreadableTemplate(name=name, kind=kind, detail=str(error)) from error
    return checked(survey, name, locale)


def _filler(kind: TemplateKind) -> Filler:
    try:
        return plugins.filler(kind)
    except ModuleNotFoundError as missing:
        raise NoExtra(format=kind.upper(), extra="documents") from missing


def kind_of(name: str) -> TemplateKind | None:
    ending = PurePosixPath(name).suffix.lower().removeprefix(".")
    return ending if ending in TEMPLATE_KINDS else None


async def kept_templates(house: House, entrance: Entrance, locale: Locale) -> tuple[Template, ...]:
    """Those that hold here: the place's own, then those from above."""
    permit(house, entrance, locale)
    async with house.database.reading(entrance.access) as unit:
        return await templates.every(unit)


async def drop_template(house: House, entrance: Entrance, kind: str, locale: Locale) -> None:
    """Raises Refused, NoSuchTemplate, NotYours."""
    permit(house, entrance, locale, "template")
    async with house.database.writing(entrance.access) as unit:
        if kind not in TEMPLATE_KINDS or not await templates.drop(unit, kind):
            raise NoSuchTemplate(kind=kind or "-")


async def terms(house: House, entrance: Entrance, locale: Locale) -> Billing | None:
    permit(house, entrance, locale, "terms")
    async with house.database.reading(entrance.access) as unit:
        return await billing.in_force(unit)


async def set_terms(house: House, entrance: Entrance, said: str, locale: Locale) -> Billing:
    """Raises Refused, UnreadTerms. What is not said stays as it is here or above."""
    permit(house, entrance, locale, "terms", "set")
    async with house.database.writing(entrance.access) as unit:
        before = await billing.in_force(unit)
        return await billing.put(unit, read_terms(said, before.terms if before else Terms()))


async def drop_terms(house: House, entrance: Entrance, locale: Locale) -> bool:
    """Back to what holds above; False where this place had none of its own."""
    permit(house, entrance, locale, "terms", "set")
    async with house.database.writing(entrance.access) as unit:
        return await billing.drop(unit)


def read_course(said: str, zone: str) -> Course:
    """`weekly mon 09:00`, `주간 월요일 9시`, `monthly 09:00 country=KR`. Raises UnreadCourse, UnknownZone."""
    spoken = phrase(said.replace("：", ":"))
    rhythm, day, at = "", DAYS[0], time(9)
    for word in (one.casefold().rstrip(",") for one in (*spoken.words, *spoken.text.split())):
        if word in _WEEKLY or word in _MONTHLY:
            rhythm = "weekly" if word in _WEEKLY else "monthly"
        elif (found := _day(word)) is not None:
            day, rhythm = found, rhythm or "weekly"
        else:
            at = _at(word)
    zone = zone_of(spoken.options.get("zone", zone))
    country = spoken.options.get("country", country_of(zone)).upper()
    if country and not known(country):
        raise UnreadCourse(word=country)
    return Course("monthly" if rhythm == "monthly" else "weekly", day, at, zone, country)


def _day(word: str) -> Day | None:
    try:
        found = days_of(word)
    except UnreadPlan:
        return None
    return next(iter(found)) if len(found) == 1 else None


def _at(word: str) -> time:
    try:
        return clock(word.removesuffix("에"))
    except UnreadPlan:
        raise UnreadCourse(word=word) from None


async def schedule(house: House, entrance: Entrance, said: str, locale: Locale) -> Schedule:
    """Drafts are in the language of whoever wants them. Raises Refused, UnreadCourse, UnknownZone, NotYours."""
    permit(house, entrance, locale, "schedule")
    course = read_course(said, entrance.place.timezone)
    async with house.database.writing(entrance.access) as unit:
        return await reports.schedule(unit, course, entrance.access.actor.locale)


async def schedules(house: House, entrance: Entrance, locale: Locale) -> tuple[Schedule, ...]:
    permit(house, entrance, locale)
    async with house.database.reading(entrance.access) as unit:
        return await reports.schedules(unit)


async def unschedule(house: House, entrance: Entrance, ref: str, locale: Locale) -> Schedule:
    """Raises Refused, UnknownRef, NotYours."""
    permit(house, entrance, locale, "schedule")
    async with house.database.writing(entrance.access) as unit:
        return await reports.unschedule(unit, ref)


def schedule_line(house: House, one: Schedule, locale: Locale) -> str:
    """When drafts are ready, and when the next one is."""
    say, course = words("report"), one.course
    facts = {
        "day": words("digest")(f"day.{course.day}", locale),
        "at": f"{course.at:%H:%M}",
        "zone": course.zone,
        "country": course.country or "–",
        "next": one.next(house.now(), works).isoformat(),
        "id": one.id[-8:],
    }
    return say("schedule.ended" if one.ended else f"schedule.{course.rhythm}", locale, **facts)


def terms_line(held: Billing | None, entrance: Entrance, locale: Locale) -> str:
    """The terms in one line, and whether they are the place's own."""
    say = words("report")
    if held is None:
        return say("terms.none", locale)
    told = held.terms
    facts = {
        "markup": markups_said(told.markup, told.markups, locale),
        "vat": f"{told.vat / 100:g}",
        "reported": say(f"terms.reported.{told.reported or 'unknown'}", locale),
        "whose": say("terms.own" if held.scope == entrance.place.scope else "terms.above", locale),
    }
    return say("terms.line", locale, **facts)


def template_line(one: Template, entrance: Entrance, locale: Locale) -> str:
    whose = words("report")("terms.own" if one.scope == entrance.place.scope else "terms.above", locale)
    told = {
        "kind": one.kind.upper(),
        "name": one.name,
        "by": one.created_by,
        "day": f"{one.created_at:%Y-%m-%d}",
    }
    return words("report")("template.line", locale, whose=whose, **told)
