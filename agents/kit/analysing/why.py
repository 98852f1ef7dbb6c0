"""Why a number changed: how much, against what, more than chance or not, and what the change is made of."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from agents.kit.analysing import envelope
from agents.kit.analysing.changes import Moved, finding, significance, where
from agents.kit.analysing.daily import expectation
from agents.kit.analysing.decomposing import CHAINS, Drivers, Segment, drivers
from agents.kit.analysing.envelope import Gathered
from agents.kit.analysing.inquiry import Inquiry
from agents.kit.analysing.reading import Clock, Line, Read, folded, known_metrics, read
from agents.kit.analysing.saying import metric_name, relative, said, signed
from agents.kit.analysing.values import touches_money
from agents.kit.budgeting.window import Window
from agents.kit.measuring.port import Facts
from agents.types import Ask
from config.analysing import catalogue, limits
from config.budgeting import platform_name
from config.errors import Locale
from config.wording import words
from memory.metrics import ANALYTICS, MICROS, Dimension, Feed, Measure
from memory.types import Draft, Json

_DEFAULT = ("conversions", "clicks", "spend")
_TOP = 5
_SEVERAL = 2
_CANCELS = 3
"""How many times the change its largest part may be for shares of it to say something."""


@dataclass(frozen=True, slots=True)
class Side:
    """One whole that is explained: all platforms, or one where they only claim; by currency."""

    now: Line
    before: Line
    segments: Mapping[str, Segment]
    names: Mapping[str, str]


async def why(ask: Ask, facts: Facts, feeds: tuple[Feed, ...], asked: Inquiry, when: Clock) -> Draft:
    """The answer as an output: by campaign, or by platform where there are no campaigns."""
    if asked.window is None or asked.before is None:
        raise LookupError("a why without days to hold against")
    reads, by_campaign = await _reads(facts, asked, asked.window, asked.before)
    metrics = asked.metrics or known_metrics(reads[0].lines, _DEFAULT)[:1] or _DEFAULT[:1]
    told = Gathered(replace(asked, by=()), when, feeds, metrics, reads)
    found: list[Json] = []
    for metric in metrics:
        sides = _told_first(told, metric, list(_sides(told, metric, ask.locale, by_campaign=by_campaign)))
        for place, side in enumerate(sides):
            found += _explained(ask, told, metric, side, first=place == 0)
        if catalogue()[metric].kind == "sum":
            found += [await expectation(ask, facts, told, metric, side.now) for side in sides]
    rows = [
        envelope.row(s.now, s.before, metrics, envelope.shown_names(s.now, s.now.key, ask))
        for s in _every(ask, told, metrics, by_campaign=by_campaign)
    ]
    caveats = () if by_campaign or not reads[0].lines else (words("analytics")("caveat.level", ask.locale),)
    told = replace(told, totals=tuple(rows), findings=tuple(found), caveats=caveats)
    return envelope.draft(ask, told)


async def _reads(
    facts: Facts, asked: Inquiry, window: Window, before: Window
) -> tuple[tuple[Read, Read], bool]:
    """Both windows by campaign, or as they are where no campaign is known."""
    parts: tuple[tuple[Dimension, ...], ...] = ((_part(asked),), ())
    for by in parts:
        wanted = replace(asked, by=by)
        reads = await read(facts, wanted, window, by), await read(facts, wanted, before, by)
        if any(_advertised(one) for one in reads):
            return reads, bool(by)
    wanted = replace(asked, by=())
    return (await read(facts, wanted, window, ()), await read(facts, wanted, before, ())), False


def _advertised(found: Read) -> bool:
    return any(one.key["platform"] not in ANALYTICS for one in found.lines)


def _every(ask: Ask, told: Gathered, metrics: Sequence[str], *, by_campaign: bool) -> list[Side]:
    found: dict[tuple[str, ...], Side] = {}
    for metric in metrics:
        for side in _sides(told, metric, ask.locale, by_campaign=by_campaign):
            found.setdefault((*side.now.key.values(), side.now.sums.currency), side)
    return list(found.values())


def _sides(told: Gathered, metric: str, locale: Locale, *, by_campaign: bool) -> Iterator[Side]:
    """The wholes that there are in both periods, with their segments."""
    now, before = (list(one.lines) for one in told.reads)
    claimants = frozenset[str]().union(*(one.sums.claimants for one in (*now, *before)))
    by: tuple[Dimension, ...] = ("platform",) if catalogue()[metric].claim and len(claimants) > 1 else ()
    part: tuple[Dimension, ...] = ("platform", _part(told.asked)) if by_campaign else ("platform",)
    earlier = {one.id: one for one in folded(before, by, (metric,))}
    for whole in folded(now, by, (metric,)):
        then = earlier.get(whole.id)
        if then is None or whole.sums.value(metric) is None or then.sums.value(metric) is None:
            continue
        inside = [[one for one in lines if _within(one, whole, metric)] for lines in (now, before)]
        parts = [{_named(one, part): one for one in folded(lines, part, (metric,))} for lines in inside]
        keys = dict.fromkeys((*parts[0], *parts[1]))
        segments = {key: (_of(parts[1].get(key)), _of(parts[0].get(key))) for key in keys}
        names = {key: _called(parts[0].get(key) or parts[1][key], part, locale) for key in keys}
        yield Side(whole, then, segments, names)


def _part(asked: Inquiry) -> Dimension:
    """What the whole is divided into."""
    return "campaign" if asked.level == "account" else asked.level


def _within(line: Line, whole: Line, metric: str) -> bool:
    """Whether a line is a part of the whole: of its platform and currency, and with the metric's own sums."""
    if any(line.key.get(name) != value for name, value in whole.key.items()):
        return False
    money = (whole.sums.currency, whole.sums.value_currency) != ("", "")
    same = (line.sums.currency, line.sums.value_currency) == (whole.sums.currency, whole.sums.value_currency)
    return (same or not money) and any(line.sums.of[name] is not None for name in _measures(metric))


