"""What was to be reached, and what was: goals that stand beside the figures, and the campaign's own KPI."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from agents.kit.analysing.beside_shown import in_unit_said
from agents.kit.analysing.saying import metric_name, said
from agents.kit.analysing.understanding import lone
from agents.kit.analysing.values import Value, row_currency
from agents.kit.budgeting.amounts import micros_of_minor
from agents.kit.frameworks.confidence import GRADES
from agents.kit.reading.quantities import read_quantities
from agents.types import Ask
from config.analysing import catalogue
from config.budgeting import platform_name
from config.errors import Locale
from config.reporting import target_metrics
from memory.metrics import MICROS
from memory.types import Campaign, Evidence, Json

_PERCENT = 100
_MOST = 8
_BASIS = {"okr": "okr", "marketing_plan": "plan"}


@dataclass(frozen=True, slots=True)
class Goal:
    """The campaign's KPI: a metric and what it was to be, in the metric's own unit."""

    name: str
    metric: str
    target: float
    evidence: Evidence


def targets(ask: Ask, own: Goal | None, numbers: Json, truth: Json | None) -> list[Json]:
    """The campaign's KPI first, then the goals that the analysis found: key results, the plan's rates."""
    found = [_reached(ask, own, numbers, truth)] if own else []
    found += [_beside(one, ask.locale) for one in numbers["goals"]]
    return [one | {"id": f"T{at}"} for at, one in enumerate(found[:_MOST], start=1)]


def _beside(one: Json, locale: Locale) -> Json:
    """A goal over its own days, with what was reached in them."""
    value, target = one["value"], one["target"]
    down = catalogue()[one["metric"]].good == "down"
    met = None if value is None else (value <= target if down else value >= target)
    running = met is False and (one.get("ends") or "") > (one["until"] or "")
    named = ", ".join(platform_name(name, locale) for name in one["platforms"])
    name = str(one["name"]) if not named or named in one["name"] else f"{one['name']} ({named})"
    return {
        "name": name,
        "metric": one["metric"],
        "basis": _BASIS.get(one["from"], "plan"),
        "met": None if running else met,
        "share": round(value / target, 4) if running and target else None,
        "known": value is not None,
        "days": [one["since"], one["until"]],
        "target_said": in_unit_said(target, one["unit"], locale),
        "now_said": in_unit_said(value, one["unit"], locale) if value is not None else "–",
        "source": "",
        "ref": one["source"],
    }


def campaign_goal(campaign: Campaign | None, ask: Ask) -> Goal | None:
    return next(_of_campaign(campaign, ask), None)


def _of_campaign(campaign: Campaign | None, ask: Ask) -> Iterator[Goal]:
    """`ROAS 4`, `CPA 12,000원`: a metric and one number."""
    text = campaign.plan.kpi.strip() if campaign else ""
    numbers = read_quantities(text, ask.context.place.currency)
    if campaign is None or len(numbers) != 1:
        return
    (found,) = numbers
    metric = _metric(text.replace(found.text, " "), ask.today)
    if not metric:
        return
    if found.kind == "money":
        value = float(found.value) * micros_of_minor(found.unit)
    else:
        value = _own_unit(metric, float(found.value), "%" if found.kind == "percent" else "")
    evidence = Evidence("targets", "statement", campaign.id, text, GRADES["statement"])
    yield Goal(text, metric, value, evidence)


def _metric(name: str, today: date) -> str:
    found = lone(name.replace("_", " "), today)
    return found.metrics[0] if found and found.metrics[0] in target_metrics() and not found.platforms else ""


def _own_unit(metric: str, target: float, unit: str) -> float:
    """As the facts have it: money in micros, conversions in millionths, shares of one, times."""
    told, percent = catalogue()[metric], unit.strip() in ("%", "percent", "퍼센트")
    if told.unit == "percent" or (told.unit == "times" and percent):
        return target / _PERCENT
    return target * MICROS if told.unit == "money" or told.over == "conversions" else target


def _reached(ask: Ask, goal: Goal, numbers: Json, truth: Json | None) -> Json:
    """A goal beside the report's days. A sum is a part of what a longer time is to bring; a ratio is met or not."""
    value, currency, source = _value(goal.metric, numbers, truth)
    told, locale = catalogue()[goal.metric], ask.locale
    ratio = told.kind == "ratio"
    met = None
    if value is not None and ratio:
        met = value <= goal.target if told.good == "down" else value >= goal.target
    return {
        "name": metric_name(goal.metric, locale),
        "metric": goal.metric,
        "basis": "campaign",
        "met": met,
        "share": None if value is None or ratio or not goal.target else round(value / goal.target, 4),
        "known": value is not None,
        "days": None,
        "target_said": said(goal.metric, goal.target, currency or ask.context.place.currency, locale),
        "now_said": said(goal.metric, value, currency, locale),
        "source": source,
        "ref": goal.evidence.ref,
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
