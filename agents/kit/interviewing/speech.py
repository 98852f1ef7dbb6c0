"""How a question leans, what it is about, and to which side an answer goes: read by rules, in Korean and English."""

from collections.abc import Iterable
from dataclasses import dataclass
from re import IGNORECASE

from config.interview import Subject, guide, speech, subjects
from config.interview import subject as subject_called
from config.patterns import regex
from memory.interview import Stance
from memory.terms import terms

_ALIKE = 0.5
_NAMED = 4
_FREE = "~"
"""Begins a subject that is not in the catalogue: the terms of the question that first asked about it."""
DEFINITE: frozenset[Stance] = frozenset({"for", "against"})


@dataclass(frozen=True, slots=True)
class Asked:
    """A question as it is read."""

    text: str
    subject: str
    leads: Stance | None = None
    """The side to which it leans; None where it does not."""
    supposes: bool = False
    """Whether it changes the facts, without leaning: then earlier stances do not bind."""

    @property
    def known(self) -> Subject | None:
        return subject_called(self.subject)


def read(text: str, earlier: Iterable[str] = (), subject: str = "") -> Asked:
    """`earlier` are subjects that came up before; `subject` is the guide's, where the question is the guide's."""
    leads = leaning(text)
    about = subject if subject and leads is None else subject_of(text, earlier) or subject
    supposes = leads is None and speech().conditional.found(text)
    return Asked(text, about, leads, supposes)


def leaning(text: str) -> Stance | None:
    """The side that a leading question leans to; None for an open one."""
    if not speech().leading.found(text):
        return None
    return "against" if speech().against.found(speech().tags.off(text)) else "for"


def subject_of(text: str, earlier: Iterable[str] = ()) -> str:
    """What a text is about: a subject of the catalogue, or one that is made of its own terms."""
    found = sorted(((*_hits(one, text), one.id) for one in subjects().subjects), reverse=True)
    if found and found[0][0]:
        return found[0][-1]
    if asked := next((one.subject for one in guide().questions if one.stands_in(text)), ""):
        return asked
    said = frozenset(terms(text))
    if not said:
        return ""
    near = [one for one in earlier if one.startswith(_FREE) and _alike(said, one)]
    return near[0] if near else _FREE + " ".join(sorted(said)[:_NAMED])


def _hits(subject: Subject, text: str) -> tuple[bool, bool, int, int]:
    """Whether its words stand in a text; what tells it from others that do: how special, how often, where last."""
    spans = [match.end() for match in regex(subject.words, IGNORECASE).finditer(text)]
    return bool(spans), not subject.general, len(spans), max(spans, default=0)


def _alike(said: frozenset[str], free: str) -> bool:
    other = frozenset(free.removeprefix(_FREE).split())
    return len(said & other) >= _ALIKE * min(len(said), len(other)) > 0


def is_free(subject: str) -> bool:
    return not subject or subject.startswith(_FREE)


def spoken_side(answer: str, asked: Asked) -> Stance | None:
    """The side that an answer's first words take by agreeing or disagreeing with a leading question."""
    if asked.leads is None:
        return None
    if speech().agrees.found(answer):
        return asked.leads
    return opposite(asked.leads) if speech().disagrees.found(answer) else None


def opposite(stance: Stance) -> Stance:
    return {"for": "against", "against": "for"}.get(stance, stance)  # type: ignore[return-value]
