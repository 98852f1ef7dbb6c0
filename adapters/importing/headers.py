"""Which column of a file is which field, and which platform a file comes from."""

import re
from collections.abc import Mapping, Sequence
from functools import cache

from bot.importing import UnknownColumn
from config.importing import PLATFORMS, HeaderMap, bracketed, full, header_map, orders, plain, rate_columns
from memory.loading import Wish
from memory.metrics import MEASURES

MAPPED = "mapped"
_CODE = re.compile(r"\b([A-Z]{3})\b")
_SIGNS = {"₩": "KRW", "￦": "KRW", "€": "EUR", "£": "GBP"}
_MARK = 5
"""How many headers one that only this platform has is worth."""


@cache
def known_headers() -> frozenset[str]:
    """Every header that some map knows, in both spellings."""
    maps = [header_map(name).columns for name in (*PLATFORMS, MAPPED)]
    maps += [shop.columns for shop in orders().shops]
    maps.append(rate_columns())
    headers = [one for columns in maps for headers in columns.values() for one in headers]
    headers += [one for name in (*PLATFORMS, MAPPED) for one in header_map(name).marks]
    return frozenset(spelling(one) for one in headers for spelling in (full, plain))


def known(cells: Sequence[str]) -> int:
    """How many of a line's cells are headers; one alone is a title."""
    found = sum(
        1 for cell in cells if cell and (full(cell) in known_headers() or plain(cell) in known_headers())
    )
    return found if found > 1 else 0


def fields(header: Sequence[str], columns: Mapping[str, Sequence[str]]) -> Mapping[str, str]:
    """Field -> the header that stands for it; a spelling with what is in brackets goes before one without."""
    found: dict[str, str] = {}
    for spelling in (full, plain):
        spelt = {spelling(one): one for one in reversed(header) if one}
        for name, headers in columns.items():
            match = next((spelt[spelling(one)] for one in headers if spelling(one) in spelt), None)
            if match and name not in found:
                found[name] = match
    return found


def platform_of(header: Sequence[str], above: Sequence[str]) -> str | None:
    """The platform whose headers these are, by what it alone says first; None where no map fits."""
    scores = {name: _score(header, above, header_map(name)) for name in (*PLATFORMS, MAPPED)}
    best = max(scores, key=lambda name: scores[name])
    return best if scores[best] else None


def _score(header: Sequence[str], above: Sequence[str], one: HeaderMap) -> int:
    found = fields(header, one.columns)
    if "day" not in found or not set(found) & set(MEASURES):
        return 0
    return len(found) + _MARK * marked(one.marks, header, above)


def marked(marks: Sequence[str], header: Sequence[str], above: Sequence[str] = ()) -> int:
    """How many marks stand among the headers, or in what is above them; `클릭수` is no `클릭수(랜딩)`."""
    spelt = {spelling(cell) for cell in header for spelling in (full, plain)}
    titles = " ".join(full(line) for line in above)
    return sum(1 for mark in marks if full(mark) in spelt or full(mark) in titles)


def mapped(name: str, header: Sequence[str], wish: Wish) -> Mapping[str, str]:
    """The columns that somebody named. Raises UnknownColumn."""
    wanted = wish.columns or {}
    for one in wanted.values():
        if one not in header:
            raise UnknownColumn(name=name, header=one, headers=", ".join(filter(None, header)))
    return wanted


def currency_of(header: str) -> str:
    """The currency that a header says in its brackets."""
    told = bracketed(header)
    code = _CODE.search(told.upper())
    if code and code[1] not in ("VAT", "UTC"):
        return code[1]
    return "KRW" if "원" in told else currency_sign(told)


def currency_sign(text: str) -> str:
    """The currency whose sign alone a text has; $ and ¥ are several currencies'."""
    return next((code for sign, code in _SIGNS.items() if sign in text), "")


def vat_of(header: str) -> bool | None:
    """Whether a header says that VAT is in it."""
    told = bracketed(header).replace(" ", "").upper()
    if "VAT" not in told and "부가세" not in told:
        return None
    return not any(word in told for word in ("별도", "제외", "미포함", "EXCL"))
