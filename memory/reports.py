"""What reports of a place need beside its figures: how it is billed, its own template, when drafts are made."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time, timedelta
from typing import Literal, NewType, get_args
from zoneinfo import ZoneInfo

from memory.schedule import DAYS, Day
from memory.types import InputUsed, Scope, UserId

ScheduleId = NewType("ScheduleId", str)
Reported = Literal["", "net", "gross"]
"""What a platform's spend is where its own figures do not tell: without VAT, with it, or not known."""
Rhythm = Literal["weekly", "monthly"]
RHYTHMS: tuple[Rhythm, ...] = get_args(Rhythm)
TemplateKind = Literal["xlsx", "pptx"]
TEMPLATE_KINDS: tuple[TemplateKind, ...] = get_args(TemplateKind)
WHOLE = 10_000
"""Hundredths of a per cent in one."""
LEAD = timedelta(hours=1)
"""How long before it has to be ready a draft is made."""
_WEEK, _LOOK_BACK = 7, 45


@dataclass(frozen=True, slots=True)
class Terms:
    """How a client is billed for media: net spend, an agency's mark-up on it, VAT on both."""

    markup: int = 0
    """Hundredths of a per cent of the net spend."""
    vat: int = 0
    """Hundredths of a per cent of what is billed."""
    reported: Reported = ""
    markups: Mapping[str, int] = field(default_factory=dict[str, int])
    """Platform -> its own mark-up, instead of the general one."""

    def as_json(self) -> dict[str, object]:
        """With its platforms in the order of their ids."""
        told = {"markup": self.markup, "vat": self.vat, "reported": self.reported}
        return {**told, "markups": dict(sorted(self.markups.items()))}

    def markup_of(self, platform: str) -> int:
        return self.markups.get(platform, self.markup)


@dataclass(frozen=True, slots=True)
class Billing:
    """The terms that hold at a place, and the level that said so."""

    id: str
    scope: Scope
    terms: Terms
    content_hash: str

    def used(self) -> InputUsed:
        """For `inputs_used`: other terms make the output stale."""
        return InputUsed("guideline", self.id, self.content_hash)


@dataclass(frozen=True, slots=True)
class Template:
    """A file of the client's own that reports are filled into."""

    id: str
    scope: Scope
    kind: TemplateKind
    name: str
    data: bytes
    created_by: str
    created_at: datetime
    place: str = ""
    """The path of slugs of its level."""


@dataclass(frozen=True, slots=True)
class Course:
    """When a draft has to be ready: on a day of the week, or on the first working day of each month."""

    rhythm: Rhythm
    day: Day
    """Of a weekly one; a day off moves it to the next working day."""
    at: time
    zone: str
    country: str
    """ISO code, whose public holidays are days off; "" knows weekends alone."""


Works = Callable[[str, date], bool]
"""Whether a day is a working day in a country."""


@dataclass(frozen=True, slots=True)
class Schedule:
    """That somebody wants drafts of a place's report regularly. It is made as they see the place."""

    id: ScheduleId
    scope: Scope
    user: UserId
    course: Course
    locale: Literal["ko", "en"]
    armed_at: datetime
    drafted: date | None = None
    """The latest local date whose draft was made."""
    ended: bool = False

    def due(self, now: datetime, works: Works) -> date | None:
        """The local date whose draft is to be made now: the latest, be it late, and none before it was set up."""
        past = [day for day in _days(self.course, now, works) if begins(self.course, day) <= now]
        day = max(past, default=None)
        if self.ended or day is None or begins(self.course, day) <= self.armed_at:
            return None
        return None if self.drafted is not None and day <= self.drafted else day

    def next(self, now: datetime, works: Works) -> date:
        """The next local date whose draft is yet to be made."""
        return min(day for day in _days(self.course, now, works) if begins(self.course, day) > now)


def begins(course: Course, day: date) -> datetime:
    """When the draft of a local date is made, in UTC: a lead before it has to be ready."""
    ready = datetime.combine(day, course.at, ZoneInfo(course.zone)).astimezone(UTC)
    return ready - LEAD


def _days(course: Course, now: datetime, works: Works) -> Iterator[date]:
    """The days of drafts from some weeks ago to some weeks ahead."""
    today = now.astimezone(ZoneInfo(course.zone)).date()
    for ahead in range(-_LOOK_BACK, _LOOK_BACK):
        day = today + timedelta(days=ahead)
        if course.rhythm == "weekly" and DAYS[day.weekday()] == course.day:
            yield _working(course, day, works)
        if course.rhythm == "monthly" and day.day == 1:
            yield _working(course, day, works)


def _working(course: Course, day: date, works: Works) -> date:
    """The day, or the next working day; what has none within two weeks is not moved."""
    ahead = (day + timedelta(days=on) for on in range(2 * _WEEK))
    return next((one for one in ahead if works(course.country, one)), day)
