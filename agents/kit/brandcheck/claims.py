"""What a text claims: figures, dates and superlatives, each with the proof that it rests on, or none."""

import re
from collections.abc import Iterator, Sequence
from decimal import Decimal
from functools import lru_cache

from agents.kit.brandcheck.folding import blanked
from agents.kit.brandcheck.sight import Sentence, Sight, all_of, seen
from agents.kit.brandcheck.types import Claim, Finding, Proof
from agents.kit.frameworks.likeness import content
from agents.kit.frameworks.vetting import numbers
from agents.kit.reading.quantities import read_quantities
from agents.kit.reading.types import Quantity
from config.content.checking import joined, lexicon
from config.errors import Locale
from config.patterns import regex

_CLOCK_BEHIND = regex(
    r"\s?(?:시(?!간|즌|장|작|도|리|선|대|급|내|민|그|럽|청|음|식)|:\d{2}|(?:a\.?m|p\.?m)\b|o'clock)"
)
_CLOCK_BEFORE = regex(r"(?:\d{1,2}:|오전|오후|(?:\bat|\bfrom|\buntil|\btill|\bto|[-–~]))\s?$")
_FIGURE = regex(
    r"\d|[십백천만억]\s?[명개원분곳권잔건회번장병대배가]|\b(?:hundred|thousand|million|billion|dozen)", 2
)
_DATED = regex(r"\d|\b(?:jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)[a-z]*\b", 2)
_TIMES = {"date", "clock"}
_MARKS = regex(r"[\s.,'’\"]+")


def claims(sight: Sight) -> tuple[Claim, ...]:
    """Every claim of the text, in its order; its proof is looked up, never taken on trust."""
    found = [*_figures(sight), *_vague(sight), *_superlatives(sight)]
    return tuple(sorted(found, key=lambda one: (one.start, one.end)))


def _figures(sight: Sight) -> Iterator[Claim]:
    text = blanked(sight.text, list(_skipped(sight.text)))
    for quantity in filter(_tells, read_quantities(text)):
        sentence = _around(sight, quantity.start)
        kind = "date" if _is_time(text, quantity) else "number"
        proof = _proving(quantity, kind, sentence.text, sight.norms.proofs)
        yield Claim(quantity.text, quantity.start, quantity.end, sentence.text, kind, proof)


def _vague(sight: Sight) -> Iterator[Claim]:
    """'Thousands of customers': no figure that could be read, and a claim all the same."""
    for start, end in all_of([str(one) for one in lexicon().figures["vague"]], sight.text):
        said, sentence = sight.text[start:end], _around(sight, start)
        proof = next((one for one in _ordered(sight.norms.proofs) if _plain(said) in _plain(one.text)), None)
        yield Claim(said, start, end, sentence.text, "number", proof)


def _tells(quantity: Quantity) -> bool:
    """Whether it is a figure that somebody could check: no season, no 'this week', no numeral within a word (세일)."""
    if quantity.unit == "season":
        return False
    if quantity.kind == "date":
        return _DATED.search(quantity.text) is not None
    measured = quantity.kind in {"fraction", "multiple"}
    return measured or _FIGURE.search(quantity.text) is not None


def _skipped(text: str) -> Iterator[tuple[int, int]]:
    patterns = lexicon().figures["skip"]
    for pattern in patterns:
        yield from (match.span() for match in regex(pattern, re.MULTILINE).finditer(text))


def _around(sight: Sight, at: int) -> Sentence:
    """The sentence at a place; a line of tags or of signs is its own."""
    inside = next((one for one in sight.sentences if one.start <= at < one.end), None)
    if inside:
        return inside
    start = sight.text.rfind("\n", 0, at) + 1
    end = sight.text.find("\n", at)
    return Sentence(sight.text[start : end if end >= 0 else len(sight.text)], start)


def _is_time(text: str, quantity: Quantity) -> bool:
    if quantity.kind in _TIMES:
        return True
    clock = _CLOCK_BEHIND.match(text, quantity.end) or _CLOCK_BEFORE.search(text[: quantity.start])
    return quantity.kind == "number" and clock is not None


def _proving(quantity: Quantity, kind: str, sentence: str, proofs: Sequence[Proof]) -> Proof | None:
    """The best proof that holds this figure and speaks of the same thing."""
    holding = [one for one in proofs if one.role in _PROVES and _holds(one.text, quantity, kind)]
    speaking = [one for one in holding if _speaks(one.text, sentence)]
    return max(speaking, key=lambda one: one.grade, default=None)


_PROVES = {"proof", "fact"}


def _holds(text: str, quantity: Quantity, kind: str) -> bool:
    if kind == "date":
        return bool(numbers(quantity.text)) and numbers(quantity.text) <= numbers(text)
    return any(_same(quantity, other) for other in _quantities(text))


@lru_cache(maxsize=1024)
def _quantities(text: str) -> tuple[Quantity, ...]:
    return read_quantities(text)


def _same(one: Quantity, other: Quantity) -> bool:
    if one.share is not None or other.share is not None:
        return _share(one) == _share(other) is not None
    if one.kind == "money" or other.kind == "money":
        return one.kind == other.kind and one.value == other.value
    return one.value == other.value and (one.unit == other.unit or _loose(one) or _loose(other))


def _share(quantity: Quantity) -> Decimal | None:
    return quantity.share.normalize() if quantity.share is not None else None


def _loose(quantity: Quantity) -> bool:
    return quantity.kind in {"number", "count"}


def _speaks(text: str, sentence: str) -> bool:
    """Whether a proof speaks of what a sentence does; a sentence without words of its own cannot say otherwise."""
    wanted = {unit for unit in content(sentence) if len(unit) > 1}
    return not wanted or not wanted.isdisjoint(content(text))


def _superlatives(sight: Sight) -> Iterator[Claim]:
    idle = list(all_of(lexicon().superlatives[f"not_{sight.language}"], sight.text))
    for start, end in _apart(all_of(lexicon().superlatives[sight.language], sight.text)):
        if any(a <= start < b for a, b in idle):
            continue
        sentence, word = _around(sight, start), sight.text[start:end]
        proof = next((one for one in _ordered(sight.norms.proofs) if _claims_it(one, word, sentence)), None)
        yield Claim(word.strip(), start, end, sentence.text, "superlative", proof)


def _apart(spans: Iterator[tuple[int, int]]) -> Iterator[tuple[int, int]]:
    last = -1
    for start, end in sorted(spans):
        if start >= last:
            last = end
            yield start, end


def _ordered(proofs: Sequence[Proof]) -> list[Proof]:
    return sorted((one for one in proofs if one.role in _PROVES), key=lambda one: -one.grade)


def _claims_it(proof: Proof, word: str, sentence: Sentence) -> bool:
    return _plain(word)[:6] in _plain(proof.text) and _speaks(proof.text, sentence.text)


def _plain(text: str) -> str:
    return _MARKS.sub("", text).casefold()


_RULES = {
    "number": "claims.number.unproved",
    "date": "claims.date.unproved",
    "superlative": "claims.superlative.unproved",
}


def unproved(sight: Sight, made: Sequence[Claim]) -> Iterator[Finding]:
    """The claims without a proof, and promises that nobody can keep."""
    for one in made:
        if one.proof is None:
            yield seen(_RULES[one.kind], sight.text, one.start, one.end)
    for start, end in absolutes(sight.text, sight.language):
        yield seen("claims.absolute", sight.text, start, end)


def absolutes(text: str, language: Locale) -> Iterator[tuple[int, int]]:
    yield from (match.span() for match in joined(lexicon().absolutes[language]).finditer(text))
