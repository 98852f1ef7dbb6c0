"""A text as the parts of the check see it: its sentences, and without the words that it may not have."""

from collections.abc import Iterator
from dataclasses import dataclass

from agents.kit.brandcheck.types import Copy, Finding, Norms
from agents.kit.reading.sentences import sentences
from config.content.checking import joined
from config.errors import Locale
from config.patterns import regex

_WORD = regex(r"[가-힣A-Za-z0-9'’%]+")
_SIGNS = regex(r"^[\W_]+|[\W_]+$")
_TAGS = regex(r"^(?:\s*#[\w가-힣]+)+\s*$")


@dataclass(frozen=True, slots=True)
class Sentence:
    text: str
    start: int

    @property
    def end(self) -> int:
        return self.start + len(self.text)

    @property
    def words(self) -> tuple[str, ...]:
        return tuple(_WORD.findall(self.text))


@dataclass(frozen=True, slots=True)
class Sight:
    """`text` is the copy's text with its prohibited words blanked: nothing may gain by them."""

    copy: Copy
    norms: Norms
    text: str
    sentences: tuple[Sentence, ...]

    @property
    def language(self) -> Locale:
        return self.copy.language


def sight(copy: Copy, norms: Norms, text: str) -> Sight:
    return Sight(copy, norms, text, tuple(_sentences(text)))


def _sentences(text: str) -> Iterator[Sentence]:
    for span in sentences(text):
        part = text[span.start : span.end]
        if part.strip() and not _TAGS.match(part):
            yield Sentence(part, span.start)


def seen(rule: str, text: str, start: int, end: int, **facts: object) -> Finding:
    """A finding on a part of the text."""
    return Finding(rule, text[start:end], start, end, facts)


def all_of(words: list[str], text: str) -> Iterator[tuple[int, int]]:
    """Where any of these patterns stands."""
    if words:
        yield from (match.span() for match in joined(words).finditer(text) if match[0].strip())
