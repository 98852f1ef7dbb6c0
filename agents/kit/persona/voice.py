"""What a persona would say and how its day goes, put together from what is recorded: synthetic, and labelled so."""

from collections.abc import Iterable

from agents.kit.persona.sheet import INFERRED, Attribute, Origin, Sheet
from config.errors import Locale
from config.patterns import regex
from config.wording import words

_HOURS = (
    regex(r"새벽|아침|오전|출근|before noon|morning|dawn", 2),
    regex(r"점심|정오|lunch|midday|noon", 2),
    regex(r"오후|하교|afternoon|after school", 2),
    regex(r"저녁|퇴근|밤|심야|야간|evening|night|after work", 2),
)
_MATTERS = ("goals", "criteria", "gains", "motivations")
_DOES = ("behaviours", "purchase_time")
_HINDERS = ("objections", "pains")
_PARTS = (("matters", _MATTERS), ("does", _DOES), ("hinders", _HINDERS))
_SENTENCES = 3
_HABITS = 2
"""With fewer hours that are known a day is none."""


def speak(sheet: Sheet, locale: Locale) -> None:
    """Adds the quote and the day; what nothing is recorded for stays missing."""
    say = words("persona")
    found = [(key, one) for key, names in _PARTS if (one := _first(sheet, names))][:_SENTENCES]
    parts = [say(f"quote.{key}", locale, said=one.values[0]) for key, one in found]
    if parts:
        used = [one for _, one in found]
        sheet.set("quote", _synthetic(" ".join(parts), used, locale))
    if day := _day(sheet, locale):
        sheet.set("day_in_life", day)


def _first(sheet: Sheet, names: Iterable[str]) -> Attribute | None:
    known = (sheet.attributes.get(name) for name in names)
    found = [one for one in known if one]
    return next((one for one in found if not one.assumed), found[0] if found else None)


def _day(sheet: Sheet, locale: Locale) -> Attribute | None:
    """The recorded habits in the order of their hours; a habit without an hour has no place in a day."""
    told = [
        one
        for name in ("behaviours", "lifestyle", "media", "purchase_time")
        if (one := sheet.attributes.get(name))
    ]
    lines: list[tuple[int, str]] = []
    for one in told:
        for value in one.values:
            hour = next((at for at, when in enumerate(_HOURS) if when.search(value)), None)
            if hour is not None and not any(value in line or line in value for _, line in lines):
                lines.append((hour, value))
    if len(lines) < _HABITS:
        return None
    return _synthetic([line for _, line in sorted(lines, key=lambda each: each[0])], told, locale)


def _synthetic(value: str | list[str], used: list[Attribute], locale: Locale) -> Attribute:
    best = max((one.origin for one in used), key=lambda one: one.grade)
    origin = Origin(best.kind, best.ref, best.quote, INFERRED)
    return Attribute(
        value, (origin,), assumed=True, reason=words("persona")("because.synthetic", locale), synthetic=True
    )
