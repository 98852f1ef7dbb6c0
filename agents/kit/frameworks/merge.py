"""What was read joins what is there: records by their names, fields one by one, evidence with them."""

from dataclasses import replace

from agents.kit.frameworks.base import Sheet
from agents.kit.frameworks.grounds import grounded, kept
from agents.kit.frameworks.needs import empty
from agents.kit.frameworks.tree import at, changed, extended, free_id, join, prefix
from config.catalogue import FieldSpec, FrameworkSpec, RecordSpec
from memory.types import Json


def merge(sheet: Sheet, more: Sheet, spec: FrameworkSpec) -> Sheet:
    """The sheet with everything that `more` tells: of one name or option, the later word counts.

    A record without a name continues the last one that was begun and lacks what it tells. Others come after
    those that are there, under free ids. A value that is replaced loses the evidence it had.
    """
    merging = _Merging(sheet, more, spec)
    merging.fields("", more.body, spec.fields)
    merging.lists("", "", more.body, spec.records)
    return merging.done()


class _Merging:
    def __init__(self, sheet: Sheet, more: Sheet, spec: FrameworkSpec) -> None:
        self._sheet: Sheet = sheet
        self._more: Sheet = more
        self._spec: FrameworkSpec = spec
        self._places: dict[str, str] = {}
        """Where each record of `more` stands now."""

    def done(self) -> Sheet:
        evidence = (replace(item, path=self._moved(item.path)) for item in self._more.evidence)
        asked = (replace(one, field=self._moved(one.field)) for one in self._more.questions)
        sheet = grounded(self._sheet, evidence)
        return replace(
            sheet,
            assumptions=(*sheet.assumptions, *self._more.assumptions),
            questions=tuple({one.field: one for one in (*asked, *sheet.questions)}.values()),
        )

    def _moved(self, path: str) -> str:
        record, _, name = path.rpartition(".")
        return join(self._places.get(record, record), name)

    def lists(self, new: str, old: str, node: Json, kinds: list[RecordSpec]) -> None:
        """`new` is where the node stands in the merged body, `old` where it stood in `more`."""
        for kind in kinds:
            for record in node.get(kind.name) or ():
                came, goes = join(old, kind.name, record["id"]), self._place(new, kind, record)
                self._places[came] = goes
                self.fields(goes, record, kind.fields)
                self.lists(goes, came, record, kind.records)

    def _place(self, path: str, kind: RecordSpec, record: Json) -> str:
        """Where the record goes on, or the path of a new one."""
        node = at(self._sheet.body, self._spec, path)
        there: list[Json] = (node.record if node else self._sheet.body).get(kind.name) or []
        known = _same(there, kind, record)
        if known is None:
            start = prefix(kind, record)
            one = record["id"] if kind.key else free_id(self._sheet.body, self._spec, start)
            body = extended(self._sheet.body, path, kind.name, {"id": one})
            self._sheet = replace(self._sheet, body=body)
            return join(path, kind.name, one)
        return join(path, kind.name, known["id"])

    def fields(self, path: str, node: Json, fields: list[FieldSpec]) -> None:
        told = {field.name: node[field.name] for field in fields if not empty(node.get(field.name))}
        spot = at(self._sheet.body, self._spec, path)
        before = spot.record if spot else self._sheet.body
        body = changed(self._sheet.body, path, lambda record: record | told)
        replaced = {join(path, name) for name in told if before.get(name) != told[name]}
        self._sheet = kept(replace(self._sheet, body=body), lambda item: item.path not in replaced)


def _same(there: list[Json], kind: RecordSpec, record: Json) -> Json | None:
    title = record.get(kind.title)
    if kind.key:
        return next((one for one in there if one["id"] == record["id"]), None)
    if title:
        named = (one for one in there if _plain(one.get(kind.title)) == _plain(title))
        return next(named, None) or next((one for one in there[-1:] if _fits(one, kind, record)), None)
    return next((one for one in reversed(there) if _fits(one, kind, record)), None)


def _fits(one: Json, kind: RecordSpec, record: Json) -> bool:
    """Whether the record can be the rest of this one: nothing is said twice.

    Numbers without a name go on with a record that has begun to be measured; they are not guessed to belong
    to one that has only been named.
    """
    told = [field.name for field in kind.fields if not field.computed and not empty(record.get(field.name))]
    if any(not empty(one.get(name)) for name in told):
        return False
    if kind.title in told:
        return len(told) == 1
    begun = any(
        field.required and field.name != kind.title and not empty(one.get(field.name))
        for field in kind.fields
    )
    return not told or begun or empty(one.get(kind.title))


def _plain(title: object) -> str:
    return "".join(str(title or "").casefold().split())
