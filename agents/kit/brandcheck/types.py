"""The values of a brand check: what is checked, against what, and what was found."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Literal

from config.content.checking import Severity
from config.content.formats import TEXT, Format, PartSpec, format_in
from config.errors import Locale
from memory.guidelines import Guidelines
from memory.types import EvidenceKind, InputUsed

Status = Literal["passes", "revise", "blocked"]


@dataclass(frozen=True, slots=True)
class Piece:
    """A part of a text: a headline, a body. `start` is where it begins in the whole text."""

    id: str
    text: str
    start: int = 0


@dataclass(frozen=True, slots=True)
class Copy:
    """A text with its parts, for one format, in one language."""

    pieces: tuple[Piece, ...]
    language: Locale
    format_id: str = TEXT

    @property
    def text(self) -> str:
        return SEAM.join(piece.text for piece in self.pieces)

    @property
    def format(self) -> Format:
        return format_in(self.format_id, self.language)

    def spec(self, piece: Piece) -> PartSpec:
        return self.format.part(piece.id) or self.format.main


SEAM = "\n"


def laid(parts: tuple[tuple[str, str], ...], language: Locale, format_id: str = TEXT) -> Copy:
    """A copy of these parts (id, text), one below the other."""
    pieces: list[Piece] = []
    at = 0
    for part, text in parts:
        pieces.append(Piece(part, text, at))
        at += len(text) + len(SEAM)
    return Copy(tuple(pieces), language, format_id)


@dataclass(frozen=True, slots=True)
class Proof:
    """Something known here that a claim may rest on."""

    id: str
    """What a model cites it by: P1, P2, ..."""
    kind: EvidenceKind
    ref: str
    text: str
    grade: float
    path: str = ""
    """Of an output: where in its body it stands."""
    used: InputUsed | None = None
    inward: bool = False
    """Whether it is the business's own figure, which copy does not tell."""
    role: str = "proof"
    """proof, angle, avoid, objection, message, tone: what it was taken for."""


def texts(guidelines: Guidelines, field_id: str) -> tuple[str, ...]:
    """A guideline's items; of a text or a choice its value; nothing where none is in force."""
    value = guidelines[field_id] or ()
    return value if isinstance(value, tuple) else (value,)


@dataclass(frozen=True, slots=True)
class Norms:
    """What a text is measured against."""

    guidelines: Guidelines
    proofs: tuple[Proof, ...] = ()
    avoid: tuple[str, ...] = ()
    """What copy does not lead with: rivals have it as well."""
    names: tuple[str, ...] = ()
    """What the brand and its organisation are called."""
    told: str = ""
    """What was said beside the text: that it is paid for, that the picture is made by AI, when it is sent."""
    wants_call: bool = True

    def texts(self, field_id: str) -> tuple[str, ...]:
        return texts(self.guidelines, field_id)


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing that is not as it should be, and where: `start` and `end` are offsets into the whole text."""

    rule: str
    quote: str = ""
    start: int = 0
    end: int = 0
    facts: Mapping[str, object] = field(default_factory=dict[str, object])
    severity: Severity | None = None
    """Where it differs from the rule's."""


@dataclass(frozen=True, slots=True)
class Claim:
    """A figure, a date or a superlative in a text, and the proof that it rests on, if there is one."""

    text: str
    start: int
    end: int
    sentence: str
    kind: Literal["number", "date", "superlative"]
    proof: Proof | None = None
