"""Findings of a comparison: what changed, or differs, by how much, from what, and whether that is more than chance."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from agents.kit.analysing import chance
from agents.kit.analysing.envelope import Gathered
from agents.kit.analysing.inquiry import DIMENSIONS
from agents.kit.analysing.reading import Line, folded
from agents.kit.analysing.saying import change, metric_name, p_said, relative, said
from agents.kit.analysing.values import MEASURES, Sums, Value
from agents.types import Ask
from config.analysing import catalogue, limits
from config.budgeting import platform_name
from config.wording import words
from memory.metrics import MICROS, TIMES, Dimension
from memory.types import Json

_MOST = 6
_FOCUS = ("spend", "clicks", "conversions", "revenue", "cpa", "roas", "ctr", "cvr")
_COUNTS = ("clicks", "conversions", "sessions")
_GAPS = ("roas", "cpa", "cvr", "ctr")


def changes(ask: Ask, told: Gathered) -> tuple[Json, ...]:
    """What changed against the period before: of the whole, and of each platform where claims have no whole."""
    if told.asked.before is None or len(told.reads) < 2 or not told.reads[1].lines:  # noqa: PLR2004
        return ()
    wanted = told.asked.metrics or tuple(name for name in _FOCUS if name in told.metrics)
    found = [one for name in wanted for one in _changed(ask, told, name)]
    worth = [one for one in found if one["worth"]]
    kept = found if told.asked.metrics else worth
    return tuple(sorted(kept, key=lambda one: not one["worth"])[:_MOST])


def _changed(ask: Ask, told: Gathered, metric: str) -> Iterator[Json]:
    by: tuple[Dimension, ...] = () if _has_whole(told, metric) else ("platform",)
    before = {one.id: one for one in folded(told.reads[1].lines, by, (metric,))}
    for now in folded(told.reads[0].lines, by, (metric,)):
        yield from _of(ask, told, metric, now, before.get(now.id))


def _has_whole(told: Gathered, metric: str) -> bool:
    if not catalogue()[metric].claim:
        return True
    lines = [one for read in told.reads for one in read.lines]
    return len(frozenset[str]().union(*(one.sums.claimants for one in lines))) < 2  # noqa: PLR2004


def _of(ask: Ask, told: Gathered, metric: str, now: Line, before: Line | None) -> Iterator[Json]:
    value, then = now.sums.value(metric), before.sums.value(metric) if before else None
    if value is None or then is None or before is None:
        return
    p = significance(metric, before.sums, now.sums, _days(told))
    moved = relative(then, value)
    large = moved is not None and abs(moved) >= limits().least_change
    worth = large and (p <= limits().alpha if p is not None else not tested(metric))
    key = "finding.change" if worth else "finding.steady"
    yield finding(ask, "change", Moved(metric, now, then, value, p), key) | {"worth": worth}


@dataclass(frozen=True, slots=True)
class Moved:
    """A metric of a line with what is held against it, and the p-value of the difference where it has one."""

    metric: str
    line: Line
    before: Value
    now: Value
    p: float | None = None

    @property
    def currency(self) -> str:
        return self.line.sums.currency_of(self.metric)


def finding(ask: Ask, kind: str, moved: Moved, key: str) -> Json:
    """A finding with its size, its expectation and its significance."""
    facts = {
        "where": where(ask, moved.line),
        "name": metric_name(moved.metric, ask.locale),
        "before": said(moved.metric, moved.before, moved.currency, ask.locale),
        "now": said(moved.metric, moved.now, moved.currency, ask.locale),
        "change": change(moved.metric, moved.before, moved.now, ask.locale) or "–",
        "p": p_said(moved.p, ask.locale, tested=tested(moved.metric)),
    }
    return {
        "kind": kind,
        "metric": moved.metric,
        "key": dict(moved.line.key),
        "currency": moved.currency,
        "expected": moved.before,
        "now": moved.now,
        "change": relative(moved.before, moved.now),
        "p": None if moved.p is None else round(moved.p, 6),
        "text": words("analytics")(key, ask.locale, **facts),
    }


def where(ask: Ask, line: Line) -> str:
    """`Meta `, where a finding is not of the whole."""
    platform = line.key.get("platform")
    return f"{platform_name(platform, ask.locale)} " if platform else ""


def _days(told: Gathered) -> tuple[int, int]:
    before, window = told.asked.before, told.asked.window
    return (before.days if before else 0, window.days if window else 0)


def tested(metric: str) -> bool:
    """Whether a metric's change can be chance at all: counts of what people do, and shares of them."""
    return metric in _COUNTS or catalogue()[metric].unit == "percent"


def significance(metric: str, before: Sums, now: Sums, days: tuple[int, int]) -> float | None:
    """The p-value of a change; None for what is decided (spend, impressions) and for prices, which have no trials."""
    told = catalogue()[metric]
    if metric in _COUNTS:
        first, second = (_units(one, metric) for one in (before, now))
        return None if first is None or second is None else chance.of_counts(first, second, days)
    if told.unit == "percent":
        pairs = [(_units(one, told.over), _units(one, told.under)) for one in (before, now)]
        (upper, lower), (upper_now, lower_now) = pairs
        if upper is None or lower is None or upper_now is None or lower_now is None:
            return None
        return chance.of_rates((upper, lower), (upper_now, lower_now))
    return None


def _units(sums: Sums, metric: str) -> float | None:
    measure = MEASURES.get(metric)
    value = sums.of[measure] if measure else None
    return None if value is None else value / (MICROS if metric == "conversions" else 1)


def gaps(ask: Ask, told: Gathered) -> tuple[Json, ...]:
    """Where things are compared beside each other: the best and the worst of each metric."""
    by = [name for name in told.asked.by if name not in TIMES]
    if told.asked.kind != "compare" or told.asked.before or len(by) != 1 or set(told.asked.by) & set(TIMES):
        return ()
    wanted = told.asked.metrics or tuple(name for name in _GAPS if name in told.metrics)
    lines = folded(told.reads[0].lines, told.asked.by, told.metrics)
    return tuple(one for name in wanted for one in _gap(ask, told, name, lines))[:_MOST]


def _gap(ask: Ask, told: Gathered, metric: str, lines: Sequence[Line]) -> Iterator[Json]:
    pairs = [(value, one) for one in lines if (value := one.sums.value(metric)) is not None]
    if len(pairs) < 2 or len({one.sums.currency_of(metric) for _, one in pairs}) > 1:  # noqa: PLR2004
        return
    ranked = sorted(pairs, key=lambda pair: pair[0], reverse=catalogue()[metric].good != "down")
    (best, first), (worst, last) = ranked[0], ranked[-1]
    days = _days(told)[1]
    p = significance(metric, first.sums, last.sums, (days, days))
    moved = Moved(metric, first, worst, best, p)
    facts = {
        "name": metric_name(metric, ask.locale),
        "first": _called(ask, told, first),
        "best": said(metric, best, moved.currency, ask.locale),
        "second": _called(ask, told, last),
        "worst": said(metric, worst, moved.currency, ask.locale),
        "p": p_said(p, ask.locale, tested=tested(metric)),
    }
    text = words("analytics")("finding.gap", ask.locale, **facts)
    yield finding(ask, "gap", moved, "finding.change") | {"text": text, "worth": True}


def _called(ask: Ask, told: Gathered, line: Line) -> str:
    name: Dimension = next(name for name in DIMENSIONS if name in told.asked.by and name not in TIMES)
    if name == "platform":
        return platform_name(line.key[name], ask.locale)
    return line.names.get(name) or line.key[name] or words("analytics")("name.none", ask.locale)
