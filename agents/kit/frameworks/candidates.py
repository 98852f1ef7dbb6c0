"""The form in which a model proposes records: a framework's fields without what is computed, and a quote."""

from collections.abc import Iterator
from functools import cache
from typing import Annotated, Any, Literal, cast

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, ValidationError, create_model

from config.catalogue import FieldSpec, FrameworkSpec, RecordSpec, framework_spec
from config.prompting import Lists, propose

CITES = "cites"
SCALE = 10
"""A number with both bounds, none beyond this, is a rating; any other number measures something."""
_STRICT = ConfigDict(strict=True, extra="forbid")
_PLAIN: dict[str, Any] = {
    "text": str, "integer": int, "number": float, "boolean": bool, "texts": list[str], "ids": list[str],
}  # fmt: skip
_NEVER = {"date"}
"""Kinds of fields that a model does not fill in: a day is agreed on, money is reckoned."""


class Candidate(BaseModel):
    """A record as a model proposes it."""

    model_config = _STRICT

    cites: Annotated[
        str | None, Field(description="The sentence of the material that it rests on, verbatim, or null.")
    ] = None


class Proposals(BaseModel):
    """A list of candidates for each list of the framework."""

    model_config = ConfigDict(extra="forbid")


@cache
def proposals_model(framework_id: str) -> type[Proposals]:
    """The form for one framework. A candidate that does not fit is left out, the others are kept."""
    spec, limits = framework_spec(framework_id), propose().lists(framework_id)
    return create_model(f"{framework_id}_proposals", __base__=Proposals, **dict(_lists(spec, "", limits)))


def asked_for(field: FieldSpec, path: str, limits: Lists) -> bool:
    """Whether a model may fill in this field; `path` is its list's, with a dot at the end."""
    named = f"{path}{field.name}"
    settled = field.computed or named in limits.without or named in limits.fixed
    return not (settled or field.type in _NEVER or field.unit == "money")


def rating(field: FieldSpec) -> bool:
    """Whether its number is a judgement on a small scale."""
    bounds = (field.minimum, field.maximum)
    return not field.unit and all(bound is not None and abs(bound) <= SCALE for bound in bounds)


def _lists(node: FrameworkSpec | RecordSpec, path: str, limits: Lists) -> Iterator[tuple[str, Any]]:
    for record in node.records:
        here = f"{path}{record.name}"
        candidate = None if here in limits.without else _candidate(record, f"{here}.", limits)
        if candidate:
            yield record.name, _list_of(candidate, record)


def _list_of(candidate: type[Candidate], record: RecordSpec) -> Any:
    def fitting(value: object) -> object:
        return list(_fitting(candidate, cast("list[Any]", value))) if isinstance(value, list) else value

    listed = Annotated[list[candidate], BeforeValidator(fitting)]
    return (listed, Field(default_factory=list, description=record.label.en))


def _fitting(candidate: type[Candidate], values: list[Any]) -> Iterator[Candidate]:
    for value in values:
        try:
            yield candidate.model_validate(value)
        except ValidationError:
            continue


def _candidate(record: RecordSpec, path: str, limits: Lists) -> type[Candidate] | None:
    """None when there is nothing in such a record that a model may say."""
    members = dict(_lists(record, path, limits))
    for field in record.fields:
        if field.name == record.key:
            members[field.name] = (_type(field), Field(description=field.label.en))
        elif asked_for(field, path, limits):
            members[field.name] = (_type(field) | None, Field(None, description=_description(field)))
    if members.keys() <= {record.key}:
        return None
    return create_model(path.removesuffix(".").replace(".", "_"), __base__=Candidate, **members)


def _type(field: FieldSpec) -> Any:
    if field.type == "choice":
        return Literal[tuple(option.id for option in field.options)]
    bounds = Field(ge=field.minimum, le=field.maximum, max_length=field.max_length)
    return Annotated[_PLAIN[field.type], bounds]


def _description(field: FieldSpec) -> str:
    options = ", ".join(f"{option.id} = {option.label.en}" for option in field.options)
    asked = field.ask.en.format(name="it") if field.ask else ""
    return "; ".join(part for part in (field.label.en, asked, options) if part)
