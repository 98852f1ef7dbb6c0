"""Reactions in character, where there is a model: words for a stand that was computed. Always synthetic."""

from collections.abc import Sequence
from typing import Annotated, Any

from pydantic import BaseModel, ConfigDict, Field

from agents.kit.errors import ModelError
from agents.kit.frameworks.vetting import Vetting
from agents.kit.llm import Material, Request
from agents.kit.persona.person import AGENT, Person
from agents.kit.reading.types import Source
from agents.types import Ask
from config.errors import Locale
from config.persona import attributes
from config.prompting import persona as wording
from config.wording import words

MAX_TOKENS = 1_500


class _Reaction(BaseModel):
    model_config = ConfigDict(extra="forbid")

    persona: str
    says: Annotated[str, Field(max_length=400)]
    because: Annotated[list[str], Field(max_length=6)]


class Reactions(BaseModel):
    """What each persona would say, and the attributes that it follows from."""

    model_config = ConfigDict(extra="forbid")

    reactions: Annotated[list[_Reaction], Field(max_length=8)]


async def reactions(
    ask: Ask, people: Sequence[Person], rows: Sequence[dict[str, Any]], question: str
) -> tuple[str, tuple[str, ...]]:
    """Puts what each persona says into its row. Gives the engine, and what failed in the user's words."""
    if ask.llm is None or not ask.llm.connected:
        return "rule", ()
    await ask.say(words("models")("asking", ask.locale))
    asked = _request(people, rows, question, ask.locale)
    try:
        answer = await ask.llm.fill(Reactions, asked)
    except ModelError as error:
        return "rule", (error.say(ask.locale),)
    told = "\n".join((*(one.text for one in asked.material), question))
    vetting = Vetting((Source("statement", "", told),), asked.instructions)
    spoken = [_spoken(one, people, rows, vetting) for one in answer.value.reactions]
    return (f"llm:{answer.model}" if any(spoken) else "rule"), ()


def _spoken(
    one: _Reaction, people: Sequence[Person], rows: Sequence[dict[str, Any]], vetting: Vetting
) -> bool:
    """Whether a reaction may stand: of a persona that was asked, resting on attributes that it has."""
    person = next((each for each in people if each.slug == one.persona), None)
    if (
        person is None
        or not one.because
        or not set(one.because) <= set(person.attributes)
        or not vetting.allows(one.says)
    ):
        return False
    next(row for row in rows if row["slug"] == person.slug)["says"] = one.says
    return True


def _request(
    people: Sequence[Person], rows: Sequence[dict[str, Any]], question: str, locale: Locale
) -> Request:
    say = wording()
    stands = [
        Material("output", _told(person, row, locale), ref=person.slug)
        for person, row in zip(people, rows, strict=True)
    ]
    asked = say.speak.question.format(asked="", answer_in=say.answer_in.say(locale))
    return Request(AGENT, say.speak.instructions, asked, (Material("message", question), *stands), MAX_TOKENS)


def _told(person: Person, row: dict[str, Any], locale: Locale) -> str:
    """A persona as a model is told of it: its slug, its stand, and what it knows by attribute."""
    stand = row["vote"] or "no difference"
    known = [
        f"{name}: {attributes()[name].shown(one.value, locale)}"
        for name, one in person.attributes.items()
        if not one.synthetic
    ]
    return "\n".join((f"persona: {person.slug}", f"stand: {stand}", *known))
