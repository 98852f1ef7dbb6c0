"""What a model adds to personas: values for what nobody told, in the same form, vetted, graded as inferences."""

import asyncio
from collections.abc import Sequence
from dataclasses import replace
from functools import cache
from typing import Annotated, Any, Literal

from pydantic import BaseModel, ConfigDict, Field, create_model

from agents.kit.errors import ModelError
from agents.kit.frameworks.told import sources_of
from agents.kit.frameworks.vetting import Vetting, without_orders
from agents.kit.llm import LLM, Material, Request
from agents.kit.persona.person import AGENT, Person
from agents.kit.persona.sheet import DEFAULT, INFERRED, MOST, SCALE, Attribute, Origin
from agents.kit.reading.types import Source
from agents.types import Ask
from config.errors import Locale
from config.persona import AttributeSpec, Market, attributes, channels
from config.prompting import persona as wording
from config.wording import words
from memory.recalled import OUTSIDER

MAX_TOKENS = 3_000
_NEVER = frozenset(
    ["name", "who", "share", "income", "spend", "age_range", "gender", "region", "company_size"]
)
"""What only people and data can tell: a model would invent it."""
_LONGEST = 200
_AT_MOST = 40


@cache
def proposals_model(market: Market) -> type[BaseModel]:
    """The form of an answer, kept flat: what is proposed, of which attribute, resting on which sentence.

    Vendors bound how many optional members a form may have; whether a value fits its attribute is checked in code.
    """
    wanted = [spec.id for spec in attributes().values() if spec.fits(market) and spec.id not in _NEVER]
    strict = ConfigDict(extra="forbid")
    text = Annotated[str, Field(min_length=1, max_length=_LONGEST)]
    members: dict[str, Any] = {
        "attribute": (Literal[tuple(wanted)], ...),
        "value": (text, ...),
        "cites": (str | None, ...),
    }
    one = create_model("Proposal", __config__=strict, **members)
    listed = Annotated[list[one], Field(max_length=_AT_MOST)]
    return create_model("PersonaProposals", __config__=strict, proposals=(listed, ...))


def _read(spec: AttributeSpec, text: str) -> str | float | None:
    """A proposed value in its attribute's kind; None where it does not fit."""
    if spec.kind == "score":
        score = float(text) if text.replace(".", "", 1).isdigit() else 0.0
        return score if SCALE[0] <= score <= SCALE[1] else None
    if spec.options or spec.kind == "channels":
        allowed = {one.id for one in (spec.options or channels())}
        return text if text in allowed else None
    return text.strip()


async def grown(ask: Ask, people: Sequence[Person], llm: LLM) -> tuple[tuple[Person, ...], tuple[str, ...]]:
    """All personas at once; the computed one stands for one that failed, and what failed is said once."""
    await ask.say(words("models")("asking", ask.locale))
    tried = await asyncio.gather(*(_tried(ask, one, llm) for one in people))
    failed = dict.fromkeys(error.say(ask.locale) for _, error in tried if error)
    return tuple(person for person, _ in tried), tuple(failed)


async def _tried(ask: Ask, person: Person, llm: LLM) -> tuple[Person, ModelError | None]:
    sources = tuple(sources_of(ask))
    wanted = [spec for spec in person.specs if spec.id not in _NEVER and _open(person, spec)]
    if not sources or not wanted:
        return person, None
    asked = request(ask, person, wanted, sources)
    try:
        answer = await llm.fill(proposals_model(person.market), asked)
    except ModelError as error:
        return person, error
    vetting = Vetting(tuple(map(without_orders, sources)), asked.instructions)
    engine = f"llm:{answer.model}"
    found = {
        spec.id: made for spec in wanted
        if (made := _made(spec, _of(answer.value, spec), vetting, engine, ask.locale))
    }  # fmt: skip
    return (
        replace(person, attributes={**person.attributes, **found}, engine=engine) if found else person
    ), None


def _of(answer: Any, spec: AttributeSpec) -> list[Any]:
    return [one for one in answer.proposals if one.attribute == spec.id]


def _open(person: Person, spec: AttributeSpec) -> bool:
    """Whether nobody told it: it is missing, or a default stands there."""
    known = person.attributes.get(spec.id)
    return known is None or known.origin.kind == "default" or known.synthetic


def _made(
    spec: AttributeSpec, listed: Sequence[Any], vetting: Vetting, engine: str, locale: Locale
) -> Attribute | None:
    """What of the proposals may stand: a quote makes an inference of it, without one it is an assumption."""
    kept: list[tuple[str | float, Origin]] = []
    for one in listed[: MOST if spec.many else 1]:
        value, quote = _read(spec, one.value), vetting.quote(one.cites)
        free = isinstance(value, str) and not spec.options and spec.kind == "text"
        if value is None or (free and not vetting.allows(str(value))) or (quote and vetting.smuggled(quote)):
            continue
        grade = INFERRED if quote else DEFAULT
        kept.append(
            (value, Origin("model", quote.ref if quote else engine, quote.text if quote else "", grade))
        )
    if not kept:
        return None
    value = [str(one) for one, _ in kept] if spec.many else kept[0][0]
    reason = words("persona")("because.model", locale)
    synthetic = spec.id in {"quote", "day_in_life"}
    return Attribute(
        value, tuple(origin for _, origin in kept), assumed=True, reason=reason, synthetic=synthetic
    )


def request(ask: Ask, person: Person, wanted: Sequence[AttributeSpec], sources: Sequence[Source]) -> Request:
    """What is asked; the instructions are the same for every persona."""
    say, outside = wording(), {str(turn.id) for turn in ask.context.turns if turn.meta.get(OUTSIDER)}
    known = "\n".join(
        f"{name}: {'; '.join(one.values)}" for name, one in person.attributes.items() if not one.synthetic
    )
    return Request(
        agent=AGENT,
        instructions=say.grow.instructions,
        question=say.grow.question.format(
            name=person.name, group=person.group, wanted="\n".join(map(_named, wanted)),
            answer_in=say.answer_in.say(ask.locale),
        ),
        material=(*(_material(one, outside) for one in sources), Material("output", known, ref=person.slug)),
        max_tokens=MAX_TOKENS,
    )  # fmt: skip


def _named(spec: AttributeSpec) -> str:
    """An attribute as it is asked for, with the values that are allowed."""
    allowed = [one.id for one in (spec.options or (channels() if spec.kind == "channels" else ()))]
    return f"- {spec.id} ({spec.label.en}){': ' + ', '.join(allowed) if allowed else ''}"


def _material(source: Source, outside: set[str]) -> Material:
    kind = "brief" if source.kind == "document" else "message"
    return Material(kind, source.text, member=source.ref not in outside, ref=source.ref)
