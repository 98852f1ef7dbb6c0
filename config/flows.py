"""What flows where: config/flows.toml, validated when loaded."""

from collections.abc import Collection
from functools import cache
from typing import Any, Literal, Self

from pydantic import Field, model_validator

from config.catalogue import Bilingual
from config.data import Data
from config.tables import read_table

EndKind = Literal[
    "output", "turn", "metric", "guideline", "insight", "approval", "task", "digest", "report", "context"
]
Value = str | int | float | bool


class End(Data):
    """Where something flows from or to: a type of output, or another thing that is known."""

    id: str
    name: Bilingual
    kind: EndKind = "output"
    agent: str = ""
    """Whose it is; "" is nobody's in particular, and always there."""
    command: str = ""
    """What a user says to make one, without the slash; "" where none is offered."""
    offer: Bilingual | None = None
    """What the button of the command says."""

    @model_validator(mode="after")
    def _offered(self) -> Self:
        if bool(self.command) != bool(self.offer):
            raise ValueError(f"{self.id}: a command has an offer")
        return self


class Condition(Data):
    """What a field of a record has to be; every bound that is given holds."""

    field: str
    is_: list[Value] = Field(default_factory=list[Value], alias="is")
    is_not: list[Value] = Field(default_factory=list[Value])
    above: float | None = None
    at_least: float | None = None
    below: float | None = None
    at_most: float | None = None
    unknown: bool = False
    """Whether it holds where the field has no value."""

    def holds(self, record: dict[str, Any]) -> bool:
        value = record.get(self.field)
        if value is None:
            return self.unknown
        if value in self.is_not or (self.is_ and value not in self.is_):
            return False
        bounds = (self.above, self.at_least, self.below, self.at_most)
        return bounds == (None, None, None, None) or self._within(value)

    def _within(self, value: object) -> bool:
        if not isinstance(value, int | float) or isinstance(value, bool):
            return False
        return (
            (self.above is None or value > self.above)
            and (self.at_least is None or value >= self.at_least)
            and (self.below is None or value < self.below)
            and (self.at_most is None or value <= self.at_most)
        )


class Flow(Data):
    """One thing that is taken from what one agent made, for what another one makes."""

    id: str
    from_: End = Field(alias="from")
    path: str
    """Into the producer's body: names of lists and ids of records, `*` for each."""
    text: str = ""
    """The field that stands for the record in words; "" where the value is its own words."""
    where: list[Condition] = Field(default_factory=list[Condition])
    status: Literal["", "draft", "in_review", "approved"] = ""
    to: End
    lands: str
    """Into the consumer's body."""
    scope: Literal["same", "inherits"]
    awaited: bool = False
    """Whether the consumer does not take it yet; who takes it all the same is refused."""
    means: Bilingual

    def on_duty(self, agents: Collection[str]) -> bool:
        return not self.awaited and self.agents <= set(agents)

    @property
    def agents(self) -> frozenset[str]:
        """Who must be on duty for it."""
        return frozenset(filter(None, (self.from_.agent, self.to.agent)))


class _Registry(Data):
    ends: dict[str, End]
    flows: dict[str, Flow]

    @model_validator(mode="after")
    def _said_once(self) -> Self:
        told = [
            (flow.from_.id, flow.path, flow.to.id, flow.lands, str(flow.where))
            for flow in self.flows.values()
        ]
        if len(told) != len(set(told)):
            raise ValueError("two flows say the same")
        return self


@cache
def _registry() -> _Registry:
    table = read_table("flows.toml")
    ends = {name: {"id": name, **end} for name, end in table["ends"].items()}
    flows = {
        name: {"id": name, **flow, "from": ends[flow["from"]], "to": ends[flow["to"]]}
        for name, flow in table["flows"].items()
    }
    return _Registry.model_validate({"ends": ends, "flows": flows})


def flows() -> dict[str, Flow]:
    """Every declared flow by its id, in the order of the file.

    Raises pydantic.ValidationError, or KeyError for an end that is not declared.
    """
    return _registry().flows


def ends() -> dict[str, End]:
    """What things flow between, by id."""
    return _registry().ends
