"""Whether a message orders something on the ad platforms: a verb of acting, its object, and no way out.

An agent that acts is reached by such an order, never by a guess.
"""

import re
from collections.abc import Iterable

from config.routing import Order

_LONGEST = 240
"""An order is short; a brief that speaks of launching is none."""
_HANGUL = re.compile(r"[가-힣]")
_CLAUSE = re.compile(r"[.,;:!?\n—-]+|\b(?:and|then|so|but)\b")
_POLITE = (
    r"(?:(?:please|pls|ok|okay|now|hi|hey|hello|great|yes|good|can|could|will|would|you|we|i|want|need|to|let's|lets|"
    r"let|us|go|ahead|just|quickly|kindly|immediately|go and|approved)\s+)*"
)
_ASKED_KINDLY = re.compile(r"^\W*(?:hi|hey|hello|please|pls)?\W*(?:can|could|will|would) (?:you|we)\b")
_BETWEEN = r"(?:\s+(?!(?:for|about|of|with|into|to|from)\b)[\w'’%]+){0,5}?\s+"
_MOVED = (
    r"(?:(?:put|set|push|bring|get|take|turn|switch|shut)"
    r"(?:\s+[\w'’]+){1,6}?\s+(?:live|online|offline|off|on|down)|go live with)\b"
)
_PLATFORM_ONLY = re.compile(r"시작|올려|올리|등록|예약|걸어|오픈|다시|태워|돌려|돌리|세팅|셋업")
_OF_A_CAMPAIGN = re.compile(r"캠페인|광고|소재|집행|매체|라이브")
_TAIL = 14
"""Letters that may follow a Korean verb of acting: its ending and a courtesy."""
_REACH = 30


class Orders:
    """The words of an order, ready to be looked for."""

    def __init__(self, order: Order) -> None:
        verbs, objects = _any(order.verbs_en), _any(order.objects_en)
        self._english = re.compile(rf"^\s*{_POLITE}(?:{verbs}){_BETWEEN}(?:{objects})\b")
        self._moved = re.compile(rf"^\s*{_POLITE}{_MOVED}")
        self._object = re.compile(rf"\b(?:{objects})\b")
        self._none = re.compile(rf"\b(?:{_any(order.not_en)})\b")
        self._korean = re.compile(
            rf"(?:{_any(_tight(order.objects_ko))}).{{0,{_REACH}}}?(?:{_any(_tight(order.verbs_ko))})"
            rf"[^.!?]{{0,{_TAIL}}}$"
        )
        self._none_ko = re.compile(_any(_tight(order.not_ko)))

    def given(self, text: str) -> bool:
        """Whether the text is an order, in Korean or English."""
        if len(text) > _LONGEST:
            return False
        plain = " ".join(text.casefold().replace("’", "'").split())
        return self._given_in_korean(plain) if _HANGUL.search(plain) else self._given_in_english(plain)

    def _given_in_english(self, plain: str) -> bool:
        if self._none.search(plain) or ("?" in plain and not _ASKED_KINDLY.match(plain)):
            return False
        clauses = [clause.strip() for clause in _CLAUSE.split(plain)]
        return any(
            self._english.match(clause) or (self._moved.match(clause) and self._object.search(clause))
            for clause in clauses
        )

    def _given_in_korean(self, plain: str) -> bool:
        letters = plain.replace(" ", "").rstrip("~!.?ㅎㅋ^")
        clauses = [clause for clause in re.split(r"[.!?,\n]", letters) if clause]
        return not self._none_ko.search(letters) and any(self._acts(clause) for clause in clauses)

    def _acts(self, clause: str) -> bool:
        found = self._korean.search(clause)
        return bool(found) and (not _PLATFORM_ONLY.search(clause) or bool(_OF_A_CAMPAIGN.search(clause)))


def _any(words: Iterable[str]) -> str:
    return "|".join(re.escape(word) for word in sorted(words, key=lambda word: (-len(word), word)))


def _tight(words: Iterable[str]) -> set[str]:
    return {word.replace(" ", "") for word in words}
