"""How plans are made, as data: channels, tactics, modes, KPIs, markets. Validated when loaded."""

import re
from collections.abc import Mapping
from functools import cache
from typing import Literal

from pydantic import Field, model_validator

from config.catalogue import Bilingual
from config.data import Data
from config.patterns import regex
from config.tables import read_table

Mode = Literal["bootstrapped", "sme", "enterprise"]
Basis = Literal["risk", "media"]
Stage = Literal["awareness", "consideration", "conversion", "retention", "advocacy"]
Objective = Literal["awareness", "traffic", "leads", "sales", "retention"]
Record = Literal["proven", "emerging", "experimental"]
Media = Literal["owned", "earned", "paid"]
Part = Literal["channels", "objective", "evidence", "budget", "skills"]

STAGES: tuple[Stage, ...] = ("awareness", "consideration", "conversion", "retention", "advocacy")
OBJECTIVES: tuple[Objective, ...] = ("awareness", "traffic", "leads", "sales", "retention")
RECORDS: tuple[Record, ...] = ("proven", "emerging", "experimental")
MEDIA: tuple[Media, ...] = ("owned", "earned", "paid")
PARTS: tuple[Part, ...] = ("channels", "objective", "evidence", "budget", "skills")


class Channel(Data):
    """Where people are reached, with every word for it; one that belongs to a house is forbidden with it."""

    id: str
    name: Bilingual
    words: list[str]
    house: str = ""
    """The channel above it: whoever forbids Naver forbids its search, too."""


class Tactic(Data):
    """Something that can be done on a channel, and what it takes."""

    id: str
    channel: str
    name: Bilingual
    media: Media
    record: Record
    """How it stands in general; what is known of the own channel goes before it."""
    markets: list[str] = Field(default_factory=list)
    """Countries, ISO 3166; none: everywhere."""
    segments: list[str] = Field(default_factory=list)
    occasion: list[str] = Field(default_factory=list)
    """Signals of which one must have been told of: without an offer there is nothing to try."""
    """Businesses that it is for; none: all."""
    stages: list[Stage]
    """The best first."""
    objectives: list[Objective]
    minimum: dict[str, int] = Field(default_factory=dict[str, int])
    """Per month in major units, KRW and USD: under it nothing can be learnt. None: it can be done for nothing."""
    money: float = Field(ge=0, le=1, strict=False)
    """How much of what is beyond its minimum it can use well, 0 to 1; 0 takes none."""
    hours: float = Field(gt=0, strict=False)
    """Per week."""
    skills: list[str]
    proofs: list[str]
    """Kinds of proof that carry it, the best first."""
    answers: list[str] = Field(default_factory=list)
    """Signals of an opportunity that it takes up."""
    kpi: str
    format: Bilingual
    cadence: Bilingual
    every: Literal["week", "fortnight", "month", "always"]
    weekday: int = Field(default=2, ge=1, le=7)
    """ISO day on which it appears."""
    holidays: Literal["avoid", "use", "ignore"] = "ignore"
    cta: Bilingual

    @property
    def free(self) -> bool:
        return not self.minimum


class Kpi(Data):
    """What a row is measured by."""

    id: str
    name: Bilingual
    unit: str
    """`%`, `count` or `money`."""
    metrics: list[str]
    """What memory calls it."""
    words: list[str]
    up: bool = True
    """Whether more is better."""
    lift: float = Field(gt=0, strict=False)
    """What is aimed at above a known baseline, where nobody has said a target: a share of it."""


class ModeSpec(Data):
    """One way of planning."""

    name: Bilingual
    words: list[str]
    rows: int
    weeks: int
    hours: float | None = Field(default=None, strict=False)
    """Per week, where nobody has said how many there are."""


class Lexicon(Data):
    """Words by what they mean."""

    objectives: dict[Objective, list[str]]
    segments: dict[str, list[str]]
    skills: dict[str, list[str]]
    nothing: list[str]
    """Of a budget: that there is none."""
    online_none: list[str]


class Rules(Data):
    """The figures of planning, each of them the house's own unless it names a source."""

    enterprise_from: dict[str, int]
    """Budgets of a year in major units."""
    scale: dict[str, float] = Field(strict=False)
    """Major units of a currency that buy about what a dollar buys. Only for minimums: no rate of exchange."""
    shares: dict[Basis, list[int]]
    weights: dict[Part, float]
    stage_weights: dict[Objective, dict[Stage, float]]
    partial: float
    least: int
    """Of 100: under this a tactic fits nobody."""
    opportunity: int
    """The score from which a SWOT opportunity is a tactic."""
    opportunities: int
    """Rows at most that come of opportunities."""
    alpha: float
    power: float
    effect: float
    """The relative difference that an experiment is to find, where nobody has said one."""
    days: int
    """An experiment runs at least so long, in full weeks."""
    experiments: int


class Planning(Data):
    """Everything that planning knows beforehand."""

    channels: dict[str, Channel]
    tactics: dict[str, Tactic]
    kpis: dict[str, Kpi]
    modes: dict[Mode, ModeSpec]
    lexicon: Lexicon
    rules: Rules
    proofs: dict[str, list[str]]
    """Kinds of proof by the signals that make one."""
    countries: dict[str, str]
    """By IANA timezone."""
    languages: dict[str, str]
    """By locale, as the library of holidays names them."""

    @model_validator(mode="after")
    def _whole(self) -> "Planning":
        known = set(self.channels), set(self.kpis), set(self.proofs), set(self.lexicon.skills)
        for one in self.tactics.values():
            wanted = ({one.channel}, {one.kpi}, set(one.proofs), set(one.skills))
            if gaps := [need - have for need, have in zip(wanted, known, strict=True) if need - have]:
                raise ValueError(f"tactic {one.id}: nothing is known of {gaps}")
            if one.minimum and set(one.minimum) != {"KRW", "USD"}:
                raise ValueError(f"tactic {one.id}: a minimum is said in KRW and in USD")
        if any(one.house and one.house not in self.channels for one in self.channels.values()):
            raise ValueError("a channel belongs to a house that there is not")
        return self

    def houses(self, channel: str) -> tuple[str, ...]:
        """The channel and those that it belongs to."""
        above = self.channels[channel].house
        return (channel, *self.houses(above)) if above else (channel,)


@cache
def planning() -> Planning:
    """The tables of config/planning. Raises pydantic.ValidationError when one of them is incomplete."""
    rules = read_table("planning", "rules.toml")
    return Planning.model_validate(
        rules
        | {
            "channels": _named(read_table("planning", "channels.toml")["channel"]),
            "tactics": _named(_tactics()),
            "kpis": _named(read_table("planning", "kpis.toml")["kpi"]),
        }
    )


def _tactics() -> list[dict[str, str]]:
    return [
        one
        for name in ("tactics_korea", "tactics_paid", "tactics_unpaid")
        for one in read_table("planning", f"{name}.toml")["tactic"]
    ]


def _named(entries: list[dict[str, str]]) -> dict[str, dict[str, str]]:
    return {one["id"]: one for one in entries}


class Wording(Data):
    """How a model is asked for the words of rows."""

    instructions: str
    question: str
    answer_in: Bilingual


@cache
def aim_words(part: Literal["times", "words"]) -> Mapping[str, re.Pattern[str]]:
    """How goals that name a time are said."""
    return {
        name: regex(one, re.IGNORECASE) for name, one in read_table("planning", "aims.toml")[part].items()
    }


@cache
def wording() -> Wording:
    """Raises pydantic.ValidationError when config/prompts/plan.toml is incomplete."""
    return Wording.model_validate(read_table("prompts", "plan.toml"))
