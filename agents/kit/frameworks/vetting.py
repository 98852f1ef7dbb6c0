"""What of a model's words may stand: nothing that the sources do not bear, nothing that they smuggled in."""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from typing import cast

from agents.kit.fence import MARK, harmless, instructs
from agents.kit.frameworks.likeness import alike
from agents.kit.reading.types import Source
from config.patterns import regex

_NUMBER = regex(r"\d+(?:[.,]\d+)*")
_REACHES_OUT = regex(
    r"(?:https?|ftp|mailto|data|javascript):\S|\bwww\.\S|\S@\S+\.\S|<[@#!]|\]\(|@(?:everyone|here|channel|all)\b",
    re.IGNORECASE,
)
"""Links, addresses, pictures and calls to everybody; no record needs one."""
_DOMAIN = regex(
    r"\b[\w-]+\.(?:com|net|org|io|co|kr|ai|app|dev|me|ly|gl|biz|info|xyz|ru|cn|example)\b\S*", re.IGNORECASE
)
_SHORTEST = 6
"""Letters and digits of a quote; less is found anywhere."""
_TELLING = 20
"""Characters of the house's own words that nobody writes by chance."""
_SENTENCE = regex(r"[^.!?。\n]+(?:[.!?。](?!\s|$)[^.!?。\n]+)*[.!?。]*")
_AFTER = 2
"""Sentences that are the cargo of one that speaks to the machine; so is the one before it in its line."""


@dataclass(frozen=True, slots=True)
class Quote:
    """A part of a source, as it stands there."""

    ref: str
    text: str


class Vetting:
    """The sources of one proposal, and what may be said on them."""

    def __init__(self, sources: Sequence[Source], own: str = "") -> None:
        """`own` are the house's words to the model, which it is not to give away."""
        self._sources = sources
        self._own = _flat(own)
        self._all = "\n".join(source.text for source in sources)
        self._numbers = numbers(self._all)
        self._smuggled = tuple(_speaking_to_the_machine(self._all))

    def quote(self, cited: str | None) -> Quote | None:
        """The quote where it stands, however its lines are broken; None when it is nobody's, or too short."""
        words = [word for word in (cited or "").split() if word != MARK.strip()]
        if sum(map(str.isalnum, "".join(words))) < _SHORTEST:
            return None
        pattern = re.compile(r"\s+".join(map(re.escape, words)))
        found = ((source, pattern.search(source.text)) for source in self._sources)
        return next((Quote(source.ref, match[0]) for source, match in found if match), None)

    def allows(self, text: str) -> bool:
        """Whether a sentence may be shown as a proposal.

        It holds no secret, no link, and no number or domain that the sources do not hold; it does not speak
        to the machine, and repeats no sentence that does, nor the house's own.
        """
        if harmless(text) != text or instructs(text) or "\n" in text.strip():
            return False
        if _REACHES_OUT.search(text) or any(name not in self._all for name in _DOMAIN.findall(text)):
            return False
        return numbers(text) <= self._numbers and not self._repeats(text)

    def smuggled(self, quote: Quote) -> bool:
        """Whether a quote is of a sentence that speaks to the machine, or of its cargo."""
        plain = _flat(quote.text)
        return any(plain in _flat(one) or _flat(one) in plain for one in self._smuggled)

    def _repeats(self, text: str) -> bool:
        told = (_flat(match[0]) for match in _SENTENCE.finditer(text))
        if any(len(sentence) >= _TELLING and sentence in self._own for sentence in told):
            return True
        return any(_flat(text) in _flat(one) or alike(text, one) for one in self._smuggled)


def without_orders(source: Source) -> Source:
    """The source as rules may read it: what speaks to the machine is blanked, and every offset stays true."""
    if not instructs(source.text):
        return source
    text = source.text
    for order in _speaking_to_the_machine(text):
        text = text.replace(order, re.sub(r"\S", " ", order))
    return replace(source, text=text)


def _speaking_to_the_machine(text: str) -> Iterator[str]:
    """The sentences that do, with what they carry."""
    sentences = [match for match in _SENTENCE.finditer(text) if match[0].strip()]
    for at, sentence in enumerate(sentences):
        if instructs(sentence[0]):
            before = sentences[max(at - 1, 0)]
            same_line = "\n" not in text[before.start() : sentence.start()]
            first = at - 1 if at and same_line else at
            yield from (one[0].strip() for one in sentences[first : at + 1 + _AFTER])


def numbers(text: str) -> frozenset[str]:
    """The numbers in a text, without separators of thousands and idle zeros: '11,000' and '11000' are one."""
    return frozenset(_plain(match) for match in _NUMBER.findall(text))


def _plain(number: str) -> str:
    whole = re.sub(r",(?=\d{3}(?!\d))", "", number)
    return whole.rstrip("0").rstrip(".") if "." in whole else whole


def _flat(text: str) -> str:
    return " ".join(text.casefold().split())


def words_of(values: Iterable[object]) -> Iterable[str]:
    """The texts among the values of a record."""
    for value in values:
        if isinstance(value, str):
            yield value
        elif isinstance(value, list):
            yield from words_of(cast("list[object]", value))
