"""What personas consist of and how they are read: config/persona/*.toml, validated when loaded."""

from functools import cache
from typing import Literal, Self, cast

from pydantic import Field, model_validator

from config.catalogue import Bilingual, Option
from config.data import Data
from config.errors import Locale
from config.tables import read_table

Takes = Literal["", "clause", "match", "option"]
Kind = Literal["text", "score", "channels"]
Market = Literal["b2c", "b2b"]
GROUPS = (
    "identity", "company", "demographics", "psychographics", "personality",
    "behaviour", "needs", "channels", "buying", "voice",
)  # fmt: skip


class AttributeSpec(Data):
    """One attribute: what it is called, how it is read, and what stands there while it is unknown."""

    id: str
    group: str
    label: Bilingual
    words: list[str]
    """What people call it, in any language."""
    kind: Kind = "text"
    many: bool = False
    required: bool = False
    only: Market | None = None
    takes: Takes = ""
    en_cue: str = ""
    ko_cue: str = ""
    en_high: str = ""
    ko_high: str = ""
    en_low: str = ""
    ko_low: str = ""
    sure: str = ""
    """What names an option outright; other words only let it be inferred."""
    options: list[Option] = Field(default_factory=list[Option])
    ask: Bilingual | None = None
    why: Bilingual | None = None
    assumed: Bilingual | int | str | None = None
    assumed_only: Market | None = None
    because: Bilingual | None = None

    @model_validator(mode="after")
    def _complete(self) -> Self:
        if self.required and (self.ask is None or self.why is None):
            raise ValueError(f"{self.id}: a required attribute says how it is asked for and why")
        if (self.assumed is None) != (self.because is None):
            raise ValueError(f"{self.id}: what is assumed has a reason")
        if (self.takes == "option") != bool(self.options) or self.group not in GROUPS:
            raise ValueError(f"{self.id}: options are taken, and groups exist")
        return self

    def fits(self, market: Market) -> bool:
        return self.only is None or self.only == market

    def cue(self, locale: Locale) -> str:
        return self.ko_cue if locale == "ko" else self.en_cue

    def shown(self, value: object, locale: Locale) -> str:
        """A value as people read it."""
        if isinstance(value, list):
            return "; ".join(self.shown(one, locale) for one in cast("list[object]", value))
        if isinstance(value, float):
            return f"{value:g}"
        label = next((one.label for one in (*self.options, *self._channels()) if one.id == value), None)
        return label.say(locale) if label else str(value)

    def _channels(self) -> list["Channel"]:
        return channels() if self.kind == "channels" else []


class Channel(Data):
    id: str
    label: Bilingual
    words: list[str]


class People(Data):
    """The words for customers, as config/persona/people.toml explains them."""

    generic_en: list[str]
    generic_ko: list[str]
    b2c_en: list[str]
    b2c_ko: list[str]
    b2b_en: list[str]
    b2b_ko: list[str]
    b2b_signs: str
    not_en: str
    not_ko: str
    marks_en: str
    marks_ko: str
    all_en: str
    all_ko: str
    again_en: str
    again_ko: str
    no_job_en: list[str]
    no_job_ko: list[str]
    roles_en: list[str]
    roles_ko: list[str]
    target_en: str
    staff: str
    asked: str
    subjects: str
    target_ko: str


class Names(Data):
    female: list[str]
    male: list[str]
    any: list[str]


class _Attributes(Data):
    attributes: list[AttributeSpec]


class _Channels(Data):
    channels: list[Channel]


@cache
def attributes() -> dict[str, AttributeSpec]:
    """By id, in the order in which they are shown. Raises pydantic.ValidationError."""
    found = _Attributes.model_validate(read_table("persona", "attributes.toml")).attributes
    return {one.id: one for one in found}


@cache
def channels() -> list[Channel]:
    return _Channels.model_validate(read_table("persona", "channels.toml")).channels


@cache
def people() -> People:
    return People.model_validate(read_table("persona", "people.toml"))


@cache
def names() -> dict[str, Names]:
    """By locale."""
    return {locale: Names.model_validate(one) for locale, one in read_table("persona", "names.toml").items()}
