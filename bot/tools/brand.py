"""Brand guidelines as people read them: what is in force, who says it, what is locked, what differs."""

from collections.abc import Iterator

from config.errors import Locale
from config.guidelines import guideline_catalogue
from config.wording import words
from memory.guidelines import Difference, Field, Guidelines, Said, Value, differences


def show(guidelines: Guidelines, place: str, locale: Locale) -> str:
    """The guidelines in force at a place as Markdown, section by section, each value with its source."""
    if not guidelines.fields:
        return words("brand")("nothing", locale, place=place)
    parts: list[str] = []
    for section_id, section in guideline_catalogue().sections.items():
        fields = [field for id, field in guidelines.fields.items() if id.startswith(f"{section_id}.")]
        if fields:
            parts.append(f"**{section.label.say(locale)}**")
            parts += [line for field in fields for line in _lines(field, locale)]
    parts += [not_in_force(field, said, locale) for field, said in guidelines.ignored]
    return "\n".join(parts)


def show_differences(before: Guidelines, after: Guidelines, places: tuple[str, str], locale: Locale) -> str:
    """What is in force at one of two places and not at the other, a line for each field."""
    before_place, after_place = places
    names = {"before_place": before_place, "after_place": after_place}
    found = differences(before, after)
    if not found:
        return words("brand")("same", locale, **names)
    return "\n".join(f"- {_difference(each, names, locale)}" for each in found)


def label(field_id: str, locale: Locale) -> str:
    """The field's name for people."""
    return guideline_catalogue().fields[field_id].label.say(locale)


def spoken(field_id: str, value: Value | None, locale: Locale) -> str:
    """A value for people: the label of an option, a list in one line."""
    if value is None or isinstance(value, tuple):
        return "; ".join(value or ())
    options = guideline_catalogue().fields[field_id].options
    return next((option.label.say(locale) for option in options if option.id == value), value)


def _lines(field: Field, locale: Locale) -> Iterator[str]:
    notes = " · ".join(_notes(field, locale))
    if not field.adds:
        yield f"- {label(field.id, locale)}: {spoken(field.id, field.value, locale)} ({notes})"
        return
    yield f"- {label(field.id, locale)} ({notes})"
    for item, place in field.items:
        yield f"  - {item} ({place})"


def _notes(field: Field, locale: Locale) -> Iterator[str]:
    say = words("brand")
    yield say("from", locale, place=field.origin)
    if field.locked_at is not None:
        yield say("locked", locale, place=field.locked_at)
    for said in field.overridden:
        yield say("overrides", locale, value=spoken(field.id, said.own.value, locale), place=said.place)
    if field.reason:
        yield say("reason", locale, reason=field.reason)


def not_in_force(field: Field, said: Said, locale: Locale) -> str:
    """That a level's own words do not count, and who has locked the field."""
    return words("brand")(
        "ignored",
        locale,
        label=label(field.id, locale),
        place=said.place,
        value=spoken(field.id, said.own.value, locale),
        locked_at=field.locked_at,
    )


def _difference(found: Difference, places: dict[str, str], locale: Locale) -> str:
    return words("brand")(
        found.kind,
        locale,
        label=label(found.field, locale),
        before=spoken(found.field, found.before, locale),
        after=spoken(found.field, found.after, locale),
        **places,
    )
