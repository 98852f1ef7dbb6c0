"""What is measured: the unit that stands behind a number, and the currency that stands before it."""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache
from typing import cast

from agents.kit.reading.types import QuantityKind
from config.patterns import regex
from config.reading import entries, table

_BEHIND = "은는이가을를에의도로과와만씩째쯤정뿐나까부입인였예밖으한중당내짜대어남넘다라며"
PARTICLE = rf"(?=[{_BEHIND}]|[^가-힣]|$)"
"""What may follow a Korean unit: a particle, or anything that is not Hangul. 명 is a unit in 세 명이, not in 세 명절."""
_MEASURES = ("duration", "distance", "area", "weight", "age", "rating", "count", "rank")
_PERCENT_POINT = r"%\s?p\b|％p|%\s?포인트|퍼센트\s?포인트|percentage\spoints?|pp\b"
_PERCENT = rf"%|％|per\s?cent\b|퍼센트|프로{PARTICLE}"


@dataclass(frozen=True, slots=True)
class Unit:
    kind: QuantityKind | None
    """None for an order or a name ("2위", "3층"), which measures nothing."""
    name: str
    end: int


@dataclass(frozen=True, slots=True)
class Units:
    """The units of config/reading/units.toml, ready to be looked for in lower case."""

    behind: re.Pattern[str]
    before: re.Pattern[str]
    money_noun: re.Pattern[str]
    meanings: dict[str, tuple[QuantityKind | None, str]]
    symbols: dict[str, str]
    minor: dict[str, int]

    def match(self, text: str, at: int) -> Unit | None:
        """The unit that stands at this place, with or without a space."""
        found = self.behind.match(text, at)
        if found is None:
            return None
        if found["point"]:
            return Unit("percentage_point", "%p", found.end())
        if found["percent"]:
            return Unit("percent", "%", found.end())
        kind, name = self.meanings[" ".join(found["word"].split())]
        return Unit(kind, name, found.end())

    def symbol(self, text: str, at: int) -> tuple[str, int] | None:
        """The currency sign or code that ends at this place, and where it starts; `$` is any dollar."""
        found = self.before.search(text, max(0, at - 5), at)
        return (self.symbols[found[1]], found.start()) if found else None

    def places(self, currency: str) -> int:
        """Digits of the currency's minor unit."""
        return self.minor.get(currency, 2)


@cache
def units() -> Units:
    data = table("units")
    meanings: dict[str, tuple[QuantityKind | None, str]] = {}
    for kind in ("money", *_MEASURES):
        for name, words in data[kind].items():
            for word in entries(words):
                meaning = None if kind == "rank" else cast(QuantityKind, kind)
                meanings.setdefault(word.lower(), (meaning, name or word))
    symbols = {sign.lower(): str(code) for sign, code in data["symbol"].items()}
    symbols |= {code.lower(): code for code in data["money"]}
    return Units(
        regex(
            rf"\s?-?(?:(?P<point>{_PERCENT_POINT})|(?P<percent>{_PERCENT})|(?:여\s?)?(?P<word>{_words(meanings)}))"
        ),
        regex(rf"({'|'.join(re.escape(sign) for sign in sorted(symbols, key=len, reverse=True))})\s?$"),
        regex(rf"(?:{_words(dict.fromkeys(entries(data['nouns']['money'].lower())))})"),
        meanings,
        symbols,
        {code: int(places) for code, places in data["minor"].items()},
    )


def _words(words: Iterable[str]) -> str:
    """Any of the words, the longest that fits first."""
    ordered = sorted(words, key=len, reverse=True)
    korean = "|".join(re.escape(word) for word in ordered if "가" <= word[0] <= "힣")
    latin = "|".join(re.escape(word).replace(r"\ ", r"\s") for word in ordered if not "가" <= word[0] <= "힣")
    return rf"(?:{korean}){PARTICLE}|(?:{latin})(?![A-Za-z])"
