"""The values of reading: a source, its clauses of one fact each, what they measure and what they signal."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Literal

from config.errors import Locale

SourceKind = Literal["statement", "document"]
QuantityKind = Literal[
    "percent", "percentage_point", "fraction", "multiple", "money", "count", "number",
    "duration", "distance", "area", "weight", "age", "rating", "clock", "date",
]  # fmt: skip
Section = Literal["", "S", "W", "O", "T"]
Tense = Literal["past", "present", "future", "unsure"]
Actor = Literal["own", "rival", "buyer", "supplier", "state", "market"]


@dataclass(frozen=True, slots=True)
class Source:
    """A text to read. What somebody said is a statement, what they uploaded a document."""

    kind: SourceKind
    ref: str
    text: str
    content_hash: str = ""


@dataclass(frozen=True, slots=True)
class Quantity:
    """A measured value as it stands in a text; `start` and `end` are offsets into the text that was read.

    Money is in integer minor units (KRW and JPY have none); a percent of 80 is `80`, a fraction of a half `0.5`,
    a multiple of two `2`. A date has the unit year, quarter, month, day or season (spring 1 to winter 4); a
    count has what is counted as its unit.
    """

    kind: QuantityKind
    value: Decimal
    unit: str
    text: str
    start: int
    end: int
    high: Decimal | None = None
    """The upper end where a range was given; `value` is the lower one."""
    approximate: bool = False
    doubt: str = ""
    """Why the value must be asked about: `manwon` for "월 300", which may mean 300만원; `currency` where none is known."""
    per: str = ""
    """The period of a rate: hour, day, week, month or year."""

    @property
    def share(self) -> Decimal | None:
        """The part of a whole, 0 to 1, of a percent or a fraction; below nothing where it has a minus."""
        if self.kind == "percent":
            return self.value / 100
        return self.value if self.kind == "fraction" else None


@dataclass(frozen=True, slots=True)
class Hit:
    """A concept of the lexicon at a place of a clause's text."""

    concept: str
    start: int
    end: int
    negated: bool = False


@dataclass(frozen=True, slots=True)
class Signal:
    """What a clause means to a business, and by which rule: `tag` is a key of config/reading/signals.toml."""

    rule: str
    tag: str


@dataclass(frozen=True, slots=True)
class Clause:
    """One fact. `quote` is a verbatim part of the source; `text` states it with the user's words alone."""

    id: str
    text: str
    quote: str
    source_ref: str
    source_kind: SourceKind
    start: int
    """Where the quote begins in the source's text."""
    language: Locale
    sentence: int
    """Counts the sentences of the whole reading; clauses of one sentence share it."""
    subject: str = ""
    """Who or what it is about, in the user's words; carried over where the clause has lost it."""
    actor: Actor = "own"
    tense: Tense = "present"
    section: Section = ""
    """The quadrant under whose heading ("Strengths:", "약점") the user wrote it, if any."""
    quantities: tuple[Quantity, ...] = ()
    """Offsets are those of `text`."""
    hits: tuple[Hit, ...] = ()
    signals: tuple[Signal, ...] = ()
    """Most specific first."""

    @property
    def tags(self) -> tuple[str, ...]:
        return tuple(signal.tag for signal in self.signals)

    @property
    def concepts(self) -> frozenset[str]:
        """What it speaks of, in the names of config/reading/lexicon.toml."""
        return frozenset(hit.concept for hit in self.hits)

    def has(self, *tags: str) -> bool:
        return any(signal.tag in tags for signal in self.signals)


DerivationKind = Literal["share_of_share", "remainder", "overlap", "change"]


@dataclass(frozen=True, slots=True)
class Derivation:
    """Arithmetic that follows from the words: `15% x 1/2 = 7.5%`, with the clauses it came from."""

    kind: DerivationKind
    expression: str
    value: Decimal
    """A percent for shares and relative changes."""
    unit: str
    clauses: tuple[str, ...]
    """Ids; the first is the clause that the result speaks about."""
    of: str = ""
    """The whole that the result is a part of: `revenue`, `cost`, `orders`, ..."""


@dataclass(frozen=True, slots=True)
class Unread:
    """What was left out, and how much of it, when a source was longer than is analysed."""

    source_ref: str
    read: int
    total: int
    """Characters."""


@dataclass(frozen=True, slots=True)
class Reading:
    """All that was understood of the sources."""

    sources: tuple[Source, ...] = ()
    clauses: tuple[Clause, ...] = ()
    derivations: tuple[Derivation, ...] = ()
    unread: tuple[Unread, ...] = ()
    currency: str = ""
    sentences: int = 0
    _by_id: dict[str, Clause] = field(default_factory=dict[str, Clause], repr=False, compare=False)

    def clause(self, clause_id: str) -> Clause:
        """Raises KeyError for an id that is not of this reading."""
        return self._by_id[clause_id]

    def tagged(self, *tags: str) -> tuple[Clause, ...]:
        """The clauses with any of these tags, in the order of the sources."""
        return tuple(clause for clause in self.clauses if clause.has(*tags))

    def about(self, *concepts: str) -> tuple[Clause, ...]:
        """The clauses that speak of any of these concepts, whatever they say of them."""
        wanted: Iterable[str] = frozenset(concepts)
        return tuple(clause for clause in self.clauses if not clause.concepts.isdisjoint(wanted))
