"""What an interview delivers, as a strict pydantic model. Everything in it that a persona said is synthetic."""

from typing import Literal

from pydantic import BaseModel, ConfigDict, Field

from memory.interview import Certainty, Stance

SCHEMA_VERSION = 1


class _Data(BaseModel):
    model_config = ConfigDict(strict=True, extra="forbid")


class PersonaRef(_Data):
    slug: str
    name: str
    output: str


class PhaseBody(_Data):
    id: str
    asked: int
    total: int


class AnswerBody(_Data):
    id: str
    """`T7`, by the turn's number."""
    question: str
    text: str
    subject: str
    stance: Stance
    certainty: Certainty
    based_on: list[str]
    """`T3`, `A:objections`, `I:<id>`."""
    engine: str
    synthetic: Literal[True] = True


class ThemeBody(_Data):
    """Turns about one subject, and the stance that they share."""

    id: str
    subject: str
    label: str
    turns: list[str]
    stance: Stance
    certainty: Certainty
    quote: str


class ContradictionBody(_Data):
    id: str
    turn: str
    text: str
    against: list[str]
    what: str
    subject: str


class InsightBody(_Data):
    id: str
    text: str
    subject: str
    value: str
    turns: list[str]
    synthetic: Literal[True] = True


class OpenBody(_Data):
    id: str
    text: str
    phase: str
    subject: str
    why: Literal["unanswered", "unasked", "contradiction", "synthetic"]


class RealBody(_Data):
    """The guide for asking real people: open questions alone."""

    open: str
    questions: list[str]
    close: str
    people: int


class InterviewBody(_Data):
    persona: PersonaRef
    session: str
    synthetic: Literal[True] = True
    minutes: int
    coverage: list[PhaseBody]
    answers: list[AnswerBody]
    themes: list[ThemeBody]
    contradictions: list[ContradictionBody]
    insights: list[InsightBody]
    open_questions: list[OpenBody] = Field(default_factory=list[OpenBody])
    real_guide: RealBody
