"""When things appear: week by week, holidays avoided or used, and what has to be ready before."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cache

from agents.kit.planning.values import Frame
from config.errors import Locale
from config.planning import Tactic, planning

_WEEKEND = 6
"""ISO day from which it is the weekend."""
_WEEK = 7
_FAR = 14
"""Days that an appearance may be put off."""


@dataclass(frozen=True, slots=True)
class Holiday:
    """A day off, by law or by custom, with its name in the reader's language."""

    day: date
    name: str


@dataclass(frozen=True, slots=True)
class Appearance:
    """A row on a day."""

    row: str
    day: date
    holiday: str = ""
    """The name of one that is avoided or used."""
    moved_from: date | None = None
    used: bool = False


@dataclass(frozen=True, slots=True)
class Week:
    """A week of the plan, from its first day to its last; the first and the last one may be shorter."""

    number: int
    starts: date
    ends: date
    appearances: tuple[Appearance, ...]
    holidays: tuple[Holiday, ...]


def holidays_in(frame: Frame, locale: Locale) -> tuple[Holiday, ...]:
    """Public holidays of the country between the days of the plan, substitute days included; none without one."""
    if not frame.country:
        return ()
    years = range(frame.starts.year, (frame.ends + timedelta(days=_FAR)).year + 1)
    named = (Holiday(day, name) for year in years for day, name in _year(frame.country, year, locale))
    return tuple(one for one in named if frame.starts <= one.day <= frame.ends + timedelta(days=_FAR))


def weeks(frame: Frame, rows: Sequence[tuple[str, Tactic]], off: Sequence[Holiday]) -> tuple[Week, ...]:
    """Every week with what appears in it: weekly rows on their day, monthly ones in the first week of a month."""
    made: list[Week] = []
    starts = frame.starts
    while starts <= frame.ends:
        ends = min(starts + timedelta(days=6 - starts.weekday()), frame.ends)
        number = len(made) + 1
        found = [one for row, tactic in rows for one in _appearing(row, tactic, (starts, ends), frame, off)]
        inside = tuple(one for one in off if starts <= one.day <= ends)
        made.append(
            Week(number, starts, ends, tuple(sorted(found, key=lambda one: (one.day, one.row))), inside)
        )
        starts = ends + timedelta(days=1)
    return tuple(made)


def _appearing(
    row: str, tactic: Tactic, week: tuple[date, date], frame: Frame, off: Sequence[Holiday]
) -> Iterator[Appearance]:
    starts, ends = week
    if tactic.every == "always":
        if starts == frame.starts:
            yield Appearance(row, _workday(starts, off))
        return
    day = starts + timedelta(days=(tactic.weekday - starts.isoweekday()) % 7)
    if day > ends or not _due(day, frame, tactic):
        return
    yield _placed(row, day, tactic, off)


def _due(day: date, frame: Frame, tactic: Tactic) -> bool:
    """Whether the row appears on this one of its weekdays: on the first of a month, or on every other one."""
    first = frame.starts + timedelta(days=(tactic.weekday - frame.starts.isoweekday()) % 7)
    if tactic.every == "month":
        return day == first or (day.day <= _WEEK and (day - first).days > _WEEK)
    return tactic.every == "week" or (day - first).days % (2 * _WEEK) == 0


def _placed(row: str, day: date, tactic: Tactic, off: Sequence[Holiday]) -> Appearance:
    holiday = next((one for one in off if one.day == day), None)
    if tactic.holidays == "use":
        near = holiday or next((one for one in off if 0 < (one.day - day).days <= 6), None)
        return Appearance(row, day, near.name if near else "", used=near is not None)
    if tactic.holidays == "avoid" and holiday:
        return Appearance(row, _workday(day, off), holiday.name, day)
    return Appearance(row, day)


def _workday(day: date, off: Sequence[Holiday]) -> date:
    """The day, or the next one that is neither a holiday nor at the weekend."""
    free = {one.day for one in off}
    later = (day + timedelta(days=ahead) for ahead in range(_FAR + 1))
    return next((one for one in later if one not in free and one.isoweekday() < _WEEKEND), day)


@cache
def _year(country: str, year: int, locale: Locale) -> tuple[tuple[date, str], ...]:
    """The library is imported when the first plan has a calendar."""
    import holidays  # noqa: PLC0415

    supported = getattr(holidays, country).supported_languages
    wanted = planning().languages[locale]
    language = wanted if wanted in supported else None
    found = holidays.country_holidays(country, years=year, language=language)
    return tuple(sorted(found.items()))


@dataclass(frozen=True, slots=True)
class Phase:
    """A part of a long plan: what must be true before the next one begins."""

    id: str
    """prepare, test or scale."""
    starts: date
    ends: date
    depends_on: str


_PARTS = (("prepare", 0.2), ("test", 0.3), ("scale", 0.5))


def phases(frame: Frame) -> tuple[Phase, ...]:
    """Prepare, test, scale: about a fifth, three tenths and a half of the plan, in whole weeks where it has them."""
    made: list[Phase] = []
    starts, share = frame.starts, 0.0
    for at, (name, part) in enumerate(_PARTS):
        share += part
        last = at == len(_PARTS) - 1
        end = (
            frame.ends
            if last
            else frame.starts + timedelta(days=max(7, round(frame.days * share / 7) * 7) - 1)
        )
        ends = max(starts, min(end, frame.ends))
        made.append(Phase(name, starts, ends, made[-1].id if made else ""))
        starts = min(ends + timedelta(days=1), frame.ends)
    return tuple(made)
