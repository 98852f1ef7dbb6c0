"""A persona's body as a strict pydantic model: what rules make and what a model proposes has this one form."""

from typing import Literal

from pydantic import BaseModel, ConfigDict, Field, model_validator

from config.persona import attributes

SCHEMA_VERSION = 1


class _Data(BaseModel):
    model_config = ConfigDict(strict=True, extra="forbid")


class SourceBody(_Data):
    kind: Literal["turn", "document", "insight", "output", "data", "model", "default", "attributes"]
    ref: str
    quote: str
    n: int | None = None


class AttributeBody(_Data):
    """A value, how well it is founded, where it comes from, and whether somebody assumed it."""

    value: str | float | list[str] | None
    grade: float = Field(ge=0, le=1)
    source: SourceBody | None
    assumed: bool
    reason: str = ""
    synthetic: bool = False

    @model_validator(mode="after")
    def _honest(self) -> "AttributeBody":
        if (self.value is None) != (self.source is None):
            raise ValueError("what has a value has a source, and nothing else has")
        if self.assumed and not self.reason:
            raise ValueError("what is assumed has a reason")
        return self


class HeardBody(_Data):
    """What a real customer said, verbatim; a persona's own words are in its attributes, and synthetic."""

    text: str
    ref: str
    kind: str
    topic: str = ""


class PersonaBody(_Data):
    """A persona is made up and says so, whatever of it is measured."""

    name: str
    slug: str
    market: Literal["b2c", "b2b"]
    synthetic: Literal[True] = True
    group: str
    """The customers it stands for, in the words of the sources."""
    key: list[str]
    """The words that tell this group from the others."""
    b2b: bool
    attributes: dict[str, AttributeBody]
    missing: list[str]
    heard: list[HeardBody] = Field(default_factory=list[HeardBody])
    merged_from: list[str] = Field(default_factory=list[str])
    merged_into: str = ""
    retired: bool = False

    @model_validator(mode="after")
    def _known(self) -> "PersonaBody":
        unknown = set(self.attributes) - set(attributes())
        if unknown:
            raise ValueError(f"no such attributes: {', '.join(sorted(unknown))}")
        return self
