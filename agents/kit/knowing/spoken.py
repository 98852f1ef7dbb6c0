"""An answer in sentences, where there is a model: each rests on facts that were found, or it is not said."""

from collections.abc import Sequence

from pydantic import BaseModel, ConfigDict, Field

from agents.kit.errors import ModelError
from agents.kit.frameworks.vetting import Vetting, numbers
from agents.kit.llm import Material, Request
from agents.kit.reading.types import Source
from agents.types import Ask
from config.prompting import know
from memory.insight import Insight

_MAX_TOKENS = 600
_MOST = 3


class Sentence(BaseModel):
    model_config = ConfigDict(extra="forbid")

    text: str = Field(min_length=1, max_length=400)
    cites: list[int]
    """Numbers of facts, from 1."""


class Answer(BaseModel):
    model_config = ConfigDict(extra="forbid")

    sentences: list[Sentence] = Field(default_factory=list[Sentence])


async def spoken(ask: Ask, topic: str, facts: Sequence[Insight]) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """Sentences that answer, and what could not be done; both empty without a model."""
    if ask.llm is None or not ask.llm.connected or not facts:
        return (), ()
    say = know()
    question = say.question.format(topic=topic, answer_in=say.answer_in.say(ask.locale))
    material = tuple(
        Material("insight", f"[{number}] {one.text}", ref=one.id) for number, one in enumerate(facts, start=1)
    )
    request = Request("business_intelligence", say.instructions, question, material, _MAX_TOKENS, "quick")
    try:
        answer = await ask.llm.fill(Answer, request)
    except ModelError as error:
        return (), (error.say(ask.locale),)
    vetting = Vetting([Source("statement", one.id, one.text) for one in facts], say.instructions)
    sound = [one.text for one in answer.value.sentences if _sound(one, facts, vetting)]
    return tuple(sound[:_MOST]), ()


def _sound(sentence: Sentence, facts: Sequence[Insight], vetting: Vetting) -> bool:
    cited = [facts[number - 1].text for number in sentence.cites if 1 <= number <= len(facts)]
    return (
        bool(cited) and vetting.allows(sentence.text) and numbers(sentence.text) <= numbers(" ".join(cited))
    )
