"""What stands around a number and colours it: about how much, per what, and whether money is spoken of."""

from dataclasses import replace

from agents.kit.reading.types import Quantity
from agents.kit.reading.units import PARTICLE, units
from config.patterns import regex

_ABOUT = regex(
    r"(?:\b(?:about|around|roughly|nearly|almost|over|under|some|approximately|approx\.?|up to|at least"
    r"|at most|more than|less than|fewer than|just)|~|(?<![가-힣])(?:약|대략|거의|최소|최대))\s?$"
)
_ABOUT_BEHIND = regex(
    r"\s?(?:여\s?|정도|쯤|가량|남짓|이상|이하|미만|안팎|내외|(?:이|가|을|를|은|는)?\s?(?:조금|훌쩍)?\s?넘)"
)
_PER_BEHIND = regex(r"(?:\s(?:an?|per|each|every)|\s?/)\s?(hour|day|night|week|month|year)\b")
_PER_BEFORE = regex(
    r"(?<![가-힣])(?:(?P<month>매월|월|매달|한 달에?|월평균)|(?P<year>매년|연간?|일 년에|1년에|연평균)"
    r"|(?P<week>매주|주|일주일에)|(?P<day>매일|하루에?|일평균|일)|(?P<hour>시간당|시급))\s?$"
)
_NO_MONEY = regex(r"(?:팔로워|구독자|조회수|회원|이용자|방문자|인구)\S{0,2}\s?$")
_PARTICLE_HERE = regex(PARTICLE)
_HANGUL_BEFORE = regex(r"[가-힣]\s*$")
_MONEY_REACH = 24
"""Characters before an amount in which a word such as "revenue" makes it money."""


def shaded(text: str, found: Quantity) -> Quantity:
    """The quantity with "about" and "per month" where they stand beside it."""
    about = _ABOUT.search(text, max(0, found.start - 16), found.start) or _ABOUT_BEHIND.match(text, found.end)
    per = "" if found.kind in {"date", "number"} else _per(text, found)
    return replace(found, approximate=bool(about) or "여" in found.text, per=per)


def speaks_of_money(text: str, at: int) -> bool:
    """Whether the words shortly before this place do."""
    return units().money_noun.search(text, max(0, at - _MONEY_REACH), at) is not None


def counts_people(text: str, at: int) -> bool:
    """Whether what is counted here is said just before: 팔로워 1만."""
    return _NO_MONEY.search(text, max(0, at - 12), at) is not None


def follows_hangul(text: str, at: int) -> bool:
    return _HANGUL_BEFORE.search(text, max(0, at - 4), at) is not None


def is_rate(text: str, at: int) -> bool:
    """Whether a period stands just before: 월 300."""
    return _PER_BEFORE.search(text, max(0, at - 6), at) is not None


def word_goes_on(text: str, at: int) -> bool:
    """Whether a Hangul word follows that is no particle: the number counts that word."""
    end = at + (text[at : at + 1] == " ")
    return "가" <= text[end : end + 1] <= "힣" and (end > at or _PARTICLE_HERE.match(text, at) is None)


def _per(text: str, found: Quantity) -> str:
    if behind := _PER_BEHIND.match(text, found.end):
        return behind[1]
    before = _PER_BEFORE.search(text, max(0, found.start - 6), found.start)
    return next((period for period, said in before.groupdict().items() if said), "") if before else ""
