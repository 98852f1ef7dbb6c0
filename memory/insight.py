"""The values of what was learnt: an insight, where it comes from, what contradicts it, where it was used."""

from collections.abc import Callable, Sequence
from dataclasses import asdict, dataclass
from datetime import UTC, date, datetime, time, timedelta
from typing import Literal, NewType, Protocol

from memory.types import Json, MessageId, MessageKind, Scope

InsightId = NewType("InsightId", str)
ConflictId = NewType("ConflictId", str)

InsightKind = Literal["learning", "recommendation", "observation", "pattern", "validation"]
InsightStatus = Literal["active", "superseded", "disputed", "forgotten", "pending"]
Sensitivity = Literal["normal", "personal"]
Outcome = Literal["same", "supersede", "conflict", "past", "add"]
UsedIn = Literal["output", "reply"]

STATEMENT = 0.75
"""The evidence grade of what a member said."""
DOCUMENT = 0.70
"""The grade of what a file says that a member handed in."""
UNCONFIRMED = 0.30
"""The grade of what an outsider said, until a member confirms it."""
PATTERN = "pattern"
"""The category of what figures have shown: it holds until the last day that it speaks of."""
STANDING = frozenset({"preference", "rule"})
"""Categories that hold for everything that is done, and so are always told and never searched for."""


class Claim(Protocol):
    """What something says, as far as it can agree with what is known or contradict it."""

    @property
    def category(self) -> str:
        """What it is about: `budget`, `date`, `rule`, ..."""
        ...

    @property
    def subject_key(self) -> str:
        """What it says something of, such as `budget:media`."""
        ...

    @property
    def predicate(self) -> str: ...
    @property
    def value(self) -> str: ...
    @property
    def unit(self) -> str: ...
    @property
    def valid_from(self) -> date | None: ...
    @property
    def valid_to(self) -> date | None: ...
    @property
    def to_confirm(self) -> bool:
        """Whether a member must confirm it before it counts: the words of somebody outside."""
        ...


class Candidate(Claim, Protocol):
    """What somebody read out of a message, with the words it was read from."""

    @property
    def kind(self) -> InsightKind: ...
    @property
    def text(self) -> str:
        """The insight as a sentence, personal data masked."""
        ...

    @property
    def quote(self) -> str:
        """The words `start:end` of the message; characters of personal data may be dots."""
        ...

    @property
    def start(self) -> int: ...
    @property
    def end(self) -> int: ...
    @property
    def sensitivity(self) -> Sensitivity: ...
    @property
    def confidence(self) -> float: ...


@dataclass(frozen=True, slots=True)
class Known:
    """An insight of the same level that holds, as reconciling needs it."""

    id: str
    subject_key: str
    predicate: str
    value: str
    unit: str
    grade: float
    """The evidence grade of its best source, 0 to 1."""
    said_at: datetime
    valid_from: date | None = None
    valid_to: date | None = None


@dataclass(frozen=True, slots=True)
class Verdict:
    """What to do with a candidate beside `other`, the insight that it is about.

    same: another source of it. supersede: it ends it. conflict: somebody has to choose. past: it was said
    before, and had ended by then. add: there is no other.
    """

    outcome: Outcome
    other: str = ""


Reconcile = Callable[[Sequence[Known], Claim, float, datetime], Verdict]
"""What holds of the claim's subject at its level, the claim, its grade, and when it was said."""


@dataclass(frozen=True, slots=True)
class Insight:
    """Something that was learnt. Nothing of it is overwritten: what replaces it is an insight of its own."""

    id: InsightId
    scope: Scope
    kind: InsightKind
    category: str
    subject_key: str
    predicate: str
    value: str
    unit: str
    text: str
    valid_from: date | None
    """In the world: the first day that it speaks of."""
    valid_to: date | None
    recorded_at: datetime
    """When it was said."""
    superseded_at: datetime | None
    """When something else was said instead."""
    superseded_by: InsightId | None
    confidence: float
    grade: float
    sensitivity: Sensitivity
    status: InsightStatus
    content_hash: str
    """Changes when the insight no longer holds, so that outputs that used it become stale."""
    place: str = ""
    """The scope as a path of slugs, as of reading."""

    @property
    def to_confirm(self) -> bool:
        return self.status == "pending"

    @property
    def lapses_at(self) -> datetime | None:
        """When it holds no longer by itself, in UTC; None for what holds until something else is said."""
        if self.category != PATTERN or self.valid_to is None:
            return None
        return datetime.combine(self.valid_to + timedelta(days=1), time.min, UTC)

    def document(self) -> Json:
        """The insight as JSON; the scope is its path of slugs, times and days are ISO 8601."""
        plain = {name: value for name, value in asdict(self).items() if name not in ("scope", "place")}
        said = {name: _said(value) for name, value in plain.items()}
        return {"scope": self.place, **said}


def _said(value: object) -> object:
    return value.isoformat() if isinstance(value, date) else value


@dataclass(frozen=True, slots=True)
class Source:
    """Where an insight was learnt: the words in a message, and who said them when."""

    insight: InsightId
    message: MessageId
    external_id: str
    """The channel's own id of the message, or the one that it was imported with."""
    conversation: str
    kind: MessageKind
    author: str
    said_at: datetime
    quote: str
    starts: int
    ends: int
    grade: float


@dataclass(frozen=True, slots=True)
class Conflict:
    """Two insights of one subject that cannot both hold; `holds` counts until somebody settles it."""

    id: ConflictId
    holds: InsightId
    disputed: InsightId
    opened_at: datetime
    settled_at: datetime | None = None
    settled_by: str = ""


@dataclass(frozen=True, slots=True)
class Use:
    """An output or a reply that an insight went into."""

    insight: InsightId
    used_in: UsedIn
    ref: str
    used_at: datetime


@dataclass(frozen=True, slots=True)
class Learned:
    """What came of a message's candidates."""

    added: tuple[Insight, ...] = ()
    """New insights that hold now, those that replace or contradict others included."""
    repeated: tuple[InsightId, ...] = ()
    """Insights that have this message as another source."""
    superseded: tuple[InsightId, ...] = ()
    conflicts: tuple[Conflict, ...] = ()
    pending: tuple[Insight, ...] = ()
    """Insights that wait for a member's confirmation."""


@dataclass(frozen=True, slots=True)
class Trace:
    """Why an insight is known: its sources, what it replaced and what replaced it, and where it was used."""

    insight: Insight
    sources: tuple[Source, ...]
    history: tuple[Insight, ...]
    """All insights of the same level, subject and predicate, oldest first."""
    conflicts: tuple[Conflict, ...]
    uses: tuple[Use, ...]


@dataclass(frozen=True, slots=True)
class Forgotten:
    """What forgetting took: the insights, and the messages and outputs whose words were blanked."""

    insights: tuple[InsightId, ...]
    messages: tuple[str, ...]
    outputs: tuple[str, ...]
    used_by: tuple[Use, ...]
    """Where the insights had been used, blanked or not."""
