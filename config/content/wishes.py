"""What is wanted of the content agent, in which words; and how a model is asked for copy."""

import re
from functools import cache

from config.catalogue import Bilingual
from config.data import Data
from config.patterns import regex
from config.tables import read_table


class Wishes(Data):
    """config/content/wish.toml."""

    verbs: dict[str, list[str]]
    plain: dict[str, str]
    noise: dict[str, str]
    languages: dict[str, str]
    edits: dict[str, str]


class Write(Data):
    """The house's words to a model that writes copy."""

    instructions: str
    question: str
    again: str
    rounds: int
    """How often it is asked at most, the first time included."""
    variants: int
    max_tokens: int
    answer_in: Bilingual


@cache
def wishes() -> Wishes:
    return Wishes.model_validate(read_table("content", "wish.toml"))


@cache
def pattern(section: str, name: str) -> re.Pattern[str]:
    """A pattern of one section: `pattern("plain", "check")`."""
    table: dict[str, str] = getattr(wishes(), section)
    return regex(table[name], re.IGNORECASE | re.MULTILINE)


@cache
def verb_words() -> dict[str, str]:
    """The verb by each of its words."""
    return {word: verb for verb, known in wishes().verbs.items() for word in known}


@cache
def write() -> Write:
    """Raises pydantic.ValidationError when config/prompts/write.toml is incomplete."""
    return Write.model_validate(read_table("prompts", "write.toml"))
