"""What a metric is to reach: the targets of a plan's rows and of key results, beside where it stands."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta

from agents.kit.analysing.inquiry import Inquiry, months_back
from agents.kit.analysing.tracked import Tracked, in_unit, meant, track
from agents.kit.budgeting.counted_truth import counted
from agents.kit.budgeting.window import Window
from agents.kit.budgeting.wish import mentions
from agents.kit.flows import Flowing, arriving
from agents.kit.measuring.port import Facts
from agents.types import Ask
from config.analysing import catalogue, goal_metrics
from memory.metrics import beginning
from memory.types import Json

PLAN, KEY_RESULT = "plan.kpi-analytics.goal", "okr.key_result-analytics.metric"
AIM = "plan.aim-analytics.goal"


@dataclass(frozen=True, slots=True)
class Goal:
    """A target that somebody set, and the question whose answer is held against it."""

    name: str
    asked: Inquiry
    target: float
    unit: str
    source: Flowing
    baseline: float | None = None
    ends: date | None = None
    """The last day of the time in which all of the target is to be reached; None where it holds on each day."""
    whole: bool = False
    """Whether it is of all that is sold, rather than of what one platform claims."""

    @property
    def metric(self) -> str:
        return self.asked.metrics[0]


def goals(ask: Ask, window: Window) -> tuple[Goal, ...]:
    """The targets that are measured by the catalogue's metrics; a plan's rates are taken over `window`."""
    return (*_of_key_results(ask), *_of_aims(ask, window), *_of_plan(ask, window))


def _of_key_results(ask: Ask) -> Iterator[Goal]:
    """Each key result that names a metric, over its own days or its objective's."""
    for one in arriving(KEY_RESULT, ask.context):
        record: Json = one.value
        key, name, source = (str(record.get(field) or "") for field in ("metric_key", "name", "source"))
        asked = meant(key, name, source, _period(one), ask.today)
        if asked is not None and record.get("target") is not None:
            unit, baseline = str(record.get("unit") or ""), record.get("baseline")
            ends = _due(record) if catalogue()[asked.metrics[0]].kind == "sum" else None
            yield Goal(name or key, asked, float(record["target"]), unit, one, baseline, ends)


def _period(one: Flowing) -> str:
    """The period of the objective that a key result is of."""
    owner = one.path.split(".")[1]
    objectives: list[Json] = one.output.draft.body["objectives"]
    return next((str(each.get("period") or "") for each in objectives if each["id"] == owner), "")


def _of_plan(ask: Ask, window: Window) -> Iterator[Goal]:
    """A row's rate, at the platform that its channel is bought on; the same target of one platform once."""
    seen = set[tuple[str, tuple[str, ...], float]]()
    for one in arriving(PLAN, ask.context):
        row: Json = one.value
        metric, target = goal_metrics().get(str(row.get("kpi"))), row.get("target")
        platforms = tuple(each.id for each in mentions(_channel(row), "platforms"))[:1]
        if metric is None or target is None or not platforms or (metric, platforms, target) in seen:
            continue
        seen.add((metric, platforms, target))
        asked = Inquiry("summary", (metric,), platforms=platforms, window=window)
        yield Goal(str(row.get("kpi_name") or one.text), asked, float(target), str(row["target_unit"]), one)


def _of_aims(ask: Ask, window: Window) -> Iterator[Goal]:
    """What is to be reached in a time, over the one that the last of these days lies in, as far as it has come."""
    for one in arriving(AIM, ask.context):
        record: Json = one.value
        whole = _around(str(record["per"]), window.until)
        asked = Inquiry("summary", (record["metric"],), window=Window(whole.since, window.until))
        yield Goal(
            str(record["name"]),
            asked,
            float(record["target"]),
            str(record["unit"]),
            one,
            ends=whole.until,
            whole=True,
        )


def _due(record: Json) -> date | None:
    try:
        return date.fromisoformat(str(record.get("due") or ""))
    except ValueError:
        return None


def _around(per: str, day: date) -> Window:
    """The day, week (from Monday), month, quarter or year that a day lies in."""
    if per in ("day", "week"):
        since = beginning(per, day)
        return Window(since, since + timedelta(days=6 if per == "week" else 0))
    months = {"month": 1, "quarter": 3, "year": 12}[per]
    first = date(day.year, (day.month - 1) // months * months + 1, 1)
    return Window(first, months_back(first, -months) - timedelta(days=1))


def _channel(row: Json) -> str:
    return " ".join(str(row.get(name) or "").replace("_", " ") for name in ("channel", "channel_name"))


async def standing(ask: Ask, facts: Facts, goal: Goal) -> Json:
    """{name, metric, platforms, target, unit, value, progress, since, until, ref, why, source}."""
    found = await _counted(facts, goal)
    found = found or await track(facts, goal.asked, goal.unit, ask.context.place.scope, ask.today)
    return {
        "name": goal.name,
        "metric": goal.metric,
        "platforms": list(goal.asked.platforms),
        "target": goal.target,
        "unit": goal.unit,
        "value": found.value,
        "progress": progress(goal, found.value),
        "since": found.window.since.isoformat() if found.window else None,
        "until": found.window.until.isoformat() if found.window else None,
        "ref": found.ref,
        "why": _why(found),
        "source": goal.source.ref,
        "from": goal.source.output.draft.output_type,
        "ends": goal.ends.isoformat() if goal.ends else None,
    }


async def _counted(facts: Facts, goal: Goal) -> Tracked | None:
    """What is sold within a time is what shop or CRM counted, where they did: no platform's claim."""
    window, metric = goal.asked.window, goal.metric
    if not goal.whole or window is None or not catalogue()[metric].claim:
        return None
    found = await counted(facts, window)
    truth = found.truth
    if truth is None:
        return None
    value, currency = (truth.value, found.currency) if metric == "revenue" else (truth.conversions, "")
    known = in_unit(metric, value, currency, goal.unit)
    return None if known is None else Tracked(metric, window, known, ref=f"truth:{truth.source}")


def _why(found: Tracked) -> str:
    return found.why or ("late" if found.late else "")


def progress(goal: Goal, value: float | None) -> float | None:
    """The part of the way from the baseline (0 to 1), else of the target; of what should be low the inverse."""
    if value is None:
        return None
    if goal.baseline is not None and goal.baseline != goal.target:
        return round(min(max((value - goal.baseline) / (goal.target - goal.baseline), 0.0), 1.0), 4)
    over, under = (goal.target, value) if catalogue()[goal.metric].good == "down" else (value, goal.target)
    return round(over / under, 4) if under else None
