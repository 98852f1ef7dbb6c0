"""A framework's body as tables, by its data: one table a list of records, their children below them."""

from collections.abc import Iterable
from typing import Any

from agents.kit.figures import money, number
from agents.types import Block, Paragraph, Section, Table
from config.catalogue import FieldSpec, FrameworkSpec, RecordSpec
from config.errors import Locale
from config.wording import words
from memory.types import Json

EMPTY = "–"


def tables(spec: FrameworkSpec, body: Json, locale: Locale, assumed: frozenset[str]) -> tuple[Section, ...]:
    """Every record of the body. Values whose paths are in `assumed` carry an asterisk, and a line says so."""
    sheet = _Printer(locale, assumed)
    return tuple(section for record in spec.records for section in sheet.sections(record, body))


class _Printer:
    def __init__(self, locale: Locale, assumed: frozenset[str]) -> None:
        self._locale: Locale = locale
        self._assumed = assumed

    def sections(self, spec: RecordSpec, body: Json) -> Iterable[Section]:
        records: list[Json] = body.get(spec.name) or []
        told: list[Json] = [record for record in records if tells(spec, record)]
        if told:
            rows = [self._row(spec, record, spec.name) for record in told]
            yield self._section(spec, self._table(spec, told, rows))
        for child in spec.records:
            yield from self._children(spec, child, records)

    def _children(self, spec: RecordSpec, child: RecordSpec, parents: list[Json]) -> Iterable[Section]:
        pairs: list[tuple[Json, Json]] = []
        for parent in parents:
            below: list[Json] = parent.get(child.name) or []
            pairs += [(parent, record) for record in below]
        if not pairs:
            return
        rows = [
            (self.title(spec, parent), *self._row(child, record, f"{spec.name}.{parent['id']}.{child.name}"))
            for parent, record in pairs
        ]
        table = self._table(child, [record for _, record in pairs], [row[1:] for row in rows])
        columns = (spec.label.say(self._locale), *table.columns)
        yield self._section(
            child,
            Table(columns, tuple((head[0], *row) for head, row in zip(rows, table.rows, strict=True))),
        )

    def title(self, spec: RecordSpec, record: Json) -> str:
        if spec.key:
            return self._text(spec.field(spec.key), record, "")
        return str(record.get(spec.title) or record["id"])

    def _section(self, spec: RecordSpec, table: Table) -> Section:
        blocks: tuple[Block, ...] = (table,)
        if any("*" in cell for row in table.rows for cell in row):
            blocks += (Paragraph(words("strategy")("assumed", self._locale)),)
        return Section(spec.label.say(self._locale), blocks, internal=spec.internal)

    def _row(self, spec: RecordSpec, record: Json, at: str) -> tuple[str, ...]:
        path = f"{at}.{record['id']}"
        return (record["id"], *(self._text(field, record, path) for field in _visible(spec)))

    def _table(self, spec: RecordSpec, records: list[Json], rows: list[tuple[str, ...]]) -> Table:
        """Columns that are empty in every row are left out."""
        fields = _visible(spec)
        kept = [0] * (not spec.key) + [
            n
            for n, field in enumerate(fields, start=1)
            if any(record.get(field.name) is not None for record in records)
        ]
        heads = ("", *(field.label.say(self._locale) for field in fields))
        return Table(tuple(heads[n] for n in kept), tuple(tuple(row[n] for n in kept) for row in rows))

    def _text(self, field: FieldSpec, record: Json, path: str) -> str:
        mark = "*" if f"{path}.{field.name}" in self._assumed else ""
        return self._value(field, record, record.get(field.name)) + mark

    def _value(self, field: FieldSpec, record: Json, value: Any) -> str:
        if value is None or value == []:
            return EMPTY
        match field.type:
            case "choice":
                return next(o.label.say(self._locale) for o in field.options if o.id == value)
            case "boolean":
                return words("strategy")("yes" if value else "no", self._locale)
            case "texts" | "ids":
                return ", ".join(value)
            case "integer" | "number":
                return self._figure(field, record, value)
            case _:
                return str(value)

    def _figure(self, field: FieldSpec, record: Json, value: float) -> str:
        if field.unit == "money":
            return money(int(value), str(record.get("currency") or ""), self._locale)
        unit = str(record.get("unit") or "") if field.unit == "any" else field.unit
        return number(value) + (unit if unit == "%" else f" {unit}" if unit else "")


def _visible(spec: RecordSpec) -> list[FieldSpec]:
    return [field for field in spec.fields if field.shown]


def tells(spec: RecordSpec, record: Json) -> bool:
    """Whether a record says anything besides which one it is."""
    fields = [field for field in _visible(spec) if field.name != spec.key and field.type != "boolean"]
    return any(record.get(field.name) is not None for field in fields)
