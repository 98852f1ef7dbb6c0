"""Corrections carried out: a sheet and an edit make the next sheet, its evidence moved along."""

from dataclasses import replace

from agents.kit.frameworks.base import Sheet
from agents.kit.frameworks.confidence import GRADES
from agents.kit.frameworks.edits import Edit
from agents.kit.frameworks.errors import UnfitValue, UnknownPlace, UnknownRecord
from agents.kit.frameworks.grounds import grounded, moved, without
from agents.kit.frameworks.records.account import problem
from agents.kit.frameworks.records.values import Fault, of_words
from agents.kit.frameworks.tree import (
    DROPPED,
    Spot,
    at,
    changed,
    extended,
    find,
    free_id,
    join,
    kinds,
    prefix,
    spots,
    with_ids,
)  # fmt: skip
from agents.kit.reading.types import Source
from config.catalogue import FrameworkSpec, RecordSpec
from memory.types import Evidence, Json


def apply(sheet: Sheet, spec: FrameworkSpec, edit: Edit, source: Source) -> Sheet:
    """The sheet after the edit, which the source asked for; the body has to be computed again.

    Raises UnknownRecord, UnknownPlace or UnfitValue, and then changes nothing.
    """
    change = _Change(sheet, spec, source, edit)
    match edit.op:
        case "add":
            return change.add()
        case "drop":
            return change.drop()
        case "edit":
            return change.fill()
        case _:
            return change.move()


