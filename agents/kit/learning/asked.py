"""What a language model reads out of messages, held against their words: nothing stays that nobody said."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Annotated, Literal, cast

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, ValidationError

from agents.kit.frameworks.vetting import Quote, Vetting, numbers
from agents.kit.learning.extract import KINDS
from agents.kit.learning.privacy import holds_secret, masked
from agents.kit.learning.types import Author, Candidate, Category
from agents.kit.llm import LLM, Material, Request
from agents.kit.reading.types import Source
from config.prompting import learn as wording
from memory.types import Message

_CONFIDENCE = 0.6
_OUTSIDER = 0.25
_MAX_TOKENS = 2_000
Predicate = Literal[
    "amount",
    "is",
    "on",
    "decided",
    "prefers",
    "dislikes",
    "never",
    "always",
    "uses",
    "stops",
    "enters",
    "says",
]


class Fact(BaseModel):
    """One thing that a message states."""

    model_config = ConfigDict(strict=True, extra="forbid")

    cites: Annotated[str, Field(max_length=600)]
    category: Category
    subject: Annotated[str, Field(min_length=1, max_length=60)]
    predicate: Predicate
    value: Annotated[str, Field(min_length=1, max_length=200)]


def _fitting(values: object) -> object:
    """The facts that have the form; the others are left out."""
    return list(_valid(cast("list[object]", values))) if isinstance(values, list) else values


def _valid(values: Sequence[object]) -> Iterator[Fact]:
    for value in values:
        try:
            yield Fact.model_validate(value)
        except ValidationError:
            continue


class Facts(BaseModel):
    """What was found."""

    model_config = ConfigDict(extra="forbid")

    facts: Annotated[list[Fact], BeforeValidator(_fitting)] = Field(default_factory=list[Fact])


@dataclass(frozen=True, slots=True)
class Taught:
    """What a model read out of one message."""

    message: Message
    candidates: tuple[Candidate, ...]


async def asked(messages: Sequence[Message], author: Author, llm: LLM) -> tuple[Taught, ...]:
    """The candidates of each message that teaches something. Raises a ModelError.

    A message that holds a secret is not shown to the model.
    """
    shown = [one for one in messages if one.text.strip() and not holds_secret(one.text)]
    if not shown:
        return ()
    say = wording()
    member = author == "member"
    material = tuple(Material("message", one.text, one.author, member, ref=one.id) for one in shown)
    question = say.question.format(at_most=say.at_most)
    request = Request("business_intelligence", say.instructions, question, material, _MAX_TOKENS, "quick")
    answer = await llm.fill(Facts, request)
    vetting = Vetting([Source("statement", one.id, one.text) for one in shown], say.instructions)
    found = [(fact, quote) for fact in answer.value.facts if (quote := _sound(fact, vetting))]
    return tuple(
        Taught(
            one, tuple(_candidate(fact, quote, one, author) for fact, quote in found if quote.ref == one.id)
        )
        for one in shown
        if any(quote.ref == one.id for _, quote in found)
    )


def _sound(fact: Fact, vetting: Vetting) -> Quote | None:
    """The words that it rests on, where they are somebody's and hold its figures."""
    quote = vetting.quote(fact.cites)
    if quote is None or vetting.smuggled(quote) or not vetting.allows(fact.value):
        return None
    return quote if numbers(fact.value) <= numbers(quote.text) else None


def _candidate(fact: Fact, quote: Quote, message: Message, author: Author) -> Candidate:
    start = message.text.index(quote.text)
    end = start + len(quote.text)
    clean = masked(message.text)
    outside = author == "outsider"
    return Candidate(
        kind=KINDS[fact.category],
        category=fact.category,
        subject_key=f"{fact.category}:{'_'.join(fact.subject.casefold().split())}",
        predicate=fact.predicate,
        value=masked(fact.value).text,
        unit="",
        text=clean.text[start:end].strip(),
        quote=clean.text[start:end],
        start=start,
        end=end,
        sensitivity="personal" if clean.touches(start, end) else "normal",
        confidence=_CONFIDENCE - _OUTSIDER * outside,
        to_confirm=outside,
    )
