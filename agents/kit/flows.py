"""What an agent takes of what others delivered: only what config/flows.toml declares, always with its source.

for one in arriving("swot.opportunity-plan.tactic", ask.context):
    row = {"message": one.text, ...}
    inputs.append(one.used())
    evidence.append(one.evidence("rows.R1.message"))
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any, cast

from agents.kit.frameworks.confidence import DRAFT_OUTPUT, GRADES
from agents.types import Context
from config import flows as registry
from config.flows import Flow
from memory.types import Evidence, InputUsed, Json, Output, Scope

_GONE = ("archived", "superseded")


class UndeclaredFlow(LookupError):
    """An agent takes what no flow declares; that is a fault of the program."""


@dataclass(frozen=True, slots=True)
class Flowing:
    """One thing that a flow brings: a record or a value of an output, and where it stands there."""

    flow: Flow
    output: Output
    path: str
    """Into the output's body: `items.O1`, `attributes.channels`."""
    value: Any
    """The record, or the value."""

    @property
    def text(self) -> str:
        """It in words; "" where it has none. Several words are joined by commas."""
        said = cast("Json", self.value).get(self.flow.text) if isinstance(self.value, dict) else self.value
        if isinstance(said, list):
            return ", ".join(str(one) for one in cast("list[object]", said))
        return "" if said is None or isinstance(said, dict) else str(cast("object", said))

    @property
    def ref(self) -> str:
        """The output's id and the path into its body: `0198...#items.O1`."""
        return f"{self.output.id}#{self.path}"

    @property
    def grade(self) -> float:
        """What it is worth as evidence: of an approved output more than of a draft."""
        return GRADES["output"] if self.output.status == "approved" else DRAFT_OUTPUT

    def used(self) -> InputUsed:
        """For the `inputs_used` of what is made of it: when the output changes, that is stale."""
        return InputUsed("output", self.output.id, self.output.content_hash)

    def evidence(self, path: str) -> Evidence:
        """For what stands at `path` of what is made of it."""
        return Evidence(path, "output", self.ref, self.text, self.grade)


def flow(flow_id: str) -> Flow:
    """Raises UndeclaredFlow."""
    found = registry.flows().get(flow_id)
    if found is None or found.awaited:
        raise UndeclaredFlow(flow_id)
    return found


def arriving(flow_id: str, context: Context) -> tuple[Flowing, ...]:
    """What a flow brings to this place, from its own outputs and, where the flow inherits, from those above.

    Raises UndeclaredFlow.
    """
    return taken(flow_id, (*context.latest, *context.inherited), context.place.scope)


def taken(flow_id: str, outputs: Iterable[Output], at: Scope | None = None) -> tuple[Flowing, ...]:
    """What a flow brings out of these outputs, the nearest of each type and subject, in their order.

    Without `at` they all count as outputs of the same place. Raises UndeclaredFlow.
    """
    declared = flow(flow_id)
    found = (one for output in _nearest(declared, outputs, at) for one in _hits(declared, output))
    return tuple(found)


def inputs(flowing: Iterable[Flowing]) -> tuple[InputUsed, ...]:
    """The outputs that these come from, each once."""
    return tuple(dict.fromkeys(one.used() for one in flowing))


def own(context: Context, *output_types: str) -> tuple[Output, ...]:
    """The newest outputs of an agent's own types at this place, one of each subject, newest first."""
    return tuple(one for one in context.latest if one.draft.output_type in output_types)


def own_near(context: Context, *output_types: str) -> tuple[Output, ...]:
    """The same with those that stand above this place, nearest first."""
    return (
        *own(context, *output_types),
        *(one for one in context.inherited if one.draft.output_type in output_types),
    )


def previous(context: Context, output_type: str, subject: str = "") -> Output | None:
    """The version that a new output of this type and subject follows."""
    return next((one for one in own(context, output_type) if one.draft.subject == subject), None)


def _nearest(declared: Flow, outputs: Iterable[Output], at: Scope | None) -> Iterator[Output]:
    """The outputs that the flow may read: of a type and subject the one whose place is nearest."""
    wanted = [
        one
        for one in outputs
        if one.draft.output_type == declared.from_.id
        and one.status not in _GONE
        and declared.status in ("", one.status)
        and (at is None or one.scope in (at.chain if declared.scope == "inherits" else (at,)))
    ]
    best = dict[str, Output]()
    for one in sorted(wanted, key=lambda output: at.chain.index(output.scope) if at else 0):
        best.setdefault(one.draft.subject, one)
    return iter(best.values())


def _hits(declared: Flow, output: Output) -> Iterator[Flowing]:
    steps = declared.path.split(".")
    for path, value, record in _walked(output.draft.body, steps, ()):
        if value not in (None, "", []) and all(one.holds(record) for one in declared.where):
            yield Flowing(declared, output, path, value)


def _walked(node: Any, steps: list[str], at: tuple[str, ...]) -> Iterator[tuple[str, Any, Json]]:
    """Each thing at these steps with its path, and the record that it is or stands in."""
    for name, below in _below(node, steps[0]):
        path = (*at, name)
        if len(steps) > 1:
            yield from _walked(below, steps[1:], path)
        else:
            yield ".".join(path), below, below if isinstance(below, dict) else node


def _below(node: Any, step: str) -> Iterator[tuple[str, Any]]:
    """The parts of a node that a step names: by key of an object, by id, or by place, in a list."""
    if isinstance(node, dict):
        parts = cast("Json", node).items()
    elif isinstance(node, list):
        parts = [(_name(one, place), one) for place, one in enumerate(cast("list[Any]", node))]
    else:
        return
    yield from ((name, part) for name, part in parts if step in ("*", name))


def _name(part: Any, place: int) -> str:
    return str(cast("Json", part).get("id", place)) if isinstance(part, dict) else str(place)
