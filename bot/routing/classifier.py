"""Guesses which agent a message is for, from example utterances: by letters alone, or by meaning as well."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from math import exp, log, sqrt
from typing import Self

from bot.routing.lexicon import Lexicon, fold
from config.routing import Routing

Guess = Mapping[str, float]
"""The probability of each class; they add up to 1."""

_TOKEN = re.compile(r"[가-힣]+|[^\W_가-힣]+")
_HANGUL_GRAMS = (2, 3)
_LATIN_GRAM = 4
_SMOOTH = 0.4
_LETTERS = 1.5
"""How much the letters of a message weigh, however long it is."""
_NOUNS = 1.3
"""How much a noun of the lexicon weighs beside the letters."""


@dataclass(frozen=True, slots=True)
class Example:
    text: str
    agent: str


def examples(classes: Mapping[str, Routing]) -> tuple[Example, ...]:
    """All example utterances, in a fixed order."""
    return tuple(
        Example(text, agent)
        for agent, routing in classes.items()
        for text in (*routing.examples.en, *routing.examples.ko)
    )


def letters(text: str) -> frozenset[str]:
    """What a message is made of: pieces of its words, whole stems, and pairs of neighbours."""
    words = fold(text).stems.split()
    pieces = {f"{a} {b}" for a, b in zip(["^", *words], [*words, "$"], strict=True)} | set(words)
    return frozenset(pieces.union(*(grams(word) for word in _TOKEN.findall(text.casefold()))))


def grams(word: str) -> frozenset[str]:
    """The pieces of a word of one script, its beginning and end marked."""
    padded = f"_{word}_"
    return frozenset(
        padded[at : at + size]
        for size in (_HANGUL_GRAMS if "가" <= word[0] <= "힣" else (_LATIN_GRAM,))
        for at in range(len(padded) - size + 1)
    )


def nouns(lexicon: Lexicon, text: str) -> frozenset[str]:
    """Which agents' words a message has, and how clearly."""
    return frozenset(
        f"{'means' if mention.means else 'sure' if mention.sure else 'hint'} {mention.agent}"
        for mention in lexicon.mentions(text)
    )


Counts = Mapping[str, Mapping[int, int]]
"""Feature -> in how many examples of each class it stands; classes by their place."""


@dataclass(frozen=True, slots=True)
class Taught:
    """What the examples hold: classes with the number of their examples, and what stands in how many."""

    classes: tuple[tuple[str, int], ...]
    letters: Counts
    nouns: Counts

    @classmethod
    def by(cls, lexicon: Lexicon, taught: Sequence[Example]) -> Self:
        """Learns; for all examples of the house that takes a third of a second."""
        classes = Counter(example.agent for example in taught)
        places = {agent: place for place, agent in enumerate(classes)}
        return cls(
            tuple(classes.items()),
            _counted((letters(e.text), places[e.agent]) for e in taught),
            _counted((nouns(lexicon, e.text), places[e.agent]) for e in taught),
        )


@dataclass(frozen=True, slots=True)
class Letters:
    """Naive Bayes over pieces of words and lexicon nouns: needs nothing installed.

    Each feature adds the logarithm of how much more often it stands in the examples of a class than in
    those of all others; the letters are divided by the root of their number, so that long messages
    are not surer than short ones.
    """

    lexicon: Lexicon
    taught: Taught

    def knows(self, text: str) -> bool:
        """Whether a word of the text, or most of one that is mistyped, stands in an example."""
        held = self.taught.letters
        if any(word in held for word in fold(text).stems.split()):
            return True
        words = (grams(word) for word in _TOKEN.findall(text.casefold()))
        return any(2 * sum(piece in held for piece in pieces) > len(pieces) for pieces in words)

    def guess(self, text: str) -> Guess:
        counts = self.taught.letters
        known = [counts[piece] for piece in letters(text) if piece in counts]
        counts = self.taught.nouns
        named = [counts.get(noun, {}) for noun in nouns(self.lexicon, text)]
        weight = _LETTERS / sqrt(len(known) or 1)
        return normalised(
            {
                agent: weight * self._evidence(known, place) + _NOUNS * self._evidence(named, place)
                for place, (agent, _) in enumerate(self.taught.classes)
            }
        )

    def _evidence(self, counts: Iterable[Mapping[int, int]], place: int) -> float:
        own = self.taught.classes[place][1]
        others = sum(number for _, number in self.taught.classes) - own
        return sum(
            log((held.get(place, 0) + _SMOOTH) / (own + 2 * _SMOOTH))
            - log((sum(held.values()) - held.get(place, 0) + _SMOOTH) / (others + 2 * _SMOOTH))
            for held in counts
        )


def _counted(featured: Iterable[tuple[frozenset[str], int]]) -> Counts:
    counts: dict[str, Counter[int]] = {}
    for features, place in featured:
        for feature in features:
            counts.setdefault(feature, Counter())[place] += 1
    return counts


def normalised(scores: Mapping[str, float]) -> Guess:
    """Probabilities in proportion to the exponentials of the scores."""
    high = max(scores.values())
    raised = {key: exp(score - high) for key, score in scores.items()}
    total = sum(raised.values())
    return {key: value / total for key, value in raised.items()}


def blended(meaning: Guess, spelling: Guess, share: float = 0.4) -> Guess:
    """Both guesses as one; `share` is the part of the first, in the exponent."""
    floor = 1e-9
    return normalised(
        {
            key: share * log(max(value, floor)) + (1 - share) * log(max(spelling.get(key, 0.0), floor))
            for key, value in meaning.items()
        }
    )
