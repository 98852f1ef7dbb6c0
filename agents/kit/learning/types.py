"""The values of learning: what one message teaches. What comes of it is told by `memory.insight`."""

from dataclasses import dataclass
from datetime import date
from typing import Literal

from memory.insight import InsightKind, Sensitivity

Author = Literal["member", "outsider"]
Category = Literal[
    "budget", "date", "metric", "decision", "preference", "rule",
    "competitor", "audience", "market", "channel", "person", "note", "pattern",
]  # fmt: skip


@dataclass(frozen=True, slots=True)
class Period:
    """Days of the world, both included; `certain` is false where the words leave the year or the day open."""

    start: date
    end: date
    certain: bool = True


@dataclass(frozen=True, slots=True)
class Fact:
    """What a rule read at `start:end` of a sentence, before it is checked and dated."""

    category: Category
    subject: str
    """Which of its category: `launch`, `conversion_rate`, a name. With the category it is the subject key."""
    predicate: str
    value: str
    start: int
    end: int
    unit: str = ""
    period: Period | None = None
    confidence: float = 0.75


@dataclass(frozen=True, slots=True)
class Candidate:
    """Something to remember, with the words it was read from. `message[start:end] == quote` always holds.

    Money is a whole number of minor units as text, its currency the unit (`KRW/month` for a rate); a percent
    has the unit `%`; a date is ISO 8601, or a period such as `2026-Q3`.
    """

    kind: InsightKind
    category: Category
    subject_key: str
    predicate: str
    value: str
    unit: str
    text: str
    """The sentence, with personal data masked."""
    quote: str
    start: int
    end: int
    valid_from: date | None = None
    valid_to: date | None = None
    certain: bool = True
    """False where a date was guessed in part; the answer should ask."""
    sensitivity: Sensitivity = "normal"
    confidence: float = 0.75
    to_confirm: bool = False
    """True for the words of somebody who is no member: kept apart until a member confirms them."""
