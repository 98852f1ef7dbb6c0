"""What an output says, record by record, in a form that other outputs can be held against."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass

from agents.kit.frameworks.confidence import DRAFT_OUTPUT, GRADES
from agents.kit.frameworks.keyed import field_spec, label
from config.catalogue import framework_spec
from config.errors import Locale
from memory.types import Evidence, Json, Output

Outputs = Mapping[str, Output]
"""The latest output of each framework, by its id."""


@dataclass(frozen=True, slots=True)
class Ground:
    """A part of an output that something else rests on."""

    output: Output
    path: str
    quote: str
    where: str
    """For people: `SWOT O1`."""

    @property
    def ref(self) -> str:
        """The output's id and the path into its body: `0198...#items.O1`."""
        return f"{self.output.id}#{self.path}" if self.path else self.output.id

    def evidence(self, path: str) -> Evidence:
        """For what stands at `path`: an approved output is worth more than a draft."""
        grade = GRADES["output"] if self.output.status == "approved" else DRAFT_OUTPUT
        return Evidence(path, "output", self.ref, self.quote, grade)


@dataclass(frozen=True, slots=True)
class Claim:
    """One record of an output, with the words that stand for it."""

    output: Output
    path: str
    field: str
    """Where the words stand, by the names of the lists and the field: `forces.factors.name`."""
    record: Json

    @property
    def framework(self) -> str:
        return self.output.draft.output_type

    @property
    def text(self) -> str:
        return str(self.record[self.field.rpartition(".")[2]])

    def quote(self, locale: Locale) -> str:
        """The words, or the label of a choice."""
        chosen = field_spec(self.framework, self.field).type == "choice"
        return label(self.framework, self.field, self.text, locale) if chosen else self.text

    def place(self, locale: Locale) -> str:
        """What people call the record: its id, or the label of the key that it stands under."""
        lists = self.field.split(".")[:-1]
        key = next((one.key for one in framework_spec(self.framework).records if [one.name] == lists), None)
        return (
            label(self.framework, f"{lists[0]}.{key}", self.record["id"], locale)
            if key
            else self.record["id"]
        )

    def ground(self, locale: Locale) -> Ground:
        name = framework_spec(self.framework).name.say(locale)
        return Ground(self.output, self.path, self.quote(locale), f"{name} {self.place(locale)}")


@dataclass(frozen=True, slots=True)
class Select:
    """Records of one framework: those at `path` that pass `test`, which sees the record and the whole body.

    A path names a list, then the id of a record or `*` for each, and so on: `objectives.*.key_results`.
    """

    framework: str
    path: str
    text: str
    """The field whose words stand for the record."""
    test: Callable[[Json, Json], bool] = lambda _record, _body: True

    def claims(self, outputs: Outputs) -> Iterator[Claim]:
        """Nothing when there is no output of the framework; records without words are left out."""
        output = outputs.get(self.framework)
        if output is None:
            return
        steps = self.path.split(".")
        field = ".".join((*steps[::2], self.text))
        for path, record in _records(output.draft.body, steps, ""):
            if record.get(self.text) and self.test(record, output.draft.body):
                yield Claim(output, path, field, record)


def _records(node: Json, steps: list[str], at: str) -> Iterator[tuple[str, Json]]:
    name, *rest = steps
    for record in node.get(name) or ():
        path = f"{at}{name}.{record['id']}"
        if not rest:
            yield path, record
        elif rest[0] in ("*", record["id"]):
            yield from _records(record, rest[1:], f"{path}.")