def _measures(metric: str) -> set[Measure]:
    return set[Measure]().union(*CHAINS.get(metric, ()))


def _of(line: Line | None) -> Mapping[Measure, int | None]:
    """The sums of a segment; nothing where it was not there."""
    return line.sums.of if line else {}


def _named(line: Line, part: Sequence[Dimension]) -> str:
    return "/".join(line.key[name] for name in part)


def _called(line: Line, part: Sequence[Dimension], locale: Locale) -> str:
    names = [line.names.get(name) or line.key[name] for name in part if name != "platform"]
    return " › ".join(names) or platform_name(line.key["platform"], locale)


def _told_first(told: Gathered, metric: str, sides: list[Side]) -> list[Side]:
    """Where it went as somebody says it did comes first, the largest change before the others."""

    def place(side: Side) -> tuple[bool, float]:
        moved = relative(side.before.sums.value(metric), side.now.sums.value(metric)) or 0.0
        return _wrong(told, moved), -abs(moved)

    return sorted(sides, key=place)


def _wrong(told: Gathered, moved: float) -> bool:
    return (told.asked.direction == "down" and moved >= 0) or (told.asked.direction == "up" and moved <= 0)


def _explained(ask: Ask, told: Gathered, metric: str, side: Side, *, first: bool) -> Iterator[Json]:
    now, before = side.now.sums, side.before.sums
    value, then = now.value(metric), before.value(metric)
    if value is None or then is None or told.asked.window is None or told.asked.before is None:
        return
    p = significance(metric, before, now, (told.asked.before.days, told.asked.window.days))
    size = relative(then, value) or 0.0
    wrong = bool(told.asked.direction) and _wrong(told, size)
    key = f"finding.premise_{told.asked.direction}" if wrong else "finding.change"
    yield finding(ask, "premise" if wrong else "change", Moved(metric, side.now, then, value, p), key)
    if abs(size) < limits().least_change and (wrong or not first):
        return
    money = touches_money((metric,)) or len(_currencies(told)) < _SEVERAL
    parts = drivers(metric, side.segments, money=money)
    if parts is None:
        yield _short(ask, metric, side)
    elif parts.change:
        yield _driven(ask, metric, side, parts)


def _currencies(told: Gathered) -> set[str]:
    lines = [one for read_ in told.reads for one in read_.lines]
    return {one.sums.currency for one in lines if one.sums.of["spend"] is not None}


def _short(ask: Ask, metric: str, side: Side) -> Json:
    unknown = [
        name
        for name in (CHAINS.get(metric) or ((),))[0]
        if any(period.get(name) is None for segment in side.segments.values() for period in segment if period)
    ]
    names = ", ".join(
        metric_name("revenue" if one == "conversions_value" else one, ask.locale) for one in unknown
    )
    facts = {"where": where(ask, side.now), "name": metric_name(metric, ask.locale), "missing": names or "–"}
    text = words("analytics")("finding.no_drivers", ask.locale, **facts)
    return {"kind": "insufficient", "metric": metric, "key": dict(side.now.key), "text": text}


def _driven(ask: Ask, metric: str, side: Side, parts: Drivers) -> Json:
    """The parts in the metric's own units: they add up to the change."""
    scale = _scale(metric)
    factors = _ranked({name: part * scale for name, part in parts.by_factor().items()}, parts.change * scale)
    segments = _ranked(
        {name: part * scale for name, part in parts.by_segment().items()}, parts.change * scale
    )
    currency = side.now.sums.currency_of(metric)
    top = factors[0]
    facts = {
        "where": where(ask, side.now),
        "name": metric_name(metric, ask.locale),
        "before": said(metric, side.before.sums.value(metric), currency, ask.locale),
        "now": said(metric, side.now.sums.value(metric), currency, ask.locale),
        "factor": words("analytics")(f"factor.{top['name']}", ask.locale),
        "part": signed(metric, top["part"], currency, ask.locale),
    }
    return {
        "kind": "drivers",
        "metric": metric,
        "key": dict(side.now.key),
        "currency": currency,
        "change": parts.change * scale,
        "factors": factors,
        "segments": [one | {"called": side.names[one["name"]]} for one in segments[:_TOP]],
        "more_segments": max(len(segments) - _TOP, 0),
        "text": words("analytics")(
            f"finding.{'drivers' if top['share'] is not None else 'cancel'}", ask.locale, **facts
        ),
    }


def _scale(metric: str) -> float:
    """From the parts' units (micros a click, micros a micro) to the metric's."""
    told = catalogue()[metric]
    if told.kind == "sum":
        return 1.0
    per = MICROS if told.under in ("spend", "conversions", "revenue") else 1
    over = MICROS if told.over in ("spend", "conversions", "revenue") else 1
    return per * told.times / (1 if told.unit == "money" else over)


def _ranked(parts: Mapping[str, float], whole: float) -> list[Json]:
    """The largest first, each with its share of the change; parts that all but cancel have none worth telling."""
    found = sorted(parts.items(), key=lambda one: -abs(one[1]))
    whole = whole if found and abs(whole) * _CANCELS >= abs(found[0][1]) else 0.0
    return [
        {"name": name, "part": part, "share": part / whole if whole else None} for name, part in found if part
    ]
