"""What somebody wants: to see wins, or to do something with one of them."""

from dataclasses import dataclass
from typing import Literal, cast

from config.patterns import regex
from config.winning import wishes

Verb = Literal["find", "accept", "assign", "done", "dismiss", "reopen", "why", "check"]
_IGNORE_CASE = 2
_TAKING: tuple[Verb, ...] = ("accept", "assign", "done", "dismiss", "reopen")
_NUMBER = regex(
    r"(?<![\w])(?:W\s?(?P<w>\d{1,3})(?!\d)|#(?P<hash>\d{1,3})(?!\d)|(?P<ko>\d{1,2})\s?번(?!\s?(?:씩|이나|만|더)))",
    _IGNORE_CASE,
)


@dataclass(frozen=True, slots=True)
class Wish:
    verb: Verb
    win: str = ""
    """`W3`; "" where none is named."""
    rest: str = ""
    """The words beside: whom, and until when."""


def understand(text: str) -> Wish:
    """The wish in a command's words (`accept W1`), or in plain ones that name a win; else wins are looked for."""
    said = text.strip()
    first, _, rest = said.partition(" ")
    verb = _verb(first.rstrip(":,").lower())
    number = _NUMBER.search(said)
    if verb and (number or not rest.strip(" :") or verb == "check"):
        return _wish(verb, rest)
    if number:
        for name, pattern in wishes()["spoken"].items():
            if regex(pattern, _IGNORE_CASE).search(said):
                return _wish(name, said)
    if regex(wishes()["patterns"]["check"], _IGNORE_CASE).search(said):
        return Wish("check")
    return Wish("find", rest=said)


def takes_up(text: str) -> bool:
    """Whether plain words do something with a win by its number; what is struck out is a line of a SWOT."""
    strikes = regex(wishes()["patterns"]["strikes"], _IGNORE_CASE)
    return understand(text).verb in _TAKING and _NUMBER.search(text) is not None and not strikes.search(text)


def is_verb(word: str) -> bool:
    return _verb(word) is not None


def _verb(word: str) -> str | None:
    return next((name for name, words in wishes()["verbs"].items() if word in words.split("|")), None)


def _wish(verb: str, said: str) -> Wish:
    number = _NUMBER.search(said)
    named = f"W{next(one for one in number.groups() if one)}" if number else ""
    rest = f"{said[: number.start()]} {said[number.end() :]}" if number else said
    return Wish(cast("Verb", verb), named, " ".join(rest.replace(":", " ").split()))
