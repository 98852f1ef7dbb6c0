"""The values of interviews with personas: a session, its guide, and what was asked and answered in it."""

from dataclasses import dataclass
from datetime import datetime
from typing import Literal, NewType

from memory.types import Scope, Thread, UserId

SessionId = NewType("SessionId", str)
InteractionId = NewType("InteractionId", str)

SessionState = Literal["running", "paused", "done"]
Stance = Literal["for", "against", "mixed", "neutral", "unknown"]
"""On the subject's proposition; `neutral` tells something without taking a side, `unknown` cannot know."""
Certainty = Literal["high", "medium", "low"]
Asking = Literal["ask", "deeper", "challenge"]
TopicState = Literal["open", "answered", "unanswered", "skipped"]
TopicSource = Literal["hypothesis", "question", "catalogue"]
GroundKind = Literal["turn", "attribute", "insight"]

SYNTHETIC = 0.20
"""The evidence grade of what a persona said: below any inference from what people said or did."""
SYNTHETIC_CATEGORY = "synthetic"
"""The category of insights that no person said, so that nobody takes them for what was measured."""


@dataclass(frozen=True, slots=True)
class Topic:
    """One thing that an interview is to find out."""

    id: str
    """`G1`, `G2`, ... in the order of the guide."""
    phase: str
    subject: str
    """What stances on it are kept under, such as `price`."""
    question: str
    source: TopicSource
    ref: str = ""
    """Where it comes from: `<output id>#<path>`, or the id in the catalogue."""
    quote: str = ""
    """The hypothesis or open question itself, in its author's words."""
    state: TopicState = "open"


@dataclass(frozen=True, slots=True)
class Ground:
    """What an answer rests on: an earlier turn by its number, an attribute by its key, an insight by its id."""

    kind: GroundKind
    ref: str


@dataclass(frozen=True, slots=True)
class Fact:
    """Something that a persona said of itself which is not among its attributes."""

    about: str
    value: str


@dataclass(frozen=True, slots=True)
class NewSession:
    """An interview that begins."""

    persona: str
    name: str
    output: str
    thread: Thread
    locale: str
    guide: tuple[Topic, ...]


@dataclass(frozen=True, slots=True)
class Session:
    """An interview of one person with one persona, wherever it goes on."""

    id: SessionId
    scope: Scope
    user: UserId
    persona: str
    """The persona's slug."""
    name: str
    output: str
    """The version of the persona that it began with."""
    thread: Thread
    """Where it goes on; another thread when it was resumed there."""
    locale: str
    state: SessionState
    phase: str
    seconds: int
    """Spent in conversation: a pause between two messages counts only up to a limit."""
    guide: tuple[Topic, ...]
    begun_at: datetime
    touched_at: datetime
    ended_at: datetime | None = None
    result: str = ""
    """The subject under which what came of it is delivered; "" before that."""

    @property
    def open(self) -> bool:
        return self.state != "done"


@dataclass(frozen=True, slots=True)
class Interaction:
    """A question and what the persona answered. Turns are numbered for each persona of a place, over its interviews."""

    session: SessionId
    persona: str
    number: int
    kind: Asking
    phase: str
    topic: str
    """The guide's topic that it belongs to; "" for none."""
    subject: str
    question: str
    answer: str
    stance: Stance
    certainty: Certainty
    engine: str
    """`recorded`, or `llm:<model>`."""
    message: str
    """The message that asked; what was asked once is answered once."""
    based_on: tuple[Ground, ...] = ()
    new_facts: tuple[Fact, ...] = ()
    notes: tuple[str, ...] = ()
    """What happened to the answer on its way, by key: `kept_stance`, `repaired`, ..."""
    contradicts: tuple[str, ...] = ()
    """Turns (`7`) and attributes (`a:price_sensitivity`) that say otherwise."""
    asked_at: datetime | None = None
    id: InteractionId = InteractionId("")
