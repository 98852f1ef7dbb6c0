"""Kinds of content, and what each platform takes, as it counts."""

import re
from functools import cache
from typing import Literal, Self

from pydantic import model_validator

from config.catalogue import Bilingual
from config.data import Data
from config.errors import Locale
from config.patterns import regex
from config.tables import read_table

Count = Literal["chars", "utf16", "double", "x", "threads", "euckr", "gsm", "utf8"]
Role = Literal["head", "sub", "line", "body", "cta", "tags", "path"]
TEXT = "text"
"""The format of a text of which nobody said where it goes."""


class Otherwise(Data):
    """What holds in another language instead."""

    count: Count
    max: int


class PartSpec(Data):
    """One field of a format, such as a headline."""

    id: str
    label: Bilingual
    count: Count
    role: Role
    """What it is for: a head leads, a line says one thing, a body tells, tags are hashtags."""
    min: int | None = None
    max: int | None = None
    """Where the platform refuses it."""
    shown: int | None = None
    """About where it is cut off in view."""
    at_least: int = 1
    at_most: int = 1
    tags: int | None = None
    """The most hashtags there may be."""
    optional: bool = False
    long: bool = False
    """Whether it is told in sections rather than in a few sentences."""
    en: Otherwise | None = None
    """In English, where carriers count otherwise."""
    refuses: str = ""
    """A pattern of signs that the platform does not take."""


class Utm(Data):
    source: str
    medium: str


class Format(Data):
    """A kind of content for one platform."""

    kind: str
    groups: list[str] = []
    label: Bilingual
    words: list[str]
    """What people call it, as patterns."""
    source: Bilingual
    as_of: str
    """The day up to which the source was followed, ISO 8601."""
    utm: Utm
    parts: list[PartSpec]

    def part(self, part_id: str) -> PartSpec | None:
        return next((one for one in self.parts if one.id == part_id), None)

    @property
    def sent(self) -> bool:
        """Whether it is an electronic send in the sense of the legal packs."""
        return "send" in self.groups

    @property
    def main(self) -> PartSpec:
        """The part that a text without labels is."""
        return next((one for one in self.parts if one.role in {"body", "line"}), self.parts[0])

    @model_validator(mode="after")
    def _counted(self) -> Self:
        for one in self.parts:
            if one.at_least > one.at_most or (one.min or 0) > (one.max or 10**9):
                raise ValueError(f"{one.id}: the least is more than the most")
        return self


class Formats(Data):
    formats: dict[str, Format]


@cache
def formats() -> dict[str, Format]:
    """By id, in the order of config/content/formats.toml. Raises pydantic.ValidationError."""
    return Formats.model_validate(read_table("content", "formats.toml")).formats


@cache
def format_in(format_id: str, language: Locale) -> Format:
    """The format as it holds for texts in a language."""
    found = format_of(format_id)
    if language != "en" or not any(part.en for part in found.parts):
        return found
    parts = [
        part.model_copy(update={"count": part.en.count, "max": part.en.max}) if part.en else part
        for part in found.parts
    ]
    return found.model_copy(update={"parts": parts})


def format_of(format_id: str) -> Format:
    """The format, or plain text where it is no longer known."""
    known = formats()
    return known.get(format_id) or known[TEXT]


@cache
def _names() -> tuple[tuple[str, re.Pattern[str]], ...]:
    return tuple(
        (name, regex("|".join(one.words), re.IGNORECASE)) for name, one in formats().items() if one.words
    )


def named(text: str) -> tuple[str, ...]:
    """The formats that these words name, those named with the most letters first: 'meta ad' before 'meta'."""
    ids = tuple(word for word in text.split() if word in formats() and "_" in word)
    found = [
        (max(len(match[0]) for match in matches), -at, name)
        for at, (name, pattern) in enumerate(_names())
        if (matches := list(pattern.finditer(text)))
    ]
    return tuple(dict.fromkeys((*ids, *(name for _, _, name in sorted(found, reverse=True)))))
