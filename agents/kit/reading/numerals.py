"""What a number is worth, in figures or in words, in English and in Korean."""

import re
from decimal import Decimal

from config.patterns import regex

FIGURE = r"(?:\d{1,3}(?:,\d{3})+(?:\.\d+)?|\d{1,3}(?:\.\d{3}){2,}|\d+(?:\.\d+)?)"
_GROUP = rf"{FIGURE}(?:[십백천]?\s?[만억조]|[십백천])"
KOREAN = rf"{_GROUP}(?:\s?{FIGURE}(?:[십백천]*[만억조]|[십백천]+))*(?:\s?\d{{1,4}}(?![\d,.%]))?"
"""Figures with Korean scales: `1억 2천만`, `3,000만`, `1만 1천`, `1만 5000`."""
SINO = r"[일이삼사오육칠팔구십백천만억조]{1,12}"
NATIVE = (
    r"(?:(?:스물|서른|마흔|쉰|예순|일흔|여든|아흔|열)\s?(?:한|두|세|네|다섯|여섯|일곱|여덟|아홉)|두세|서너|네댓"
    r"|대여섯|한두|스무|서른|마흔|쉰|예순|일흔|여든|아흔|다섯|여섯|일곱|여덟|아홉|열|석|넉|한|두|세|네)"
)

_ONES = [
    "zero",
    "one",
    "two",
    "three",
    "four",
    "five",
    "six",
    "seven",
    "eight",
    "nine",
    "ten",
    "eleven",
    "twelve",
    "thirteen",
    "fourteen",
    "fifteen",
    "sixteen",
    "seventeen",
    "eighteen",
    "nineteen",
]
_TENS = ["twenty", "thirty", "forty", "fifty", "sixty", "seventy", "eighty", "ninety"]
_SCALES = {"hundred": 100, "thousand": 1000, "million": 10**6, "billion": 10**9, "dozen": 12}
_WORDS = dict(zip(_ONES, range(20), strict=True)) | {word: 20 + 10 * at for at, word in enumerate(_TENS)}
_WORD = "|".join([*_WORDS, *_SCALES])
ENGLISH = (
    rf"(?:a\s(?=hundred|thousand|million|billion|dozen))?(?:{_WORD})(?:(?:-|\s|\sand\s)(?:{_WORD}))*(?![\w-])"
)
"""Number words: `eighteen`, `twenty-five`, `a hundred`, `two thousand and six`. "one" counts only before a noun."""

_DIGITS = {sign: value for value, sign in enumerate("일이삼사오육칠팔구", start=1)}
_SMALL = {"십": 10, "백": 100, "천": 1000}
_LARGE = {"만": 10**4, "억": 10**8, "조": 10**12}
_UNITS = ["한", "두", "세", "네", "다섯", "여섯", "일곱", "여덟", "아홉"]
_DECADES = ["열", "스물", "서른", "마흔", "쉰", "예순", "일흔", "여든", "아흔"]
_PAIRS = {"한두": (1, 2), "두세": (2, 3), "서너": (3, 4), "네댓": (4, 5), "대여섯": (5, 6)}
_PART = regex(rf"({FIGURE})|([일이삼사오육칠팔구])|([십백천])|([만억조])")
_SHORT_TAIL = regex(r"억\s?\d[천백]$")


def korean(text: str) -> Decimal:
    """`1억 2천만` is 120000000, and so is `1억 2천`: behind 억, a bare 천 or 백 counts 만."""
    if _SHORT_TAIL.search(text):
        text += "만"
    total = section = pending = Decimal(0)
    for figure, digit, small, large in _PART.findall(text):
        if figure or digit:
            pending = Decimal(figure.replace(",", "")) if figure else Decimal(_DIGITS[digit])
        elif small:
            section, pending = section + (pending or 1) * _SMALL[small], Decimal(0)
        else:
            total += (section + pending or 1) * _LARGE[large]
            section = pending = Decimal(0)
    return total + section + pending


def native(text: str) -> tuple[Decimal, Decimal | None]:
    """`아홉` is 9, `스물다섯` 25; `두세` is the range 2 to 3."""
    word = text.replace(" ", "")
    if word in _PAIRS:
        low, high = _PAIRS[word]
        return Decimal(low), Decimal(high)
    if word in {"석", "넉"}:
        return Decimal(3 if word == "석" else 4), None
    if word == "스무":
        return Decimal(20), None
    decade = next((name for name in _DECADES if word.startswith(name)), "")
    tens = (_DECADES.index(decade) + 1) * 10 if decade else 0
    rest = word.removeprefix(decade)
    return Decimal(tens + (_UNITS.index(rest) + 1 if rest else 0)), None


def english(text: str) -> Decimal:
    """Of words in lower case: `twenty-five` is 25, `two thousand and six` 2006, `a dozen` 12."""
    total = section = 0
    for word in re.findall("[a-z]+", text):
        if word in _WORDS:
            section += _WORDS[word]
        elif word in {"hundred", "dozen"}:
            section = (section or 1) * _SCALES[word]
        elif word in _SCALES:
            total += (section or 1) * _SCALES[word]
            section = 0
    return Decimal(total + section)


def figure(text: str) -> Decimal:
    dotted = text.count(".") > 1
    return Decimal(text.replace(".", "") if dotted else text.replace(",", ""))
