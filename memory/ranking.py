"""The order of what was found: BM25 with the scope's own statistics, the turns around, insights, and vectors.

Nothing of another tenant enters: the rows, the counts and the vectors are those of the scope alone.
"""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from math import log
from typing import Literal

_K1 = 1.2
_B = 0.75
_AROUND = 0.3
"""What a turn takes of the better of its two neighbours' scores."""
_WINDOW = 1.0
"""The weight of the turn read together with the two turns before and after it."""
_NEARBY = {-2: 0.4, -1: 0.7, 0: 1.0, 1: 0.7, 2: 0.4}
"""How much of each turn such a reading takes, by its distance."""
_INSIGHT = 0.3
"""What a turn takes of the score of an insight that was learnt from it."""
_LEXICAL = 1.2
_TOP = 200
"""So many of each list are brought to 0..1 before words and vectors are added up."""
_DIGITS = 9


@dataclass(frozen=True, slots=True)
class Row:
    """A message that may be the answer; `position` counts the turns of its conversation."""

    id: str
    conversation: str
    position: int
    terms: str


@dataclass(frozen=True, slots=True)
class Fact:
    """An insight that may be the answer, and the messages it was learnt from."""

    id: str
    terms: str
    sources: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Corpus:
    """How much the scope holds: its messages, and the terms in all of them."""

    rows: int
    tokens: int

    @property
    def mean(self) -> float:
        return self.tokens / self.rows if self.rows and self.tokens else 1.0


@dataclass(frozen=True, slots=True)
class Weights:
    """How much each step of the ranking counts; 0 leaves it out."""

    around: float = _AROUND
    window: float = _WINDOW
    insight: float = _INSIGHT
    lexical: float = _LEXICAL


@dataclass(frozen=True, slots=True)
class Hit:
    kind: Literal["message", "insight"]
    id: str
    score: float
    insights: tuple[str, ...] = ()
    """Of a message: the matching insights that were learnt from it."""


def rarest(frequencies: Mapping[str, int], limit: int = 1000) -> tuple[str, ...]:
    """The terms worth looking for: the rarest ones, as long as their rows together are at most `limit`.

    `frequencies` tells in how many rows of the scope a term stands. The rarest term is always taken.
    """
    held = sorted((count, term) for term, count in frequencies.items() if count)
    chosen: list[str] = []
    total = 0
    for count, term in held:
        total += count
        if chosen and total > limit:
            break
        chosen.append(term)
    return tuple(chosen)


def rank(
    query: Iterable[str],
    rows: Sequence[Row],
    facts: Sequence[Fact],
    corpus: Corpus,
    near: Mapping[str, float] | None = None,
    weights: Weights | None = None,
) -> tuple[Hit, ...]:
    """All hits, best first. The order is total and depends on nothing but the arguments' contents.

    `rows` are the candidates and the turns next to them; `near` are cosines by id of message or insight.
    An insight is a hit of its own only when none of its sources is among the rows.
    """
    weights = weights or Weights()
    wanted = frozenset(query)
    lexical = _turn_scores(wanted, rows, corpus, weights)
    learnt = _bm25([_counted(wanted, fact.terms) for fact in facts], corpus)
    raised, alone = _placed(facts, learnt, {row.id for row in rows})
    for message, (score, _) in raised.items():
        lexical[message] += weights.insight * score
    lexical |= alone
    return _ordered(_fused(lexical, near or {}, weights.lexical), rows, facts, raised)


_Counts = tuple[dict[str, float], float]
"""How often each wanted term stands in a text, and how many terms the text has."""


def _counted(wanted: frozenset[str], text: str) -> _Counts:
    words = text.split()
    counts: dict[str, float] = {}
    for term in filter(wanted.__contains__, words):
        counts[term] = counts.get(term, 0) + 1
    return counts, len(words)


