"""What a search leaves out, as data."""

import tomllib
from dataclasses import dataclass
from functools import cache
from importlib.resources import files


@dataclass(frozen=True, slots=True)
class Unsearched:
    """Words without matter: English stop words, and Korean endings of two syllables."""

    stop: frozenset[str]
    endings: frozenset[str]


@cache
def unsearched() -> Unsearched:
    """The lists of config/search.toml."""
    lists = tomllib.loads(files("config").joinpath("search.toml").read_text("utf-8"))
    return Unsearched(frozenset(lists["stop"].split()), frozenset(lists["endings"].split()))
