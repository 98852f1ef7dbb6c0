"""What a search leaves out, as data."""

from dataclasses import dataclass
from functools import cache

from config.tables import read_table


@dataclass(frozen=True, slots=True)
class Unsearched:
    """Words without matter: English stop words, and Korean endings of two syllables."""

    stop: frozenset[str]
    endings: frozenset[str]


@cache
def unsearched() -> Unsearched:
    """The lists of config/search.toml."""
    lists = read_table("search.toml")
    return Unsearched(frozenset(lists["stop"].split()), frozenset(lists["endings"].split()))
