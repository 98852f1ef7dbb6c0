"""Dates in words, as ISO days: `30 June 2027`, `2027년 6월 말`, `Q2 2027` (its last day)."""

import re
from calendar import monthrange
from collections.abc import Iterator
from datetime import date

from config.patterns import regex

_NAMES = ["jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"]
_MONTH = r"(?P<name>jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)[a-z]*\.?"
_FORMS = (
    r"(?P<y>20\d\d)\s?[-./]\s?(?P<m>\d{1,2})\s?[-./]\s?(?P<d>\d{1,2})\.?",
    r"(?P<y>20\d\d)\s?년\s?(?P<m>\d{1,2})\s?월\s?(?P<d>\d{1,2})\s?일",
    r"(?P<y>20\d\d)\s?년\s?(?P<m>\d{1,2})\s?월(?:\s?말)?",
    r"(?P<y>20\d\d)\s?년\s?(?P<q>[1-4])\s?분기(?:\s?말)?",
    r"(?P<y>20\d\d)\s?년\s?말",
    r"(?P<y>20\d\d)-(?P<m>\d{2})(?![\d-])",
    rf"(?P<d>\d{{1,2}})(?:st|nd|rd|th)?\s+{_MONTH},?\s+(?P<y>20\d\d)",
    rf"{_MONTH}\s+(?P<d>\d{{1,2}})(?:st|nd|rd|th)?,?\s+(?P<y>20\d\d)",
    rf"(?<!\d\s)(?<!th\s)(?:end\s+of\s+)?{_MONTH},?\s+(?P<y>20\d\d)",
    r"(?:end\s+of\s+)?Q(?P<q>[1-4])[\s/-]*(?P<y>20\d\d)",
    r"(?P<y>20\d\d)\s?-?Q(?P<q>[1-4])",
    r"(?:the\s+)?end\s+of\s+(?P<y>20\d\d)",
)
_PATTERNS = tuple(regex(rf"(?<![\w.]){form}(?![\d])", re.IGNORECASE) for form in _FORMS)


def dates(text: str) -> Iterator[tuple[int, int, str]]:
    """Start, end and ISO day of each date; of a month, a quarter or a year its last day."""
    taken = 0
    found = [(m.start(), -m.end(), m) for pattern in _PATTERNS for m in pattern.finditer(text)]
    for start, end, match in sorted(found, key=lambda one: one[:2]):
        day = _day(match.groupdict())
        if start >= taken and day:
            taken = -end
            yield start, -end, day


def date_in(text: str) -> str | None:
    return next((day for _, _, day in dates(text)), None)


def _day(parts: dict[str, str | None]) -> str | None:
    year, name = int(parts["y"] or 0), parts.get("name")
    quarter = parts.get("q")
    month = _NAMES.index(name[:3].lower()) + 1 if name else int(parts.get("m") or 12)
    month = int(quarter) * 3 if quarter else month
    if not 1 <= month <= 12:
        return None
    last = monthrange(year, month)[1]
    day = int(parts.get("d") or last)
    return date(year, month, day).isoformat() if 1 <= day <= last else None
