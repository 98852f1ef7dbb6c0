"""What is marked in a row of words: names of fields, choices, numbers, dates, and numbers side by side."""

import re
from dataclasses import dataclass
from decimal import Decimal
from typing import Literal

from agents.kit.frameworks.records.dates import dates
from agents.kit.frameworks.records.lexicon import Lexicon, Meaning
from agents.kit.frameworks.records.numbers import numbers
from agents.kit.reading.types import Quantity
from config.patterns import regex

MarkKind = Literal["field", "choice", "number", "date", "series"]
_FIGURE = r"-?\d+(?:\.\d+)?"
_SERIES = regex(rf"(?<![\w./]){_FIGURE}(?:\s*(?:/|->|=>|→|⇒)\s*{_FIGURE})+(?![\w./]*\d)(?!\s?%)")
_ARROWS = regex(r"\s*(?:/|->|=>|→|⇒)\s*")
_SCORE = regex(rf"(?<![\w./]){_FIGURE}\s*/\s*(\d+)(?![\w./]*\d)")
_OUT_OF = (
    regex(rf"(?<![\w./])(?P<score>{_FIGURE})\s+(?:out\s+)?of\s+\d+(?!\s*[\w%.]*[A-Za-z%])"),
    regex(rf"(?<![\w./])\d+점?\s*(?:만점에|중)\s*(?P<score>{_FIGURE})점?"),
)
_BARE = regex(r"(?<![\d.,/])-?\d+(?:\.\d+)?(?![\d.]*\d)")
_NOT = regex(r"(?:\b(?:not|never|no)|n't|n’t)\s+(?:very|really|that|so|yet|too)?\s*$", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Mark:
    kind: MarkKind
    start: int
    end: int
    meanings: tuple[Meaning, ...] = ()
    quantity: Quantity | None = None
    day: str = ""
    series: tuple[Decimal, ...] = ()

    @property
    def is_value(self) -> bool:
        return self.kind in ("number", "date", "series")

    @property
    def suffix(self) -> bool:
        return any(meaning.suffix for meaning in self.meanings)


def marks(text: str, words: Lexicon, currency: str, scale: str = "") -> tuple[Mark, ...]:
    """In the order of the text, none over another: where two would overlap, the longer word wins.

    `scale` is the maximum that the scores of this text are given out of, if they are: `4/5`.
    """
    found = [Mark("date", start, end, day=day) for start, end, day in dates(text)]
    found += [_out_of(match) for pattern in _OUT_OF for match in pattern.finditer(text)]
    _add(found, [_series(match, scale) for match in _SERIES.finditer(text)])
    _add(found, _phrases(text, words))
    _add(found, [_number(one) for one in numbers(text, currency)])
    _add(found, [_bare(match) for match in _BARE.finditer(text)])
    return tuple(sorted(found, key=lambda mark: mark.start))


def _phrases(text: str, words: Lexicon) -> list[Mark]:
    """Longest first; phrases at one place, a field's and its choice's, are one mark with both meanings."""
    places: dict[tuple[int, int], list[Meaning]] = {}
    lower = text.lower()
    for phrase in words.phrases:
        for match in phrase.shape.pattern.finditer(text) if phrase.shape.within(lower) else ():
            if phrase.meaning.option is None or not _NOT.search(text[: match.start()]):
                places.setdefault(match.span(), []).append(phrase.meaning)
    ordered = sorted(places.items(), key=lambda place: (place[0][0] - place[0][1], place[0]))
    return [_phrase(start, end, meanings) for (start, end), meanings in ordered]


def _phrase(start: int, end: int, meanings: list[Meaning]) -> Mark:
    kind: MarkKind = "field" if any(meaning.option is None for meaning in meanings) else "choice"
    return Mark(kind, start, end, tuple(meanings))


def scale_of(text: str) -> str:
    """What several scores are out of, when it is the same for all of them: `strategy 4/5, structure 2/5`."""
    seconds = _SCORE.findall(text)
    return seconds[0] if len(seconds) > 1 and len(set(seconds)) == 1 else ""


def _series(match: re.Match[str], scale: str) -> Mark:
    figures = tuple(Decimal(part) for part in _ARROWS.split(match[0]))
    score = _SCORE.fullmatch(match[0])
    if score and score[1] == scale:
        number = Quantity("number", figures[0], "", match[0], match.start(), match.end())
        return Mark("number", match.start(), match.end(), quantity=number)
    return Mark("series", match.start(), match.end(), series=figures)


def _out_of(match: re.Match[str]) -> Mark:
    """`2 of 5`, `5점 만점에 2점`."""
    return _number(Quantity("number", Decimal(match["score"]), "", match[0], match.start(), match.end()))


def _number(quantity: Quantity) -> Mark:
    return Mark("number", quantity.start, quantity.end, quantity=quantity)


def _bare(match: re.Match[str]) -> Mark:
    return _number(Quantity("number", Decimal(match[0]), "", match[0], match.start(), match.end()))


def _add(found: list[Mark], more: list[Mark]) -> None:
    for mark in more:
        if all(mark.end <= other.start or other.end <= mark.start for other in found):
            found.append(mark)
