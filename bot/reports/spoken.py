"""Drafts of reports asked for in plain words: `a draft report every Monday by 9`, `매주 월요일 9시 전 리포트 초안`."""

import re

_NOUN = re.compile(r"\breports?\b|리포트|레포트|보고서", re.IGNORECASE)
_DRAFT = re.compile(r"\bdrafts?\b|초안", re.IGNORECASE)
_WEEKLY = re.compile(r"\bevery week\b|\beach week\b|매주|주마다|요일\s?마다", re.IGNORECASE)
_MONTHLY = re.compile(r"\b(?:every|each) month\b|매월|매달|달마다", re.IGNORECASE)
_DAY = re.compile(
    r"\b(?:every|each)\s+(?P<en>monday|tuesday|wednesday|thursday|friday)s?\b|(?P<ko>[월화수목금])요일",
    re.IGNORECASE,
)
_TIME = re.compile(
    r"(?P<clock>\d{1,2}:\d{2})|(?P<hour>\d{1,2})\s?(?P<half>am|pm)\b|(?P<afternoon>오후\s?)?(?P<at>\d{1,2})시"
    r"|\b(?:by|at|before)\s+(?P<bare>\d{1,2})\b(?!:)",
    re.IGNORECASE,
)
_NOON = 12


def asked_for(text: str) -> str | None:
    """What `/report schedule` would be told; None where no drafts are wanted again and again."""
    if not (_NOUN.search(text) and _DRAFT.search(text)):
        return None
    day = _DAY.search(text)
    if not (_WEEKLY.search(text) or _MONTHLY.search(text) or (day and day["en"])):
        return None
    rhythm = "monthly" if _MONTHLY.search(text) else "weekly"
    named = (day["en"] or day["ko"]).lower() if day and rhythm == "weekly" else ""
    return " ".join(part for part in (rhythm, named, _clock(text)) if part)


def _clock(text: str) -> str:
    found = _TIME.search(text)
    if found is None:
        return ""
    if found["clock"]:
        return found["clock"]
    hour = int(found["hour"] or found["at"] or found["bare"])
    late = (found["half"] or "").lower() == "pm" or bool(found["afternoon"])
    return f"{hour + _NOON if late and hour < _NOON else hour:02}:00"
