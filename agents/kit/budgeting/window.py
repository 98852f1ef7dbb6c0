"""Which days are meant: named in words, or the last whole weeks."""

import calendar
from dataclasses import dataclass
from datetime import date, timedelta

from agents.kit.learning.when import days
from config.patterns import regex

_LAST_DAYS = regex(
    r"(?:\b(?:last|past|previous)\s+(?P<en>\d{1,3})\s+(?P<unit>days?|weeks?)"
    r"|(?:지난|최근)\s*(?P<ko>\d{1,3})\s*(?P<unit_ko>일|주))"
)
_PAIR = regex(r"(?<![\d./-])(\d{1,2})[/.](\d{1,2})\s*[-~–]\s*(\d{1,2})[/.](\d{1,2})(?![\d./-])")
_MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
_MONTH = rf"(?:{'|'.join(_MONTHS)})[a-z]*\.?"
_TO, _TH = r"\s*(?:[-~–]|to|until|through)\s*(?:the\s+)?", r"(?:st|nd|rd|th)"
_IN_MONTH = (
    regex(
        r"(?<![\d/.])(?:(?P<month>\d{1,2})월\s*)?(?P<since>\d{1,2})\s*(?:일\s*(?:[-~–]|부터)|[-~–])\s*"
        r"(?P<until>\d{1,2})일(?!\s*(?:차|간|전|동안|치|안|정도|만|쯤|이면|걸))"
    ),
    regex(rf"\b(?P<month>{_MONTH})\s+(?P<since>\d{{1,2}}){_TH}?{_TO}(?P<until>\d{{1,2}}){_TH}?(?![\d:%])"),
    regex(
        rf"(?<![\d/.])(?P<since>\d{{1,2}}){_TH}?{_TO}(?P<until>\d{{1,2}}){_TH}?\s+(?:of\s+)?(?P<month>{_MONTH})\b"
    ),
    regex(rf"\b(?P<month>)(?P<since>\d{{1,2}}){_TH}{_TO}(?P<until>\d{{1,2}}){_TH}\b"),
)
"""Days of one month: `11월 1~10일`, `Nov 1-10`, `1 to 10 November`; without a month they are of the present one."""
_YEAR_END = regex(r"연말|year[’']?s?[ -]end|end of (?:the )?year|올해 말")
_MONTH_END = regex(r"월말|month[’']?s?[ -]end|end of (?:the )?month|이번 ?달 말")
_WEEK = 7


@dataclass(frozen=True, slots=True)
class Window:
    """Days, both included."""

    since: date
    until: date

    @property
    def days(self) -> int:
        return (self.until - self.since).days + 1


def named(text: str, today: date) -> Window | None:
    """The days that a text names, from the first to the last of them; None where it names none."""
    low = text.lower()
    if found := _LAST_DAYS.search(low):
        unit = found["unit"] or found["unit_ko"]
        count = int(found["en"] or found["ko"]) * (_WEEK if unit.startswith(("week", "주")) else 1)
        return Window(today - timedelta(days=count), today - timedelta(days=1))
    if (pair := _PAIR.search(low)) and (window := _dated(pair.groups(), today)):
        return window
    if window := _within(low, today):
        return window
    periods = [one.period for one in days(text, today)]
    if not periods:
        return None
    return Window(min(one.start for one in periods), max(one.end for one in periods))


def until(text: str, today: date) -> date | None:
    """The day up to which something is asked: the end of the month or year, or the last day that is named."""
    low = text.lower()
    if _YEAR_END.search(low):
        return date(today.year, 12, 31)
    if _MONTH_END.search(low):
        return month_of(today).until
    window = named(text, today)
    return window.until if window and window.until > today else None


def month_of(day: date) -> Window:
    return Window(day.replace(day=1), day.replace(day=calendar.monthrange(day.year, day.month)[1]))


def last_weeks(today: date, count: int) -> Window:
    """So many whole weeks of days before today."""
    return Window(today - timedelta(days=count * _WEEK), today - timedelta(days=1))


def _within(low: str, today: date) -> Window | None:
    """The days of one month, where that is all that a text says of days."""
    found = [one for pattern in _IN_MONTH for one in pattern.finditer(low)]
    if len(found) != 1:
        return None
    said = found[0]["month"] or str(today.month)
    month = int(said) if said.isdigit() else _MONTHS.index(said[:3]) + 1
    try:
        since, until_ = (date(today.year, month, int(found[0][name])) for name in ("since", "until"))
    except ValueError:
        return None
    return Window(since, until_) if since <= until_ else None


def _dated(parts: tuple[str | None, ...], today: date) -> Window | None:
    month, day, last_month, last_day = (int(part or 0) for part in parts)
    try:
        since, until_ = date(today.year, month, day), date(today.year, last_month, last_day)
    except ValueError:
        return None
    return Window(since, until_ if until_ >= since else until_.replace(year=until_.year + 1))
