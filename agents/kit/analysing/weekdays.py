"""What the days of the week are like: averages of their sums, ratios of their sums, Monday first."""

from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import timedelta

from agents.kit.analysing import envelope
from agents.kit.analysing.beside import beside
from agents.kit.analysing.envelope import Gathered
from agents.kit.analysing.inquiry import Inquiry
from agents.kit.analysing.reading import Clock, Line, folded, known_metrics, read
from agents.kit.analysing.table import divisible
from agents.kit.analysing.values import Value, knows
from agents.kit.analysing.weekday_findings import findings
from agents.kit.analysing.weekday_sums import Weekday, average, grouped, same
from agents.kit.budgeting.window import Window
from agents.kit.measuring.port import Facts
from agents.types import Ask
from config.analysing import catalogue
from config.wording import words
from memory.metrics import Dimension, Feed
from memory.types import Draft, Json

_OVERVIEW = ("spend", "conversions", "cpa", "roas")
_SITE = ("sessions",)
_FEW = 4
"""Days of a weekday below which one odd day moves its average."""


async def weekdays(ask: Ask, facts: Facts, feeds: tuple[Feed, ...], asked: Inquiry, when: Clock) -> Draft:
    """The answer as an output."""
    window = _window(asked)
    now = await read(facts, asked, window, ("day", *asked.by))
    asked = divisible(asked, now)
    reads = [now, *([await read(facts, asked, asked.before, ("day", *asked.by))] if asked.before else [])]
    metrics = asked.metrics or known_metrics(folded(now.lines, ("platform",), _OVERVIEW), _OVERVIEW)
    metrics = metrics or _SITE
    reads = [
        replace(one, lines=tuple(each for each in one.lines if knows(each.sums, metrics))) for one in reads
    ]
    by = _by(reads[0].lines, asked, metrics)
    found, *before = [grouped(one.lines, by, metrics) for one in reads]
    told = Gathered(replace(asked, by=by), when, feeds, metrics, tuple(reads))
    told = replace(
        told,
        rows=tuple(_rows(ask, found, before[0] if before else (), metrics, by)),
        totals=tuple(_totals(ask, reads[0].lines, metrics)),
        findings=tuple(findings(ask, found, metrics)),
        caveats=tuple(_caveats(ask, found, window)),
        beside=await beside(ask, facts, asked, metrics),
    )
    return replace(envelope.draft(ask, told), subject="weekday")


def _window(asked: Inquiry) -> Window:
    if asked.window is None:
        raise LookupError("a query without days")
    return asked.window


def _by(lines: Sequence[Line], asked: Inquiry, metrics: Sequence[str]) -> tuple[Dimension, ...]:
    """Platforms stand apart where what they claim has no total."""
    several = len({one.key["platform"] for one in lines}) > 1
    return (
        ("platform",) if several and not asked.by and any(catalogue()[n].claim for n in metrics) else asked.by
    )


def _rows(
    ask: Ask,
    found: Sequence[Weekday],
    before: Sequence[Weekday],
    metrics: Sequence[str],
    by: Sequence[Dimension],
) -> Iterator[Json]:
    then = {(one.place, one.line.id): one for one in before}
    for one in found:
        held = then.get((one.place, one.line.id))
        name = words("analytics")(f"weekday.{one.place}", ask.locale)
        row = envelope.row(one.line, None, metrics, envelope.shown_names(one.line, by, ask))
        yield row | {
            "weekday": one.place,
            "key": {"weekday": str(one.place), **row["key"]},
            "names": {"weekday": name, **row["names"]},
            "days": one.days,
            "now": _averages(one, metrics),
            "before": _averages(held, metrics) if held else None,
        }


def _averages(one: Weekday, metrics: Sequence[str]) -> dict[str, Value]:
    return {name: one.value(name) for name in metrics}


def _totals(ask: Ask, lines: Sequence[Line], metrics: Sequence[str]) -> list[Json]:
    """Sums of all the days, by platform where claims have none, with the days and the averages of them all."""
    whole = _summed(ask, lines, metrics, ())
    if any(value is not None for one in whole for value in one["now"].values()):
        return whole
    return _summed(ask, lines, metrics, ("platform",))


def _summed(ask: Ask, lines: Sequence[Line], metrics: Sequence[str], by: tuple[Dimension, ...]) -> list[Json]:
    found: list[Json] = []
    days = folded(lines, ("day", *by), metrics)
    for one in folded(lines, by, metrics):
        mine = [each for each in days if same(each, one)]
        known = {name: sum(1 for each in mine if knows(each.sums, (name,))) for name in metrics}
        row = envelope.row(one, None, metrics, envelope.shown_names(one, by, ask))
        mean = {name: average(name, one.sums, known[name]) for name in metrics}
        found.append(row | {"days": max(known.values(), default=0), "average": mean})
    return found


def _caveats(ask: Ask, found: Sequence[Weekday], window: Window) -> Iterator[str]:
    """How the averages are made, and what they are of."""
    say = words("analytics")
    held = [0] * 7
    for n in range(window.days):
        held[(window.since + timedelta(days=n)).weekday()] += 1
    yield say("caveat.weekday_average", ask.locale)
    if len(set(held)) > 1:
        most = [say(f"weekday.{place}", ask.locale) for place in range(7) if held[place] == max(held)]
        facts = {"names": ", ".join(most), "most": max(held), "least": min(held)}
        yield say("caveat.weekday_uneven", ask.locale, **facts)
    if found and min(held) < _FEW:
        yield say("caveat.weekday_few", ask.locale, count=min(held))
    if any(one.days < held[one.place] for one in found):
        yield say("caveat.weekday_missing", ask.locale)
