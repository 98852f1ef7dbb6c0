"""What trade the user is in, so that another one of it is known for a rival: "we run a nursing home"."""

import re
from collections.abc import Iterator

from agents.kit.reading.types import Hit
from config.patterns import regex

HEAD = 400
"""Characters: people say first who they are."""
_PLACE = r"(?<![가-힣\d])[가-힣]{1,9}(?:법인|집|점|원|실|소|장|관|방|샵|숍|사|업체|단체|가게|식당|카페|호텔|펜션|마트|몰|스튜디오|센터)"
_KOREAN = regex(
    rf"({_PLACE})(?:을|를)\s(?:\S+\s){{0,2}}?(?:운영|경영|하고 있|합니다|하는|한 지|연 지|열었|개업|개원|하며)"
    rf"|({_PLACE})(?:입니다|이에요|예요)(?=[\s.!]|$)"
    rf"|(?:저희|우리)\s({_PLACE})(?:은|는|이|가)\s"
)
_ENGLISH = regex(
    r"\b(?:is|are|run|runs|own|owns|operate|operates|manage|manages|am)\s(?:an?|the)\s((?:[a-z0-9&'-]+\s){0,4}?[a-z]+)"
    r"(?=\s(?:in|near|with|that|for|from|based|which|founded|on|and|of|by|at)\b|[,.]|$)"
)
_NOT = frozenset(
    [
        "만원",
        "천원",
        "저희",
        "사람",
        "회사",
        "곳",
        "대표",
        "정도",
        "편",
        "것",
        "이상",
        "수준",
        "개월",
        "목표",
        "family",
        "business",
        "company",
        "owner",
        "team",
        "group",
        "small",
        "person",
        "place",
        "list",
        "lot",
        "bit",
        "few",
        "part",
        "member",
        "time",
        "day",
        "year",
        "business",
        "shop",
    ]
)


def own_trade(text: str) -> frozenset[str]:
    """The words for it at the head of a text: 요양원; dairy, music school."""
    head = text[:HEAD]
    korean = (word for found in _KOREAN.finditer(head) for word in found.groups() if word)
    english = (" ".join(found[1].split()[-1:]) for found in _ENGLISH.finditer(head.lower()))
    return frozenset(word for word in (*korean, *english) if word not in _NOT and len(word) > 1)


def trade_hits(text: str, trade: frozenset[str]) -> Iterator[Hit]:
    low = text.lower()
    for word in trade:
        for found in re.finditer(rf"(?<![a-z]){re.escape(word)}(?:s\b|\b|(?=[가-힣]))", low):
            yield Hit("trade", found.start(), found.end())