class _Change:
    def __init__(self, sheet: Sheet, spec: FrameworkSpec, source: Source, edit: Edit) -> None:
        self._sheet: Sheet = sheet
        self._spec: FrameworkSpec = spec
        self._source: Source = source
        self._edit: Edit = edit

    def add(self) -> Sheet:
        """A record at the end of the list, under an id that was never used."""
        above, _, name = self._edit.place.rpartition(".")
        body = self._with_option(above)
        kind = self._kind(self._edit.place)
        group: Json = {kind.group: self._edit.to} if kind.group and self._edit.to else {}
        record: Json = group | self._values(kind, "")
        one = free_id(body, self._spec, prefix(kind, record))
        body = extended(body, above, name, {"id": one} | record)
        return self._stated(replace(self._sheet, body=body), join(self._edit.place, one), record)

    def _with_option(self, above: str) -> Json:
        """The body with the record of one option that something is added to, if it has none yet."""
        body, parts = self._sheet.body, above.split(".")
        if len(parts) != 2 or at(body, self._spec, above):
            return body
        kind = self._kind(parts[0])
        return extended(body, "", parts[0], {"id": parts[1], str(kind.key): parts[1]})

    def _kind(self, place: str) -> RecordSpec:
        node: FrameworkSpec | RecordSpec = self._spec
        for name in place.split(".")[::2]:
            node = next(child for child in node.records if child.name == name)
        return next(kind for kind in kinds(self._spec) if kind is node)

    def drop(self) -> Sheet:
        """Without the record and what stands in it; the record of one option is emptied instead."""
        spot = self._spot()
        gone = [
            one.record["id"] for one in spots(self._sheet.body, self._spec) if _inside(one.path, spot.path)
        ]
        emptied: Json | None = None
        if spot.spec.key:
            emptied = {"id": spot.record["id"], spot.spec.key: spot.record["id"]}
            gone.remove(spot.record["id"])
        body = changed(self._sheet.body, spot.path, lambda _: emptied)
        body = with_ids(body, self._spec, lambda one: None if one in gone else one)
        return without(replace(self._sheet, body=_retired(body, gone)), spot.path)

    def fill(self) -> Sheet:
        """New words, new values, or both."""
        spot = self._spot()
        values = self._values(spot.spec, spot.record["id"])
        if spot.spec.group and values.get(spot.spec.group):
            return _Change(self._sheet, self._spec, self._source, self._to(values[spot.spec.group])).move()
        body = changed(self._sheet.body, spot.path, lambda record: record | values)
        return self._stated(replace(self._sheet, body=body), spot.path, values)

    def _to(self, option: str) -> Edit:
        return replace(self._edit, op="move", to=option)

    def move(self) -> Sheet:
        """To another option of its group, under another record, or into another list (from the tray)."""
        spot = self._spot()
        if _has_option(spot.spec, self._edit.to):
            return self._regrouped(spot)
        above = self._above(spot)
        if above and spot.parent and any(kind is spot.spec for kind in above.spec.records):
            return self._rehoused(spot, above)
        for kind in kinds(self._spec):
            if _has_option(kind, self._edit.to) and kind in self._spec.records:
                return self._converted(spot, kind)
        raise UnknownPlace(
            record_id=spot.record["id"], place=self._edit.to, places=", ".join(self._places(spot))
        )

    def _above(self, spot: Spot) -> Spot | None:
        """The record to stand in; that of an option is made when nothing stands there yet."""
        if spot.parent and spot.parent.spec.key and not spot.spec.group:
            options = spot.parent.spec.field(spot.parent.spec.key).options
            if any(option.id == self._edit.to for option in options):
                self._sheet = replace(
                    self._sheet, body=self._with_option(f"{spot.parent.spec.name}.{self._edit.to}")
                )
        return find(self._sheet.body, self._spec, self._edit.to)

    def _places(self, spot: Spot) -> list[str]:
        if spot.spec.group:
            return [option.id for option in spot.spec.field(spot.spec.group).options]
        every = spots(self._sheet.body, self._spec)
        return [one.record["id"] for one in every if any(kind is spot.spec for kind in one.spec.records)]

    def _regrouped(self, spot: Spot) -> Sheet:
        """Within its list; the id follows the group where ids are made of it."""
        old, to = spot.record["id"], self._edit.to
        if spot.record.get(str(spot.spec.group)) == to:
            return self._sheet
        new = old if spot.spec.prefix else free_id(self._sheet.body, self._spec, to)
        body = changed(
            self._sheet.body, spot.path, lambda record: record | {"id": new, str(spot.spec.group): to}
        )
        return self._renamed(
            body, spot.path, spot.path[: -len(old)] + new, old, new, {str(spot.spec.group): to}
        )

    def _rehoused(self, spot: Spot, above: Spot) -> Sheet:
        body = changed(self._sheet.body, spot.path, lambda _: None)
        body = extended(body, above.path, spot.spec.name, spot.record)
        path = join(above.path, spot.spec.name, spot.record["id"])
        return moved(replace(self._sheet, body=body), spot.path, path)

    def _converted(self, spot: Spot, kind: RecordSpec) -> Sheet:
        """Its words become the other list's title; fields of the same name and type go along."""
        new = free_id(self._sheet.body, self._spec, kind.prefix or self._edit.to)
        record: Json = {
            "id": new,
            kind.title: spot.record.get(spot.spec.title),
            str(kind.group): self._edit.to,
        }
        for field in kind.fields:
            same = next(
                (one for one in spot.spec.fields if one.name == field.name and one.type == field.type), None
            )
            if (
                same
                and not field.computed
                and field.name not in record
                and spot.record.get(field.name) is not None
            ):
                record[field.name] = spot.record[field.name]
        body = extended(changed(self._sheet.body, spot.path, lambda _: None), "", kind.name, record)
        path = join(kind.name, new)
        sheet = self._renamed(body, spot.path, path, spot.record["id"], new, {str(kind.group): self._edit.to})
        known = {join(path, name) for name in record}
        evidence = tuple(
            replace(item, path=join(path, kind.title)) if item.path == join(path, spot.spec.title) else item
            for item in sheet.evidence
        )
        return replace(
            sheet, evidence=tuple(one for one in evidence if one.path in known or not _inside(one.path, path))
        )

    def _renamed(self, body: Json, path: str, to: str, old: str, new: str, stated: Json) -> Sheet:
        if old != new:
            body = _retired(with_ids(body, self._spec, lambda one: new if one == old else one), [old])
        return self._stated(moved(replace(self._sheet, body=body), path, to), to, stated)

    def _spot(self) -> Spot:
        """The record that is meant; one to accept is sought where it is not accepted yet."""
        every = list(spots(self._sheet.body, self._spec))
        named = [spot for spot in every if spot.record["id"].casefold() == self._edit.id.casefold()]
        if not named:
            ids = ", ".join(spot.record["id"] for spot in every if not spot.spec.key)
            raise UnknownRecord(record_id=self._edit.id, ids=ids or "-")
        waiting = [spot for spot in named if not _has_option(spot.spec, self._edit.to)]
        return (waiting if self._edit.op == "accept" and waiting else named)[0]

    def _values(self, kind: RecordSpec, name: str) -> Json:
        """The edit's words and values as a record holds them. Raises UnfitValue for the first unfit one."""
        told = list(self._edit.values)
        if self._edit.text:
            told.insert(0, (kind.title, of_words(kind.field(kind.title), self._edit.text)))
        found: Json = {}
        names = {field.name for field in kind.fields}
        for field, value in told:
            if isinstance(value, Fault):
                spec = kind.field(field)
                raise UnfitValue(
                    english=problem(spec, value, name, "en"), korean=problem(spec, value, name, "ko")
                )
            found |= {key: one for key, one in value.filled(field).items() if key in names}
        return found

    def _stated(self, sheet: Sheet, path: str, values: Json) -> Sheet:
        kind, ref = self._source.kind, self._source.ref
        quote = self._edit.quote or self._source.text.strip()
        return grounded(
            sheet, (Evidence(join(path, name), kind, ref, quote, GRADES[kind]) for name in values)
        )


def _has_option(kind: RecordSpec, option: str) -> bool:
    return bool(kind.group) and any(one.id == option for one in kind.field(str(kind.group)).options)


def _inside(path: str, above: str) -> bool:
    return path == above or path.startswith(f"{above}.")


def _retired(body: Json, ids: list[str]) -> Json:
    return body | {DROPPED: sorted({*(body.get(DROPPED) or ()), *ids})} if ids else body
