"""A persona as it is interviewed: what is recorded of it, attribute by attribute, in words that can be quoted."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, cast

from agents.kit.frameworks.confidence import GRADES
from config.errors import Locale
from config.interview import interview_words
from config.persona import attributes as catalogue
from memory.types import InputUsed, Json, Output

HEARD = "heard"
"""Stands for what real customers said, verbatim, where an attribute's id stands otherwise."""
_MADE_UP = frozenset({"quote", "day_in_life"})
"""What a persona's card says in its own words is made of the other attributes, and adds nothing to them."""


@dataclass(frozen=True, slots=True)
class Attribute:
    """One recorded attribute; `key` is its id in config/persona."""

    key: str
    texts: tuple[str, ...]
    grade: float = 0.0
    assumed: bool = False
    option: str = ""
    """The option's id, where it is one."""

    @property
    def text(self) -> str:
        return " · ".join(self.texts)

    def label(self, locale: Locale) -> str:
        return label(self.key, locale)


@dataclass(frozen=True, slots=True)
class Interviewee:
    """A persona, and the version of it that answers."""

    slug: str
    name: str
    attributes: tuple[Attribute, ...]
    output: str = ""
    content_hash: str = ""
    approved: bool = False
    missing: tuple[str, ...] = ()
    """Attributes that nobody has told, or that are only assumed."""

    def attribute(self, key: str) -> Attribute | None:
        return next((one for one in self.attributes if one.key == key), None)

    def used(self) -> tuple[InputUsed, ...]:
        """For the `inputs_used` of what is made of the interview."""
        return (InputUsed("output", self.output, self.content_hash),) if self.output else ()


def label(key: str, locale: Locale) -> str:
    """What an attribute is called."""
    if key == HEARD:
        return interview_words()("heard", locale)
    known = catalogue().get(key)
    return known.label.say(locale) if known else key.replace("_", " ")


def interviewee(output: Output, locale: Locale) -> Interviewee:
    """The persona that an output of the type `persona` holds."""
    body = output.draft.body
    recorded: dict[str, Any] = dict(body.get("attributes", {}))
    heard = [one["text"] for one in body.get("heard", ())]
    found = tuple(_attributes(recorded | {HEARD: {"value": heard, "grade": GRADES["document"]}}, locale))
    known = {one.key for one in found if not one.assumed}
    return Interviewee(
        slug=output.draft.subject,
        name=str(body.get("name") or output.draft.subject),
        attributes=found,
        output=output.id,
        content_hash=output.content_hash,
        approved=output.status == "approved",
        missing=tuple(key for key in recorded if key not in known and key not in _MADE_UP),
    )


def told(slug: str, name: str, attributes: Mapping[str, str | Sequence[str]], locale: Locale) -> Interviewee:
    """A persona of nothing but these values."""
    recorded = {key: {"value": value, "grade": GRADES["statement"]} for key, value in attributes.items()}
    return Interviewee(slug, name, tuple(_attributes(recorded, locale)))


def _attributes(recorded: Mapping[str, Any], locale: Locale) -> Iterator[Attribute]:
    for key, told_ in recorded.items():
        cell = cast("Json", told_) if isinstance(told_, dict) else {"value": told_}
        texts = tuple(_texts(cell.get("value")))
        if not texts or key in _MADE_UP:
            continue
        known = catalogue().get(key)
        option = next((one.id for one in known.options if one.id == texts[0]), "") if known else ""
        shown = tuple(known.shown(one, locale) for one in texts) if known else texts
        yield Attribute(key, shown, float(cell.get("grade") or 0.0), bool(cell.get("assumed")), option)


def _texts(value: Any) -> Iterator[str]:
    if isinstance(value, list | tuple):
        for part in cast("Iterable[Any]", value):
            yield from _texts(part)
    elif value is not None and (text := " ".join(str(value).split())):
        yield text
