"""The body of a marketing plan: typed, and checked before it is delivered."""

from datetime import date
from typing import Literal

from pydantic import BaseModel, ConfigDict, Field, model_validator

from config.planning import Basis, Media, Mode, Objective, Part, Record, Stage

SCHEMA_VERSION = 1


class _Part(BaseModel):
    model_config = ConfigDict(extra="forbid")


class From(_Part):
    """The record of another output that something comes from."""

    output: str
    type: str
    item: str
    path: str
    version: int
    content_hash: str
    score: float | None = None


class FitPart(_Part):
    part: Part
    value: float | None = Field(ge=0, le=1)
    weight: float
    why: str


class Row(_Part):
    """One thing that is done: for whom, where, with which words and proof, for how much."""

    id: str
    key: str
    persona: str
    persona_ref: str
    """The persona's output and path; "" where it is an audience."""
    stage: Stage
    channel: str
    tactic: str
    name: str
    media: Media
    record: Record
    record_why: str
    part: str
    message: str
    message_by: str
    proof: str
    proof_ref: str = Field(min_length=1)
    proof_kind: str
    cta: str
    format: str
    cadence: str
    kpi: str
    kpi_name: str
    baseline: float | None
    target: float | None
    target_unit: str
    target_why: str
    budget: int = Field(ge=0)
    """Minor units over the whole plan."""
    minimum: int
    """Minor units over the whole plan."""
    hours: float
    """A week."""
    phase: str = ""
    depends_on: list[str] = Field(default_factory=list)
    fit: int
    fit_parts: list[FitPart]
    from_: From | None = Field(default=None, alias="from")


class Backlog(_Part):
    id: str
    key: str
    title: str
    persona: str
    why: str
    missing: list[str]
    from_: From | None = Field(default=None, alias="from")


class Share(_Part):
    """A part of the budget and what became of it."""

    id: str
    name: str
    share_pct: float
    planned: int
    amount: int
    """What its rows take, in minor units."""
    reserve: int
    hours: float
    rows: list[str]


class Experiment(_Part):
    id: str
    hypothesis: str
    row: str
    metric: str
    baseline: float | None
    effect_pct: float
    alpha: float
    power: float
    per_arm: int | None
    arms: int
    duration_days: int | None
    status: Literal["ready", "insufficient_data"]
    missing: list[str]
    method: str
    from_: From | None = Field(default=None, alias="from")


class Entry(_Part):
    row: str
    day: date
    note: str


class Day(_Part):
    day: date
    name: str


class WeekPlan(_Part):
    id: str
    starts: date
    ends: date
    entries: list[Entry]
    holidays: list[Day]


class MilestoneDay(_Part):
    day: date
    what: str
    ref: str


class PhasePlan(_Part):
    id: str
    name: str
    starts: date
    ends: date
    depends_on: str
    gate: str
    rows: list[str]
    budget: int


class Constraint(_Part):
    id: str
    kind: str
    said: str
    source: str
    ref: str
    effect: str
    from_: From | None = Field(default=None, alias="from")


class Risk(_Part):
    id: str
    text: str
    score: float
    from_: From = Field(alias="from")


class Success(_Part):
    """A key result's target, or what is to be reached in a time: then `metric` is the analysis' and `per` the time."""

    kpi: str
    name: str
    target: float
    unit: str
    ref: str
    id: str = ""
    metric: str = ""
    per: Literal["", "day", "week", "month", "quarter", "year"] = ""


class PersonaUsed(_Part):
    id: str
    name: str
    made: bool
    channels: list[str]


class Chosen(_Part):
    id: str
    kind: str
    key: str
    value: str
    ref: str
    quote: str


class Budgeted(_Part):
    total: int | None
    per: str
    rate: int | None
    reserve: int
    why: str
    other: str


class Hours(_Part):
    available: float | None
    planned: float
    assumed: bool


class Period(_Part):
    starts: date
    ends: date
    weeks: int
    timezone: str
    country: str


class Plan(_Part):
    """A marketing plan. The sum of the rows' budgets and the reserve is the total."""

    mode: Mode
    mode_why: str
    basis: Basis
    basis_why: str
    currency: str
    objective: Objective
    period: Period
    budget: Budgeted
    hours: Hours
    personas: list[PersonaUsed]
    rows: list[Row]
    backlog: list[Backlog]
    allocation: list[Share]
    phases: list[PhasePlan]
    experiments: list[Experiment]
    calendar: list[WeekPlan]
    milestones: list[MilestoneDay]
    constraints: list[Constraint]
    guardrails: list[Constraint]
    risks: list[Risk]
    channels: list[str]
    success_metrics: list[Success]
    retention_weight: float
    choices: list[Chosen]

    @model_validator(mode="after")
    def _adds_up(self) -> "Plan":
        spent = sum(row.budget for row in self.rows)
        if spent + self.budget.reserve != (self.budget.total or 0):
            raise ValueError("the rows and the reserve are not the budget")
        if self.mode == "bootstrapped" and spent:
            raise ValueError("a bootstrapped row costs something")
        if round(sum(row.hours for row in self.rows), 2) != round(self.hours.planned, 2):
            raise ValueError("the hours do not add up")
        return self
