"""What stands out among the days of the week: the best and the worst, and the weekend beside the others."""

from collections.abc import Iterator, Mapping, Sequence
from functools import reduce
from operator import add

from agents.kit.analysing.changes import Moved, finding, significance, tested, where
from agents.kit.analysing.reading import Line
from agents.kit.analysing.saying import change, metric_name, p_said, said
from agents.kit.analysing.values import Value
from agents.kit.analysing.weekday_sums import Weekday, average
from agents.types import Ask
from config.analysing import catalogue, patterns
from config.wording import words
from memory.types import Json

_PAIRS = 21
"""Of seven days: the best and the worst of them differ by chance so many times as easily as two that were named."""
_SATURDAY = 5
_MOST = 8
_FIRST = ("cpa", "conversions", "roas", "revenue", "cvr", "ctr", "cpc")


def findings(ask: Ask, found: Sequence[Weekday], metrics: Sequence[str]) -> list[Json]:
    """Of each metric and each thing; the weekend first where it was asked about."""
    ranked = sorted(metrics, key=lambda name: _FIRST.index(name) if name in _FIRST else len(_FIRST))
    groups = list(dict.fromkeys(one.line.id for one in found))
    days, ends = list[Json](), list[Json]()
    for metric in ranked:
        for group in groups:
            mine = [one for one in found if one.line.id == group and one.value(metric) is not None]
            days += _extremes(ask, metric, mine)
            ends += _weekend(ask, metric, mine)
    beside = patterns("weekday")["beside"].search(ask.text.lower()) is not None
    return [*ends, *days][:_MOST] if beside else [*days, *ends][:_MOST]


def _extremes(ask: Ask, metric: str, mine: Sequence[Weekday]) -> Iterator[Json]:
    if len(mine) < 2:  # noqa: PLR2004 - something beside it
        return
    down = catalogue()[metric].good == "down"
    ranked = sorted(mine, key=lambda one: one.value(metric) or 0, reverse=not down)
    best, worst = ranked[0], ranked[-1]
    if best.value(metric) == worst.value(metric):
        return
    p = significance(metric, best.line.sums, worst.line.sums, (best.known[metric], worst.known[metric]))
    p = None if p is None else min(1.0, p * _PAIRS)
    facts = {
        "first": words("analytics")(f"weekday_long.{best.place}", ask.locale),
        "second": words("analytics")(f"weekday_long.{worst.place}", ask.locale),
    }
    key = "finding.weekday_lowest" if down else "finding.weekday_highest"
    pair = (best.value(metric), worst.value(metric))
    yield _told(ask, metric, best.line, pair, p, key, facts)


def _weekend(ask: Ask, metric: str, mine: Sequence[Weekday]) -> Iterator[Json]:
    parts = [[one for one in mine if (one.place >= _SATURDAY) is end] for end in (True, False)]
    if not all(parts):
        return
    sums = [reduce(add, (one.line.sums for one in part)) for part in parts]
    days = [sum(one.known[metric] for one in part) for part in parts]
    values = [average(metric, one, count) for one, count in zip(sums, days, strict=True)]
    if None in values:
        return
    p = significance(metric, sums[0], sums[1], (days[0], days[1]))
    facts = {"change": change(metric, values[1], values[0], ask.locale) or "–", "n": days[0], "m": days[1]}
    yield _told(ask, metric, mine[0].line, (values[0], values[1]), p, "finding.weekend", facts)


def _told(  # noqa: PLR0913, PLR0917 - a finding and its words
    ask: Ask,
    metric: str,
    line: Line,
    pair: tuple[Value, Value],
    p: float | None,
    key: str,
    facts: Mapping[str, object],
) -> Json:
    currency = line.sums.currency_of(metric)
    each = words("analytics")
    a_day = "a_day" if catalogue()[metric].kind == "sum" else "as_is"
    best, worst = (
        each(f"weekday.{a_day}", ask.locale, value=said(metric, one, currency, ask.locale)) for one in pair
    )
    told = {
        "where": where(ask, line),
        "name": metric_name(metric, ask.locale),
        "best": best,
        "worst": worst,
        "p": p_said(p, ask.locale, tested=tested(metric)),
    }
    made = finding(ask, "weekday", Moved(metric, line, pair[1], pair[0], p), "finding.change")
    return made | {"text": each(key, ask.locale, **told, **facts), "worth": True}
