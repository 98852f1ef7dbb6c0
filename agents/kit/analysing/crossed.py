"""Days, weeks or months down, platforms or campaigns across: a table for each metric."""

from collections.abc import Iterator, Sequence
from typing import cast

from agents.kit.analysing.saying import UNSAID, metric_name, said
from agents.kit.analysing.values import KEPT, Value, row_currency
from agents.types import Bullets, Table
from config.analysing import catalogue
from config.errors import Locale
from config.wording import words
from memory.metrics import TIMES
from memory.types import Json

_MOST_BESIDE, _MOST_METRICS, _MOST_TIMES = 6, 4, 31

Thing = tuple[str, str]
"""A name and its currency."""


def crosses(body: Json) -> bool:
    """Whether an answer is by one time and one other thing, and few enough of them to stand beside each other."""
    by = [str(name) for name in body["by"]]
    if [name in TIMES for name in by] != [True, False] or len(body["metrics"]) > _MOST_METRICS:
        return False
    return all(1 < len(_things(body, metric)) <= _MOST_BESIDE for metric in body["metrics"])


def crossed(body: Json, locale: Locale) -> Iterator[Table | Bullets]:
    """The last of the times where there are many, and that there are more."""
    (time, _), say = body["by"], words("analytics")
    moments = sorted({(str(row["key"][time]), str(row["names"][time])) for row in _rows(body)})
    for metric in map(str, body["metrics"]):
        yield _table(body, metric, moments[-_MOST_TIMES:], locale)
    if len(moments) > _MOST_TIMES:
        yield Bullets((say("rows.more", locale, count=len(moments) - _MOST_TIMES, scope=body["scope"]),))


def _rows(body: Json) -> list[Json]:
    return cast("list[Json]", body["rows"])


def _things(body: Json, metric: str) -> list[Thing]:
    """In the order of their sums, those of which nothing is known left out."""
    known: dict[Thing, float] = {}
    for row in _rows(body):
        if (value := row["now"][metric]) is not None:
            one = _thing(body, row, metric)
            known[one] = known.get(one, 0) + value
    return sorted(known, key=lambda one: -known[one])


def _thing(body: Json, row: Json, metric: str) -> Thing:
    return str(row["names"][body["by"][1]]), row_currency(row, metric)


def _table(body: Json, metric: str, moments: Sequence[tuple[str, str]], locale: Locale) -> Table:
    say, time = words("analytics"), str(body["by"][0])
    things = _things(body, metric)
    known = {
        (str(row["key"][time]), _thing(body, row, metric)): cast("Value", row["now"][metric])
        for row in _rows(body)
        if row["now"][metric] is not None
    }
    lines = [
        (name, *(said(metric, known.get((moment, one)), one[1], locale) for one in things))
        for moment, name in moments
    ]
    sums = [_sum(body, metric, one) for one in things]
    if any(value is not None for value in sums) and len(_rows(body)) < KEPT:
        cells = (said(metric, value, one[1], locale) for value, one in zip(sums, things, strict=True))
        lines.append((say("head.total", locale), *cells))
    corner = say(f"head.{time}", locale) if len(body["metrics"]) == 1 else metric_name(metric, locale)
    several = len({currency for _, currency in things}) > 1
    heads = (f"{name} {currency or UNSAID}" if several else name for name, currency in things)
    return Table((corner, *heads), tuple(lines))


def _sum(body: Json, metric: str, one: Thing) -> Value:
    """Of all times, also those that are not shown; a ratio where its platform's totals are known."""
    if catalogue()[metric].kind == "sum":
        return sum(
            value
            for row in _rows(body)
            if _thing(body, row, metric) == one and (value := row["now"][metric]) is not None
        )
    totals = cast("list[Json]", body["totals"])
    mine = (
        row
        for row in totals
        if row["names"].get("platform") == one[0] and row_currency(row, metric) == one[1]
    )
    return next((row["now"][metric] for row in mine), None)
