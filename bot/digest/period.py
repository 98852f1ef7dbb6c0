"""What a section of a digest is asked, and what it tells."""

from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from zoneinfo import ZoneInfo

from agents.types import Ask, Button, Section
from bot.digest.alarms import Alarms
from bot.digest.numbers import Numbers
from bot.digest.paces import Paced
from config.errors import Locale
from config.wording import words
from memory.db import Unit
from memory.schedule import About
from memory.types import Output, OutputId, Place

_WEEKDAYS_KO = "월화수목금토일"


@dataclass(frozen=True, slots=True)
class Period:
    """A place over some time, as its reader sees it: what `unit` gives is all that a section may tell."""

    unit: Unit
    place: Place
    since: datetime
    until: datetime
    zone: str
    """The reader's IANA zone."""
    locale: Locale
    safe: bool = False
    """Whether people from outside read along, so that nothing internal may be told."""
    ask: Ask | None = None
    """To ask the agents' arithmetic with, where figures are told."""
    numbers: Numbers | None = None
    """What was measured here; None where nothing was, or where it is not told."""
    paces: tuple[Paced, ...] = ()
    okrs: Mapping[OutputId, Output] = field(default_factory=dict["OutputId", "Output"])
    """The OKRs of the place and of those below it, with what their metrics come to now."""
    alarms: Alarms = Alarms()

    def say(self, key: str, **facts: object) -> str:
        return words("digest")(key, self.locale, **facts)

    def at(self, moment: datetime) -> str:
        """A moment in the reader's zone: 'Tue 25 Nov 09:00', '11월 25일(화) 09:00'."""
        return stamp(moment, self.zone, self.locale)

    def where(self, path: str) -> str:
        """In brackets, the place of a row that is below the period's own; nothing for its own."""
        below = path.removeprefix(self.place.path).strip("/")
        return f" ({below})" if below else ""


@dataclass(frozen=True, slots=True)
class Part:
    """What a section has to tell."""

    head: str
    """A few words for the summary; empty for what is worth telling only beside news."""
    section: Section
    buttons: tuple[Button, ...] = ()


@dataclass(frozen=True, slots=True)
class DigestSection:
    """One section of every digest that is about one of these; the order is that of the digest."""

    order: int
    about: frozenset[About]
    tell: Callable[[Period], Awaitable[Part | None]]
    """None where there is nothing to say."""
    internal: bool = False
    """Whether it is for the house's own people alone."""


def stamp(moment: datetime, zone: str, locale: Locale) -> str:
    local = moment.astimezone(ZoneInfo(zone))
    if locale == "ko":
        return f"{local.month}월 {local.day}일({_WEEKDAYS_KO[local.weekday()]}) {local:%H:%M}"
    return f"{local:%a} {local.day} {local:%b} {local:%H:%M}"
