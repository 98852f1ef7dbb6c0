"""Daily series of a metric with enough days before them to know what was to be expected."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date, timedelta

from agents.kit.analysing.anomalies import expected
from agents.kit.analysing.changes import Moved, finding, where
from agents.kit.analysing.envelope import Gathered
from agents.kit.analysing.inquiry import Inquiry
from agents.kit.analysing.reading import Line, Read, folded, read
from agents.kit.analysing.saying import change, metric_name, said
from agents.kit.budgeting.window import Window
from agents.kit.measuring.port import Facts
from agents.types import Ask
from config.analysing import catalogue, limits
from config.wording import words
from memory.metrics import MICROS, Dimension
from memory.types import Json

Series = Mapping[date, float | None]


async def days_of(facts: Facts, asked: Inquiry, window: Window) -> Read:
    """By day and platform, from as many weeks before the window as days are held against."""
    since = window.since - timedelta(weeks=limits().anomaly.weeks)
    return await read(facts, replace(asked, by=()), Window(since, window.until), ("day",))


def series(
    lines: Sequence[Line], by: Sequence[Dimension], metric: str
) -> dict[tuple[str, ...], tuple[Line, Series]]:
    """Key and currencies -> a line of them, and the values by day in whole units."""
    found: dict[tuple[str, ...], tuple[Line, dict[date, float | None]]] = {}
    for one in folded(lines, ("day", *by), (metric,)):
        key = (*(one.key[name] for name in by), one.sums.currency, one.sums.value_currency)
        rest = replace(one, key={name: one.key[name] for name in by})
        _, days = found.setdefault(key, (rest, {}))
        days[date.fromisoformat(one.key["day"])] = units(one.sums.value(metric), metric)
    return {key: (line, days) for key, (line, days) in found.items()}


def units(value: float | None, metric: str) -> float | None:
    """Whole units: an amount, a conversion; shares in ten-thousandths, so that one more of them is small."""
    if value is None:
        return None
    told = catalogue()[metric]
    if told.unit in ("percent", "times"):
        return value * 10_000
    return value / MICROS if told.unit == "money" or metric == "conversions" else float(value)


def back(value: float, metric: str) -> float:
    """The same in the metric's own units."""
    told = catalogue()[metric]
    if told.unit in ("percent", "times"):
        return value / 10_000
    return value * MICROS if told.unit == "money" or metric == "conversions" else value


async def expectation(ask: Ask, facts: Facts, told: Gathered, metric: str, now: Line) -> Json:
    """What the same weekdays of the weeks before would have made of the window. For a sum."""
    window, value = told.asked.window, now.sums.value(metric)
    if window is None or value is None:
        return _none(ask, metric, now)
    found = series((await days_of(facts, told.asked, window)).lines, tuple(now.key), metric)
    mine = found.get(now.id)
    total = expected(mine[1], window, limits().anomaly) if mine else None
    if total is None:
        return _none(ask, metric, now)
    whole = round(back(total, metric))
    currency = now.sums.currency_of(metric)
    amounts = _facts(ask, metric, now) | {
        "now": said(metric, value, currency, ask.locale),
        "expected": said(metric, whole, currency, ask.locale),
        "change": change(metric, whole, value, ask.locale) or "–",
    }
    made = finding(ask, "expectation", Moved(metric, now, whole, value), "finding.change")
    return made | {"text": words("analytics")("finding.expected", ask.locale, **amounts)}


def _none(ask: Ask, metric: str, now: Line) -> Json:
    text = words("analytics")("finding.no_expectation", ask.locale, **_facts(ask, metric, now))
    return {"kind": "insufficient", "metric": metric, "key": dict(now.key), "text": text}


def _facts(ask: Ask, metric: str, now: Line) -> dict[str, object]:
    how, name = limits().anomaly, metric_name(metric, ask.locale)
    return {"where": where(ask, now), "name": name, "least": how.least, "weeks": how.weeks}
