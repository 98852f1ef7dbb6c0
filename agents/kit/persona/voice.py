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
_COUNT = regex(r"\d+/\d+")
_HABITUAL = ("behaviours", "lifestyle", "media", "purchase_time")
_HABITS = 2
"""With fewer hours that are known a day is none."""


def speak(sheet: Sheet, locale: Locale) -> None:
    """Adds the quote and the day; what nothing is recorded for stays missing."""
    say = words("persona")
    found = [(key, one) for key, names in _PARTS if (one := _first(sheet, names))]
    if found:
        spoken = [("when" if name == "purchase_time" else key, said) for key, (name, said) in found]
        quote = " ".join(say(f"quote.{key}", locale, said=said) for key, said in spoken)
        sheet.set("quote", _synthetic(quote, [name for _, (name, _) in found], locale))
    if day := _day(sheet, locale):
        sheet.set("day_in_life", day)


def _first(sheet: Sheet, names: Iterable[str]) -> tuple[str, str] | None:
    """The attribute that is best to speak from, and its first value that is no count."""
    known = [(name, one) for name in names if (one := sheet.attributes.get(name))]
    spoken = [
        (name, value, one.assumed) for name, one in known for value in one.values if not _COUNT.search(value)
    ]
    best = next((each for each in spoken if not each[2]), spoken[0] if spoken else None)
    return best[:2] if best else None


def _day(sheet: Sheet, locale: Locale) -> Attribute | None:
    """The recorded habits in the order of their hours; a habit without an hour has no place in a day."""
    lines: list[tuple[int, str, str]] = []
    for name in _HABITUAL:
        one = sheet.attributes.get(name)
        for value in one.values if one else ():
            hour = next((at for at, when in enumerate(_HOURS) if when.search(value)), None)
            if hour is not None and not any(value in line or line in value for _, line, _ in lines):
                lines.append((hour, value, name))
    if len(lines) < _HABITS:
        return None
    day = [line for _, line, _ in sorted(lines, key=lambda each: each[0])]
    return _synthetic(day, dict.fromkeys(name for _, _, name in lines), locale)


def _synthetic(value: str | list[str], names: Iterable[str], locale: Locale) -> Attribute:
    """`names` are the attributes that it is put together from."""
    origin = Origin("attributes", ", ".join(names), "", INFERRED)
    reason = words("persona")("because.synthetic", locale)
    return Attribute(value, (origin,), assumed=True, reason=reason, synthetic=True)
