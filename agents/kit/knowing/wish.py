"""What somebody wants of the memory: to know, to see why, to correct, to forget; in plain Korean and English."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Final, Literal, get_args

from config.learning import wish_patterns
from config.patterns import regex

Verb = Literal[
    "know", "list", "history", "week", "conflicts", "waiting",
    "why", "forget", "correct", "confirm", "settle", "remember",
]  # fmt: skip
VERBS: tuple[Verb, ...] = get_args(Verb)

_WORDS: dict[str, Verb] = {
    "목록": "list", "전부": "list", "이력": "history", "timeline": "history", "learnt": "week", "이번주": "week",
    "충돌": "conflicts", "대기": "waiting", "pending": "waiting", "왜": "why", "출처": "why", "잊어": "forget",
    "정정": "correct", "확인": "confirm", "선택": "settle", "note": "remember",
}  # fmt: skip
_ID = regex(r"(?<![\w-])(?=[0-9-]*[a-f])[0-9a-f]{8}[0-9a-f-]{0,28}(?![\w-])")
"""An id, or the end of one. Eight figures alone are more often a date."""
_NAMED = regex(r"[0-9a-f]{8}[0-9a-f-]{0,28}")
_DAY = regex(r"\b(\d{4})-(\d{2})-(\d{2})\b|(\d{4})년\s*(\d{1,2})월\s*(\d{1,2})일")
_PLAIN: Final[Sequence[Verb]] = (
    "forget", "conflicts", "waiting", "week", "history", "why", "list", "remember",
)  # fmt: skip
"""Those that plain words may mean, in the order in which they are looked for."""


@dataclass(frozen=True, slots=True)
class Wish:
    """What to do, with the words, ids and the day that were named."""

    verb: Verb
    rest: str = ""
    ids: tuple[str, ...] = ()
    as_of: date | None = None
    sure: bool = False
    """Whether the words say that they were asked already: `… yes`."""

    @property
    def topic(self) -> str:
        """What it is about, without the words of asking."""
        return " ".join(wish_patterns()["topic"].sub(" ", _DAY.sub(" ", self.rest)).split())


def understand(text: str) -> Wish:
    """The wish in a command's words (`why 01ab…`, `잊어 …`) or in plain ones."""
    first, _, rest = text.strip().partition(" ")
    word = first.rstrip(":").lower()
    verb = _verb(word)
    if verb is not None:
        return _wish(verb, rest.strip())
    patterns = wish_patterns()
    for verb in _PLAIN:
        if patterns[verb].search(text):
            return _wish(verb, text.strip())
    return _wish("know", text.strip())


def _verb(word: str) -> Verb | None:
    return next((verb for verb in VERBS if verb == word), None) or _WORDS.get(word)


def takes(word: str) -> bool:
    """Whether the word says what to do with the memory, where that is named before it."""
    return _verb(word) is not None


def is_verb(word: str) -> bool:
    """Whether a command of this word alone is one of the memory's."""
    return word in {"why", "forget", "correct", "왜", "출처", "잊어", "정정"}


def _wish(verb: Verb, rest: str) -> Wish:
    sure = rest.endswith((" yes", " 네"))
    rest = rest.rpartition(" ")[0] if sure else rest
    first, _, _ = rest.partition(" ")
    named = _NAMED.fullmatch(first.rstrip(":"))
    ids = (named[0], *_ID.findall(rest[len(first) :])) if named else tuple(_ID.findall(rest))
    return Wish(verb, rest, ids, _day(rest), sure)


def _day(text: str) -> date | None:
    found = _DAY.search(text)
    if not found:
        return None
    year, month, day = (int(part) for part in found.groups() if part)
    try:
        return date(year, month, day)
    except ValueError:
        return None
