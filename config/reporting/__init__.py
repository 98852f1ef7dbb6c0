"""How reports are asked for, and what a template may name, as data."""

import re
from collections.abc import Mapping
from functools import cache
from typing import Any, Literal

from config.catalogue import Bilingual
from config.data import Data
from config.patterns import regex
from config.tables import read_table

Kind = Literal["text", "money", "count", "percent", "times", "picture"]


class Placeholder(Data):
    """What a template may name; within a list, `list.name` stands in a row that is repeated."""

    aliases: list[str]
    kind: Kind
    means: Bilingual


class Placeholders(Data):
    """Those that stand alone, and lists of records."""

    single: dict[str, Placeholder]
    lists: dict[str, dict[str, Placeholder]]
    list_aliases: dict[str, list[str]]


@cache
def placeholders() -> Placeholders:
    return Placeholders.model_validate(_read("placeholders"))


@cache
def patterns() -> Mapping[str, re.Pattern[str]]:
    return {name: regex(one, re.IGNORECASE | re.VERBOSE) for name, one in _read("wishes")["patterns"].items()}


@cache
def formats() -> Mapping[str, re.Pattern[str]]:
    """Format -> the words for it."""
    return {name: regex(one, re.IGNORECASE) for name, one in _read("wishes")["formats"].items()}


@cache
def country_of_zone() -> Mapping[str, str]:
    """IANA time zone -> ISO code of the country whose holidays are kept there."""
    return dict(_read("wishes")["countries"])


def target_metrics() -> tuple[str, ...]:
    """Metrics that a report's targets may be about, in their order."""
    return tuple(_read("wishes")["targets"]["metrics"])


def _read(name: str) -> dict[str, Any]:
    return read_table("reporting", f"{name}.toml")
