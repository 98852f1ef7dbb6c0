"""Totals, breakdowns and comparisons: the numbers of a window, beside those that they are held against."""

from collections.abc import Iterable, Sequence
from dataclasses import replace

from agents.kit.analysing import envelope
from agents.kit.analysing.beside import beside
from agents.kit.analysing.changes import changes, gaps
from agents.kit.analysing.envelope import Gathered
from agents.kit.analysing.inquiry import Inquiry
from agents.kit.analysing.reading import Clock, Line, Read, folded, known_metrics, read
from agents.kit.analysing.values import KEPT, knows
from agents.kit.budgeting.window import Window
from agents.kit.measuring.port import Facts
from agents.types import Ask
from config.analysing import catalogue
from memory.metrics import TIMES, Dimension, Feed, TruthQuery
from memory.types import Draft, Json

OVERVIEW = (
    "spend", "impressions", "clicks", "ctr", "cpc", "conversions", "cvr", "cpa", "revenue", "roas", "sessions",
)  # fmt: skip


async def table(ask: Ask, facts: Facts, feeds: tuple[Feed, ...], asked: Inquiry, when: Clock) -> Draft:
    """The answer as an output."""
    window = _window(asked)
    now = await read(facts, asked, window, asked.by)
    whole = divisible(asked, now)
    if whole is not asked and not now.lines:
        now = await read(facts, whole, window, whole.by)
    asked = whole
    reads = [now, *([await read(facts, asked, asked.before, asked.by)] if asked.before else [])]
    by = _by(now, asked)
    metrics = _metrics(now, asked, by)
    told = Gathered(replace(asked, by=by), when, feeds, metrics, tuple(reads))
    rows = _ordered(_told(_rows(ask, told, by), metrics), asked, metrics) if by else []
    rows = rows[-KEPT:] if set(by) & set(TIMES) else rows[:KEPT]
    totals = _rows(ask, told, ())
    if (
        by
        and set(by) & set(TIMES)
        and not any(one["now"][name] is not None for one in totals for name in metrics)
    ):
        totals = _rows(ask, told, ("platform",))
    told = replace(
        told, rows=tuple(rows), totals=tuple(totals), counted=await _counted(facts, asked, metrics)
    )
    told = replace(told, beside=await beside(ask, facts, asked, metrics))
    short = envelope.too_early(ask, asked, when) if asked.kind == "compare" else ()
    refused: list[Json] = [{"kind": "insufficient", "text": text} for text in short]
    return envelope.draft(ask, replace(told, findings=(*refused, *changes(ask, told), *gaps(ask, told))))


def _window(asked: Inquiry) -> Window:
    if asked.window is None:
        raise LookupError("a query without days")
    return asked.window


def divisible(asked: Inquiry, now: Read) -> Inquiry:
    """Without the dimensions by which no figure is divided; that is said."""
    lacking = [
        name
        for name in asked.by
        if name not in (*TIMES, "platform") and not any(one.key.get(name) for one in now.lines)
    ]
    by = tuple(name for name in asked.by if name not in lacking)
    return replace(asked, by=by, lacking=(*asked.lacking, *lacking)) if lacking else asked


def _by(now: Read, asked: Inquiry) -> tuple[Dimension, ...]:
    """Several platforms always stand apart beside their total, since what they claim has none."""
    if set(asked.by) - set(TIMES):
        return asked.by
    several = len({one.key["platform"] for one in now.lines}) > 1
    claims = any(catalogue()[name].claim for name in asked.metrics)
    return (*asked.by, "platform") if several and (claims or not asked.by) else asked.by


def _metrics(now: Read, asked: Inquiry, by: Sequence[Dimension]) -> tuple[str, ...]:
    if asked.metrics:
        extra = (asked.order.metric,) if asked.order and asked.order.metric not in asked.metrics else ()
        return (*asked.metrics, *extra)
    lines = folded(now.lines, by, OVERVIEW)
    return known_metrics(lines, OVERVIEW) or OVERVIEW[:5]


def _rows(ask: Ask, told: Gathered, by: Sequence[Dimension]) -> list[Json]:
    now, *then = [folded(one.lines, by, told.metrics) for one in told.reads]
    now, *then = _about([now, *then], told.metrics)
    before = {one.id: one for one in (then[0] if then else ())}
    matched = () if set(by) & set(TIMES) else before
    found = [
        envelope.row(
            one, before.get(one.id) if matched else None, told.metrics, envelope.shown_names(one, by, ask)
        )
        for one in now
    ]
    here = {one.id for one in now}
    return found + [
        _gone(ask, one, told.metrics, by) for key, one in before.items() if matched and key not in here
    ]


def _about(reads: Sequence[Sequence[Line]], metrics: Sequence[str]) -> list[list[Line]]:
    """Without the things of which nothing that is asked about was ever known, such as what a site's visits cost."""

    def thing(one: Line) -> tuple[str, ...]:
        return tuple(value for name, value in one.key.items() if name not in TIMES)

    known = {thing(one) for lines in reads for one in lines if knows(one.sums, metrics)}
    return [[one for one in lines if not known or thing(one) in known] for lines in reads]


def _told(rows: Sequence[Json], metrics: Sequence[str]) -> Iterable[Json]:
    """Without those that know nothing beside others of the same key that do, such as in another currency."""

    def known(row: Json) -> bool:
        return any(row["now"][name] is not None for name in metrics)

    keys = [tuple(row["key"].values()) for row in rows if known(row)]
    return (row for row in rows if known(row) or tuple(row["key"].values()) not in keys)


def _gone(ask: Ask, line: Line, metrics: Sequence[str], by: Sequence[Dimension]) -> Json:
    """What was there before and is not now: unknown now, not 0."""
    row = envelope.row(line, line, metrics, envelope.shown_names(line, by, ask))
    return row | {"now": dict.fromkeys(metrics)}


def _ordered(rows: Iterable[Json], asked: Inquiry, metrics: Sequence[str]) -> list[Json]:
    """By day where there is one, else by what was asked for; what is not known comes last."""
    times = [name for name in asked.by if name in TIMES]
    if times:
        return sorted(rows, key=lambda row: [row["key"][name] for name in times])
    metric = asked.order.metric if asked.order else metrics[0]
    sign = 1 if asked.order and not asked.order.descending else -1

    def place(row: Json) -> tuple[bool, float]:
        value = row["now"][metric]
        return value is None, sign * (value or 0)

    return sorted(rows, key=place)


async def _counted(facts: Facts, asked: Inquiry, metrics: Sequence[str]) -> tuple[Json, ...]:
    """What shop, CRM or analytics counted in the same days, each system apart, where claims are asked about."""
    wanted = any(catalogue()[name].claim for name in metrics)
    if not wanted or asked.platforms or asked.names or set(asked.by) - {*TIMES, "platform"}:
        return ()
    window = _window(asked)
    rows = await facts.truth(TruthQuery(window.since, window.until, ("event",)))
    return tuple(
        {
            "system": one.system,
            "event": one.key.get("event", ""),
            "count": one.count,
            "value": one.value,
            "currency": one.currency,
        }
        for one in rows
    )
