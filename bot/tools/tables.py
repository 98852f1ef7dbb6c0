"""Tables of numbers that came with a message: looked at, kept for a day, and imported when somebody says so."""

import asyncio
from collections.abc import Sequence
from dataclasses import dataclass
from importlib.util import find_spec

from agents.types import AgentResult, Button
from bot import permissions, plugins
from bot.house import House
from bot.imported import told
from bot.importing import Handed, MissingTables, UnevenTable, UnknownTable, UnreadableTable, store
from bot.ports import Fetch
from bot.types import File, Heard
from bot.wanted import Wanted
from config.errors import Locale
from config.wording import words
from memory.loading import Reading, Wish
from memory.store import files
from memory.store.entrance import Entrance

MOST = 50_000_000
"""Bytes of a file that are taken from a chat; what is larger comes by the command line."""
_LINES = 12


@dataclass(frozen=True, slots=True)
class Offer:
    """What a file holds, and the buttons that import it or throw it away."""

    line: str
    buttons: tuple[Button, ...]


async def offer(  # noqa: PLR0917 - all of a turn that a file needs
    heard: Heard, file: File, entrance: Entrance, fetch: Fetch, locale: Locale, house: House
) -> Offer | None:
    """A look at a file of numbers, or why it cannot be read; None for a file of something else.

    Raises Rejected where it cannot be fetched.
    """
    if file.size > MOST or find_spec("polars") is None or not _may(entrance, house):
        return None
    data = await fetch(heard, file)
    try:
        reading = await _read(file.name, data)
    except UnevenTable as error:
        return Offer(error.say(locale), ())
    except (MissingTables, UnknownTable, UnreadableTable):
        return None
    if not reading.count:
        return None
    async with house.database.writing(entrance.access) as unit:
        would = await store(unit, reading, preview=True)
        ref = await files.put(unit, file.name, data)
    kinds = ", ".join(sorted({one.kind for one in reading.sources}))
    here = " › ".join(entrance.place.names)
    first = words("importing")("offer", locale, name=file.name, kind=kinds, place=here)
    lines = [first, *_shortened(list(told(reading, would, locale, preview=True))[1:], locale)]
    return Offer("\n".join(lines), _choice(ref, locale))


def _choice(ref: str, locale: Locale) -> tuple[Button, ...]:
    say = words("importing")
    return (
        Button(say("button.import", locale), f"import {ref}"),
        Button(say("button.drop", locale), f"import drop {ref}"),
    )


async def take(wanted: Wanted) -> AgentResult:
    """The word about a file that waits: `import <id>` or `import drop <id>`."""
    wanted.permit("import", "metrics")
    say, locale, entrance = words("importing"), wanted.locale, wanted.entrance
    verb, _, ref = wanted.rest.strip().rpartition(" ")
    if entrance is None or not ref:
        return AgentResult((say("send", locale),))
    async with wanted.database.reading(entrance.access) as unit:
        found = await files.get(unit, ref)
    if found is None:
        return AgentResult((say("gone", locale),))
    name, data = found
    if verb == "drop":
        async with wanted.database.writing(entrance.access) as unit:
            await files.drop(unit, ref)
        return AgentResult((say("dropped", locale),))
    reading = await _read(name, data)
    async with wanted.database.writing(entrance.access) as unit:
        kept = await store(unit, reading)
        await files.drop(unit, ref)
    lines = list(told(reading, kept, locale, preview=False))[1:]
    return AgentResult((say("taken", locale, name=name, place=wanted.here), *_shortened(lines, locale)))


async def _read(name: str, data: bytes) -> Reading:
    """Away from the loop: a large file takes seconds."""
    return await asyncio.to_thread(plugins.table_reader(), [Handed(name, data)], Wish())


def _may(entrance: Entrance, house: House) -> bool:
    actor, place = entrance.access.actor, entrance.place
    return permissions.can(actor, "metrics.fact.import", place, house.now()).allowed


def _shortened(lines: Sequence[str], locale: Locale) -> list[str]:
    if len(lines) <= _LINES:
        return list(lines)
    return [*lines[:_LINES], words("importing")("more", locale, count=len(lines) - _LINES)]
