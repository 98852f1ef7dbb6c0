"""Days that are named by words, counted from when they were said: 'next Tuesday', '내년 3월', 'Q3'."""

import calendar
import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cache

from agents.kit.learning.types import Period
from config.learning import filled, table
from config.patterns import regex

_MONTHS = {
    name: number
    for number in range(1, 13)
    for name in (calendar.month_name[number].lower(), calendar.month_abbr[number].lower())
} | {"sept": 9}
_DAYS = {
    name: number
    for number in range(7)
    for name in (calendar.day_name[number].lower(), calendar.day_abbr[number].lower())
} | {"tues": 1, "thur": 3, "thurs": 3}
_KOREAN_DAYS = "월화수목금토일"
_SEASONS = {
    "spring": 3, "summer": 6, "autumn": 9, "fall": 9, "winter": 12, "봄": 3, "여름": 6, "가을": 9, "겨울": 12,
}  # fmt: skip
_NEXT_EN = {"this": 0, "next": 1, "the next": 1, "coming": 1, "last": -1, "the coming": 1}
_YEARS_KO = {"올해": 0, "금년": 0, "내년": 1, "내후년": 2, "작년": -1, "지난해": -1}
_WEEKS_KO = {"이번": 0, "금": 0, "다음": 1, "다다음": 2, "담": 1, "지난": -1, "저번": -1}
_LEAP_DAY = 29

Parts = dict[str, str | None]


@dataclass(frozen=True, slots=True)
class Found:
    """A day or a period at `start:end` of a text; `name` is how it is written down."""

    period: Period
    name: str
    start: int
    end: int


def days(text: str, today: date) -> list[Found]:
    """Every day or period that the text names, in its order; `today` is the day at the speaker's place."""
    found: list[Found] = []
    for pattern, read in _rules():
        for match in pattern.finditer(text):
            taken = any(match.start() < other.end and other.start < match.end() for other in found)
            if not taken and (period := _read(read, match, today)):
                found.append(Found(period, _named(period), match.start(), match.end()))
    return sorted(found, key=lambda one: one.start)


def _read(read: Callable[[Parts, date], Period | None], match: re.Match[str], today: date) -> Period | None:
    try:
        return read(match.groupdict(), today)
    except ValueError:
        return None


def _named(period: Period) -> str:
    start, end = period.start, period.end
    if start == end:
        return start.isoformat()
    if (start.month, start.day, end.month, end.day) == (1, 1, 12, 31) and start.year == end.year:
        return str(start.year)
    if start.day == 1 and end == _last(start.year, start.month):
        return f"{start.year}-{start.month:02}"
    if start.day == 1 and start.month % 3 == 1 and end == _last(start.year, start.month + 2):
        return f"{start.year}-Q{start.month // 3 + 1}"
    return f"{start.isoformat()}/{end.isoformat()}"


def _day(day: date, certain: bool = True) -> Period:
    return Period(day, day, certain)


def _last(year: int, month: int) -> date:
    return date(year, month, calendar.monthrange(year, month)[1])


def _ahead(month: int, day: int, today: date) -> Period:
    """The day in this year, or in the next one when it is well past; the year is a guess then."""
    this = date(today.year, month, min(day, _LEAP_DAY) if month == 2 else day)
    if this < today - timedelta(days=60):
        return _day(this.replace(year=today.year + 1), certain=False)
    return _day(this)


def _iso(part: Parts, _today: date) -> Period:
    return _day(date(_int(part, "y"), _int(part, "m"), _int(part, "d")))


def _month_day(part: Parts, today: date) -> Period:
    month = _MONTHS[str(part["month"]).lower()]
    if part.get("y"):
        return _day(date(_int(part, "y"), month, _int(part, "d")))
    return _ahead(month, _int(part, "d"), today)


def _korean_day(part: Parts, today: date) -> Period:
    month = _int(part, "m")
    if year := _year(part, today):
        return _day(date(year, month, _int(part, "d")))
    return _ahead(month, _int(part, "d"), today)


def _day_of_month(part: Parts, today: date) -> Period:
    """'on the 22nd', '22일까지': the next such day; the month is a guess."""
    day = _int(part, "d")
    year, month = today.year, today.month
    if day < today.day:
        year, month = (year + 1, 1) if month == 12 else (year, month + 1)
    return _day(date(year, month, day), certain=False)


def _year(part: Parts, today: date) -> int | None:
    if said := part.get("y") or part.get("y2"):
        year = int(said)
        return year + 2000 if year < 100 else year
    if word := part.get("relative"):
        word = word.lower()
        return today.year + (
            _YEARS_KO[word] if word in _YEARS_KO else _NEXT_EN[word.removesuffix(" year").strip()]
        )
    return None


