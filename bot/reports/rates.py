"""Terms of billing as people say them: `markup 15% vat 10% meta 10%`, `수수료 15% 부가세 10% 네이버 12%`."""

import re
from dataclasses import dataclass, field, replace

from agents.kit.budgeting.wish import mentions
from bot.reports.errors import UnreadTerms
from config.budgeting import names
from config.patterns import regex
from memory.reports import WHOLE, Reported, Terms

_RATE = regex(r"(\d{1,3}(?:[.,]\d{1,2})?)\s*%?")
_PART = regex(r"[^\s,=:()]+")
_MARKUP = frozenset({"markup", "mark-up", "fee", "commission", "수수료", "대행수수료", "마크업"})
_VAT = frozenset({"vat", "tax", "부가세", "부가가치세", "세금"})
_REPORTED = frozenset({"reported", "spend", "보고", "광고비"})
_GENERAL = frozenset({"general", "same", "usual", "default", "기본", "일반", "동일", "같게"})
"""A platform's own mark-up ends: the general one holds for it."""
_HOW: dict[str, Reported] = {
    "net": "net", "without": "net", "별도": "net", "제외": "net",
    "gross": "gross", "with": "gross", "포함": "gross",
    "unknown": "", "모름": "",
}  # fmt: skip
_FILLING = frozenset(
    {"is", "and", "for", "on", "the", "as", "는", "은", "만", "에", "의", "과", "와", "광고"}
)
_HUNDRED = 100


@dataclass(slots=True)
class _Reader:
    """Reads words in their order; `at` is what the next value is of."""

    terms: Terms
    typed: dict[str, str]
    """Platform -> as it was written."""
    at: str = ""
    told: bool = field(default=False)

    def take(self, part: str) -> None:
        if part in self.typed:
            self._turn(part, keeps="markup")
        elif part in _MARKUP:
            self._turn(self.at if self.at in self.typed else "markup", keeps=self.at)
        elif part in _VAT or part in _REPORTED:
            self._turn("vat" if part in _VAT else "reported")
        elif not (self._valued(part) or part in _FILLING or (self.at == "markup" and part in _GENERAL)):
            raise UnreadTerms(word=part)

    def end(self, said: str) -> Terms:
        if self.at or not self.told:
            raise UnreadTerms(word=self.typed.get(self.at, self.at) or said or "-")
        return self.terms

    def _turn(self, to: str, keeps: str = "") -> None:
        """What was named before has its value by now, or is the mark-up that the platform belongs to."""
        if self.at not in ("", keeps):
            raise UnreadTerms(word=self.typed.get(self.at, self.at))
        self.at = to

    def _valued(self, part: str) -> bool:
        rate = _RATE.fullmatch(part)
        if self.at == "reported" and part in _HOW:
            self.terms = replace(self.terms, reported=_HOW[part])
        elif self.at in ("markup", "vat") and rate:
            value = _hundredths(rate[1], part)
            markup, vat = (value, self.terms.vat) if self.at == "markup" else (self.terms.markup, value)
            self.terms = replace(self.terms, markup=markup, vat=vat)
        elif self.at in self.typed and (rate or part in _GENERAL):
            self._own(self.at, _hundredths(rate[1], part) if rate else None)
        else:
            return False
        self.at, self.told = "", True
        return True

    def _own(self, platform: str, rate: int | None) -> None:
        others = {name: one for name, one in self.terms.markups.items() if name != platform}
        self.terms = replace(self.terms, markups=others if rate is None else {**others, platform: rate})


def read_terms(said: str, before: Terms) -> Terms:
    """What is not said stays as it was before. Raises UnreadTerms."""
    text, typed = _platforms(said.lower())
    reader = _Reader(before, typed)
    for part in _PART.findall(text):
        reader.take(part)
    return reader.end(said)


def _platforms(text: str) -> tuple[str, dict[str, str]]:
    """The text with each platform's id as a word of its own, and how each was written."""
    for name, one in names().platforms.items():
        text = re.sub(rf"(?<![a-z0-9]){name}(?![a-z0-9])", one.words[0], text)
    typed = dict[str, str]()
    for found in reversed(mentions(text, "platforms")):
        typed[found.id] = text[found.start : found.end]
        text = f"{text[: found.start]} {found.id} {text[found.end :]}"
    return text, typed


def _hundredths(text: str, word: str) -> int:
    whole, _, part = text.replace(",", ".").partition(".")
    rate = int(whole) * _HUNDRED + int((part + "00")[:2])
    if rate > WHOLE:
        raise UnreadTerms(word=word)
    return rate