def _bm25(counted: Sequence[_Counts], corpus: Corpus) -> list[float]:
    """Okapi BM25 of each text, with `corpus` telling how many texts there are and how long they are.

    Source: Robertson and Zaragoza, "The Probabilistic Relevance Framework" (2009), with the 1 inside the
    logarithm that keeps a frequent term from counting against a text.
    """
    held = Counter(term for counts, _ in counted for term in counts)
    total = max(corpus.rows, len(counted))
    idf = {term: (_K1 + 1) * log(1 + (total - n + 0.5) / (n + 0.5)) for term, n in held.items()}
    fixed, slope = _K1 * (1 - _B), _K1 * _B / corpus.mean
    return [
        sum(idf[term] * n / (n + fixed + slope * length) for term, n in counts.items()) if counts else 0.0
        for counts, length in counted
    ]


def _turn_scores(
    wanted: frozenset[str], rows: Sequence[Row], corpus: Corpus, weights: Weights
) -> dict[str, float]:
    counted = [_counted(wanted, row.terms) for row in rows]
    alone = _bm25(counted, corpus)
    at = {(row.conversation, row.position): index for index, row in enumerate(rows)}
    scores: dict[str, float] = {}
    windows = [_window(row, at, counted) for row in rows]
    wide = _bm25(windows, Corpus(corpus.rows, round(corpus.tokens * sum(_NEARBY.values()))))
    for index, row in enumerate(rows):
        beside = sum(alone[at[key]] for key in _next_to(row) if key in at)
        scores[row.id] = alone[index] + weights.around * beside + weights.window * wide[index]
    return scores


def _next_to(row: Row) -> tuple[tuple[str, int], tuple[str, int]]:
    return (row.conversation, row.position - 1), (row.conversation, row.position + 1)


def _window(row: Row, at: Mapping[tuple[str, int], int], counted: Sequence[_Counts]) -> _Counts:
    """The counts of a turn and of those around it, the nearer ones counting more."""
    counts: dict[str, float] = {}
    length = 0.0
    for distance, share in _NEARBY.items():
        if (index := at.get((row.conversation, row.position + distance))) is not None:
            for term, n in counted[index][0].items():
                counts[term] = counts.get(term, 0.0) + share * n
            length += share * counted[index][1]
    return counts, length


_Raised = dict[str, tuple[float, tuple[str, ...]]]


def _placed(
    facts: Sequence[Fact], scores: Sequence[float], present: set[str]
) -> tuple[_Raised, dict[str, float]]:
    """What the insights add to the messages they come from, and those whose messages are not there."""
    raised: _Raised = {}
    alone: dict[str, float] = {}
    for fact, score in zip(facts, scores, strict=True):
        sources = present.intersection(fact.sources)
        if not sources:
            alone[fact.id] = score
        for source in sources:
            best, ids = raised.get(source, (0.0, ()))
            raised[source] = (max(best, score), (*ids, fact.id))
    return raised, alone


def _fused(lexical: Mapping[str, float], near: Mapping[str, float], weight: float) -> dict[str, float]:
    """Words and vectors together: each list's best brought to 0..1, words counting `weight` times."""
    if not near:
        return dict(lexical)
    words, vectors = _levelled(lexical), _levelled(near)
    return {key: weight * words.get(key, 0.0) + vectors.get(key, 0.0) for key in lexical.keys() | near.keys()}


def _levelled(scores: Mapping[str, float]) -> dict[str, float]:
    top = sorted(scores.items(), key=lambda item: (-round(item[1], _DIGITS), item[0]))[:_TOP]
    if not top:
        return {}
    high, low = top[0][1], min(0.0, top[-1][1]) if len(top) < _TOP else top[-1][1]
    return {key: (score - low) / (high - low) if high > low else 0.0 for key, score in top}


def _ordered(
    scores: Mapping[str, float], rows: Sequence[Row], facts: Sequence[Fact], raised: _Raised
) -> tuple[Hit, ...]:
    messages = {row.id: (row.conversation, row.position) for row in rows}
    insights = {fact.id for fact in facts}
    hits = [
        Hit("message", key, round(score, _DIGITS), raised[key][1] if key in raised else ())
        if key in messages
        else Hit("insight", key, round(score, _DIGITS))
        for key, score in scores.items()
        if score > 0 and (key in messages or key in insights)
    ]
    return tuple(sorted(hits, key=lambda hit: (-hit.score, messages.get(hit.id, ("", 0)), hit.id)))
