"""How interviews go: phases, questions, subjects of stances, how words are read. Data, validated when loaded."""

import re
from functools import cache, cached_property
from typing import Any, Literal

from pydantic import BaseModel, ConfigDict, Field

from config.catalogue import Bilingual
from config.errors import Locale
from config.patterns import regex
from config.tables import read_table
from config.wording import Words, words

Side = Literal["for", "against", "mixed"]


class _Data(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid", strict=True, ignored_types=(cached_property,))


class Phase(_Data):
    id: str
    minutes: int
    """Its share of the interview."""
    label: Bilingual


class Plan(_Data):
    """How long an interview takes, and in which phases."""

    most_minutes: int
    longest_gap: int
    """Seconds between two messages that count as time in conversation, at most."""
    most_hypotheses: int
    phases: list[Phase]

    @property
    def minutes(self) -> int:
        return sum(phase.minutes for phase in self.phases)

    def phase(self, phase_id: str) -> Phase:
        """Raises StopIteration for a phase that there is not."""
        return next(phase for phase in self.phases if phase.id == phase_id)


class Asked(_Data):
    """A question of the catalogue."""

    id: str
    phase: str
    subject: str
    ask: Bilingual
    attributes: list[str] = Field(default_factory=list)
    """What it can fill."""
    words: str = ""
    """What people's own questions about the same have in them."""

    def stands_in(self, text: str) -> bool:
        return bool(self.words) and bool(regex(self.words, re.IGNORECASE).search(text))


class FromHypothesis(_Data):
    text: Bilingual
    real: Bilingual
    phases: dict[str, str]
    """Phase by the block of the business model."""


class Probes(_Data):
    ask: list[Bilingual]


class Challenge(_Data):
    ask: Bilingual


class Real(_Data):
    """The guide for asking real people."""

    open: Bilingual
    close: Bilingual
    side: Bilingual
    contradiction: Bilingual
    people: int
    """How many people of a segment to ask at least."""


class Guide(_Data):
    questions: list[Asked]
    hypothesis: FromHypothesis
    probes: Probes
    challenge: Challenge
    real: Real


class Subject(_Data):
    """What a stance is taken on."""

    id: str
    label: Bilingual
    proposition: Bilingual
    words: str
    general: bool = False
    """Whether another subject in the same sentence goes before it."""
    attributes: list[str] = Field(default_factory=list)
    """Those that bear on it even where its words do not stand there."""
    values: dict[str, dict[str, Side]] = Field(default_factory=dict)
    """The side that an option of an attribute takes."""
    sides: dict[str, Side] = Field(default_factory=dict)
    """The side that an attribute takes, where it is another one than usual: who complains of queues is for speed."""

    def stands_in(self, text: str) -> bool:
        return bool(regex(self.words, re.IGNORECASE).search(text))


class Sides(_Data):
    against: list[str]
    for_: list[str] = Field(alias="for")
    negated: str
    missing: str


class Subjects(_Data):
    sides: Sides
    subjects: list[Subject]


class Spoken(_Data):
    """A pattern for each language."""

    en: str
    ko: str

    def found(self, text: str) -> bool:
        return any(regex(one, re.IGNORECASE).search(text) for one in (self.en, self.ko))

    def off(self, text: str) -> str:
        """The text without what the patterns find."""
        for one in (self.en, self.ko):
            text = regex(one, re.IGNORECASE).sub("", text)
        return text


class Speech(_Data):
    """How questions lean, how answers go along, and the words that move an interview."""

    word: str
    leading: Spoken
    tags: Spoken
    against: Spoken
    agrees: Spoken
    disagrees: Spoken
    conditional: Spoken
    cues: dict[str, str]
    controls: dict[str, list[str]]


class Prompt(_Data):
    instructions: str
    question: str
    held: str
    no_proposition: str
    leading: str
    again: str
    answer_in: Bilingual
    faults: dict[str, str]


class Lean(_Data):
    """One question, leaning to each side."""

    for_: str = Field(alias="for")
    against: str


class Pair(_Data):
    subject: str
    en: Lean
    ko: Lean

    def lean(self, locale: Locale) -> Lean:
        return self.ko if locale == "ko" else self.en


class Respondent(_Data):
    """A persona of the measurement, with the stances that follow from its attributes."""

    lang: Locale
    slug: str
    name: str
    attributes: dict[str, str | list[str]]
    holds: dict[str, Side]


class Leading(_Data):
    pairs: list[Pair]
    personas: list[Respondent]


@cache
def plan() -> Plan:
    return Plan.model_validate(_read("phases"))


@cache
def guide() -> Guide:
    return Guide.model_validate(_read("guide"))


@cache
def subjects() -> Subjects:
    return Subjects.model_validate(_read("subjects"))


@cache
def subject(subject_id: str) -> Subject | None:
    """The subject of the catalogue with this id; None where there is none."""
    return next((one for one in subjects().subjects if one.id == subject_id), None)


@cache
def speech() -> Speech:
    return Speech.model_validate(_read("speech"))


@cache
def prompt() -> Prompt:
    return Prompt.model_validate(_read("prompt"))


@cache
def leading() -> Leading:
    return Leading.model_validate(_read("leading"))


def interview_words() -> Words:
    """What users read of interviews."""
    return words("interview")


def _read(name: str) -> dict[str, Any]:
    return read_table("interview", f"{name}.toml")
