"""Whether two statements speak of the same thing, in any mixture of Korean and English.

What a statement is about is taken as its content words: Latin words without plural endings, Hangul words
without particles as pairs of syllables, so that a compound and its parts meet. Numbers, and words that fit
any business, do not count.
"""

import unicodedata
from collections.abc import Iterable, Mapping
from functools import cache

from config.patterns import regex

SAME = 0.7
"""Share of the shorter statement's content that the other must hold."""
_WORD, _PAIR = 2.0, 1.0
_TOKEN = regex(r"[a-z]+|[가-힣]+")
_PARTICLE = regex(
    r"(?<=[가-힣]{2})(?:입니다|합니다|습니다|이다|에서는|에서|으로|까지|부터|에게|이며|이고|하고|하는|은|는|이|가|을|를|의|에|로|와|과|도|만)$"
)
_COMMON = frozenset({
    "a", "an", "and", "are", "as", "at", "be", "by", "for", "from", "has", "have", "in", "is", "it",
    "its", "more", "most", "of", "on", "or", "our", "so", "than", "that", "the", "their", "they",
    "this", "to", "us", "we", "were", "what", "when", "which", "who", "will", "with", "you", "your",
    "not", "no", "own", "one", "two", "three", "new", "now", "good", "great", "strong", "weak", "best",
    "better", "high", "higher", "low", "lower", "big", "large", "small", "many", "much", "business",
    "company", "market", "customer", "client", "product", "service", "sale", "revenue", "people",
    "team", "shop", "store", "price", "year", "month", "week",
})  # fmt: skip
_COMMON_KO = frozenset({
    "우리", "저희", "당사", "있음", "있는", "있다", "없음", "없는", "없다", "좋은", "좋다",
    "강한", "높은", "낮은", "많은", "많이", "크다", "작은", "가장", "매우", "모든", "새로운",
    "신규", "사업", "회사", "업체", "시장", "고객", "손님", "제품", "상품", "서비스", "매출",
    "판매", "사람", "매장", "가게", "가격", "올해", "작년", "내년", "매년", "매월",
})  # fmt: skip


def alike(one: str, other: str) -> bool:
    """Whether the shorter statement's content is mostly in the longer one."""
    return likeness(one, other) >= SAME


def likeness(one: str, other: str) -> float:
    """0 (nothing in common) to 1; of two texts without content of their own, 1 only when they are equal."""
    left, right = content(one), content(other)
    if not left or not right:
        return float(_plain(one) == _plain(other))
    shared = sum(weight for unit, weight in left.items() if unit in right)
    return shared / min(sum(left.values()), sum(right.values()))


def most_alike(text: str, others: Iterable[str]) -> str | None:
    """The statement that speaks most of the same thing, if one does."""
    best = max(others, key=lambda other: likeness(text, other), default=None)
    return best if best is not None and alike(text, best) else None


@cache
def content(text: str) -> Mapping[str, float]:
    """The units of what a statement is about, each with its weight."""
    units: dict[str, float] = {}
    for token in _TOKEN.findall(_plain(text)):
        units.update(_latin(token) if token.isascii() else _hangul(token))
    return units


def _latin(word: str) -> dict[str, float]:
    stem = word.removesuffix("s") if len(word) > 3 and not word.endswith("ss") else word
    return {} if len(word) < 2 or not {word, stem}.isdisjoint(_COMMON) else {stem: _WORD}


def _hangul(word: str) -> dict[str, float]:
    stem = _PARTICLE.sub("", word)
    if stem in _COMMON_KO or word in _COMMON_KO:
        return {}
    return {stem[at : at + 2]: _PAIR for at in range(max(len(stem) - 1, 1))}


def _plain(text: str) -> str:
    return unicodedata.normalize("NFKC", text).casefold().strip()
