"""A body as a tree of records: walked, searched and changed by path, the given body left as it was."""

import re
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass

from config.catalogue import FrameworkSpec, RecordSpec
from config.errors import Locale
from memory.types import Json

DROPPED = "dropped"
"""The body's list of the ids that the user dropped: they are not given out again."""


@dataclass(frozen=True, slots=True)
class Spot:
    """A record with the path that leads to it: `items.I1`, `forces.rivalry.factors.F2`."""

    path: str
    spec: RecordSpec
    record: Json
    parent: "Spot | None" = None

    def title(self, locale: Locale) -> str:
        """What people call the record: its title, an option by its label, or its id while that is missing."""
        value = self.record.get(self.spec.title)
        options = self.spec.field(self.spec.key).options if self.spec.key else ()
        labels = {option.id: option.label.say(locale) for option in options}
        return labels.get(self.record["id"]) or str(value or self.record["id"])


def spots(body: Json, spec: FrameworkSpec) -> Iterator[Spot]:
    """Every record, parents before their children, in the order of the body."""
    return _walk(body, spec.records, None)


def _walk(node: Json, specs: Iterable[RecordSpec], parent: Spot | None) -> Iterator[Spot]:
    for spec in specs:
        for record in node.get(spec.name) or ():
            spot = Spot(join(parent and parent.path, spec.name, record["id"]), spec, record, parent)
            yield spot
            yield from _walk(record, spec.records, spot)


def join(*parts: str | None) -> str:
    return ".".join(part for part in parts if part)


def find(body: Json, spec: FrameworkSpec, record_id: str) -> Spot | None:
    """The record of this id, whatever its case."""
    wanted = record_id.casefold()
    return next((spot for spot in spots(body, spec) if spot.record["id"].casefold() == wanted), None)


def at(body: Json, spec: FrameworkSpec, path: str) -> Spot | None:
    return next((spot for spot in spots(body, spec) if spot.path == path), None)


def kinds(spec: FrameworkSpec | RecordSpec) -> Iterator[RecordSpec]:
    """Every record list that the spec declares, parents first."""
    for child in spec.records:
        yield child
        yield from kinds(child)


def changed(node: Json, path: str, change: Callable[[Json], Json | None]) -> Json:
    """The body with the record at `path` put through `change`; None takes it out. '' is the body itself."""
    if not path:
        return change(node) or {}
    name, record_id, *rest = path.split(".")
    records: list[Json] = []
    for record in node[name]:
        new = record
        if record["id"] == record_id:
            new = changed(record, ".".join(rest), change) if rest else change(record)
        if new is not None:
            records.append(new)
    return node | {name: records}


def extended(body: Json, parent: str, name: str, record: Json) -> Json:
    """The body with one more record in the list `name` of the record at `parent`; '' is the body itself."""
    return changed(body, parent, lambda node: node | {name: [*node.get(name, ()), record]})


def prefix(spec: RecordSpec, record: Json) -> str:
    """What the ids of such records start with: their prefix, or else the option of their group: S1, W1."""
    return spec.prefix or str(record.get(spec.group or "") or "")


def free_id(body: Json, spec: FrameworkSpec, start: str) -> str:
    """The next id of this prefix, above every one that stands in the body or was dropped from it."""
    ids = [spot.record["id"] for spot in spots(body, spec)] + list(body.get(DROPPED) or ())
    numbers = [int(m[1]) for m in (re.fullmatch(rf"{re.escape(start)}(\d+)", one) for one in ids) if m]
    return f"{start}{max(numbers, default=0) + 1}"


def with_ids(node: Json, spec: FrameworkSpec | RecordSpec, change: Callable[[str], str | None]) -> Json:
    """The body with every reference to a record (fields of ids) put through `change`; None takes it out."""
    new = dict(node)
    for field in spec.fields:
        if field.type == "ids" and node.get(field.name):
            ids = (change(one) for one in node[field.name])
            new[field.name] = [one for one in ids if one is not None]
    for child in spec.records:
        if child.name in node:
            new[child.name] = [with_ids(record, child, change) for record in node[child.name]]
    return new
