"""What an answer contradicts, computed from stances and values: earlier turns, and attributes."""

from collections.abc import Iterator, Sequence

from agents.kit.frameworks.vetting import numbers
from agents.kit.interviewing.interviewee import Interviewee
from agents.kit.interviewing.recorded import Answer
from agents.kit.interviewing.speech import DEFINITE, Asked, opposite
from agents.kit.interviewing.stances import of_attributes
from memory.interview import Fact, Interaction
from memory.terms import terms

_ALIKE = 0.5
ATTRIBUTE = "a:"
"""Begins the name of an attribute among what is contradicted; a turn is its number."""


def contradicted(
    answer: Answer, asked: Asked, persona: Interviewee, history: Sequence[Interaction]
) -> tuple[str, ...]:
    """Attributes first, then turns, each once."""
    found = [*_attributes(answer, asked, persona), *_turns(answer, asked, history), *_values(answer, history)]
    return tuple(dict.fromkeys(found))


def _attributes(answer: Answer, asked: Asked, persona: Interviewee) -> Iterator[str]:
    recorded = tuple(of_attributes(persona, asked.subject))
    sides = {one.stance for one in recorded}
    for one in recorded:
        against_it = answer.stance in DEFINITE and one.stance == opposite(answer.stance)
        if against_it or (answer.stance == "mixed" and len(sides & DEFINITE) > 1):
            yield f"{ATTRIBUTE}{one.ground.ref}"


def _turns(answer: Answer, asked: Asked, history: Sequence[Interaction]) -> Iterator[str]:
    if answer.stance not in DEFINITE or asked.supposes:
        return
    for turn in history:
        if turn.subject == asked.subject and turn.stance == opposite(answer.stance):
            yield str(turn.number)


def _values(answer: Answer, history: Sequence[Interaction]) -> Iterator[str]:
    """Turns that told another number of the same thing."""
    for fact in answer.new_facts:
        for turn in history:
            if any(_differs(fact, earlier) for earlier in turn.new_facts):
                yield str(turn.number)


def _differs(fact: Fact, earlier: Fact) -> bool:
    one, other = frozenset(terms(fact.about)), frozenset(terms(earlier.about))
    if not one or not other or len(one & other) < _ALIKE * min(len(one), len(other)):
        return False
    mine, theirs = numbers(fact.value), numbers(earlier.value)
    return bool(mine and theirs) and mine != theirs
