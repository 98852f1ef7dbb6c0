"""The values of planning: what a plan is made of, each with the ground that it stands on."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from typing import Literal, get_args

from agents.kit.flows import Flowing
from agents.kit.frameworks.confidence import GRADES
from config.errors import Locale
from config.planning import Mode, Objective, Record
from memory.insight import Insight
from memory.types import Evidence, EvidenceKind, InputUsed

Per = Literal["day", "week", "month", "quarter", "year"]
PERS: tuple[Per, ...] = get_args(Per)


@dataclass(frozen=True, slots=True)
class Ground:
    """What something rests on: words of somebody, a document, an output, a measured number, or an assumption."""

    kind: EvidenceKind
    ref: str
    quote: str
    grade: float
    used: InputUsed | None = None
    """For `inputs_used`; None where the source is among them anyway."""

    def evidence(self, path: str) -> Evidence:
        return Evidence(path, self.kind, self.ref, self.quote, self.grade)


ASSUMED = Ground("assumption", "", "", GRADES["assumption"])


def of_flow(flowing: Flowing) -> Ground:
    return Ground("output", flowing.ref, flowing.text, flowing.grade, flowing.used())


def stated(ref: str, quote: str) -> Ground:
    """Words that somebody said or set down: a message, a campaign's frame."""
    return Ground("statement", ref, quote, GRADES["statement"])


def of_guideline(place: str, text: str) -> Ground:
    return stated(f"guideline:{place}", text)


def of_insight(insight: Insight) -> Ground:
    used = InputUsed("insight", insight.id, insight.content_hash)
    kind: EvidenceKind = "document" if insight.grade == GRADES["document"] else "statement"
    return Ground(kind, insight.id, insight.text, insight.grade, used)


@dataclass(frozen=True, slots=True)
class Persona:
    """For whom a row is. Without personas it is the audience that the words name."""

    id: str
    """The persona's slug; `audience` where there is none."""
    name: str
    ground: Ground
    channels: tuple[str, ...] = ()
    """Ids of channels; none where nobody said any."""
    made: bool = False
    """Whether it is a persona, rather than an audience."""
    group: str = ""
    """Whom it stands for, in the words of the sources."""


@dataclass(frozen=True, slots=True)
class Proof:
    """Something true that a message may lean on."""

    id: str
    text: str
    kinds: frozenset[str]
    ground: Ground


@dataclass(frozen=True, slots=True)
class Origin:
    """The record of another output that a row comes from."""

    output: str
    type: str
    item: str
    path: str
    version: int
    content_hash: str
    score: float | None = None

    def json(self) -> dict[str, object]:
        return {name: getattr(self, name) for name in self.__slots__}


@dataclass(frozen=True, slots=True)
class Lead:
    """An opportunity or an unserved outcome that wants a row."""

    key: str
    text: str
    signals: tuple[str, ...]
    ground: Ground
    origin: Origin
    score: float


@dataclass(frozen=True, slots=True)
class Budget:
    """What may be spent over the whole plan, in minor units; None: nobody has said."""

    total: int | None
    ground: Ground = ASSUMED
    per: str = ""
    """`month` or another period where it was said as a rate; `rate` is then the amount of one."""
    rate: int | None = None
    other: str = ""
    """Another source that says another amount."""


@dataclass(frozen=True, slots=True)
class Frame:
    """From when to when, and how days are counted there."""

    starts: date
    ends: date
    """Both included."""
    ground: Ground
    timezone: str
    country: str
    """ISO 3166; "" where the timezone names none that is known."""

    @property
    def days(self) -> int:
        return (self.ends - self.starts).days + 1

    @property
    def weeks(self) -> int:
        return -(-self.days // 7)

    @property
    def months(self) -> int:
        """Months begun, of 365/12 days; what is said by the month is counted so often."""
        return max(1, round(self.days * 12 / 365))


@dataclass(frozen=True, slots=True)
class Ban:
    """Something that may not be done, and who says so."""

    kind: str
    """`channel`, `word` or `never`."""
    value: str
    said: str
    ground: Ground
    source: str = ""
    """Where it was said: a place of the guidelines, "" for an insight or a message."""


@dataclass(frozen=True, slots=True)
class Baseline:
    """A known value of a KPI."""

    value: Decimal
    unit: str
    ground: Ground


@dataclass(frozen=True, slots=True)
class Standing:
    """How a channel stands with this business, by its own words."""

    record: Record
    ground: Ground


@dataclass(frozen=True, slots=True)
class Unit:
    """A business unit of the growth-share matrix."""

    name: str
    quadrant: str
    ground: Ground
    origin: Origin


@dataclass(frozen=True, slots=True)
class Milestone:
    """A day that somebody named."""

    day: date
    what: str
    ground: Ground


@dataclass(frozen=True, slots=True)
class Aim:
    """A metric of the catalogue, how much of it in whole units, and in what time."""

    metric: str
    name: str
    """As it was said."""
    value: Decimal
    unit: str
    """The currency of money; "" of a count."""
    per: Per
    ground: Ground


@dataclass(frozen=True, slots=True)
class Known:
    """Everything that a plan is computed from."""

    locale: Locale
    currency: str
    frame: Frame
    mode: Mode
    mode_why: str
    """A key of the wordings."""
    budget: Budget
    hours: float | None
    hours_ground: Ground
    objective: Objective
    objective_ground: Ground
    personas: tuple[Persona, ...]
    proofs: tuple[Proof, ...] = ()
    opportunities: tuple[Lead, ...] = ()
    waiting: tuple[Lead, ...] = ()
    """Opportunities under the threshold."""
    outcomes: tuple[Lead, ...] = ()
    threats: tuple[Lead, ...] = ()
    bans: tuple[Ban, ...] = ()
    allowed: tuple[str, ...] = ()
    """Channels that a locked guideline keeps to; none: all."""
    allowed_ground: Ground = ASSUMED
    business_channels: tuple[str, ...] = ()
    """Channels of the business model."""
    standing: Mapping[str, Standing] = field(default_factory=dict[str, Standing])
    paid_untried: Standing | None = None
    segments: frozenset[str] = frozenset()
    occasions: frozenset[str] = frozenset()
    """Signals that were told of or found by the SWOT."""
    skills: Mapping[str, bool] = field(default_factory=dict[str, bool])
    baselines: Mapping[str, Baseline] = field(default_factory=dict[str, Baseline])
    goals: Mapping[str, Baseline] = field(default_factory=dict[str, Baseline])
    aims: tuple[Aim, ...] = ()
    """What is to be reached in a time."""
    traffic: Baseline | None = None
    """Visits a day."""
    shares: tuple[float, ...] = ()
    """Proven, emerging, experimental, where the three horizons say so."""
    shares_ground: Ground = ASSUMED
    retention: float = 0.0
    """What the buyers' power adds to the weight of keeping customers."""
    retention_ground: Ground = ASSUMED
    price: Lead | None = None
    """The buyers who press on the price."""
    units: tuple[Unit, ...] = ()
    milestones: tuple[Milestone, ...] = ()
    inputs: tuple[InputUsed, ...] = ()

    @property
    def month_minor(self) -> int:
        return (self.budget.total or 0) // self.frame.months
