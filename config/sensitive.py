"""What keys, tokens and passwords look like: patterns as data, config/sensitive.toml."""

import re
from functools import cache
from typing import Literal

from config.catalogue import Bilingual
from config.data import Data
from config.patterns import regex
from config.tables import read_table

Looks = Literal["", "chosen", "drawn"]


class Pattern(Data):
    """One kind of secret. `looks` is a further test of the value: chosen by a person, drawn by a machine."""

    id: str
    label: Bilingual
    pattern: str
    value: bool = False
    looks: Looks = ""

    @property
    def regex(self) -> re.Pattern[str]:
        """Of ASCII words, so that a Korean particle may follow a key without a space."""
        return regex(self.pattern, re.ASCII)


class Sensitive(Data):
    """What must not be passed on: secrets by pattern, the most telling first; numbers by rules in code."""

    patterns: list[Pattern]
    numbers: dict[str, Bilingual]

    def label(self, kind: str) -> Bilingual:
        """What a kind of finding is called, for a sentence: 'an OpenAI API key'."""
        labels = self.numbers | {pattern.id: pattern.label for pattern in self.patterns}
        return labels[kind]


@cache
def sensitive() -> Sensitive:
    """Raises pydantic.ValidationError when the file is incomplete."""
    return Sensitive.model_validate(read_table("sensitive.toml"))
