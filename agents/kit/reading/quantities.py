"""The numbers of a text with their units: shares, money, counts, durations, distances, dates."""

import re
from dataclasses import replace
from decimal import Decimal
from functools import cache

from agents.kit.reading import numerals
from agents.kit.reading.dates import dates
from agents.kit.reading.fractions import fractions
from agents.kit.reading.types import Quantity
from agents.kit.reading.units import PARTICLE, Unit, units
from config.patterns import regex
from config.reading import table

_ABOUT = regex(
    r"(?:\b(?:about|around|roughly|nearly|almost|over|under|some|approximately|approx\.?|up to|at least|at most|more than"
    r"|less than|fewer than|just)|~|(?<![가-힣])(?:약|대략|거의|최소|최대))\s?$",
)
_ABOUT_BEHIND = regex(
    r"\s?(?:여\s?|정도|쯤|가량|남짓|이상|이하|미만|안팎|내외|(?:이|가|을|를|은|는)?\s?(?:조금|훌쩍)?\s?넘)"
)
_PER_BEHIND = regex(r"(?:\s(?:an?|per|each|every)|\s?/)\s?(hour|day|night|week|month|year)\b")
_PER_BEFORE = regex(
    r"(?<![가-힣])(?:(?P<month>매월|월|매달|한 달에?|월평균)|(?P<year>매년|연간?|일 년에|1년에|연평균)|(?P<week>매주|주|일주일에)"
    r"|(?P<day>매일|하루에?|일평균|일)|(?P<hour>시간당|시급))\s?$"
)
_COUNTED = regex(
    r"[\s-]((?:[a-z][a-z'’-]*\s){0,2}?)([a-z][a-z'’-]*[^s\W]s|staff|people|children|women|men)\b"
)
_NEXT = regex(r"[\s-]([a-z][a-z'’-]+)")
_SINGULAR = regex(r"-([a-z]+)\b")
_NO_NOUN = frozenset(
    [
        "is",
        "was",
        "has",
        "as",
        "this",
        "its",
        "us",
        "of",
        "in",
        "to",
        "at",
        "for",
        "and",
        "or",
        "by",
        "than",
        "on",
        "the",
        "that",
        "from",
        "with",
        "plus",
        "less",
        "years",
        "times",
        "others",
        "thus",
        "always",
        "perhaps",
        "does",
    ]
)
_NOT_ONE = regex(r"(?:\b(?:no|the|any|each|this|that|which|every|not|an?|last|only)\s)$")
_MONEY_NEAR = 24
"""How far before an amount a word such as "revenue" makes it money."""
_DAYS = {"이틀": 2, "사흘": 3, "나흘": 4, "닷새": 5, "일주일": 7, "열흘": 10, "보름": 15}
_DAY_WORD = regex(rf"(?<![가-힣])(?:{'|'.join(_DAYS)})")
_DOTTED = regex(r"(?<![\d.])\d{1,3}\.\d{3}(?![\d.])")
"""Thousands as the continent writes them: no money has three decimals."""
_MINUS = regex(r"(?:(?:^|(?<=[\s(:=]))[-−–]|\bminus\s|마이너스\s?)$")
_NO_MONEY = regex(r"(?:팔로워|구독자|조회수|회원|이용자|방문자|인구)\S{0,2}\s?$")


@cache
def _numbers() -> re.Pattern[str]:
    scales = "|".join(sorted(table("units")["scale"], key=len, reverse=True))
    figure = numerals.FIGURE
    return regex(
        rf"""(?<![A-Za-z0-9_.,\#])(?<![A-Za-z]-)(?:
          (?P<korean>{numerals.KOREAN})(?![약족큼])
        | (?P<from>(?<=from\s)|(?<=from\s[£$€₩]))?(?P<low>{figure})(?:\s?(?P<scale>{scales})(?![A-Za-z0-9]))?
          (?:(?(from)\s?[-–~∼]|(?:\s?[-–~∼]|\sto(?=\s)))\s?[£$€₩]?(?P<high>{figure})(?![\d-])(?:\s?(?P<scale_high>{scales})(?![A-Za-z0-9]))?)?
        | (?P<english>\b{numerals.ENGLISH})
        | (?<![가-힣])(?P<native>{numerals.NATIVE})(?=\s?[가-힣]{{1,4}})
        | (?<![가-힣])(?P<sino>{numerals.SINO})(?=\s?[가-힣]{{1,4}})
        )""",
        re.VERBOSE,
    )


