"""The required fields of a body, wherever they stand, and whether each has its value."""

from collections.abc import Iterator
from dataclasses import dataclass

from agents.kit.frameworks.tree import Spot, join, spots
from config.catalogue import FieldSpec, FrameworkSpec, RecordSpec
from memory.types import Json


@dataclass(frozen=True, slots=True)
class Need:
    """A required field at its path; of an empty list, the title of the record that should be in it."""

    path: str
    field: FieldSpec
    missing: bool
    owner: Spot | None = None
    """The record that has the field, or the list; None is the body itself."""
    opens: bool = False
    """Whether the whole list is empty."""


def needs(body: Json, spec: FrameworkSpec) -> Iterator[Need]:
    """Every required field, in the order of the body. A list may stay empty unless its title is required."""
    yield from _needs(body, spec, None)
    for spot in spots(body, spec):
        yield from _needs(spot.record, spot.spec, spot)


def _needs(node: Json, spec: FrameworkSpec | RecordSpec, owner: Spot | None) -> Iterator[Need]:
    path = owner and owner.path
    for field in spec.fields:
        if field.required and not field.computed:
            yield Need(join(path, field.name), field, empty(node.get(field.name)), owner)
    for child in spec.records:
        title = next((field for field in child.fields if field.name == child.title), None)
        if title and title.required and not node.get(child.name):
            yield Need(join(path, child.name), title, True, owner, opens=True)


def empty(value: object) -> bool:
    """0 and False are values; None and '' are not, nor is a list of nothing."""
    return value is None or value in ("", [])
