"""Six things that may be wrong with a budget, each with the figures that say so."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from typing import Literal

from agents.kit.budgeting.allowances import Excess
from agents.kit.budgeting.pacing import Band, Pace
from agents.kit.budgeting.schedule import Schedule
from agents.kit.budgeting.spending import Spending
from config.budgeting import Pacing as Limits

Kind = Literal["pace", "drift", "excess", "runs_out", "unreachable", "silent"]


_POINTS = 10


@dataclass(frozen=True, slots=True)
class Signal:
    """`facts` are what its words say: micros, dates, ratios."""

    kind: Kind
    band: Band
    facts: Mapping[str, object] = field(default_factory=dict[str, object])


@dataclass(frozen=True, slots=True)
class Watched:
    """A budget with its spending and its pace."""

    plan: Schedule
    spending: Spending
    pace: Pace
    swing: int = 0
    """How far the platforms may be above a day's plan by themselves, in micros."""
    excesses: Sequence[Excess] = ()


def signals(watched: Watched, limits: Limits, now: datetime) -> tuple[Signal, ...]:
    """What should be said, most pressing first; nothing for a budget that is paused."""
    if watched.pace.band == "none":
        return ()
    return tuple(_found(watched, limits, now))


def _steps(part: float) -> int:
    """Whole tens of points; what is written 0.2 is two of them."""
    return int(round(part * _POINTS, 6))


def severity(signal: Signal) -> int:
    """How bad it is in whole steps, so that whoever was told can be told again when it is worse by one.

    A step is ten points off the plan or of change, three days before the end, two days without a word.
    """
    facts = signal.facts
    match signal.kind, facts:
        case "pace", {"index": float(index)}:
            return _steps(abs(index - 1))
        case "drift", {"change": float(change)}:
            return _steps(abs(change))
        case "runs_out", {"day": date() as day, "ends": date() as ends}:
            return (ends - day).days // 3
        case "silent", {"age": timedelta() as age}:
            return age.days // 2
        case _:
            return 0


def _found(watched: Watched, limits: Limits, now: datetime) -> Iterator[Signal]:
    yield from _pace(watched)
    yield from _excess(watched)
    yield from _runs_out(watched)
    yield from _drift(watched, limits)
    yield from _unreachable(watched, limits)
    yield from _silent(watched, limits, now)


def _pace(watched: Watched) -> Iterator[Signal]:
    """Off the plan by more than the platforms may be by themselves."""
    pace = watched.pace
    if pace.spent is None or pace.band not in ("under", "over"):
        return
    gap = pace.spent - pace.expected
    if pace.band == "under" or gap > watched.swing:
        yield Signal("pace", pace.band, {"gap": abs(gap), "index": pace.index, "spent": pace.spent})


def _excess(watched: Watched) -> Iterator[Signal]:
    for one in watched.excesses[-3:]:
        facts = {"platform": one.platform, "day": one.day, "spent": one.spent, "allowed": one.allowed}
        yield Signal("excess", "over", {**facts, "span": one.span})


def _runs_out(watched: Watched) -> Iterator[Signal]:
    pace = watched.pace
    if pace.runs_out is not None and pace.band in ("over", "on"):
        yield Signal("runs_out", "over", {"day": pace.runs_out, "ends": watched.plan.ends})


def _drift(watched: Watched, limits: Limits) -> Iterator[Signal]:
    """The last days go another way than the days before."""
    so_far, lately = watched.pace.run_rate, watched.pace.recent_rate
    if not so_far or lately is None or watched.pace.band == "unknown":
        return
    change = lately / so_far - 1
    if abs(change) > limits.drift and abs(lately - so_far) > watched.swing:
        facts = {"change": change, "recent": lately, "rate": so_far}
        yield Signal("drift", "over" if change > 0 else "under", facts)


def _unreachable(watched: Watched, limits: Limits) -> Iterator[Signal]:
    """What is left needs more a day than was ever spent on one."""
    pace, days = watched.pace, watched.spending.days
    best = max((value for value in days.values() if value), default=0)
    needed = pace.needed_rate
    if pace.band == "under" and needed and best and needed > best * limits.reach:
        yield Signal("unreachable", "under", {"needed": needed, "best": best})


def _silent(watched: Watched, limits: Limits, now: datetime) -> Iterator[Signal]:
    """Nothing spent on a day for which something is planned, or nothing known for long."""
    spending, plan = watched.spending, watched.plan
    age = now - spending.as_of
    if age > timedelta(hours=limits.stale_hours) and spending.day < plan.ends:
        yield Signal("silent", "unknown", {"age": age, "as_of": spending.as_of})
    lasts = spending.last(limits.recent_days, plan.starts)
    still = tuple(day for day in lasts if plan.days.get(day) and spending.days.get(day) == 0)
    if still:
        yield Signal("silent", "under", {"days": still})