def read_quantities(text: str, currency: str = "") -> tuple[Quantity, ...]:
    """Every quantity, in the order of the text. `currency` is what money is counted in where the text does not say."""
    taken: list[Quantity] = []
    said, text = text, lowered(text)
    for found in (*fractions(text), *dates(text)):
        _take(taken, _shaded(text, found))
    for match in _DAY_WORD.finditer(text):
        _take(
            taken,
            _shaded(
                text,
                Quantity("duration", Decimal(_DAYS[match[0]]), "day", match[0], match.start(), match.end()),
            ),
        )
    for match in _numbers().finditer(text):
        if found := _quantity(text, match, currency):
            _take(taken, found)
    taken = [_signed(text, one) for one in taken]
    taken.sort(key=lambda quantity: quantity.start)
    return tuple(replace(one, text=said[one.start : one.end]) for one in taken)


def _signed(text: str, one: Quantity) -> Quantity:
    """A percent with a minus before it: growth -2%, 마이너스 4%."""
    negative = one.kind in {"percent", "percentage_point"} and _MINUS.search(
        text, max(0, one.start - 8), one.start
    )
    return replace(one, value=-one.value) if negative and one.high is None else one


def lowered(text: str) -> str:
    """In lower case, character by character, so that every offset stays true."""
    low = text.lower()
    return (
        low
        if len(low) == len(text)
        else "".join(char.lower() if len(char.lower()) == 1 else char for char in text)
    )


def _take(taken: list[Quantity], found: Quantity) -> None:
    if all(found.end <= other.start or found.start >= other.end for other in taken):
        taken.append(found)


def _quantity(text: str, match: re.Match[str], currency: str) -> Quantity | None:
    known = units()
    value, high = _value(match)
    unit = known.match(text, match.end())
    if match["native"] or match["sino"]:
        return _worded(text, match, unit, value, high, currency)
    sign = known.symbol(text, match.start())
    if sign:
        start = sign[1]
        code = _dollar(sign[0], currency)
        return _money(text, start, match.end(), value, high, code)
    if (
        unit
        and unit.kind == "distance"
        and unit.name == "m"
        and _is_money(text, match.start())
        and match["low"]
    ):
        return _money(
            text, match.start(), unit.end, value * 10**6, None, currency, "" if currency else "currency"
        )
    if unit:
        return _measured(text, match, unit, value, high)
    return _bare(text, match, value, high, currency)


def _value(match: re.Match[str]) -> tuple[Decimal, Decimal | None]:
    if match["korean"]:
        return numerals.korean(match["korean"]), None
    if match["english"]:
        return numerals.english(match["english"]), None
    if match["native"]:
        return numerals.native(match["native"])
    if match["sino"]:
        return numerals.korean(match["sino"]), None
    scales: dict[str, int] = table("units")["scale"]
    high_scale = scales.get(match["scale_high"] or "", 1)
    low_scale = scales.get(match["scale"] or "", high_scale)
    high = numerals.figure(match["high"]) * high_scale if match["high"] else None
    return numerals.figure(match["low"]) * low_scale, high


def _worded(
    text: str, match: re.Match[str], unit: Unit | None, value: Decimal, high: Decimal | None, currency: str
) -> Quantity | None:
    """A Korean number word counts only with its unit behind it: 아홉 명, 백만 원; not 한옥, 만약, 이 원칙."""
    if unit is None or unit.kind is None:
        return None
    lone = match["sino"] and len(match[0]) == 1 and match[0] not in "십백천만억"
    if lone and text[match.end() : match.end() + 1] == " ":
        return None
    if unit.kind == "duration" and unit.name == "minute" and match["native"]:
        unit = Unit("count", "분", unit.end)
    if lone and unit.kind == "count":
        return None
    return _measured(text, match, unit, value, high) if currency or unit.kind else None


def _measured(
    text: str, match: re.Match[str], unit: Unit, value: Decimal, high: Decimal | None
) -> Quantity | None:
    if unit.kind is None:
        return None
    if unit.kind == "money":
        return _money(text, match.start(), unit.end, value, high, unit.name)
    kind, name = unit.kind, unit.name
    if name == "대" and value in {10, 20, 30, 40, 50, 60, 70, 80}:
        kind, name = "age", "decade"
    found = Quantity(kind, value, name, text[match.start() : unit.end], match.start(), unit.end, high)
    return _shaded(text, found)


