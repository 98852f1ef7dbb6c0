"""Files that came with a message: what is a brief is read and kept, everything else is said to be what it is."""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import PurePosixPath

from agents.kit.secrets import secrets_in
from agents.types import AgentResult, Button
from bot.errors import SecretSaid
from bot.house import House
from bot.learning.lesson import learn_from, read_out
from bot.ports import Fetch, Rejected
from bot.tools.briefs import LongBrief, read_brief
from bot.types import File, Heard
from config.errors import Locale, StratumError
from config.wording import words
from memory.store import messages
from memory.store.entrance import Entrance

_TABLES = {".csv", ".tsv"}
_FIGURES = {".csv", ".tsv", ".xlsx"}
_FORMS = {".xlsx", ".pptx"}
"""What may be a template of reports."""
_READABLE = {".txt", ".md", ".markdown", ".text", ""}


@dataclass(frozen=True, slots=True)
class Handed:
    """What became of one file."""

    name: str
    line: str
    kept: bool = False
    counted: bool = False
    """Whether it was a table of customers, which personas are calibrated by."""
    buttons: tuple[Button, ...] = ()
    """What can be done with it and waits for a word."""
    settles: bool = False
    """Whether it is what the words were about, so that they want no other answer."""


async def take(
    heard: Heard, entrance: Entrance, fetch: Fetch, locale: Locale, house: House
) -> tuple[Handed, ...]:
    """Reads the files into the place; a file that cannot be read says why, and the others are kept."""
    return tuple([await _one(heard, file, entrance, fetch, locale, house) for file in heard.files])


def speak(handed: Sequence[Handed], uttered: str) -> bool:
    """Whether the files are what is answered: they came without a word, or one of them waits for a word."""
    return bool(handed) and (not uttered.strip() or any(one.buttons or one.settles for one in handed))


def answer(handed: Sequence[Handed], locale: Locale) -> AgentResult:
    """For files that came without a word: what was read, and what can be done with it."""
    kept = any(one.kept for one in handed)
    say = words("tools")
    buttons = (
        Button("SWOT", "strategy swot"),
        Button(say("button.auto", locale), "strategy auto"),
    )
    if any(one.counted for one in handed):
        buttons = (
            Button(words("persona")("button.create", locale), "persona create"),
            *(buttons if kept else ()),
        )
        kept = True
    lines = (*(one.line for one in handed), *([say("handed.next", locale)] if kept else []))
    offered = tuple(button for one in handed for button in one.buttons)
    return AgentResult(lines, buttons=(*offered, *(buttons if kept else ())), verb="handed")


async def _one(  # noqa: PLR0917 - all of a turn that a file needs
    heard: Heard, file: File, entrance: Entrance, fetch: Fetch, locale: Locale, house: House
) -> Handed:
    say = words("tools")
    suffix = PurePosixPath(file.name).suffix.lower()
    if suffix in _FORMS and (form := await _form(heard, file, entrance, fetch, locale, house)):
        return form
    if suffix in _FIGURES and (offered := await _offered(heard, file, entrance, fetch, locale, house)):
        return offered
    if suffix in _TABLES and (counted := await _counted(heard, file, entrance, fetch, locale, house)):
        return counted
    if suffix not in _READABLE:
        return Handed(file.name, say("handed.other", locale, name=file.name))
    try:
        text = await _text(heard, file, fetch, house.settings.max_brief_bytes)
        fate, waiting = await _keep(file.name, text, entrance, house)
    except StratumError as error:
        return Handed(file.name, error.say(locale))
    except Rejected:
        return Handed(file.name, say("handed.gone", locale, name=file.name))
    line = say(f"handed.{fate}", locale, name=file.name)
    return Handed(
        file.name, f"{line} {say('import.waiting', locale, count=waiting) if waiting else ''}".strip(), True
    )


async def _form(  # noqa: PLR0917 - all of a turn that a file needs
    heard: Heard, file: File, entrance: Entrance, fetch: Fetch, locale: Locale, house: House
) -> Handed | None:
    """A file that reports are to be filled into, kept where the words say so; None for another file."""
    from bot.reports.offering import template_of  # noqa: PLC0415 - only workbooks and slides need it

    try:
        return await template_of(heard, file, entrance, fetch, locale, house)
    except StratumError as error:
        return Handed(file.name, error.say(locale), settles=True)
    except Rejected:
        return Handed(file.name, words("tools")("handed.gone", locale, name=file.name))


async def _counted(  # noqa: PLR0917 - all of a turn that a file needs
    heard: Heard, file: File, entrance: Entrance, fetch: Fetch, locale: Locale, house: House
) -> Handed | None:
    """A table of reviews or customers, counted; None for a table of something else."""
    from bot.tools.voices import keep_voices  # noqa: PLC0415 - only tables need it

    try:
        text = await _text(heard, file, fetch, house.settings.max_brief_bytes)
        kept = await keep_voices(file.name, text, entrance, house, locale)
    except StratumError as error:
        return Handed(file.name, error.say(locale))
    except Rejected:
        return Handed(file.name, words("tools")("handed.gone", locale, name=file.name))
    return Handed(file.name, kept.draft.summary, counted=True) if kept else None


async def _offered(  # noqa: PLR0917 - all of a turn that a file needs
    heard: Heard, file: File, entrance: Entrance, fetch: Fetch, locale: Locale, house: House
) -> Handed | None:
    """A table of numbers, with what importing it would do; None for a table of something else."""
    from bot.tools.tables import offer  # noqa: PLC0415 - only tables need it

    try:
        offered = await offer(heard, file, entrance, fetch, locale, house)
    except Rejected:
        return Handed(file.name, words("tools")("handed.gone", locale, name=file.name))
    return Handed(file.name, offered.line, buttons=offered.buttons) if offered else None


async def _text(heard: Heard, file: File, fetch: Fetch, limit: int) -> str:
    """Raises what `read_brief` does, SecretSaid, Rejected."""
    if file.size > limit:
        raise LongBrief(name=file.name, size=file.size, limit=limit)
    text = read_brief(await fetch(heard, file), limit, file.name)
    if secrets_in(text):
        raise SecretSaid()
    return text


async def _keep(name: str, text: str, entrance: Entrance, house: House) -> tuple[str, int]:
    """What became of the brief, and how many facts of it wait for a member."""
    async with house.database.writing(entrance.access) as unit:
        kept, fate = await messages.keep_brief(unit, name, text)
        learned = (
            await learn_from(unit, kept, read_out(kept, entrance.place, "outsider"))
            if fate != "skipped"
            else None
        )
    return fate, len(learned.pending) if learned else 0
