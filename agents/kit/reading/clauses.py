"""Sentences cut into clauses of one fact each, with what each of them measures, speaks of and signals."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from functools import cache, lru_cache

from agents.kit.reading import english, korean
from agents.kit.reading.concepts import lexicon
from agents.kit.reading.piece import Piece
from agents.kit.reading.quantities import read_quantities
from agents.kit.reading.rules import signals
from agents.kit.reading.sentences import sentences
from agents.kit.reading.trade import own_trade, trade_hits
from agents.kit.reading.types import Actor, Clause, Section, Signal, Source
from agents.kit.reading.voice import actor, section, standing, tense
from config.errors import Locale
from config.korean import particle
from config.patterns import regex
from config.reading import entries, table

_CARRIED: frozenset[Actor] = frozenset({"rival", "state", "supplier"})
_NO_SECTION: Section = ""
_QUESTION = Signal("question.mark", "question")
_LABEL = regex(r"([^:：.!?\d]{1,24})[:：]\s*(?=\S)")
_PARTED = regex(r"\s?[/&,·]\s?|\sand\s")
REMEMBERED = 8_000
"""Characters of the longest text whose clauses are remembered."""


@dataclass(frozen=True, slots=True)
class Counter:
    """How many clauses and sentences of a reading came before."""

    clauses: int = 0
    sentences: int = 0


def clauses(source: Source, text: str, currency: str, after: Counter) -> Iterator[Clause]:
    """The clauses of `text`, which is the source's text or the beginning of it."""
    told = _remembered if len(text) <= REMEMBERED else _told
    for number, clause in enumerate(told(text, currency), start=after.clauses + 1):
        yield replace(
            clause,
            id=f"c{number}",
            sentence=after.sentences + clause.sentence,
            source_ref=source.ref,
            source_kind=source.kind,
        )


def _told(text: str, currency: str) -> tuple[Clause, ...]:
    """The clauses of a text of no source yet, their sentences counted from one."""
    reader = _Reader(currency, own_trade(text))
    found: list[Clause] = []
    sentence, read, under, line = 0, 0, _NO_SECTION, _NO_SECTION
    for span in sentences(text):
        said = text[span.start : span.end]
        if span.kind == "heading":
            under = section(said)
            continue
        label = _label(said)
        if label or "\n" in text[read : span.start]:
            line = section(label)
        read = span.end
        sentence += 1
        here = reader.sentence(said[len(label) :], span.start + len(label), first=sentence == 1)
        found += [replace(clause, sentence=sentence, section=under or line) for clause in here]
    return tuple(found)


_remembered = lru_cache(maxsize=64)(_told)
"""A brief is read in nearly every turn of its campaign, and says the same each time."""


def language(text: str) -> Locale:
    """Korean if a fair part of its letters is Hangul: Korean sentences are full of Latin names."""
    korean_letters = sum("가" <= char <= "힣" for char in text)
    latin = sum(char.isascii() and char.isalpha() for char in text)
    return "ko" if korean_letters * 3 >= latin and korean_letters else "en"


def _label(sentence: str) -> str:
    """A label at the head of a line with its colon, where it says nothing but where the line belongs: "Strengths: ",
    "안 좋은 점: ". What names the fact itself stays: "월세: 매출의 30%"."""
    found = _LABEL.match(sentence)
    if found is None:
        return ""
    named = (part.strip().lower() for part in _PARTED.split(found[1]))
    return found[0] if section(found[1]) or all(part in _labels() for part in named) else ""


@cache
def _labels() -> frozenset[str]:
    return frozenset(entries(table("voice")["label"]["names"]))


@dataclass(frozen=True, slots=True)
class _Reader:
    currency: str
    trade: frozenset[str]

    def sentence(self, said: str, start: int, *, first: bool) -> Iterator[Clause]:
        tongue = language(said)
        found = korean.pieces(said) if tongue == "ko" else english.pieces(said)
        asks = said.rstrip(" \"'”’)").endswith(("?", "？"))
        made: list[Clause] = []
        for piece in found:
            clause = self._clause(said, start, piece, tongue, first=first)
            if piece.leans and made and not _places(made[-1]):
                joined = korean.whole(said, made.pop().start - start, piece)
                clause = self._clause(said, start, joined, tongue, first=first)
            made.append(replace(clause, signals=(_QUESTION,)) if asks else clause)
        yield from (clause for clause in made if clause.text.strip())

    def _clause(self, said: str, offset: int, piece: Piece, tongue: Locale, *, first: bool) -> Clause:
        who = actor(piece.subject)
        text = _stated(piece, who, tongue)
        quote = said[piece.start : piece.end]
        quantities = read_quantities(text, self.currency)
        clause = Clause(
            id="", text=text, quote=quote, source_ref="", source_kind="statement", start=offset + piece.start, language=tongue, sentence=0, subject=piece.subject, actor=who,
            tense=tense(quote, quantities), quantities=quantities,
            hits=(*lexicon().hits(text), *trade_hits(text, self.trade)),
        )  # fmt: skip
        return replace(clause, signals=signals(clause, standing(clause), first=first))


def _places(clause: Clause) -> bool:
    """Whether it means something by itself; a cause that does not stays with its effect, and what leads up to a
    noun with the noun."""
    tags = table("signals")
    return any("quadrant" in tags.get(tag, {}) and not tags[tag].get("vague") for tag in clause.tags)


def _stated(piece: Piece, who: Actor, tongue: Locale) -> str:
    """The statement with its topic, where a Korean one has lost it and somebody else acts: 대형 학원은 ..."""
    lost = tongue == "ko" and piece.subject and piece.subject not in piece.statement
    if lost and who in _CARRIED:
        return f"{piece.subject}{particle(piece.subject, '은')} {piece.statement}"
    return piece.statement
