"""Records as they are told: found again by name or number, filled row by row, then turned into a sheet."""

from collections.abc import Iterator
from dataclasses import dataclass, field

from agents.kit.frameworks.base import Sheet
from agents.kit.frameworks.confidence import GRADES
from agents.kit.frameworks.records.lexicon import Lane
from agents.kit.frameworks.records.values import Fault, Value, bounds
from agents.kit.frameworks.tree import join, prefix
from agents.kit.reading.types import Source
from agents.types import Question
from config.catalogue import FieldSpec, FrameworkSpec, RecordSpec
from config.errors import Locale
from config.wording import words
from memory.types import Evidence, Json


@dataclass(frozen=True, slots=True)
class Told:
    field: FieldSpec
    value: Value | Fault
    quote: str


@dataclass(slots=True)
class Record:
    """One record in the making; the body itself has no lane."""

    lane: Lane | None
    parent: "Record | None" = None
    key: str = ""
    told: dict[str, Told] = field(default_factory=dict[str, Told])
    records: list["Record"] = field(default_factory=list["Record"])

    @property
    def name(self) -> str:
        title = self.told.get(self.lane.spec.title) if self.lane else None
        return str(title.value.value) if title and isinstance(title.value, Value) else ""

    def put(self, told: Told) -> None:
        """A later word for the same field wins over an earlier one, but a fault over nothing that fits."""
        known = self.told.get(told.field.name)
        if known is None or isinstance(told.value, Value):
            self.told[told.field.name] = told

    def below(self, lane: Lane) -> Iterator["Record"]:
        return (record for record in self.records if record.lane and record.lane.name == lane.name)


@dataclass(slots=True)
class Account:
    """All that a source tells in a framework's terms."""

    body: Record = field(default_factory=lambda: Record(None))
    current: dict[str, Record] = field(default_factory=dict[str, Record])

    def keyed(self, lane: Lane, key: str) -> Record:
        parent = self._parent(lane)
        known = next((one for one in parent.below(lane) if one.key == key), None)
        return self._now(lane, known or self._new(lane, parent, key))

    def named(self, lane: Lane, name: str, fields: set[str], parent: Record | None = None) -> Record:
        """The record of this name. Without a name the present one goes on until a field is told twice."""
        above = parent or self._parent(lane)
        if name:
            known = next((one for one in above.below(lane) if one.name.casefold() == name.casefold()), None)
        else:
            last = self.current.get(lane.name)
            known = last if last and last.parent is above and not fields & set(last.told) else None
        return self._now(lane, known or self._new(lane, above))

    def knows(self, lane: Lane, name: str) -> bool:
        """Whether the present list has a record of this name."""
        above = self.body if len(lane.specs) == 1 else self.current.get(Lane(lane.specs[:-1]).name)
        return above is not None and any(one.name.casefold() == name.casefold() for one in above.below(lane))

    def fresh(self, lane: Lane, parent: Record | None = None) -> Record:
        return self._now(lane, self._new(lane, parent or self._parent(lane)))

    def _parent(self, lane: Lane) -> Record:
        """The present record of the list above, or a new one that nobody has named yet."""
        if len(lane.specs) == 1:
            return self.body
        above = Lane(lane.specs[:-1])
        known = self.current.get(above.name)
        return known or self.fresh(above)

    def _new(self, lane: Lane, parent: Record, key: str = "") -> Record:
        record = Record(lane, parent, key)
        parent.records.append(record)
        return record

    def _now(self, lane: Lane, record: Record) -> Record:
        self.current[lane.name] = record
        for name in [other for other in self.current if other.startswith(f"{lane.name}.")]:
            if self.current[name].parent is not record:
                del self.current[name]
        return record


def sheet(account: Account, spec: FrameworkSpec, source: Source, locale: Locale) -> Sheet:
    """The body with free ids, evidence for every value, and a question for every value that does not fit."""
    writer = _Writer(source, locale)
    body = writer.fields(account.body, "") | writer.lists(account.body, spec.records, "")
    return Sheet(body, tuple(writer.evidence), questions=tuple(writer.questions))


class _Writer:
    def __init__(self, source: Source, locale: Locale) -> None:
        self._source: Source = source
        self._locale: Locale = locale
        self._counts: dict[str, int] = {}
        self.evidence: list[Evidence] = []
        self.questions: list[Question] = []

    def lists(self, node: Record, specs: list[RecordSpec], path: str) -> Json:
        found: Json = {}
        for spec in specs:
            below = [
                one for one in node.records if one.lane and one.lane.spec.name == spec.name and _placed(one)
            ]
            if below:
                found[spec.name] = [self._record(record, spec, join(path, spec.name)) for record in below]
        return found

    def _record(self, record: Record, spec: RecordSpec, path: str) -> Json:
        one = self._id(record, spec)
        at = f"{path}.{one}"
        key: Json = {spec.key: record.key} if spec.key else {}
        return {"id": one} | key | self.fields(record, at) | self.lists(record, spec.records, at)

    def _id(self, record: Record, spec: RecordSpec) -> str:
        if record.key:
            return record.key
        told = {name: one.value.value for name, one in record.told.items() if isinstance(one.value, Value)}
        start = prefix(spec, told)
        self._counts[start] = self._counts.get(start, 0) + 1
        return f"{start}{self._counts[start]}"

    def fields(self, record: Record, path: str) -> Json:
        found: Json = {}
        for name, told in record.told.items():
            at = join(path, name)
            if isinstance(told.value, Fault):
                self.questions.append(Question(at, self._problem(told.field, told.value, record)))
                continue
            known = {one.name for one in record.lane.spec.fields} if record.lane else {name}
            found |= {key: value for key, value in told.value.filled(name).items() if key in known}
            grade = GRADES[self._source.kind]
            self.evidence.append(Evidence(at, self._source.kind, self._source.ref, told.quote, grade))
        return found

    def _problem(self, field: FieldSpec, fault: Fault, record: Record) -> str:
        return problem(field, fault, record.name or record.key, self._locale)


def _placed(record: Record) -> bool:
    """Whether a record whose id is made of its group has told its group."""
    spec = record.lane.spec if record.lane else None
    return spec is None or bool(spec.prefix or spec.key) or str(spec.group) in record.told


def problem(field: FieldSpec, fault: Fault, name: str, locale: Locale) -> str:
    """Why the words do not fit, as a question for the right ones."""
    facts = {
        "field": " ".join(part for part in (name, field.label.say(locale)) if part),
        "said": fault.said,
        "bounds": bounds(field),
        "options": ", ".join(option.label.say(locale) for option in field.options),
        "length": field.max_length,
    }
    return words("records")(fault.reason, locale, **facts)
