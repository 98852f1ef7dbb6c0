"""What was to be reached, and what was: key results, the plan's KPIs and the campaign's own, beside the figures."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from agents.kit.analysing.saying import metric_name, said
from agents.kit.analysing.understanding import lone
from agents.kit.analysing.values import Value, row_currency
from agents.kit.flows import Flowing, arriving
from agents.kit.frameworks.confidence import GRADES
from agents.kit.reading.quantities import read_quantities
from agents.types import Ask
from config.analysing import catalogue
from config.reporting import target_metrics
from memory.metrics import MICROS
from memory.types import Campaign, Evidence, InputUsed, Json

_PERCENT = 100
_MOST = 8


@dataclass(frozen=True, slots=True)
class Goal:
    """A metric and what it was to be, in the metric's own unit."""

    name: str
    metric: str
    target: float
    basis: str
    evidence: Evidence
    used: InputUsed | None = None


def goals(ask: Ask, campaign: Campaign | None) -> tuple[Goal, ...]:
    """Those that are about a metric of the catalogue; of one metric the first that is told."""
    found: dict[str, Goal] = {}
    for one in (*_key_results(ask), *_of_campaign(campaign, ask), *_of_plan(ask)):
        found.setdefault(one.metric, one)
    return tuple(found.values())[:_MOST]


def _key_results(ask: Ask) -> Iterator[Goal]:
    for one in arriving("okr.key_result-report.target", ask.context):
        record: Json = one.value
        yield from _flowed(
            ask, one, (record.get("metric_key"), one.text), record.get("target"), record.get("unit"), "okr"
        )


def _of_plan(ask: Ask) -> Iterator[Goal]:
    for one in arriving("plan.kpi-report.target", ask.context):
        row: Json = one.value
        yield from _flowed(
            ask, one, (row.get("kpi_name"), row.get("kpi")), row.get("target"), row.get("target_unit"), "plan"
        )


def _flowed(
    ask: Ask, one: Flowing, names: tuple[object, ...], target: object, unit: object, basis: str
) -> Iterator[Goal]:
    metric = next((found for name in names if name and (found := _metric(str(name), ask.today))), "")
    if metric and isinstance(target, int | float):
        value = _own_unit(metric, float(target), str(unit or ""))
        yield Goal(one.text or metric, metric, value, basis, one.evidence(f"targets.{metric}"), one.used())


def _of_campaign(campaign: Campaign | None, ask: Ask) -> Iterator[Goal]:
    """`ROAS 4`, `CPA 12,000원`: a metric and one number."""
    text = campaign.plan.kpi.strip() if campaign else ""
    numbers = read_quantities(text, ask.context.place.currency)
    if campaign is None or len(numbers) != 1:
        return
    (number,) = numbers
    metric = _metric(text.replace(number.text, " "), ask.today)
    if not metric:
        return
    amount = float(number.value)
    if number.kind == "money":
        from agents.kit.budgeting.amounts import micros_of_minor  # noqa: PLC0415

        value = amount * micros_of_minor(number.unit)
    else:
        value = _own_unit(metric, amount, "%" if number.kind == "percent" else "")
    evidence = Evidence(f"targets.{metric}", "statement", campaign.id, text, GRADES["statement"])
    yield Goal(text, metric, value, "campaign", evidence)


def _metric(name: str, today: date) -> str:
    found = lone(name.replace("_", " "), today)
    return found.metrics[0] if found and found.metrics[0] in target_metrics() and not found.platforms else ""


def _own_unit(metric: str, target: float, unit: str) -> float:
    """As the facts have it: money in micros, conversions in millionths, shares of one, times."""
    told, percent = catalogue()[metric], unit.strip() in ("%", "percent", "퍼센트")
    if told.unit == "percent" or (told.unit == "times" and percent):
        return target / _PERCENT
    return target * MICROS if told.unit == "money" or told.over == "conversions" else target


def reached(ask: Ask, goal: Goal, numbers: Json, truth: Json | None) -> Json:
    """A goal beside what was reached. A sum is a part of what a longer time is to bring; a ratio is met or not."""
    value, currency, source = _value(goal.metric, numbers, truth)
    told = catalogue()[goal.metric]
    ratio = told.kind == "ratio"
    met = None if value is None or not ratio else (value >= goal.target) == (told.good != "down")
    if value is not None and value == goal.target:
        met = True if ratio else None
    return {
        "id": goal.metric,
        "name": metric_name(goal.metric, ask.locale),
        "goal": goal.name,
        "basis": goal.basis,
        "target": goal.target,
        "now": value,
        "source": source,
        "met": met,
        "share": None if value is None or ratio or not goal.target else round(value / goal.target, 4),
        "target_said": said(goal.metric, goal.target, currency or ask.context.place.currency, ask.locale),
        "now_said": said(goal.metric, value, currency, ask.locale),
    }


def _value(metric: str, numbers: Json, truth: Json | None) -> tuple[Value, str, str]:
    """The whole's value with its currency, and who counted it: what was really counted goes before claims."""
    if truth is not None and metric in ("conversions", "revenue"):
        counted = truth["conversions"] if metric == "conversions" else truth["value_micros"]
        if counted is not None:
            return (
                (counted * MICROS if metric == "conversions" else counted),
                truth["currency"],
                truth["name"],
            )
    known = [row for row in numbers["totals"] if row["now"].get(metric) is not None]
    if len(known) != 1:
        return None, "", ""
    return known[0]["now"][metric], row_currency(known[0], metric), ""
