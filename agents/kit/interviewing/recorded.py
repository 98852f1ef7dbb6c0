"""What is recorded about a question: attributes and earlier turns that bear on it. Nothing is made up."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from agents.kit.frameworks.confidence import level
from agents.kit.interviewing.interviewee import Attribute, Interviewee
from agents.kit.interviewing.speech import Asked, is_free
from agents.kit.interviewing.stances import Held, held
from config.interview import guide, subject
from config.persona import attributes as catalogue
from memory.interview import Certainty, Fact, Ground, Interaction, Stance
from memory.terms import terms

MOST_QUOTED = 3
RECORDED = "recorded"
CERTAINTIES: tuple[Certainty, ...] = ("low", "medium", "high")
"""From the least to the most."""


@dataclass(frozen=True, slots=True)
class Answer:
    """What a persona answers, checked."""

    text: str
    stance: Stance
    certainty: Certainty
    based_on: tuple[Ground, ...] = ()
    new_facts: tuple[Fact, ...] = ()
    notes: tuple[str, ...] = ()
    engine: str = RECORDED
    raw: Stance | None = None
    """The side that a model took before anything was checked."""


@dataclass(frozen=True, slots=True)
class Record:
    """An attribute value or an earlier answer that bears on a question."""

    ground: Ground
    text: str
    grade: float


def answer(asked: Asked, persona: Interviewee, history: Sequence[Interaction]) -> Answer:
    """Quotes what is recorded; with an empty text where nothing is."""
    found = tuple(records(asked, persona, history))[:MOST_QUOTED]
    stance = stance_on(asked, held(persona, asked.subject, history))
    if not found:
        return Answer("", "unknown", "low")
    text = " · ".join(dict.fromkeys(one.text for one in found))
    grounds = tuple(dict.fromkeys(one.ground for one in found))
    return Answer(text, stance, certainty(found), grounds)


def stance_on(asked: Asked, holds: Held) -> Stance:
    """What is held, where the question has a side; else `neutral`."""
    return "neutral" if is_free(asked.subject) or subject(asked.subject) is None else holds.stance


def certainty(found: Sequence[Record]) -> Certainty:
    """By the best evidence, as everywhere."""
    return level(max((one.grade for one in found), default=0.0))


def records(asked: Asked, persona: Interviewee, history: Sequence[Interaction]) -> Iterator[Record]:
    """The most telling first: what takes a side, what is meant, else what shares words, else earlier turns."""
    seen = set[str]()
    meant = (*_siding(asked, persona), *_meant(asked, persona))
    for one in meant or tuple(_sharing(asked, persona)):
        if one.text not in seen:
            seen.add(one.text)
            yield one
    for turn in () if seen else history:
        if turn.subject == asked.subject and turn.engine != RECORDED and turn.stance != "unknown":
            yield Record(Ground("turn", str(turn.number)), turn.answer, 0.0)


def bears_on(ground: Ground, asked: Asked, persona: Interviewee, answer_text: str) -> bool:
    """Whether a cited attribute has to do with the question, or with the words of the answer."""
    attribute = persona.attribute(ground.ref)
    if attribute is None:
        return False
    near = {
        one.ground.ref
        for one in (*_siding(asked, persona), *_meant(asked, persona), *_sharing(asked, persona))
    }
    return attribute.key in near or bool(content(answer_text) & content(attribute.text))


def _siding(asked: Asked, persona: Interviewee) -> Iterator[Record]:
    for one in held(persona, asked.subject, ()).grounds:
        attribute = persona.attribute(one.ground.ref)
        yield Record(one.ground, one.quote, _grade(attribute))


def _meant(asked: Asked, persona: Interviewee) -> Iterator[Record]:
    """The attributes that a question of the catalogue, a subject, or the question's own words are about."""
    known = subject(asked.subject)
    keys = dict.fromkeys(known.attributes if known else ())
    keys |= dict.fromkeys(
        key for one in guide().questions if one.subject == asked.subject for key in one.attributes
    )
    keys |= dict.fromkeys(_called(asked.text, persona))
    for key in keys:
        if attribute := persona.attribute(key):
            for text in attribute.texts:
                yield Record(Ground("attribute", key), text, _grade(attribute))


def _called(text: str, persona: Interviewee) -> Iterator[str]:
    """Attributes whose own name stands in the question."""
    said = f" {text.casefold()} "
    for attribute in persona.attributes:
        known = catalogue().get(attribute.key)
        if known and any(_stands(word, said) for word in known.words):
            yield attribute.key


def _stands(word: str, said: str) -> bool:
    if not word.isascii():
        return word in said
    at = said.find(word.casefold())
    after = said[at + len(word)] if at >= 0 else ""
    return at > 0 and not said[at - 1].isalnum() and not after.isalnum()


def _sharing(asked: Asked, persona: Interviewee) -> Iterator[Record]:
    """Values that share words with the question, those that share most first."""
    said = content(asked.text)
    found = [
        (len(said & content(text)), Record(Ground("attribute", attribute.key), text, _grade(attribute)))
        for attribute in persona.attributes
        for text in attribute.texts
    ]
    yield from (one for shared, one in sorted(found, key=lambda each: -each[0]) if shared)


def _grade(attribute: Attribute | None) -> float:
    return attribute.grade if attribute and not attribute.assumed else 0.0


def content(text: str) -> frozenset[str]:
    """The words by which two texts are held to be about the same."""
    return frozenset(term for term in terms(text) if len(term) > 1)
