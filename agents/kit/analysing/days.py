"""Which days a question is about: those that lie behind, since nobody asks of numbers that are still to come."""

import calendar
import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cache

from agents.kit.analysing.inquiry import months_back
from agents.kit.budgeting.window import Window
from agents.kit.learning.when import days as named_days
from config.analysing import day_rules
from config.learning import filled
from config.patterns import regex

Parts = dict[str, str | None]
_ONE = timedelta(days=1)
_NTH = {word: n for n, words in enumerate(
    (("첫", "1", "first", "1st"), ("둘", "2", "second", "2nd"), ("셋", "3", "third", "3rd"),
     ("넷", "4", "fourth", "4th"), ("다섯", "5", "fifth", "5th")), start=1) for word in words}  # fmt: skip
_STRETCHES = {"일주일": 7, "한주": 7, "보름": 15, "한달": 30, "두달": 60, "세달": 90, "1년": 365, "일년": 365}
_UNITS = {"일": "day", "주": "week", "개월": "month", "달": "month"}
_WEEKDAY = regex(r"요일|(?:mon|tues|wednes|thurs|fri|satur|sun)day", re.IGNORECASE)
_THIS = regex(r"이번|this", re.IGNORECASE)
_YEAR_SAID = regex(r"20\d\d|\d\d년|내년|next", re.IGNORECASE)
_DAY_ALONE = regex(r"(?:on )?(?:the )?\d{1,2}\s?(?:일|st|nd|rd|th)\D{0,3}", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Named:
    """Days that a text names at `start:end`; `open` where they are not over yet."""

    window: Window
    start: int
    end: int
    open: bool = False


def past(text: str, today: date) -> list[Named]:
    """Every day or period of the text in its order, none of them reaching beyond today."""
    found: list[Named] = []
    for pattern, read in _rules():
        for match in pattern.finditer(text):
            if not _taken(found, match.start(), match.end()) and (window := _read(read, match, today)):
                found.append(_clipped(window, match.start(), match.end(), today))
    blank = _blanked(text, found)
    for one in named_days(blank, today):
        words = text[one.start : one.end]
        window = _behind(Window(one.period.start, one.period.end), words, today)
        found.append(_clipped(window, one.start, one.end, today))
    return sorted(found, key=lambda one: one.start)


def _taken(found: Iterable[Named], start: int, end: int) -> bool:
    return any(start < one.end and one.start < end for one in found)


def _blanked(text: str, found: Iterable[Named]) -> str:
    for one in found:
        text = text[: one.start] + "|" * (one.end - one.start) + text[one.end :]
    return text


def _read(read: Callable[[Parts, date], Window], match: re.Match[str], today: date) -> Window | None:
    try:
        return read({name: part.lower() if part else part for name, part in match.groupdict().items()}, today)
    except ValueError:
        return None


def _clipped(window: Window, start: int, end: int, today: date) -> Named:
    until = today if window.since <= today < window.until else window.until
    return Named(Window(window.since, until), start, end, window.until >= today)


def _behind(window: Window, words: str, today: date) -> Window:
    """A period that would be still to come is the last one of its name."""
    if window.days == 1 and _WEEKDAY.search(words) and not _THIS.search(words):
        while window.since >= today:
            window = Window(window.since - timedelta(days=7), window.until - timedelta(days=7))
        return window
    if window.since <= today or _YEAR_SAID.search(words):
        return window
    return _earlier(window, 1 if window.days == 1 and _DAY_ALONE.fullmatch(words) else 12)


def _earlier(window: Window, months: int) -> Window:
    since = months_back(window.since, months)
    whole = (window.until + _ONE).day == 1
    until = months_back(window.until, months)
    last = calendar.monthrange(until.year, until.month)[1]
    return Window(since, until.replace(day=last) if whole else until)


def _day(day: date) -> Window:
    return Window(day, day)


def _before_yesterday(_part: Parts, today: date) -> Window:
    return _day(today - 2 * _ONE)


def _yesterday(_part: Parts, today: date) -> Window:
    return _day(today - _ONE)


def _last_units(part: Parts, today: date) -> Window:
    """So many whole days, weeks or months up to yesterday."""
    if word := part.get("word"):
        return Window(today - timedelta(days=_STRETCHES[word.replace(" ", "")]), today - _ONE)
    count = int(part.get("n") or 1)
    unit = _UNITS.get(str(part["unit"]), str(part["unit"]))
    if unit == "month" and part.get("n"):
        return Window(months_back(today, count), today - _ONE)
    step = {"day": 1, "week": 7, "month": 30, "year": 365}[unit]
    return Window(today - timedelta(days=step * count), today - _ONE)


def _week_compared(part: Parts, today: date) -> Window:
    """A week right before a word that holds something against it."""
    monday = today - timedelta(days=today.weekday() + (0 if part["weeks"] == "이번" else 7))
    return Window(monday, monday + 6 * _ONE)


def _weekend(part: Parts, today: date) -> Window:
    """The last one that is over, or that of this week where it is said so."""
    monday = today - timedelta(days=today.weekday())
    this = part.get("weeks") == "이번" or part.get("weeks_en") == "this"
    saturday = monday + timedelta(days=5) if this else monday - timedelta(days=2)
    return Window(saturday, saturday + _ONE)


def _quarter(part: Parts, today: date) -> Window:
    word = part.get("which") or part.get("which_en") or ""
    first = date(today.year, (today.month - 1) // 3 * 3 + 1, 1)
    if word not in ("이번", "this", "current"):
        first = months_back(first, 3)
    return Window(first, months_back(first, -3) - _ONE)


def _to_date(part: Parts, today: date) -> Window:
    unit = (part.get("unit") or part.get("short") or "")[0]
    starts = {
        "y": today.replace(month=1, day=1),
        "q": date(today.year, (today.month - 1) // 3 * 3 + 1, 1),
        "m": today.replace(day=1),
        "w": today - timedelta(days=today.weekday()),
    }
    return Window(starts[unit], today)


def _last_calendar(part: Parts, today: date) -> Window:
    if part["unit"] == "week":
        monday = today - timedelta(days=today.weekday() + 7)
        return Window(monday, monday + 6 * _ONE)
    if part["unit"] == "month":
        first = months_back(today.replace(day=1), 1)
        return Window(first, today.replace(day=1) - _ONE)
    return Window(date(today.year - 1, 1, 1), date(today.year - 1, 12, 31))


def _month_last_year(part: Parts, today: date) -> Window:
    first = date(today.year - 1, _month(part), 1)
    return Window(first, months_back(first, -1) - _ONE)


def _week_of_month(part: Parts, today: date) -> Window:
    """Weeks from Monday to Sunday; one belongs to the month that has its Thursday (ISO 8601)."""
    month = _month(part)
    year = today.year - (month > today.month)
    first = date(year, month, 1)
    thursday = first + timedelta(days=(3 - first.weekday()) % 7)
    monday = thursday - 3 * _ONE + timedelta(weeks=_NTH[str(part["nth"])] - 1)
    return Window(monday, monday + 6 * _ONE)


def _span(part: Parts, today: date) -> Window:
    month = _month(part)
    last = int(part.get("m2") or month)
    year = int(part.get("y") or 0) or today.year - (date(today.year, month, int(part["d"] or 1)) > today)
    return Window(
        date(year, month, int(part["d"] or 1)), date(year + (last < month), last, int(part["d2"] or 1))
    )


def _month(part: Parts) -> int:
    word = part.get("month")
    if word:
        return [name[:3].lower() for name in calendar.month_abbr].index(word[:3])
    return int(part.get("m") or 0)


_READERS: dict[str, Callable[[Parts, date], Window]] = {
    "before_yesterday": _before_yesterday,
    "yesterday": _yesterday,
    "last_units": _last_units,
    "week_compared": _week_compared,
    "weekend": _weekend,
    "quarter": _quarter,
    "to_date": _to_date,
    "last_calendar": _last_calendar,
    "month_last_year": _month_last_year,
    "week_of_month": _week_of_month,
    "span": _span,
}


@cache
def _rules() -> tuple[tuple[re.Pattern[str], Callable[[Parts, date], Window]], ...]:
    names = [*calendar.month_name[1:], *calendar.month_abbr[1:], "sept"]
    months = "|".join(sorted((one.lower() for one in names), key=lambda one: (-len(one), one)))
    return tuple(
        (regex(filled(rule["pattern"], {"month": months}), re.IGNORECASE), _READERS[rule["read"]])
        for rule in day_rules()
    )
