"""A workbook or slides that came with a message, as a template of reports: kept, offered, or none."""

from asyncio import to_thread

from agents.types import Button
from bot import permissions, plugins
from bot.documents.filling import resolved
from bot.house import House
from bot.ports import Fetch
from bot.reports.desk import MOST_BYTES, kind_of, set_template
from bot.tools.handed import Handed
from bot.types import File, Heard
from config.errors import Locale
from config.reporting import patterns
from config.wording import words
from memory.reports import TemplateKind
from memory.store import files
from memory.store.entrance import Entrance

_SHOWN = 6


async def template_of(  # noqa: PLR0917 - all of a turn that a file needs
    heard: Heard, file: File, entrance: Entrance, fetch: Fetch, locale: Locale, house: House
) -> Handed | None:
    """What became of it. Raises as `desk.set_template` does where the words ask for that, and Rejected."""
    meant = patterns()["template"].search(" ".join(heard.text.split())) is not None
    kind = kind_of(file.name)
    if kind is None or not (meant or _may(entrance, house)) or (file.size > MOST_BYTES and not meant):
        return None
    data = await fetch(heard, file)
    say, place = words("report"), " › ".join(entrance.place.names)
    if meant:
        kept = await set_template(house, entrance, file.name, data, locale)
        return Handed(file.name, say("template.kept", locale, name=kept.name, place=place), settles=True)
    found = await _named(kind, data)
    if not found:
        return None
    async with house.database.writing(entrance.access) as unit:
        ref = await files.put(unit, file.name, data)
    told = ", ".join(f"{{{{{one}}}}}" for one in found[:_SHOWN])
    line = say("template.offer", locale, name=file.name, found=told, place=place)
    return Handed(
        file.name, line, buttons=(Button(say("template.use", locale), f"report template use {ref}"),)
    )


def _may(entrance: Entrance, house: House) -> bool:
    actor, place = entrance.access.actor, entrance.place
    return permissions.can(actor, "reports.report.create", place, house.now()).allowed


async def _named(kind: TemplateKind, data: bytes) -> list[str]:
    """The placeholders that it names and that are known; none of a file that cannot be read."""
    try:
        survey = await to_thread(plugins.filler(kind).survey, data)
    except (ModuleNotFoundError, ValueError):
        return []
    return [one for one in survey.found if resolved(one) is not None]
