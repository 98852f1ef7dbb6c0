"""A sheet that grows by what is allowed of a model's proposals; what is there already stays as it is."""

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import Any

from pydantic import ValidationError

from agents.kit.frameworks.base import Sheet
from agents.kit.frameworks.candidates import CITES, Proposals, asked_for, rating
from agents.kit.frameworks.confidence import GRADES
from agents.kit.frameworks.keyed import keyed
from agents.kit.frameworks.likeness import alike
from agents.kit.frameworks.schema import body_model
from agents.kit.frameworks.tree import at, changed, extended, free_id, join, prefix, spots
from agents.kit.frameworks.vetting import Quote, Vetting, numbers, words_of
from config.catalogue import FieldSpec, FrameworkSpec, RecordSpec
from config.errors import Locale
from config.prompting import propose as wording
from config.wording import words
from memory.types import Evidence, Json


@dataclass(frozen=True, slots=True)
class Standing:
    """What proposals are held against, and how they are marked."""

    vetting: Vetting
    locale: Locale
    engine: str


@dataclass(frozen=True, slots=True)
class Kind:
    """A list of records by the names that lead to it: `blocks.entries.`."""

    spec: RecordSpec
    names: str

    @property
    def fields(self) -> list[FieldSpec]:
        return self.spec.fields


@dataclass(frozen=True, slots=True)
class Growth:
    """A sheet, and how many records were added to it or completed."""

    sheet: Sheet
    added: int


def grow(sheet: Sheet, spec: FrameworkSpec, proposals: Proposals, standing: Standing) -> Growth:
    """The sheet with the proposals that may stand."""
    growing = _Growing(sheet, spec, standing)
    growing.lists(proposals, spec, "", "")
    return Growth(growing.sheet, growing.added)


