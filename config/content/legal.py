"""Legal packs as data: rules with their sources and dates. They warn and cite; they are no lawyer."""

import re
from functools import cache, cached_property
from typing import Literal

from pydantic import BaseModel, ConfigDict, Field

from config.catalogue import Bilingual
from config.errors import Locale
from config.patterns import regex
from config.tables import read_table

Test = Literal[
    "begins", "begins_bad", "sender", "has", "free_optout", "night", "always", "leads", "vague", "unless",
    "superlative", "comparison", "terms",
]  # fmt: skip


class _Data(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class LegalRule(_Data):
    """One rule. `when`: it applies only where one of these is read in the text or the brief."""

    test: Test
    severity: Literal["breach", "caution", "note"]
    terms: list[str] = []
    bent: list[str] = []
    """Forms of a label that the law does not accept."""
    when: list[str] = []
    formats: list[str] = []
    """Formats or groups within those of the pack; empty: all of them."""
    start: str = Field("", alias="from")
    end: str = Field("", alias="to")
    facts: dict[str, str] = {}
    source: Bilingual | None = None
    why: Bilingual
    fix: Bilingual

    @cached_property
    def wanted(self) -> re.Pattern[str]:
        return regex("|".join(self.terms), re.IGNORECASE | re.MULTILINE)

    @cached_property
    def triggers(self) -> re.Pattern[str]:
        return regex("|".join(self.when), re.IGNORECASE | re.MULTILINE)

    @cached_property
    def twisted(self) -> re.Pattern[str]:
        return regex("|".join(self.bent), re.IGNORECASE | re.MULTILINE)


class Pack(_Data):
    """Rules of one law, for some languages and formats."""

    source: Bilingual
    as_of: str
    """The date of the version that the rules follow, ISO 8601."""
    languages: list[Locale]
    formats: list[str] = []
    context: list[str] = []
    """The pack applies only where one of these is read in the text or in the brief."""
    rules: dict[str, LegalRule]

    @cached_property
    def about(self) -> re.Pattern[str]:
        return regex("|".join(self.context), re.IGNORECASE)


class Packs(_Data):
    packs: dict[str, Pack]


@cache
def packs() -> dict[str, Pack]:
    """By id, from config/content/legal.toml. Raises pydantic.ValidationError."""
    return Packs.model_validate(read_table("content", "legal.toml")).packs


@cache
def legal_rules() -> dict[str, tuple[Pack, LegalRule]]:
    """Every rule by its id, with its pack."""
    return {name: (pack, rule) for pack in packs().values() for name, rule in pack.rules.items()}
