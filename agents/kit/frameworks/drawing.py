"""A sheet drawn from clauses: records that hold the user's words, each part with the clause it rests on."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any, TypeVar

from agents.kit.frameworks.base import Sheet
from agents.kit.frameworks.confidence import GRADES
from agents.kit.frameworks.keyed import field_spec
from agents.kit.reading.types import Clause, Reading
from agents.types import Question
from config.errors import Locale
from config.wording import words
from memory.types import Evidence, EvidenceKind, Json

T = TypeVar("T")

LONGEST = 200
"""Characters of a record's words; a longer clause is left to the reader."""


def picked(reading: Reading, *tags: str, but: tuple[str, ...] = ()) -> Iterator[Clause]:
    """The clauses with any of these signals and none of the others, each wording once; no questions."""
    said: set[str] = set()
    for clause in reading.tagged(*tags):
        plain = clause.text.casefold()
        if len(clause.text) <= LONGEST and plain not in said and not clause.has("question", *but):
            said.add(plain)
            yield clause


def sorted_out(reading: Reading, table: Mapping[str, T]) -> Iterator[tuple[Clause, T]]:
    """Each clause whose most specific signal the table knows, with what the table says of it."""
    for clause in picked(reading, *table):
        if clause.tags[0] in table:
            yield clause, table[clause.tags[0]]


def wanted(reading: Reading) -> Iterator[Clause]:
    """What people look for or ask for, and nobody gives them."""
    for clause in picked(reading, "unmet_demand", but=("unique_resource", "absence", "growing_demand")):
        if "seek" in clause.concepts:
            yield clause


@dataclass(slots=True)
class Entry:
    """One record in the making, at its path."""

    drawing: "Drawing"
    path: str
    record: Json

    def state(self, name: str, value: Any, clause: Clause) -> None:
        """What the clause says, as good as its source."""
        self._put(name, value, clause, clause.source_kind)

    def infer(self, name: str, value: Any, clause: Clause) -> None:
        """What follows from the clause without being said."""
        self._put(name, value, clause, "inference")

    def propose(self, name: str, value: Any, line: str) -> None:
        """What nobody said; the line says so."""
        self.record[name] = value
        self.drawing.assume(f"{self.path}.{name}", line)

    def _put(self, name: str, value: Any, clause: Clause, kind: EvidenceKind) -> None:
        self.record[name] = value
        self.drawing.ground(f"{self.path}.{name}", kind, clause)

    def entry(self, name: str, prefix: str) -> "Entry":
        """A record of a list inside this one."""
        return self.drawing.into(self.record, f"{self.path}.{name}", prefix)


@dataclass(slots=True)
class Drawing:
    """A body in the making."""

    body: Json = field(default_factory=dict[str, Any])
    questions: list[Question] = field(default_factory=list[Question])
    _evidence: list[Evidence] = field(default_factory=list[Evidence])
    _assumptions: list[str] = field(default_factory=list[str])
    _counts: dict[str, int] = field(default_factory=dict[str, int])

    def entry(self, name: str, prefix: str) -> Entry:
        """A new record at the end of a list of the body."""
        return self.into(self.body, name, prefix)

    def option(self, name: str, key: str, option: str) -> Entry:
        """The record of one option in a list with a key, there from its first use on."""
        records: list[Json] = self.body.setdefault(name, [])
        record = next((one for one in records if one["id"] == option), None)
        if record is None:
            record = {"id": option, key: option}
            records.append(record)
        return Entry(self, f"{name}.{option}", record)

    def into(self, node: Json, path: str, prefix: str) -> Entry:
        self._counts[prefix] = self._counts.get(prefix, 0) + 1
        record: Json = {"id": f"{prefix}{self._counts[prefix]}"}
        node.setdefault(path.rpartition(".")[2], []).append(record)
        return Entry(self, f"{path}.{record['id']}", record)

    def ground(self, path: str, kind: EvidenceKind, clause: Clause) -> None:
        self.add(Evidence(path, kind, clause.source_ref, clause.quote, GRADES[kind]))

    def add(self, evidence: Evidence) -> None:
        self._evidence.append(evidence)

    def assume(self, path: str, line: str) -> None:
        self.add(Evidence(path, "assumption", "", "", GRADES["assumption"]))
        self._assumptions.append(line)

    def sheet(self) -> Sheet:
        return Sheet(self.body, tuple(self._evidence), tuple(self._assumptions), tuple(self.questions))


def proposal(framework_id: str, path: str, name: str, value: object, locale: Locale) -> str:
    """What is said of a proposed value; `path` names its field by the lists: `forces.factors.pressure`."""
    label = field_spec(framework_id, path).label.say(locale)
    return words("draft")("proposed", locale, name=name, field=label, value=value)