class _Growing:
    def __init__(self, sheet: Sheet, spec: FrameworkSpec, standing: Standing) -> None:
        self.sheet = sheet
        self.added = 0
        self._spec = spec
        self._standing = standing
        self._limits = wording().lists(spec.id)

    def lists(self, proposed: Any, node: FrameworkSpec | RecordSpec, names: str, path: str) -> None:
        """The candidates under `proposed`, each put under the record at `path` ('' is the body)."""
        for spec in node.records:
            kind = Kind(spec, f"{names}{spec.name}.")
            candidates: list[Any] = getattr(proposed, spec.name, None) or []
            for candidate in _few(candidates, spec):
                put = self._complete(candidate, kind) if spec.key else self._add(candidate, kind, path)
                if put:
                    self.lists(candidate, spec, kind.names, put)

    def _complete(self, candidate: Any, kind: Kind) -> str:
        """Fills what is empty in the one record that there is for an option."""
        spec, key = kind.spec, getattr(candidate, kind.spec.key or "")
        path = join(spec.name, key)
        if at(self.sheet.body, self._spec, path) is None:
            body = self.sheet.body | {spec.name: keyed(self.sheet.body, self._spec.id, spec.name)}
            self.sheet = replace(self.sheet, body=body)
        spot = at(self.sheet.body, self._spec, path)
        quote, values = self._values(candidate, kind)
        free = {name: value for name, value in values.items() if spot and spot.record.get(name) is None}
        if free and self._fits(kind, free):
            body = changed(self.sheet.body, path, lambda record: record | free)
            self._grow(body, path, free, quote, kind)
        return path

    def _add(self, candidate: Any, kind: Kind, path: str) -> str:
        """The path of a new record; '' when it may not be, or is there already."""
        quote, values = self._values(candidate, kind)
        title = str(values.get(kind.spec.title) or "")
        if not title or self._known(kind, path, title) or not self._fits(kind, values):
            return ""
        record = values | self._fixed(kind)
        start = prefix(kind.spec, record)
        if not start:
            return ""
        one = free_id(self.sheet.body, self._spec, start)
        put = join(path, kind.spec.name, one)
        body = extended(self.sheet.body, path, kind.spec.name, {"id": one} | record)
        self._grow(body, put, values, quote, kind)
        return put

    def _values(self, candidate: Any, kind: Kind) -> tuple[Quote | None, Json]:
        """What may stay of a candidate's own fields; nothing when one of its sentences may not."""
        vetting = self._standing.vetting
        quote = vetting.quote(getattr(candidate, CITES))
        fields = [field for field in kind.fields if asked_for(field, kind.names, self._limits)]
        said = [getattr(candidate, field.name) for field in fields if field.type in ("text", "texts")]
        if (quote and vetting.smuggled(quote)) or not all(map(vetting.allows, words_of(said))):
            return None, {}
        values = {field.name: self._kept(field, getattr(candidate, field.name), quote) for field in fields}
        return quote, {name: value for name, value in values.items() if value not in (None, "", [])}

    def _kept(self, field: FieldSpec, value: Any, quote: Quote | None) -> Any:
        """A value; of a measure only what the quote holds, of ids only those that exist."""
        if field.type in ("integer", "number") and value is not None and not rating(field):
            return value if quote and numbers(f"{abs(value):.12g}") <= numbers(quote.text) else None
        if field.type == "ids":
            there = {spot.record["id"] for spot in spots(self.sheet.body, self._spec)}
            return [one for one in value or () if one in there]
        return value.strip() if isinstance(value, str) else value

    def _known(self, kind: Kind, path: str, title: str) -> bool:
        parent = at(self.sheet.body, self._spec, path)
        there: list[Json] = (parent.record if parent else self.sheet.body).get(kind.spec.name) or []
        return any(alike(title, str(record.get(kind.spec.title) or "")) for record in there)

    def _fits(self, kind: Kind, values: Json) -> bool:
        """Whether a record with these values is one of the framework's own schema."""
        node: Json = {"id": ""} | values | self._fixed(kind)
        for name in reversed(kind.names.strip(".").split(".")):
            node = {"id": "", name: [node]}
        try:
            body_model(self._spec.id).model_validate({k: v for k, v in node.items() if k != "id"})
        except ValidationError:
            return False
        return True

    def _fixed(self, kind: Kind) -> Json:
        fixed = self._limits.fixed
        return {
            field.name: fixed[f"{kind.names}{field.name}"]
            for field in kind.fields
            if f"{kind.names}{field.name}" in fixed
        }

    def _grow(self, body: Json, path: str, values: Json, quote: Quote | None, kind: Kind) -> None:
        evidence = tuple(self._evidence(join(path, name), quote) for name in values)
        self.added += 1
        self.sheet = replace(self.sheet, body=body, evidence=self.sheet.evidence + evidence)
        if quote is None:
            lines = self._assumed(path, [kind.spec.field(name) for name in values])
            self.sheet = replace(self.sheet, assumptions=(*self.sheet.assumptions, *lines))

    def _evidence(self, path: str, quote: Quote | None) -> Evidence:
        if quote:
            return Evidence(path, "inference", quote.ref, quote.text, GRADES["inference"])
        return Evidence(path, "assumption", self._standing.engine, "", GRADES["assumption"])

    def _assumed(self, path: str, fields: list[FieldSpec]) -> Iterator[str]:
        """A line for each assumed value."""
        locale, spot = self._standing.locale, at(self.sheet.body, self._spec, path)
        title = spot.title(locale) if spot else ""
        for field in fields:
            yield words("models")("assumed", locale, title=title, part=field.label.say(locale))


def _few(candidates: list[Any], spec: RecordSpec) -> list[Any]:
    """One for each option where there is a key, else the first ones, of each group where there are groups."""
    if spec.key:
        return list({getattr(candidate, spec.key): candidate for candidate in candidates}.values())
    taken = Counter[object]()
    few: list[Any] = []
    for candidate in candidates:
        group = getattr(candidate, spec.group, None) if spec.group else None
        taken[group] += 1
        if taken[group] <= wording().at_most:
            few.append(candidate)
    return few
