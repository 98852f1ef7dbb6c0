"""What a guidelines file says, collected field by field, with what could not be used and where it stands."""

import re
import unicodedata
from dataclasses import dataclass, field, replace
from typing import Literal, cast

from config.errors import Locale
from config.guidelines import GuidelineField, guideline_catalogue
from config.wording import words
from memory.guidelines import Own

MOST_CHARACTERS = 2_000
MOST_ITEMS = 100
_BETWEEN_WORDS = re.compile(r"[,;、，；\n]+")
_BETWEEN_SENTENCES = re.compile(r"[;；\n]+")

Fault = Literal["unknown", "unknown_near", "not_an_option", "not_words", "too_long", "stray"]


@dataclass(frozen=True, slots=True)
class Problem:
    """A part of a file that was not taken over."""

    line: int
    fault: Fault
    said: str
    near: str = ""
    """The nearest field, or the options that there are."""

    def say(self, locale: Locale) -> str:
        """What is wrong, without the line."""
        return words("brand")(self.fault, locale, said=self.said, near=self.near)


@dataclass(slots=True)
class Entries:
    """Collects what a file says; a field that is said twice is added to if it is a list, else said anew."""

    fields: dict[str, Own] = field(default_factory=dict[str, Own])
    problems: list[Problem] = field(default_factory=list[Problem])

    def say(self, line: int, field_id: str, said: object, *, locked: bool = False, reason: str = "") -> None:
        """Takes over one statement. Empty words say that the level has nothing of its own here."""
        spec = guideline_catalogue().fields[field_id]
        texts = _texts(said, spec)
        if texts is None:
            self.problems.append(Problem(line, "not_words", field_id))
        elif len(texts) > MOST_ITEMS or any(len(text) > MOST_CHARACTERS for text in texts):
            self.problems.append(Problem(line, "too_long", field_id))
        elif spec.type == "list":
            self._add(field_id, tuple(texts), locked, reason)
        elif spec.type == "text" or not texts:
            self.fields[field_id] = Own(" ".join(texts), locked, reason)
        else:
            self._choose(line, field_id, " ".join(texts), Own("", locked, reason))

    def more(self, line: int, field_id: str, text: str) -> None:
        """Takes over a further line of a field: another item of a list, another sentence of a text."""
        before = self.fields.get(field_id)
        if before is None or isinstance(before.value, tuple) or not before.value:
            marks = before or Own("")
            self.say(line, field_id, text, locked=marks.locked, reason=marks.reason)
        else:
            self.say(line, field_id, f"{before.value} {text}", locked=before.locked, reason=before.reason)

    def lock(self, field_id: str) -> None:
        if field_id in self.fields:
            self.fields[field_id] = replace(self.fields[field_id], locked=True)

    def unknown(self, line: int, key: str) -> None:
        near = guideline_catalogue().near(key)
        self.problems.append(Problem(line, "unknown_near" if near else "unknown", key, near or ""))

    def stray(self, line: int, text: str) -> None:
        """Words that stand under no field."""
        self.problems.append(Problem(line, "stray", text if len(text) <= 60 else f"{text[:60]}…"))

    def _add(self, field_id: str, items: tuple[str, ...], locked: bool, reason: str) -> None:
        before = self.fields.get(field_id, Own(()))
        known = before.value if isinstance(before.value, tuple) else ()
        self.fields[field_id] = Own(
            tuple(dict.fromkeys((*known, *items))), locked or before.locked, reason or before.reason
        )

    def _choose(self, line: int, field_id: str, said: str, marks: Own) -> None:
        spec = guideline_catalogue().fields[field_id]
        option = spec.option(said)
        if option is None:
            there_are = ", ".join(option.id for option in spec.options)
            self.problems.append(Problem(line, "not_an_option", said, f"{field_id}: {there_are}"))
        else:
            self.fields[field_id] = replace(marks, value=option)


def clean(text: str) -> str:
    """One line of NFC text without control characters and halves of characters."""
    normal = unicodedata.normalize("NFC", text)
    return " ".join("".join(" " if unicodedata.category(c) in ("Cc", "Cs") else c for c in normal).split())


def _texts(said: object, spec: GuidelineField) -> list[str] | None:
    """The parts of what was said; None when these are not words."""
    if isinstance(said, str):
        between = _BETWEEN_WORDS if spec.split else _BETWEEN_SENTENCES
        parts: list[object] = [*between.split(said)] if spec.type == "list" else [said]
    elif isinstance(said, list) and spec.type == "list":
        parts = cast("list[object]", said)
    else:
        return None
    if not all(isinstance(part, str) for part in parts):
        return None
    return [text for part in parts if (text := clean(str(part)))]
