"""How a text is scored and what is looked for in it: rules with their costs, lexicons, bands of readability."""

import re
from functools import cache, cached_property
from typing import Literal, Self

from pydantic import BaseModel, ConfigDict, model_validator

from config.catalogue import Bilingual
from config.errors import Locale
from config.patterns import regex
from config.tables import read_table

DimensionName = Literal["voice", "messaging", "governance", "visual"]
Severity = Literal["breach", "block", "must", "should", "caution", "note"]


class _Data(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class Dimension(_Data):
    weight: int
    label: Bilingual
    parts: dict[str, int]


class Rule(_Data):
    part: str
    severity: Severity
    cost: float
    """The share of its part that one finding takes, 0 to 1."""
    why: Bilingual
    fix: Bilingual


class Scoring(_Data):
    """config/content/check.toml."""

    passes: int
    dimensions: dict[DimensionName, Dimension]
    rules: dict[str, Rule]

    @cached_property
    def dimension_of(self) -> dict[str, DimensionName]:
        return {part: name for name, one in self.dimensions.items() for part in one.parts}

    @model_validator(mode="after")
    def _whole(self) -> Self:
        if sum(one.weight for one in self.dimensions.values()) != 100:
            raise ValueError("the dimensions weigh 100 together")
        for name, one in self.dimensions.items():
            if sum(one.parts.values()) != one.weight:
                raise ValueError(f"{name}: the parts weigh what the dimension does")
        for name, rule in self.rules.items():
            if rule.part not in self.dimension_of or not 0 <= rule.cost <= 1:
                raise ValueError(f"{name}: no such part, or a cost beyond 0 to 1")
        return self


class Tone(_Data):
    label: Bilingual
    names: list[str]
    clash: list[str]

    @cached_property
    def named(self) -> re.Pattern[str]:
        return joined(self.names)

    @cached_property
    def clashes(self) -> re.Pattern[str]:
        return whole_words(self.clash)


class Habit(_Data):
    names: list[str]
    pattern: str
    free: int = 0
    """How often it does no harm."""

    @cached_property
    def named(self) -> re.Pattern[str]:
        return joined(self.names)


class Form(_Data):
    label: Bilingual
    endings: list[str]
    nouns: list[str] = []
    """What ends so and is no verb."""


class Honorific(_Data):
    """How Korean sentences end, by their politeness."""

    exempt: list[str]
    forms: dict[str, Form]
    guideline: dict[str, str]
    """The option of `voice.formality` -> the form."""


class Person(_Data):
    others: dict[Locale, str]


class Band(_Data):
    """What reads well. `words`: a sentence's; `long`: beyond it a sentence is marked; `ease`: Flesch's."""

    words: int
    long: int
    ease: float | None = None
    least: int = 0
    """Words below which Flesch's measure says nothing."""
    source: Bilingual


class Lexicon(_Data):
    """config/content/lexicon.toml."""

    tones: dict[str, Tone]
    habits: dict[str, Habit]
    honorific: Honorific
    persons: dict[str, Person]
    superlatives: dict[str, list[str]]
    absolutes: dict[Locale, list[str]]
    figures: dict[str, list[str]]
    inward: dict[Locale, list[str]]
    calls: dict[Locale, list[str]]
    calls_opening: dict[str, str]
    """Where an English call begins: a verb in the middle of a story calls nobody."""
    readability: dict[Locale, Band]


@cache
def scoring() -> Scoring:
    """Raises pydantic.ValidationError when config/content/check.toml is not consistent."""
    return Scoring.model_validate(read_table("content", "check.toml"))


@cache
def lexicon() -> Lexicon:
    """Raises pydantic.ValidationError when config/content/lexicon.toml is not complete."""
    return Lexicon.model_validate(read_table("content", "lexicon.toml"))


def joined(words: list[str]) -> re.Pattern[str]:
    """Any of these patterns, capitals or not."""
    return regex("|".join(words), re.IGNORECASE)


_HANGUL = regex("[가-힣]")


def whole_words(words: list[str]) -> re.Pattern[str]:
    """Any of these patterns, capitals or not; Latin ones as whole words, Hangul ones wherever they stand."""
    latin = [word for word in words if not _HANGUL.search(word)]
    korean = [word for word in words if _HANGUL.search(word)]
    parts = ([rf"(?<![\w가-힣])(?:{'|'.join(latin)})(?![a-z])"] if latin else []) + korean
    return regex("|".join(parts), re.IGNORECASE)
