"""The house's own words to a language model: config/prompts/*.toml, validated when loaded."""

import re
from functools import cache
from typing import Any

from pydantic import Field

from config.catalogue import Bilingual
from config.data import Data
from config.patterns import regex
from config.tables import read_table


class Standing(Data):
    """What the author of a text is called."""

    member: str
    outsider: str


class Instructions(Data):
    """What sentences look like that speak to the machine rather than about the business."""

    patterns: list[str]
    cues: list[str]
    """Without one of these, in small letters, no pattern fits; they are looked for first, because that is fast."""

    @property
    def regexes(self) -> list[re.Pattern[str]]:
        return [regex(one, re.IGNORECASE) for one in self.patterns]


class Fence(Data):
    """How text that others wrote is shown to a model."""

    rules: str
    again: str
    """What is said after an answer that had not the form; `{faults}` are pydantic's."""
    cut: str
    standing: Standing
    instructions: Instructions


class Route(Data):
    """How a model is asked which agent a message is for."""

    instructions: str
    question: str


class Lists(Data):
    """What a model may not propose in one framework."""

    without: list[str] = Field(default_factory=list)
    """Lists and fields left out altogether: `shares`, `entries.state`."""
    fixed: dict[str, str] = Field(default_factory=dict)
    """What such a field holds in every proposed record: `items.evidence` is `none`."""


class Propose(Data):
    """How a model is asked for a framework's records."""

    instructions: str
    question: str
    there: str
    """Stands above the records that need not be proposed again."""
    answer_in: Bilingual
    at_most: int
    """Records in each list, or in each group of a list that has groups."""
    frameworks: dict[str, Lists]

    def lists(self, framework: str) -> Lists:
        return self.frameworks.get(framework, Lists())


class Learn(Data):
    """How a model is asked what messages teach."""

    instructions: str
    question: str
    at_most: int


class Know(Data):
    """How a model is asked to answer from what is known."""

    instructions: str
    question: str
    answer_in: Bilingual


class Asked(Data):
    """One thing that is asked about personas."""

    instructions: str
    question: str


class Persona(Data):
    """How a model is asked about personas: for what nobody told, and for words to a stand that is computed."""

    grow: Asked
    speak: Asked
    answer_in: Bilingual


@cache
def persona() -> Persona:
    """Raises pydantic.ValidationError when config/prompts/persona.toml is incomplete."""
    return Persona.model_validate(_read("persona"))


@cache
def know() -> Know:
    """Raises pydantic.ValidationError when config/prompts/know.toml is incomplete."""
    return Know.model_validate(_read("know"))


@cache
def learn() -> Learn:
    """Raises pydantic.ValidationError when config/prompts/learn.toml is incomplete."""
    return Learn.model_validate(_read("learn"))


@cache
def fence() -> Fence:
    """Raises pydantic.ValidationError when config/prompts/fence.toml is incomplete."""
    return Fence.model_validate(_read("fence"))


@cache
def propose() -> Propose:
    """Raises pydantic.ValidationError when config/prompts/propose.toml is incomplete."""
    return Propose.model_validate(_read("propose"))


@cache
def route() -> Route:
    """Raises pydantic.ValidationError when config/prompts/route.toml is incomplete."""
    return Route.model_validate(_read("route"))


def _read(name: str) -> dict[str, Any]:
    return read_table("prompts", f"{name}.toml")