def _money(
    text: str, start: int, end: int, value: Decimal, high: Decimal | None, code: str, doubt: str = ""
) -> Quantity:
    if value < 1000 and _DOTTED.search(text, start, end):  # noqa: PLR2004 - no scale has made it more
        value *= 1000
    factor = 10 ** units().places(code)
    whole = None if high is None else (high * factor).to_integral_value()
    amount = (value * factor).to_integral_value()
    return _shaded(text, Quantity("money", amount, code, text[start:end], start, end, whole, doubt=doubt))


def _dollar(code: str, currency: str) -> str:
    if code != "$":
        return code
    return currency if currency in {"AUD", "CAD", "SGD", "NZD", "HKD", "USD"} else "USD"


def _bare(
    text: str, match: re.Match[str], value: Decimal, high: Decimal | None, currency: str
) -> Quantity | None:
    """A number without a unit: a Korean or spoken-of amount of money, something counted, or just a number."""
    start, end = match.span()
    large = "억" in match[0] or "조" in match[0] or _is_money(text, start)
    if large and match["korean"] and not _NO_MONEY.search(text, max(0, start - 12), start):
        sure = any(scale in match[0] for scale in "만억조")
        return _money(text, start, end, value, high, currency or "KRW", "" if sure else "manwon")
    monthly = _PER_BEFORE.search(text, max(0, start - 6), start) if _korean_before(text, start) else None
    if (
        match["low"]
        and (monthly or (_korean_before(text, start) and _is_money(text, start)))
        and not _in_word(text, end)
    ):
        return _money(text, start, end, value, high, currency or "KRW", "manwon")
    if counted := _counted(text, match, value):
        return counted
    if match["scale"] == "m" and not _is_money(text, start):
        return _shaded(text, Quantity("distance", value / 10**6, "m", text[start:end], start, end, high))
    if match["scale"] and _is_money(text, start):
        return _money(text, start, end, value, high, currency, "" if currency else "currency")
    if (match["english"] and match[0] == "one") or text[end : end + 1].isalpha() and text[end].isascii():
        return None
    return _shaded(text, Quantity("number", value, "", text[start:end], start, end, high))


def _counted(text: str, match: re.Match[str], value: Decimal) -> Quantity | None:
    start, end = match.span()
    if value == 1 and match["english"]:
        noun = _NEXT.match(text, end)
        if noun is None or noun[1] in _NO_NOUN or _NOT_ONE.search(text, max(0, start - 8), start):
            return None
        return Quantity("count", value, noun[1], text[start : noun.end()], start, noun.end())
    if compound := _SINGULAR.match(text, end):
        return Quantity("count", value, compound[1], text[start : compound.end()], start, compound.end())
    plural = _COUNTED.match(text, end)
    if plural is None or plural[2] in _NO_NOUN or not _NO_NOUN.isdisjoint(plural[1].split()):
        return None
    found = Quantity("count", value, plural[2], text[start : plural.end()], start, plural.end())
    return _shaded(text, found)


def _is_money(text: str, at: int) -> bool:
    return units().money_noun.search(text, max(0, at - _MONEY_NEAR), at) is not None


def _korean_before(text: str, at: int) -> bool:
    return "가" <= text[:at].rstrip()[-1:] <= "힣" and at > 0


def _in_word(text: str, at: int) -> bool:
    """Whether a Hangul word goes on here that is no particle: the number counts that word."""
    return re.match(r"\s?[가-힣]", text[at:]) is not None and re.match(PARTICLE, text[at:]) is None


def _shaded(text: str, found: Quantity) -> Quantity:
    """With what stands around it: about how much, and per what."""
    about = _ABOUT.search(text, max(0, found.start - 16), found.start) or _ABOUT_BEHIND.match(text, found.end)
    behind = _PER_BEHIND.match(text, found.end)
    before = None if behind else _PER_BEFORE.search(text, max(0, found.start - 6), found.start)
    per = behind[1] if behind else next((k for k, v in before.groupdict().items() if v), "") if before else ""
    if found.kind in {"date", "number"}:
        per = ""
    return replace(found, approximate=bool(about) or "여" in found.text, per=per)
