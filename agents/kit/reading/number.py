"""The numbers of a text, in figures and in words, before anything is known of their units."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal
from functools import cache
from typing import Literal

from agents.kit.reading import numerals
from config.patterns import regex
from config.reading import table

Writing = Literal["figure", "korean", "english", "native", "sino"]


_WORDED: tuple[Writing, ...] = ("korean", "english", "native", "sino")


@dataclass(frozen=True, slots=True)
class Number:
    """A number at a place of a text in lower case; `high` is the upper end of a range such as 10-15."""

    text: str
    start: int
    end: int
    writing: Writing
    """figure: 1,200; korean, figures with scales: 1억 2천; english: eighteen; native: 아홉; sino: 백만."""
    value: Decimal
    high: Decimal | None = None
    scale: str = ""
    """As written behind a figure: k, m, million."""


def numbers(text: str) -> Iterator[Number]:
    """Those of a text in lower case, in its order."""
    for match in _pattern().finditer(text):
        writing = _writing(match)
        value, high = _value(match, writing)
        yield Number(
            match[0],
            match.start(),
            match.end(),
            writing,
            value,
            high,
            match["scale"] or match["scale_high"] or "",
        )


def _writing(match: re.Match[str]) -> Writing:
    for kind in _WORDED:
        if match[kind]:
            return kind
    return "figure"


def _value(match: re.Match[str], writing: Writing) -> tuple[Decimal, Decimal | None]:
    match writing:
        case "korean" | "sino":
            return numerals.korean(match[0]), None
        case "english":
            return numerals.english(match[0]), None
        case "native":
            return numerals.native(match[0])
        case "figure":
            return _figures(match)


def _figures(match: re.Match[str]) -> tuple[Decimal, Decimal | None]:
    scales: dict[str, int] = table("units")["scale"]
    high_scale = scales.get(match["scale_high"] or "", 1)
    low_scale = scales.get(match["scale"] or "", high_scale)
    high = numerals.figure(match["high"]) * high_scale if match["high"] else None
    return numerals.figure(match["low"]) * low_scale, high


@cache
def _pattern() -> re.Pattern[str]:
    scales = "|".join(sorted(table("units")["scale"], key=len, reverse=True))
    figure, scaled = numerals.FIGURE, rf"\s?(?P<%s>{scales})(?![a-z0-9])"
    return regex(
        rf"""(?<![a-z0-9_.,\#])(?<![a-z]-)(?:
          (?P<korean>{numerals.KOREAN})(?![약족큼])
        | (?P<from>(?<=from\s))?(?P<low>{figure})(?:{scaled % "scale"})?
          (?:(?(from)\s?[-–~∼]|(?:\s?[-–~∼]|\sto(?=\s)))\s?[£$€₩]?(?P<high>{figure})(?![\d-])
             (?:{scaled % "scale_high"})?)?
        | (?P<english>\b{numerals.ENGLISH})
        | (?<![가-힣])(?P<native>{numerals.NATIVE})(?=\s?[가-힣]{{1,4}})
        | (?<![가-힣])(?P<sino>{numerals.SINO})(?=\s?[가-힣]{{1,4}})
        )""",
        re.VERBOSE,
    )
