"""The terms by which text is found: stems of English words, two-syllable pieces of Korean ones."""

import unicodedata
from collections.abc import Iterable, Iterator

from config.patterns import regex
from config.search import unsearched
from memory.porter import stem
from memory.types import Scope

QUERY_TERMS = 32
"""More terms of a question than this are not looked for."""

_TOKEN = regex(r"[가-힣]+|[^\W_가-힣]+")
_ELISION = regex(r"(?<=[a-z])['’](s|re|ve|ll|d|m|t)\b")


def terms(text: str) -> Iterator[str]:
    """The terms of a text in their order: small letters, without marks and stop words.

    A word in Hangul gives each two neighbouring syllables ("봄예산": 봄예, 예산), a lone one itself.
    """
    left_out = unsearched()
    for token in _TOKEN.findall(_folded(text)):
        if "가" <= token[0] <= "힣":
            yield from (gram for gram in _grams(token) if gram not in left_out.endings)
        elif token not in left_out.stop:
            yield stem(token)


def terms_of(author: str, text: str) -> str:
    """What a message is searched by, joined by spaces: who said it counts as its first word."""
    return " ".join(terms(f"{author}: {text}" if author else text))


def query_terms(text: str) -> tuple[str, ...]:
    """The different terms of a question, in their order."""
    return tuple(dict.fromkeys(terms(text)))[:QUERY_TERMS]


def scope_tokens(scope: Scope) -> str:
    """Where a row stands, as words of its search entry: at its own level, in each level of its chain."""
    return " ".join([f"at{_word(scope)}", *(f"in{_word(above)}" for above in scope.chain)])


def visible_tokens(scope: Scope) -> tuple[str, ...]:
    """One of these words is in the search entry of every row that a session of this scope may read.

    A session reads all that is below it, its own level, and what stands at the levels above it.
    """
    own, *above = scope.chain
    return (f"in{_word(own)}", *(f"at{_word(level)}" for level in above))


def match(scope: Scope, wanted: Iterable[str]) -> str:
    """The FTS5 expression for rows of the scope that hold any of these terms."""
    return f"scope : ({_any(visible_tokens(scope))}) AND terms : ({_any(wanted)})"


def _any(words: Iterable[str]) -> str:
    return " OR ".join(f'"{word}"' for word in words)


def _word(scope: Scope) -> str:
    return (scope.campaign or scope.client or scope.org).replace("-", "")


def _folded(text: str) -> str:
    if not text.isascii():
        apart = unicodedata.normalize("NFKD", text)
        text = unicodedata.normalize("NFC", "".join(c for c in apart if not unicodedata.combining(c)))
    return _ELISION.sub("", text.casefold())


def _grams(word: str) -> Iterator[str]:
    if len(word) == 1:
        yield word
    for at in range(len(word) - 1):
        yield word[at : at + 2]
