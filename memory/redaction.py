"""Taking words out of texts and JSON, wherever they stand."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

GONE = "[…]"
"""What stands where something was forgotten."""
_EDGES = " \t\n.,!?;:…\"'“”‘’()"
_SHORTEST = 4
_SHORTEST_NUMBER = 5


@dataclass(frozen=True, slots=True)
class Words:
    """Words to take out: any case, any white space between them."""

    patterns: tuple[re.Pattern[str], ...]

    @classmethod
    def of(cls, texts: Iterable[str], shortest: int = _SHORTEST) -> "Words":
        """The texts without what stands around them; those that are too short to tell anything are left."""
        plain = dict.fromkeys(text.strip(_EDGES) for text in texts)
        long = sorted((text for text in plain if len(text) >= shortest), key=len, reverse=True)
        return cls(tuple(_pattern(text) for text in long))

    def __bool__(self) -> bool:
        return bool(self.patterns)

    def spans(self, text: str) -> list[tuple[int, int]]:
        """Where the words stand in a text."""
        return [found.span() for pattern in self.patterns for found in pattern.finditer(text)]

    def out_of(self, text: str) -> str:
        return Cut(text, self.spans(text)).text

    def out_of_all(self, value: Any) -> Any:
        """The same JSON with these words out of all its texts; keys stay."""
        if isinstance(value, str):
            return self.out_of(value)
        if isinstance(value, dict):
            return {key: self.out_of_all(each) for key, each in value.items()}  # pyright: ignore[reportUnknownVariableType]
        if isinstance(value, list | tuple):
            return [self.out_of_all(each) for each in value]  # pyright: ignore[reportUnknownVariableType]
        return value


class Cut:
    """A text with some places taken out, which knows where the others are now."""

    def __init__(self, text: str, spans: Iterable[tuple[int, int]]) -> None:
        self._spans = _joined(spans)
        parts: list[str] = []
        at = 0
        for start, end in self._spans:
            parts += (text[at:start], GONE)
            at = end
        self.text = "".join((*parts, text[at:]))

    def at(self, place: int) -> int:
        """Where a place of the old text is in the new one; inside of what is gone, where the gap begins."""
        moved = 0
        for start, end in self._spans:
            if place < end:
                return min(place, start) + moved
            moved += len(GONE) - (end - start)
        return place + moved

    def part(self, quote: str, start: int) -> str:
        """What is left of a part of the old text that began there; its own spelling of it is kept."""
        end = start + len(quote)
        inside = [(max(a, start) - start, min(b, end) - start) for a, b in self._spans]
        return Cut(quote, [span for span in inside if span[0] < span[1]]).text


def telling(value: str) -> list[str]:
    """A value that would give itself away in other words; a short number stands for too much else."""
    digits = value.strip()
    if re.fullmatch(r"[\d.]+", digits):
        return [digits] if len(digits) >= _SHORTEST_NUMBER else []
    return [digits]


def _pattern(text: str) -> re.Pattern[str]:
    if text.isdigit():
        return re.compile(rf"(?<!\d){'[,. ]?'.join(text)}(?!\d)")
    return re.compile(r"\s+".join(re.escape(word) for word in text.split()), re.IGNORECASE)


def _joined(spans: Iterable[tuple[int, int]]) -> Sequence[tuple[int, int]]:
    """The places in their order, those that meet as one."""
    joined: list[tuple[int, int]] = []
    for start, end in sorted(span for span in spans if span[0] < span[1]):
        if joined and start <= joined[-1][1]:
            joined[-1] = (joined[-1][0], max(end, joined[-1][1]))
        else:
            joined.append((start, end))
    return joined
