"""Frameworks as data: what each asks for, in which words, within which bounds. Validated when loaded."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from typing import Literal, Self

from pydantic import Field, model_validator

from config.data import Data
from config.errors import Locale
from config.korean import fill
from config.tables import read_table

FieldType = Literal["text", "integer", "number", "boolean", "choice", "date", "texts", "ids"]


class Bilingual(Data):
    """The same words in every language."""

    en: str
    ko: str

    def say(self, locale: Locale) -> str:
        return self.ko if locale == "ko" else self.en


class Option(Data):
    """One allowed value of a choice, with the words people use for it in any language."""

    id: str
    label: Bilingual
    words: list[str] = Field(default_factory=list)


class FieldSpec(Data):
    """One value of a record. `computed` ones are never asked for and never read from words."""

    name: str
    label: Bilingual
    type: FieldType
    required: bool = False
    computed: bool = False
    words: list[str] = Field(default_factory=list)
    """What people call it, in any language: 'our share', '우리 점유율'."""
    minimum: float | None = None
    maximum: float | None = None
    max_length: int | None = None
    unit: str = ""
    """'%', 'months', 'money' (integer minor units beside a `currency` field), or nothing."""
    options: list[Option] = Field(default_factory=list[Option])
    ask: Bilingual | None = None
    """The question when it is missing; `{name}` stands for the record's name."""
    why: Bilingual | None = None
    shown: bool = True

    @model_validator(mode="after")
    def _complete(self) -> Self:
        if (self.type == "choice") != bool(self.options):
            raise ValueError(f"{self.name}: a choice has options, nothing else has")
        if self.required and not self.computed and (self.ask is None or self.why is None):
            raise ValueError(f"{self.name}: a required field says how it is asked for and why")
        return self


class RecordSpec(Data):
    """A list of records in the body; each record has an `id` made of the prefix and a number.

    With `key`, there is exactly one record for each option of that choice field, and its id is the option's.
    With `group`, that choice field says where a record stands, and moving it changes that field; a record
    whose parent list has a `key` is moved to another parent instead.
    """

    name: str
    label: Bilingual
    prefix: str = ""
    title: str = "name"
    """The field that names a record for people."""
    key: str | None = None
    group: str | None = None
    internal: bool = False
    """Whether it is for those inside alone, such as what is still in doubt."""
    fields: list[FieldSpec]
    records: list["RecordSpec"] = Field(default_factory=lambda: [])

    def field(self, name: str) -> FieldSpec:
        return next(spec for spec in self.fields if spec.name == name)


class FrameworkSpec(Data):
    """A framework: its names, the words that call for it, and the shape of its body."""

    id: str
    schema_version: int
    name: Bilingual
    title: Bilingual
    """The title of an output, `{place}` stands for where it belongs."""
    aliases: list[str]
    """Other words for it in a command, in any language; also read in plain language."""
    common: list[str] = Field(default_factory=list[str])
    """Those of the aliases that are common words as well: they name it after a command, or in capitals."""
    calls: list[str]
    """What people say when this framework would answer them: 'which idea first', '무엇부터'."""
    purpose: Bilingual
    """Why it fits such a question, as `auto` says it."""
    source: str
    """Where its rules are published."""
    fields: list[FieldSpec] = Field(default_factory=list[FieldSpec])
    records: list[RecordSpec]
    wording: dict[str, Bilingual] = Field(default_factory=dict[str, Bilingual])
    """What its answers say besides the labels: templates, filled by `say`."""

    def say(self, key: str, locale: Locale, **facts: object) -> str:
        return fill(self.wording[key].say(locale), facts)


FRAMEWORKS = (
    "swot", "porter", "bmc", "ice", "bcg", "vrio", "horizons", "blue_ocean", "seven_s", "okr", "jtbd",
)  # fmt: skip
"""The eleven, in the order in which they are listed to users."""


@cache
def framework_spec(framework_id: str) -> FrameworkSpec:
    """The data of one framework, from config/frameworks/<id>.toml.

    Raises pydantic.ValidationError when the file is not a complete framework.
    """
    return FrameworkSpec.model_validate(read_table("frameworks", f"{framework_id}.toml"))


@dataclass(frozen=True, slots=True)
class Called:
    """What people call a framework, in any language."""

    aliases: tuple[str, ...]
    common: frozenset[str]
    """Those that are common words as well."""


@cache
def called() -> Mapping[str, Called]:
    """The names of all eleven, for who looks for one of them: without the rest of their files."""
    tables = {one: read_table("frameworks", f"{one}.toml") for one in FRAMEWORKS}
    return {one: Called(tuple(t["aliases"]), frozenset(t.get("common", ()))) for one, t in tables.items()}
