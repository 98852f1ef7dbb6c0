"""The part of a long text that is nearest to a question."""

import re
from collections.abc import Sequence

from memory.terms import terms

_LONGEST = 600
_PART = re.compile(r"[^\n.!?。]+(?:[.!?。]+(?=\s|$)|\n+|$)|[.!?。\n]+")
_CUT = "…"


def excerpt(text: str, wanted: Sequence[str], longest: int = _LONGEST) -> str:
    """The text where it is short; else whole sentences in a row with the most of these terms in them."""
    if len(text) <= longest:
        return text
    parts = [(found.start(), found.end()) for found in _PART.finditer(text)]
    held = [frozenset(wanted).intersection(terms(text[start:end])) for start, end in parts]
    best = max(range(len(parts)), key=lambda at: (_held(parts, held, at, longest), -at))
    start, end = parts[best][0], parts[_last(parts, best, longest)][1]
    kept = text[start : min(end, start + longest)].strip()
    return f"{_CUT if start else ''}{kept}{_CUT if start + len(kept) < len(text.rstrip()) else ''}"


def _held(
    parts: Sequence[tuple[int, int]], held: Sequence[frozenset[str]], first: int, longest: int
) -> tuple[int, int]:
    """How many of the terms stand in the sentences from this one on, and in this one itself."""
    together = frozenset[str]().union(*held[first : _last(parts, first, longest) + 1])
    return len(together), len(held[first])


def _last(parts: Sequence[tuple[int, int]], first: int, longest: int) -> int:
    """The last of the sentences that fit when one begins with the first."""
    last = first
    while last + 1 < len(parts) and parts[last + 1][1] - parts[first][0] <= longest:
        last += 1
    return last
