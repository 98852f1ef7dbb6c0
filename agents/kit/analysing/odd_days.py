"""The days that stand out, by metric and platform, and how much history is missing where none can be judged."""

from collections.abc import Iterator
from dataclasses import replace

from agents.kit.analysing import envelope
from agents.kit.analysing.anomalies import Judged, Odd, judge
from agents.kit.analysing.changes import where
from agents.kit.analysing.daily import Series, back, days_of, series
from agents.kit.analysing.envelope import Gathered
from agents.kit.analysing.inquiry import Inquiry
from agents.kit.analysing.reading import Clock, Line, Read, folded
from agents.kit.analysing.saying import change, days, metric_name, said
from agents.kit.budgeting.window import Window
from agents.kit.measuring.port import Facts
from agents.types import Ask
from config.analysing import limits
from config.wording import words
from memory.metrics import Dimension, Feed
from memory.types import Draft, Json

_WATCHED = ("spend", "impressions", "clicks", "conversions", "cpc", "cvr")
_MOST, _EACH = 12, 3


async def odd_days(ask: Ask, facts: Facts, feeds: tuple[Feed, ...], asked: Inquiry, when: Clock) -> Draft:
    """The answer as an output; each platform for itself."""
    if asked.window is None:
        raise LookupError("a query without days")
    found = await days_of(facts, asked, asked.window)
    metrics = asked.metrics or _WATCHED
    judged = list(_judged(found, metrics, asked.window))
    kept = (
        tuple(name for name in metrics if any(one[0] == name for one in judged))
        or asked.metrics
        or _WATCHED[:1]
    )
    told = Gathered(replace(asked, by=()), when, feeds, kept, (found,))
    rows = [_row(ask, metric, line, odd) for metric, line, _, one in judged for odd in one.found]
    rows = _fewest(rows)
    text = _quiet(ask, [one for *_, one in judged])
    told = replace(
        told, findings=(*rows[:_MOST], *text), totals=tuple(_totals(found, kept, asked.window, ask))
    )
    return envelope.draft(ask, told)


def _fewest(rows: list[Json]) -> list[Json]:
    """The clearest first, of each metric at each platform the clearest few."""
    found: list[Json] = []
    for row in sorted(rows, key=lambda row: -abs(row["score"])):
        same = [one for one in found if (one["metric"], one["key"]) == (row["metric"], row["key"])]
        if len(same) < _EACH:
            found.append(row)
    return found


def _judged(
    found: Read, metrics: tuple[str, ...], window: Window
) -> Iterator[tuple[str, Line, Series, Judged]]:
    by: tuple[Dimension, ...] = ("platform",)
    for metric in metrics:
        for line, values in series(found.lines, by, metric).values():
            one = judge(values, window, limits().anomaly)
            if one.days:
                yield metric, line, values, one


def _row(ask: Ask, metric: str, line: Line, odd: Odd) -> Json:
    currency = line.sums.currency_of(metric)
    expected, now = back(odd.expected, metric), back(odd.value, metric)
    facts = {
        "where": where(ask, line),
        "name": metric_name(metric, ask.locale),
        "day": days(Window(odd.day, odd.day), ask.locale, ask.now.year),
        "now": said(metric, now, currency, ask.locale),
        "expected": said(metric, expected, currency, ask.locale),
        "change": change(metric, expected, now, ask.locale),
        "score": f"{odd.score:+.1f}",
    }
    return {
        "kind": "anomaly",
        "metric": metric,
        "key": dict(line.key),
        "day": odd.day.isoformat(),
        "currency": currency,
        "expected": expected,
        "now": now,
        "change": round(odd.change, 6),
        "score": round(odd.score, 2),
        "text": words("analytics")("finding.odd", ask.locale, **facts),
    }


def _quiet(ask: Ask, judged: list[Judged]) -> Iterator[Json]:
    """That nothing was found, and on how much nothing could be said."""
    say, how = words("analytics"), limits().anomaly
    days_, unjudged = sum(one.days for one in judged), sum(one.unjudged for one in judged)
    if days_ > unjudged and not any(one.found for one in judged):
        yield {"kind": "quiet", "text": say("finding.none_odd", ask.locale, days=days_ - unjudged)}
    if unjudged:
        most = max(one.most for one in judged)
        facts = {
            "count": unjudged,
            "days": days_,
            "least": how.least,
            "most": most,
            "weeks": how.least - most,
        }
        yield {"kind": "insufficient", "text": say("finding.short", ask.locale, **facts)}


def _totals(found: Read, metrics: tuple[str, ...], window: Window, ask: Ask) -> Iterator[Json]:
    """The window's own sums, so that a quiet answer has its numbers too."""
    inside = [one for one in found.lines if one.key["day"] >= window.since.isoformat()]
    for line in folded(inside, ("platform",), metrics):
        yield envelope.row(line, None, metrics, envelope.shown_names(line, ("platform",), ask))
