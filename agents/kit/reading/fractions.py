"""Parts and multiples of something in words: a half, two-thirds, 3 of 5, 10명 중 7명, twice, 두 배."""

import re
from collections.abc import Callable, Iterator
from decimal import Decimal

from agents.kit.reading import numerals
from agents.kit.reading.types import Quantity, QuantityKind
from agents.kit.reading.units import PARTICLE
from config.patterns import regex

_PARTS = {
    "half": (1, 2),
    "third": (1, 3),
    "quarter": (1, 4),
    "fifth": (1, 5),
    "sixth": (1, 6),
    "tenth": (1, 10),
}
_SMALL = "one|two|three|four|five|six|seven|eight|nine|ten"
_N = rf"(?:{_SMALL}|\d{{1,3}})"
_KO_N = rf"(?:{numerals.FIGURE}|{numerals.NATIVE}|[일이삼사오육칠팔구십]{{1,3}})"
_COUNTER = r"(?:명|곳|개|건|번|군데|사람|잔|대|가구|집)"

_OF = regex(
    rf"\b(?P<part>{_N})\s(?:out\sof|in(?:\severy)?|of(?:\s(?:the|our|my|its))?(?:\slast|\spast)?)\s(?P<whole>{_N})\b"
    r"(?!\s?(?:%|percent|years?\b|months?\b|weeks?\b|days?\b|[-–]))",
)
_RATED = regex(
    r"(?<![\d.])(?P<rating>\d(?:\.\d{1,2})?|10)\s?(?:/|out\sof)\s?(?:5|10)(?![\d%])(?!\s(?:years|of|people|[a-z]+s)\b)"
)
_ENGLISH = regex(
    r"\b(?:(?P<count>a|an|one|two|three|four|nine)[\s-](?P<name>third|quarter|fifth|sixth|tenth)s?(?!\s?(?:party|hand|time|of\s\d{4}))"
    r"|(?<!first\s)(?<!second\s)(?P<half>half)(?!-?\s?(?:an?\s(?:hour|million|dozen|mile|kilomet\w+)|year|time|term|day|hour)))\b",
)
_OF_KO = regex(rf"(?P<whole>{_KO_N})\s?{_COUNTER}\s?(?:중(?:에서?)?|가운데)\s?(?P<part>{_KO_N})\s?{_COUNTER}")
_TENTHS_KO = regex(
    r"(?P<tenths>\d|[일이삼사오육칠팔구])\s?할(?:\s?(?P<hundredths>\d|[일이삼사오육칠팔구])\s?푼)?(?![인부당머아증애])"
)
_SLASHED = regex(
    r"(?<![\d/.,])(?P<part>[1-9])/(?P<whole>[2-9]|1[0-2])(?![\d/.,])(?!분기)"
    r"(?=\s(?:of|the|as)\b|\s?(?:이|가|을|를|은|는|로|도|쯤|밖에|정도|수준|가량|이상|넘)|인\s)"
)
_TH_KO = regex(r"(?P<whole>\d{1,3}|[이삼사오육칠팔구십])\s?분의\s?(?P<part>\d{1,3}|[일이삼사오육칠팔구])")
_HALF_KO = regex(r"절반|(?<![가-힣])반(?=으로|\s?토막|\s?값|\s(?:이상|정도|넘))")
_TIMES = regex(
    rf"\b(?:(?P<word>twice|double|triple)(?=\s(?:the|as|what|that|our|their|its|last|in|this\syear's)\b)|(?P<verb>doubled|tripled|halved)"
    rf"|(?P<count>{_N})[\s-](?:times|fold)(?=\s(?:the|as|more|what|that|our|their|higher|bigger|larger|cheaper|faster|longer)\b)"
    r"|(?P<x>\d+(?:\.\d+)?)x)\b",
)
_TIMES_KO = regex(rf"(?P<count>{_KO_N})\s?배{PARTICLE}")
_NAMED = {"twice": "2", "double": "2", "triple": "3", "doubled": "2", "tripled": "3", "halved": "0.5"}


def fractions(text: str) -> Iterator[Quantity]:
    """Those of a text in lower case."""
    for pattern, read in _READERS:
        for match in pattern.finditer(text):
            kind, value, unit = read(match)
            if value > 0:
                yield Quantity(kind, value, unit, match[0], match.start(), match.end())


_Read = tuple[QuantityKind, Decimal, str]


def _number(text: str) -> Decimal:
    if text[0].isdigit():
        return numerals.figure(text)
    if text.isascii():
        return numerals.english(text)
    return numerals.korean(text) if re.fullmatch(numerals.SINO, text) else numerals.native(text)[0]


def _part(match: re.Match[str]) -> _Read:
    part, whole = _number(match["part"]), _number(match["whole"])
    return "fraction", part / whole if 0 < part < whole else Decimal(0), ""


def _english(match: re.Match[str]) -> _Read:
    if match["half"]:
        return "fraction", Decimal("0.5"), ""
    count = match["count"]
    part, whole = _PARTS[match["name"]]
    return "fraction", Decimal(1 if count in {"a", "an"} else _number(count)) * part / whole, ""


def _rated(match: re.Match[str]) -> _Read:
    return "rating", Decimal(match["rating"]), "star"


def _tenths_ko(match: re.Match[str]) -> _Read:
    tenths, hundredths = _number(match["tenths"]), match["hundredths"]
    return "fraction", tenths / 10 + (_number(hundredths) / 100 if hundredths else 0), ""


def _half(_match: re.Match[str]) -> _Read:
    return "fraction", Decimal("0.5"), ""


def _times(match: re.Match[str]) -> _Read:
    named = match["word"] or match["verb"]
    value = Decimal(_NAMED[named]) if named else _number(match["count"] or match["x"])
    return "multiple", value, "change" if match["verb"] else ""


def _times_ko(match: re.Match[str]) -> _Read:
    return "multiple", _number(match["count"]), ""


_READERS: tuple[tuple[re.Pattern[str], Callable[[re.Match[str]], _Read]], ...] = (
    (_RATED, _rated), (_OF, _part), (_ENGLISH, _english), (_OF_KO, _part), (_TH_KO, _part), (_TENTHS_KO, _tenths_ko),
    (_SLASHED, _part), (_HALF_KO, _half),
    (_TIMES, _times), (_TIMES_KO, _times_ko),
)  # fmt: skip
