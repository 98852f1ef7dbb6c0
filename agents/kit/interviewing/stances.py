"""The stance of a persona on a subject, computed from what is recorded of it: attributes first, then earlier turns."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from agents.kit.interviewing.interviewee import Attribute, Interviewee
from agents.kit.interviewing.speech import DEFINITE, subject_of
from config.interview import Side, Subject, subject, subjects
from config.patterns import regex
from memory.interview import Ground, Interaction, Stance


@dataclass(frozen=True, slots=True)
class Sided:
    """A side, and what takes it."""

    stance: Stance
    ground: Ground
    quote: str


@dataclass(frozen=True, slots=True)
class Held:
    """What is held of a subject before it is asked about; `unknown` where nothing says anything."""

    stance: Stance
    grounds: tuple[Sided, ...] = ()

    @property
    def definite(self) -> bool:
        return self.stance in DEFINITE


def held(persona: Interviewee, about: str, history: Sequence[Interaction]) -> Held:
    """What the persona holds: its attributes decide; where they say nothing, the last earlier turn that did."""
    recorded = tuple(of_attributes(persona, about))
    said = tuple(of_turns(about, history))
    if not recorded:
        return Held(said[-1].stance, said) if said else Held("unknown")
    one_sided = len({one.stance for one in recorded}) == 1
    return Held(recorded[0].stance if one_sided else "mixed", (*recorded, *said))


def of_attributes(persona: Interviewee, about: str) -> Iterator[Sided]:
    """Each attribute value that takes a side on a subject of the catalogue; an option that says it decides alone."""
    known = subject(about)
    if known is None:
        return
    options = [one for one in persona.attributes if one.option in known.values.get(one.key, {})]
    for attribute in options or persona.attributes:
        ground = Ground("attribute", attribute.key)
        for text, side in _sides(attribute, known):
            yield Sided(side, ground, text)


def of_turns(about: str, history: Sequence[Interaction]) -> Iterator[Sided]:
    """Each earlier turn that took a definite side, oldest first."""
    for turn in history:
        if turn.subject == about and turn.stance in DEFINITE:
            yield Sided(turn.stance, Ground("turn", str(turn.number)), turn.answer)


def side_of(text: str, about: str) -> Stance | None:
    """The side that a sentence of anybody's takes on a subject; None where it does not speak of it."""
    known = subject(about)
    if known is None or not known.stands_in(text):
        return None
    return "against" if _negated(text) else "for"


def _sides(attribute: Attribute, known: Subject) -> Iterator[tuple[str, Side]]:
    valued = known.values.get(attribute.key, {})
    if attribute.option in valued:
        yield attribute.text, valued[attribute.option]
        return
    for text in attribute.texts:
        if known.stands_in(text) and subject_of(text) == known.id:
            side = _side(attribute.key, text, known)
            if side:
                yield text, side


def _side(key: str, text: str, known: Subject) -> Side | None:
    sides = subjects().sides
    if key in known.sides:
        return known.sides[key]
    if key in sides.against:
        return None if regex(sides.missing, re.IGNORECASE).search(text) else "against"
    return ("against" if _negated(text) else "for") if key in sides.for_ else None


def _negated(text: str) -> bool:
    return bool(regex(subjects().sides.negated, re.IGNORECASE).search(text))
