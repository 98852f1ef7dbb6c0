"""Guesses which agent a message is for, from example utterances: by letters alone, or by meaning as well."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from math import exp, log, sqrt

from bot.lexicon import Lexicon, fold
from config.routing import Routing

Guess = Mapping[str, float]
"""The probability of each class; they add up to 1."""

_TOKEN = re.compile(r"[가-힣]+|[^\W_가-힣]+")
_HANGUL_GRAMS = (2, 3)
_LATIN_GRAM = 4
_NOTHING = "^ $"
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
    for word in _TOKEN.findall(text.casefold()):
        padded = f"_{word}_"
        for size in _HANGUL_GRAMS if "가" <= word[0] <= "힣" else (_LATIN_GRAM,):
            pieces.update(padded[at : at + size] for at in range(len(padded) - size + 1))
    return frozenset(pieces)


def nouns(lexicon: Lexicon, text: str) -> frozenset[str]:
    """Which agents' words a message has, and how clearly."""
    return frozenset(
        f"{'means' if mention.means else 'sure' if mention.sure else 'hint'} {mention.agent}"
        for mention in lexicon.mentions(text)
    )


class Letters:
    """Naive Bayes over pieces of words and lexicon nouns: learnt in a moment, and needs nothing installed.

    Each feature adds the logarithm of how much more often it stands in the examples of a class than in
    those of all others; the letters are divided by the root of their number, so that long messages
    are not surer than short ones.
    """

    def __init__(self, lexicon: Lexicon, taught: Sequence[Example]) -> None:
        self._lexicon = lexicon
        self._examples = Counter(example.agent for example in taught)
        self._letters = _Counts((letters(e.text), e.agent) for e in taught)
        self._nouns = _Counts((nouns(lexicon, e.text), e.agent) for e in taught)

    def knows(self, text: str) -> bool:
        """Whether anything of the text stands in an example."""
        return any(piece in self._letters.all for piece in letters(text) - {_NOTHING})

    def guess(self, text: str) -> Guess:
        pieces, named = letters(text), nouns(self._lexicon, text)
        known = [piece for piece in pieces if piece in self._letters.all]
        weight = _LETTERS / sqrt(len(known) or 1)
        return normalised(
            {
                agent: weight * self._evidence(self._letters, known, agent)
                + _NOUNS * self._evidence(self._nouns, named, agent)
                for agent in self._examples
            }
        )

    def _evidence(self, counts: _Counts, features: Iterable[str], agent: str) -> float:
        own, total = self._examples[agent], self._examples.total()
        held = counts.by_agent[agent]
        return sum(
            log((held[f] + _SMOOTH) / (own + 2 * _SMOOTH))
            - log((counts.all[f] - held[f] + _SMOOTH) / (total - own + 2 * _SMOOTH))
            for f in features
        )


class _Counts:
    """In how many examples of each class a feature stands."""

    def __init__(self, featured: Iterable[tuple[frozenset[str], str]]) -> None:
        self.all: Counter[str] = Counter()
        self.by_agent: dict[str, Counter[str]] = {}
        for features, agent in featured:
            self.all.update(features)
            self.by_agent.setdefault(agent, Counter()).update(features)


def normalised(scores: Mapping[str, float]) -> Guess:
    """Probabilities in proportion to the exponentials of the scores."""
    high = max(scores.values())
    raised = {key: exp(score - high) for key, score in scores.items()}
    total = sum(raised.values())
    return {key: value / total for key, value in raised.items()}


def blended(meaning: Guess, spelling: Guess, share: float = 0.85) -> Guess:
    """Both guesses as one; `share` is the part of the first, in the exponent."""
    floor = 1e-9
    return normalised(
        {
            key: share * log(max(value, floor)) + (1 - share) * log(max(spelling.get(key, 0.0), floor))
            for key, value in meaning.items()
        }
    )
