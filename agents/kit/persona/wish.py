"""What somebody wants of the Persona agent, from a command or from plain words in either language."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from typing import Any

from agents.kit.persona.creating import Wanted
from agents.kit.persona.mentions import mentions
from agents.kit.reading.clauses import language
from config.tables import read_table

_NUMBERS = {
    "one": 1, "a": 1, "two": 2, "both": 2, "three": 3, "four": 4,
    "하나": 1, "한": 1, "두": 2, "둘": 2, "세": 3, "셋": 3, "네": 4, "넷": 4,
}  # fmt: skip
_LONGEST_GROUP = 6
"""Words of a group that no list knows: more are a story."""
_STORY = 90


@dataclass(frozen=True, slots=True)
class Wish:
    """What to do, and the words that are left."""

    verb: str
    """One of the verbs of config/persona/wishes.toml, or `say` for words that ask for nothing."""
    rest: str = ""


def understand(text: str, *, explicit: bool) -> Wish:
    """`explicit` words follow the agent's command, so that their first one may be a verb."""
    head, _, tail = text.strip().partition(" ")
    if (verb := _verbs().get(head.lower().rstrip(":"))) and (
        explicit or not tail or verb in {"pretest", "panel"}
    ):
        return Wish(verb, tail.strip())
    said = next((name for name, pattern in _said().items() if pattern.search(text)), "")
    if explicit and not said:
        return Wish("create", text.strip())
    return Wish(said or "say", text.strip())


def wanted(text: str) -> Wanted:
    """Of whom personas are wanted, how many, and what they are to be called."""
    locale = language(text)
    parts = _parts()
    found = [one.label for one in mentions(text, locale) if one.key]
    count = parts["count"].search(text)
    number = _number(count["en"] or count["ko"]) if count else 0
    names = tuple(match[1] for match in parts["called"].finditer(text))
    if not found and len(text) <= _STORY:
        rest = " ".join(parts["fillers"].sub(" ", parts["called"].sub(" ", text)).split()).strip(
            " .,!?:을를의이가은는"
        )
        if rest and len(rest.split()) <= _LONGEST_GROUP and len(rest) > 1:
            found = [rest]
    return Wanted(tuple(dict.fromkeys(found)), number, names)


def _number(word: str) -> int:
    return int(word) if word.isdigit() else _NUMBERS.get(word.lower(), 0)


@cache
def _table() -> Mapping[str, Any]:
    return read_table("persona", "wishes.toml")


@cache
def _verbs() -> dict[str, str]:
    return {word: verb for verb, listed in _table()["verbs"].items() for word in listed}


@cache
def _said() -> dict[str, re.Pattern[str]]:
    return {name: re.compile(pattern, re.IGNORECASE) for name, pattern in _table()["said"].items()}


@cache
def _parts() -> dict[str, re.Pattern[str]]:
    return {
        name: re.compile(pattern, re.IGNORECASE if name != "called" else 0)
        for name, pattern in _table()["parts"].items()
    }
