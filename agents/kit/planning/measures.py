"""What is known in figures: values of KPIs, targets that somebody set, visits a day."""

from collections.abc import Iterator, Mapping, Sequence
from datetime import timedelta
from decimal import Decimal, InvalidOperation

from agents.kit.flows import arriving
from agents.kit.frameworks.confidence import GRADES
from agents.kit.planning.naming import stands
from agents.kit.planning.proofs import of_clause
from agents.kit.planning.values import Baseline, Ground, of_flow, of_insight
from agents.kit.reading.types import Clause, Reading
from agents.types import Ask, Context
from config.patterns import regex
from config.planning import Kpi, planning
from memory.insight import Insight
from memory.metrics import ANALYTICS, MICROS, FactRow, Measured, Query
from memory.types import Json

_WINDOW = 28
"""Days of measured facts that a baseline is taken from."""
_RATES = {"click_rate": ("clicks", "impressions"), "conversion_rate": ("conversions", "clicks")}
_DAYS = (
    (1, regex(r"\b(?:day|daily)\b|하루|일평균|매일|일 평균")),
    (7, regex(r"\b(?:week|weekly)\b|일주일|주당|매주|한 주|주\s?\d")),
    (30, regex(r"\b(?:month|monthly)\b|한 달|매월|월평균|매달|월 ")),
)
_COUNTS = ("count", "number")


async def measured(ask: Ask) -> tuple[dict[str, Baseline], Measured | None]:
    """Rates of the ad platforms and visits of the last WINDOW days, where facts were imported."""
    if ask.facts is None:
        return {}, None
    until = ask.now.date()
    found = await ask.facts.query(Query(since=until - timedelta(days=_WINDOW), until=until, by=("platform",)))
    if not found.rows:
        return {}, None
    told: dict[str, Baseline] = {}
    ads = [row for row in found.rows if row.key.get("platform") not in ANALYTICS]
    for kpi, (over, under) in _RATES.items():
        top, bottom = _sum(ads, over), _sum(ads, under)
        if top is not None and bottom:
            value = (Decimal(top) / (MICROS if over == "conversions" else 1)) / Decimal(bottom) * 100
            told[kpi] = Baseline(round(value, 2), "%", _ground(found, f"{over}/{under}"))
    sessions = _sum(found.rows, "sessions") or _sum(ads, "clicks")
    if sessions and found.first and found.last:
        days = (found.last - found.first).days + 1
        told["traffic"] = Baseline(Decimal(sessions // days), "count", _ground(found, "visits/day"))
    return told, found


def _ground(found: Measured, quote: str) -> Ground:
    return Ground("metric", found.query.id, quote, GRADES["metric"], found.used())


def _sum(rows: Sequence[FactRow], measure: str) -> int | None:
    known = [row.sums.get(measure) for row in rows]  # pyright: ignore[reportArgumentType] - one of MEASURES
    told = [one for one in known if one is not None]
    return sum(told) if told else None


def baselines(known: Sequence[Insight], reading: Reading) -> dict[str, Baseline]:
    """KPI -> its value: what was learnt, newest first, then what the words say."""
    found: dict[str, Baseline] = {}
    for kpi in planning().kpis.values():
        value = next(_learnt(kpi, known), None) or next(_read(kpi, reading), None)
        if value:
            found[kpi.id] = value
    return found


def goals(context: Context) -> Mapping[str, Baseline]:
    """KPI -> the target of a key result that names it."""
    return _key_results(context, "target")


def starting_points(context: Context) -> Mapping[str, Baseline]:
    """KPI -> where a key result that names it starts from."""
    return {**_key_results(context, "baseline"), **_key_results(context, "current")}


def _key_results(context: Context, field: str) -> dict[str, Baseline]:
    found: dict[str, Baseline] = {}
    for one in arriving("okr.key_result-plan.success", context):
        record: Json = one.value
        value, kpi = record.get(field), _kpi_named(f"{record.get('metric_key') or ''} {one.text}")
        if value is not None and kpi:
            unit: str = record.get("unit") or kpi.unit
            found.setdefault(kpi.id, Baseline(Decimal(str(value)), unit, of_flow(one)))
    return found


def traffic(known: Sequence[Insight], reading: Reading) -> Baseline | None:
    """Visits a day, where somebody said how many there are in which time."""
    visits = planning().kpis["visits"]
    for clause in reading.clauses:
        if not _named(visits, clause.text):
            continue
        for quantity in clause.quantities:
            days = _per(clause.text, quantity.per)
            if quantity.kind in _COUNTS and days and quantity.value > 0:
                return Baseline(quantity.value / days, "count", of_clause(clause))
    for one in reversed(known):
        if _named(visits, one.text) and (days := _per(one.text, "")) and (value := _number(one.value)):
            return Baseline(value / days, "count", of_insight(one))
    return None


def _per(text: str, per: str) -> int:
    named = {"day": 1, "week": 7, "month": 30, "year": 365}.get(per)
    return named or next((days for days, pattern in _DAYS if pattern.search(text)), 0)


def _learnt(kpi: Kpi, known: Sequence[Insight]) -> Iterator[Baseline]:
    for one in reversed(known):
        subject = one.subject_key.partition(":")[2]
        if one.category == "metric" and subject in kpi.metrics and one.predicate == "is":
            value = _number(one.value)
            if value is not None and (one.unit == "%") == (kpi.unit == "%"):
                yield Baseline(value, kpi.unit, of_insight(one))


def _read(kpi: Kpi, reading: Reading) -> Iterator[Baseline]:
    for clause in reading.clauses:
        if _named(kpi, clause.text) and clause.actor == "own" and clause.tense != "future":
            yield from (Baseline(q, kpi.unit, of_clause(clause)) for q in _values(kpi, clause))


def _values(kpi: Kpi, clause: Clause) -> Iterator[Decimal]:
    wanted = ("percent",) if kpi.unit == "%" else _COUNTS
    yield from (q.value for q in clause.quantities if q.kind in wanted and q.value > 0)


def _kpi_named(text: str) -> Kpi | None:
    return next((kpi for kpi in planning().kpis.values() if _named(kpi, text)), None)


def _named(kpi: Kpi, text: str) -> bool:
    said = text.lower()
    return kpi.id in said or any(stands(word, said) for word in kpi.words)


def _number(text: str) -> Decimal | None:
    try:
        return Decimal(text.replace(",", ""))
    except InvalidOperation:
        return None
