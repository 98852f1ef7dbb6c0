"""When something is: years, months, seasons, quarters and relative times, in English and in Korean."""

import re
from collections.abc import Iterator
from decimal import Decimal

from agents.kit.reading.types import Quantity
from config.patterns import regex

_MONTHS = [
    "january",
    "february",
    "march",
    "april",
    "may",
    "june",
    "july",
    "august",
    "september",
    "october",
    "november",
    "december",
]
_SEASONS = {
    "spring": 1,
    "summer": 2,
    "autumn": 3,
    "fall": 3,
    "winter": 4,
    "봄": 1,
    "여름": 2,
    "가을": 3,
    "겨울": 4,
}
_AHEAD = {
    "this": 0, "last": -1, "next": 1, "올": 0, "올해": 0, "금년": 0, "이번": 0, "작년": -1, "지난해": -1, "지난": -1,
    "재작년": -2, "내년": 1, "다음": 1, "후년": 2,
}  # fmt: skip
_RELATIVE_KO = r"(?:재작년|작년|지난해|지난|올해|올|금년|이번|내년|다음|후년)"
_RELATIVE_EN = r"(?:early |late |mid-?)?(?:this|last|next)"
_DATE = regex(
    rf"""
      (?<!\d)(?P<year>(?:19|20)\d\d)\s?년(?!\s?(?:차|째|간|치))
    | \b(?:in|since|until|till|by|from|of|founded|established|est\.?)\s(?P<in_year>(?:19|20)\d\d)\b(?![,.]?\d|\s?%)
    | (?:{_RELATIVE_KO}\s?)?(?<![\d,.])(?P<month>1[0-2]|[1-9])월(?:\s?\d{{1,2}}일)?(?=[^가-힣]|[에은이부까말초중의로]|$)
    | (?:\b(?:in|since|until|from|by|between|next|last|this|early|late|end\sof)\s)(?P<named>{"|".join(_MONTHS)})\b
    | (?P<first>{_RELATIVE_KO})\s?(?P<season_ko>봄|여름|가을|겨울)
    | (?<![가-힣])(?P<season>봄|여름|가을|겨울)(?=철|[에은이부까의]|\s|[,.]|$)
    | (?:{_RELATIVE_EN}|\b(?:in|by|the|every|each|until|since)(?:\sthe)?)\s(?P<season_en>spring|summer|autumn|fall|winter)\b
    | (?P<offset_ko>재작년|작년|지난해|올해|금년|내년|후년)(?=[^가-힣]|[에은이부까도말초의]|$)
    | (?P<span_ko>지난|다음|이번)\s?(?P<span_unit_ko>달|주|분기|학기)
    | \b(?P<offset>this|last|next)\s(?P<span_unit>year|month|week|quarter)s?\b
    """,
    re.VERBOSE,
)
_SPANS = {"달": "months", "주": "weeks", "분기": "quarters", "학기": "terms"}
_FALL_AS_VERB = regex(r"\b(?:the|in)\sfall\s(?:in|of)\b")


def dates(text: str) -> Iterator[Quantity]:
    """Those of a text in lower case. A relative year has the unit `years_ahead` (last year is -1), a relative month `months_ahead`, and so on."""
    for match in _DATE.finditer(text):
        if _FALL_AS_VERB.match(text, match.start()):
            continue
        value, unit = _meaning({key: part for key, part in match.groupdict().items() if part})
        yield Quantity("date", Decimal(value), unit, match[0], match.start(), match.end())


def _meaning(parts: dict[str, str]) -> tuple[int, str]:
    if year := parts.get("year") or parts.get("in_year"):
        return int(year), "year"
    if month := parts.get("month"):
        return int(month), "month"
    if named := parts.get("named"):
        return _MONTHS.index(named) + 1, "month"
    if season := parts.get("season_ko") or parts.get("season") or parts.get("season_en"):
        return _SEASONS[season], "season"
    if offset := parts.get("offset_ko"):
        return _AHEAD[offset], "years_ahead"
    if span := parts.get("span_ko"):
        return _AHEAD[span], f"{_SPANS[parts['span_unit_ko']]}_ahead"
    return _AHEAD[parts["offset"]], f"{parts['span_unit']}s_ahead"
