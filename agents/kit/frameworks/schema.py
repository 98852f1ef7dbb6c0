"""A framework's data as a strict pydantic model: no field that is not declared, no value out of bounds."""

from functools import cache
from typing import Annotated, Any, Literal

from pydantic import BaseModel, ConfigDict, Field, create_model

from agents.kit.frameworks.tree import DROPPED
from config.catalogue import FieldSpec, RecordSpec, framework_spec

_STRICT = ConfigDict(strict=True, extra="forbid")
_PLAIN: dict[str, Any] = {
    "text": str, "integer": int, "number": float, "boolean": bool,
    "date": Annotated[str, Field(pattern=r"^\d{4}-\d{2}-\d{2}$")],
    "texts": list[str], "ids": list[str],
}  # fmt: skip

_DROPPED: dict[str, Any] = {DROPPED: (list[str], Field(default_factory=list))}
"""The ids of records that the user dropped."""


@cache
def body_model(framework_id: str) -> type[BaseModel]:
    """The model of a framework's body. Stated fields may be missing (None); unknown ones are refused."""
    spec = framework_spec(framework_id)
    members = _members(spec.fields) | {child.name: _list(child) for child in spec.records} | _DROPPED
    return create_model(spec.id, __config__=_STRICT, **members)


def _members(fields: list[FieldSpec]) -> dict[str, Any]:
    return {spec.name: (_type(spec) | None, None) for spec in fields}


def _list(spec: RecordSpec) -> Any:
    children = {child.name: _list(child) for child in spec.records}
    members: dict[str, Any] = {"id": (str, ...)} | _members(spec.fields) | children
    record = create_model(spec.name, __config__=_STRICT, **members)
    return (list[record], Field(default_factory=list))


def _type(spec: FieldSpec) -> Any:
    if spec.type == "choice":
        return Literal[tuple(option.id for option in spec.options)]
    bounds = Field(ge=spec.minimum, le=spec.maximum, max_length=spec.max_length)
    return Annotated[_PLAIN[spec.type], bounds]