def _month(part: Parts, today: date) -> Period:
    month = _MONTHS[str(part["month"]).lower()] if part.get("month") else _int(part, "m")
    year = _year(part, today)
    guessed = year is None
    if year is None:
        year = today.year + (month < today.month - 2)
    return Period(date(year, month, 1), _last(year, month), certain=not guessed or month >= today.month)


def _quarter(part: Parts, today: date) -> Period:
    quarter = int(str(part.get("q") or part.get("q2")))
    last_month = 3 * quarter
    year = _year(part, today) or today.year + (last_month < today.month)
    return Period(date(year, last_month - 2, 1), _last(year, last_month))


def _half(part: Parts, today: date) -> Period:
    second = str(part["half"]).lower() in {"하", "second", "2", "h2"}
    year = _year(part, today) or today.year
    return Period(date(year, 7 if second else 1, 1), date(year, 12 if second else 6, 31 if second else 30))


def _season(part: Parts, today: date) -> Period:
    first = _SEASONS[str(part["season"]).lower()]
    year = _year(part, today)
    if year is None:
        year = today.year + (first + 2 < today.month)
    elif part.get("relative", "") and str(part["relative"]).lower() == "next" and first > today.month:
        year = today.year
    end = first + 2
    return Period(date(year, first, 1), _last(year + end // 13, (end - 1) % 12 + 1), certain=False)


def _weekday(part: Parts, today: date) -> Period:
    """'next Tuesday' is that of the coming week, Monday to Sunday; a bare 'Tuesday' is the next one."""
    word = str(part["day"]).lower()
    wanted = _DAYS[word] if word in _DAYS else _KOREAN_DAYS.index(word[0])
    weeks = part.get("weeks")
    if weeks is None:
        return _day(today + timedelta(days=(wanted - today.weekday() - 1) % 7 + 1), certain=False)
    ahead = _WEEKS_KO[weeks] if weeks in _WEEKS_KO else _NEXT_EN[weeks.lower()]
    monday = today - timedelta(days=today.weekday())
    return _day(monday + timedelta(days=wanted, weeks=ahead))


def _week(part: Parts, today: date) -> Period:
    word = str(part["weeks"]).lower()
    ahead = _WEEKS_KO[word] if word in _WEEKS_KO else _NEXT_EN[word]
    monday = today - timedelta(days=today.weekday()) + timedelta(weeks=ahead)
    return Period(monday, monday + timedelta(days=6))


def _relative_month(part: Parts, today: date) -> Period:
    word = str(part["months"]).lower()
    ahead = today.month - 1 + (_WEEKS_KO[word] if word in _WEEKS_KO else _NEXT_EN[word])
    year, month = today.year + ahead // 12, ahead % 12 + 1
    return Period(date(year, month, 1), _last(year, month))


def _relative_year(part: Parts, today: date) -> Period | None:
    year = _year(part, today)
    return Period(date(year, 1, 1), date(year, 12, 31)) if year else None


def _in_days(part: Parts, today: date) -> Period:
    word = part.get("word")
    ahead = {"today": 0, "tomorrow": 1, "오늘": 0, "내일": 1, "모레": 2, "tonight": 0}
    if word:
        return _day(today + timedelta(days=ahead[word.lower()]))
    number = int(str(part["n"]))
    unit = str(part["unit"]).lower()
    step = 7 if unit.startswith(("week", "주")) else 30 if unit.startswith(("month", "달", "개월")) else 1
    return _day(today + timedelta(days=number * step), certain=step == 1)


def _int(part: Parts, name: str) -> int:
    return int(str(part[name]))


_READERS: dict[str, Callable[[Parts, date], Period | None]] = {
    "iso": _iso,
    "month_day": _month_day,
    "korean_day": _korean_day,
    "quarter": _quarter,
    "half": _half,
    "month": _month,
    "season": _season,
    "weekday": _weekday,
    "week": _week,
    "relative_month": _relative_month,
    "relative_year": _relative_year,
    "in_days": _in_days,
    "day_of_month": _day_of_month,
}


@cache
def _rules() -> tuple[tuple[re.Pattern[str], Callable[[Parts, date], Period | None]], ...]:
    """The patterns of config/learning/days.toml, each with the calculation that takes its parts."""
    data = table("days")
    parts: dict[str, str] = data["parts"] | {"month": _either(_MONTHS), "weekday": _either(_DAYS)}
    return tuple(
        (regex(filled(rule["pattern"], parts), re.IGNORECASE), _READERS[rule["read"]]) for rule in data["day"]
    )


def _either(names: Iterable[str]) -> str:
    return "|".join(sorted(names, key=lambda name: (-len(name), name)))
