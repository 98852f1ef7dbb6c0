"""`report template`, `report terms`, `report schedule`, `report send` and `report show` in a conversation."""

from dataclasses import replace

from agents.types import AgentResult, Bullets, Button, Section
from bot.digest.tool import answer as digest
from bot.documents.filling import known_names
from bot.reports import desk
from bot.reports.errors import NoClientChannel, NoReport, TemplateGone
from bot.reports.sending import prepared, send, send_buttons
from bot.teamwork.seeing import sees_internal
from bot.wanted import Wanted
from config.wording import words
from memory.store import files, outputs
from memory.store.entrance import Entrance

_DAILY = frozenset({"daily", "everyday", "weekdays", "workdays", "매일", "평일"})
"""What comes every day is no report but a digest."""
_DROP = frozenset({"remove", "drop", "delete", "삭제", "제거"})


def _entered(wanted: Wanted) -> Entrance:
    """Tools of reports need a place; without one they are not open."""
    if wanted.entrance is None:
        raise NoReport()
    return wanted.entrance


async def template(wanted: Wanted) -> AgentResult:
    """What is kept; `use ID` keeps a file that was sent, `remove xlsx` lets one go."""
    entrance, say = _entered(wanted), words("report")
    verb, _, rest = wanted.rest.strip().partition(" ")
    if verb.lower() == "use":
        async with wanted.database.reading(entrance.access) as unit:
            found = await files.get(unit, rest.strip())
        if found is None:
            raise TemplateGone()
        kept = await desk.set_template(wanted.house, entrance, *found, wanted.locale)
        async with wanted.database.writing(entrance.access) as unit:
            await files.drop(unit, rest.strip())
        return AgentResult(
            (say("template.kept", wanted.locale, name=kept.name, place=wanted.here),), verb="report"
        )
    if verb.lower() in _DROP:
        kind = rest.strip().lower().removeprefix(".")
        await desk.drop_template(wanted.house, entrance, kind, wanted.locale)
        return AgentResult((say("template.dropped", wanted.locale, kind=kind),), verb="report")
    return await _templates(wanted, entrance)


async def _templates(wanted: Wanted, entrance: Entrance) -> AgentResult:
    say, locale = words("report"), wanted.locale
    found = await desk.kept_templates(wanted.house, entrance, locale)
    lines = tuple(desk.template_line(one, entrance, locale) for one in found)
    known = Section(say("template.known", locale), (Bullets(tuple(known_names(locale))),))
    own = [one for one in found if one.scope == entrance.place.scope]
    buttons = tuple(
        Button(say("template.remove", locale, kind=one.kind.upper()), f"report template remove {one.kind}")
        for one in own
    )
    return AgentResult(
        (*(lines or (say("template.none", locale),)), say("template.how", locale)),
        (known,),
        buttons=buttons,
        verb="report",
    )


async def terms(wanted: Wanted) -> AgentResult:
    """How the client is billed; with rates they are set, `remove` goes back to what holds above."""
    entrance, rest, locale = _entered(wanted), wanted.rest.strip(), wanted.locale
    if rest.lower() in _DROP:
        await desk.drop_terms(wanted.house, entrance, locale)
    elif rest:
        await desk.set_terms(wanted.house, entrance, rest, locale)
    held = await desk.terms(wanted.house, entrance, locale)
    line = desk.terms_line(held, entrance, locale)
    return AgentResult(
        (),
        (Section(words("report")("terms.title", locale), (Bullets((line,)),), internal=True),),
        verb="report",
    )


async def schedule(wanted: Wanted) -> AgentResult:
    """The drafts that are made here; `weekly mon 09:00` adds some, `remove ID` ends some."""
    entrance, say, locale = _entered(wanted), words("report"), wanted.locale
    verb, _, rest = wanted.rest.strip().partition(" ")
    if _DAILY & set(wanted.rest.lower().split()):
        safe = not sees_internal(wanted, entrance)
        return await digest(wanted.rest, wanted.heard, entrance, locale, wanted.house, safe=safe)
    if verb.lower() in _DROP:
        gone = await desk.unschedule(wanted.house, entrance, rest.strip(), locale)
        line = desk.schedule_line(wanted.house, replace(gone, ended=True), locale)
        return AgentResult((say("schedule.removed", locale, line=line),), verb="report")
    if wanted.rest.strip() and verb.lower() not in ("list", "목록"):
        made = await desk.schedule(wanted.house, entrance, wanted.rest.strip(), locale)
        button = Button(say("schedule.remove", locale), f"report schedule remove {made.id}")
        line = say("schedule.added", locale, line=desk.schedule_line(wanted.house, made, locale))
        return AgentResult((line,), buttons=(button,), verb="report")
    found = await desk.schedules(wanted.house, entrance, locale)
    lines = tuple(desk.schedule_line(wanted.house, one, locale) for one in found)
    offers = tuple(
        Button(say(f"schedule.offer.{rhythm}", locale), f"report schedule {rhythm}")
        for rhythm in ("weekly", "monthly")
    )
    ends = tuple(
        Button(f"{say('schedule.remove', locale)} {one.id[-8:]}", f"report schedule remove {one.id}")
        for one in found[:3]
    )
    return AgentResult(lines or (say("schedule.none", locale),), buttons=(*ends, *offers), verb="report")


async def dispatch(wanted: Wanted) -> AgentResult:
    """Sends a report to the client's channel, because a person says so."""
    entrance, say, locale = _entered(wanted), words("report"), wanted.locale
    ref, _, channel = wanted.rest.strip().partition(" ")
    sending = await prepared(wanted.house, entrance, ref, locale)
    if not sending.channels:
        raise NoClientChannel()
    chosen = [one for one in sending.channels if one.id == channel.strip()] or (
        list(sending.channels) if len(sending.channels) == 1 else []
    )
    if not chosen:
        return AgentResult(
            (say("send.which", locale),),
            buttons=send_buttons(sending, locale),
            status="needs_input",
            verb="report",
        )
    [to] = chosen
    sent = await send(wanted.house, sending, to)
    facts = {
        "title": sending.output.draft.title,
        "platform": to.key.platform.title(),
        "channel": to.key.channel,
    }
    return AgentResult((say("send.done" if sent else "send.again", locale, **facts),), verb="report")


async def show(wanted: Wanted) -> AgentResult:
    """A report that is there already."""
    entrance = _entered(wanted)
    desk.permit(wanted.house, entrance, wanted.locale)
    async with wanted.database.reading(entrance.access) as unit:
        output = await outputs.get(unit, wanted.rest.strip())
    shown = wanted.house.agents[output.draft.agent].show(output)
    buttons = tuple(replace(one, action=one.action.replace("{output}", output.id)) for one in shown.buttons)
    return replace(shown, outputs=(), buttons=buttons)
