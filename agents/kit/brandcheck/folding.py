"""A text as it is compared, each of its letters knowing where it stood."""

import unicodedata
from dataclasses import dataclass

from config.patterns import regex

_CLUSTER = regex(
    r"[\u1100-\u115f\ua960-\ua97c][\u1160-\u11a7]*[\u11a8-\u11ff]*|[\s\S][\u0300-\u036f\u20d0-\u20ff]*"
)
_GONE = frozenset("\u200b\u200c\u200d\u2060\ufeff\u00ad\ufe0f\ufe0e\u180e")


@dataclass(frozen=True, slots=True)
class Folded:
    """Small letters in NFKC, without invisible signs; `at[i]` is where letter i begins in the original text."""

    text: str
    at: tuple[int, ...]
    """One more than there are letters: the last is the end of the original."""

    def span(self, start: int, end: int) -> tuple[int, int]:
        """Where a part of the folded text stands in the original."""
        return self.at[start], self.at[end] if end > start else self.at[start]


def fold(text: str) -> Folded:
    letters: list[str] = []
    places: list[int] = []
    for match in _CLUSTER.finditer(text):
        if match[0] in _GONE:
            continue
        plain = unicodedata.normalize("NFKC", match[0]).casefold()
        for letter in plain:
            letters.append(letter)
            places.append(match.start())
    return Folded("".join(letters), (*places, len(text)))


def blanked(text: str, spans: list[tuple[int, int]]) -> str:
    """The text with these parts as spaces, so that every offset stays true; line breaks stay."""
    letters = list(text)
    for start, end in spans:
        letters[start:end] = [one if one == "\n" else " " for one in letters[start:end]]
    return "".join(letters)
