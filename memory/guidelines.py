"""Brand guidelines of several levels as one: merged field by field, each field knowing who said what."""

import unicodedata
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from itertools import chain, takewhile
from typing import Any, Literal

from config.guidelines import guideline_catalogue

Value = str | tuple[str, ...]
"""A list's items as a tuple; a text or the id of an option as it is."""


@dataclass(frozen=True, slots=True)
class Own:
    """What one level says of a field. Locked, it binds the levels below."""

    value: Value
    locked: bool = False
    reason: str = ""
    """Why it differs from what the levels above say."""


@dataclass(frozen=True, slots=True)
class Said:
    """What a level says of a field, and which level, as a path of slugs."""

    place: str
    own: Own


@dataclass(frozen=True, slots=True)
class Field:
    """A field with everything that the levels say of it, highest level first, at least once."""

    id: str
    said: tuple[Said, ...]

    @property
    def counted(self) -> tuple[Said, ...]:
        """What counts: everything down to the first lock."""
        open_above = len(list(takewhile(lambda said: not said.own.locked, self.said)))
        return self.said[: open_above + 1]

    @property
    def ignored(self) -> tuple[Said, ...]:
        """What lower levels say of a field that is locked above them."""
        return self.said[len(self.counted) :]

    @property
    def locked_at(self) -> str | None:
        return self.counted[-1].place if self.counted[-1].own.locked else None

    @property
    def adds(self) -> bool:
        return guideline_catalogue().fields[self.id].merge == "add"

    @property
    def items(self) -> tuple[tuple[str, str], ...]:
        """A list's items in force, each with the highest level that says it."""
        counted = self.counted if self.adds else self.counted[-1:]
        first: dict[str, tuple[str, str]] = {}
        for said in counted:
            for item in _items(said.own.value):
                first.setdefault(_folded(item), (item, said.place))
        return tuple(first.values())

    @property
    def value(self) -> Value:
        """The value in force."""
        last = self.counted[-1].own.value
        return tuple(item for item, _ in self.items) if isinstance(last, tuple) else last

    @property
    def origin(self) -> str:
        """The lowest level that the value in force comes from."""
        if not self.adds:
            return self.counted[-1].place
        places = [place for _, place in self.items]
        return max(places, key=lambda place: place.count("/"), default=self.counted[-1].place)

    @property
    def overridden(self) -> tuple[Said, ...]:
        """What higher levels say that a lower one replaces; nothing in a list that adds."""
        return () if self.adds else tuple(s for s in self.counted[:-1] if s.own.value != self.value)

    @property
    def reason(self) -> str:
        return self.counted[-1].own.reason


@dataclass(frozen=True, slots=True)
class Guidelines:
    """The guidelines of one level, or those of several levels in one."""

    fields: Mapping[str, Field]

    def __getitem__(self, field_id: str) -> Value | None:
        field = self.fields.get(field_id)
        return field.value if field else None

    @property
    def ignored(self) -> tuple[tuple[Field, Said], ...]:
        """Values that a lock makes void, to be told to whoever set them."""
        return tuple((field, said) for field in self.fields.values() for said in field.ignored)


def level(place: str, own: Mapping[str, Own]) -> Guidelines:
    """The guidelines of one level alone; fields that the catalogue no longer knows are left out."""
    known = guideline_catalogue().fields
    return Guidelines({id: Field(id, (Said(place, own[id]),)) for id in known if id in own and own[id].value})


def merge(levels: Iterable[Guidelines]) -> Guidelines:
    """The guidelines in force under several levels, highest first; how they are grouped does not matter."""
    everything = list(levels)
    fields: dict[str, Field] = {}
    for field_id in guideline_catalogue().fields:
        said = tuple(
            chain.from_iterable(part.fields[field_id].said for part in everything if field_id in part.fields)
        )
        if said:
            fields[field_id] = Field(field_id, said)
    return Guidelines(fields)


@dataclass(frozen=True, slots=True)
class Difference:
    """A field that differs between two guidelines; None where one says nothing."""

    field: str
    kind: Literal["added", "removed", "changed"]
    before: Value | None
    after: Value | None


def differences(before: Guidelines, after: Guidelines) -> tuple[Difference, ...]:
    """What is in force in one and not in the other, field by field in the order of the catalogue."""
    found: list[Difference] = []
    for field_id in guideline_catalogue().fields:
        old, new = before[field_id], after[field_id]
        if old != new:
            kind = "added" if old is None else "removed" if new is None else "changed"
            found.append(Difference(field_id, kind, old, new))
    return tuple(found)


def as_json(guidelines: Guidelines) -> dict[str, Any]:
    """`{"fields": {"voice.tone": {"value", "from", "locked", ...}}, "ignored": [...]}`."""
    return {
        "fields": {id: _field_json(field) for id, field in guidelines.fields.items()},
        "ignored": [
            {
                "field": field.id,
                "from": said.place,
                "value": _plain_json(said.own.value),
                "locked_at": field.locked_at,
            }
            for field, said in guidelines.ignored
        ],
    }


def own_json(own: Mapping[str, Own]) -> dict[str, Any]:
    """A level's own fields as they are stored."""
    return {
        field_id: {"value": _plain_json(said.value), "locked": said.locked, "reason": said.reason}
        for field_id, said in own.items()
    }


def own_from_json(stored: Mapping[str, Any]) -> dict[str, Own]:
    """A level's own fields as they were stored."""
    return {
        field_id: Own(
            tuple(entry["value"]) if isinstance(entry["value"], list) else entry["value"],
            entry["locked"],
            entry["reason"],
        )
        for field_id, entry in stored.items()
    }


def _field_json(field: Field) -> dict[str, Any]:
    shown: dict[str, Any] = {
        "value": _plain_json(field.value),
        "from": field.origin,
        "locked": field.locked_at is not None,
    }
    if field.locked_at:
        shown["locked_at"] = field.locked_at
    if field.adds:
        shown["items"] = [{"value": item, "from": place} for item, place in field.items]
    if field.overridden:
        shown["overrides"] = [
            {"value": _plain_json(said.own.value), "from": said.place} for said in field.overridden
        ]
    if field.reason:
        shown["reason"] = field.reason
    return shown


def _folded(item: str) -> str:
    """Items that differ in case or spacing only are the same item."""
    return " ".join(unicodedata.normalize("NFC", item).casefold().split())


def _items(value: Value) -> tuple[str, ...]:
    return value if isinstance(value, tuple) else (value,)


def _plain_json(value: Value) -> str | list[str]:
    return list(value) if isinstance(value, tuple) else value
