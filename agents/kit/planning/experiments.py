"""The experiments of a plan: which questions are worth a sample, and how large it has to be."""

from collections.abc import Sequence
from decimal import Decimal

from agents.kit.figures import number
from agents.kit.planning import trials
from agents.kit.planning.picking import Pick
from agents.kit.planning.records import plain
from agents.kit.planning.targets import Target
from agents.kit.planning.values import Known, Origin
from config.planning import planning
from config.wording import words
from memory.types import Json


def experiments_json(known: Known, rows: Sequence[Pick], aims: Sequence[Target]) -> list[Json]:
    """Those that can be sized, then units with a question mark, rows that are not proven here, the others."""
    asked = [(f"R{at}", row, aim) for at, (row, aim) in enumerate(zip(rows, aims, strict=True), start=1)]
    rated = [one for one in asked if planning().kpis[one[1].fit.tactic.kpi].unit == "%"]
    rates = sorted(rated, key=lambda one: not _untried(known, one[1]))
    marks = [one for one in known.units if one.quadrant == "question_mark"]
    made = [_of_mark(known, one.name, one.origin, rows) for one in marks]
    made += [_experiment(known, name, row, aim) for name, row, aim in rates]
    made.sort(key=lambda one: one["status"] != "ready")
    kept = made[: planning().rules.experiments]
    return [one | {"id": f"E{at}"} for at, one in enumerate(kept, start=1)]


def _untried(known: Known, row: Pick) -> bool:
    return row.record != "proven" or (known.paid_untried is not None and row.fit.tactic.media == "paid")


def _experiment(known: Known, name: str, row: Pick, aim: Target) -> Json:
    kpi = planning().kpis[row.fit.tactic.kpi].name.say(known.locale)
    facts = {"tactic": row.fit.tactic.name.say(known.locale), "persona": row.fit.persona.name, "kpi": kpi}
    effect = number(100 * planning().rules.effect)
    told = words("plan")("experiment.row", known.locale, **facts, effect=effect)
    return _sized(known, told, name, kpi, aim.baseline)


def _of_mark(known: Known, unit: str, origin: Origin, rows: Sequence[Pick]) -> Json:
    kpi = planning().kpis["conversion_rate"].name.say(known.locale)
    told = words("plan")("experiment.unit", known.locale, unit=unit, kpi=kpi)
    baseline = known.baselines.get("conversion_rate")
    row = next((f"R{at}" for at, one in enumerate(rows, start=1) if unit in one.message.text), "")
    return _sized(known, told, row, kpi, baseline.value if baseline else None) | {"from": origin.json()}


def _sized(known: Known, hypothesis: str, row: str, metric: str, baseline: Decimal | None) -> Json:
    rules = planning().rules
    share = float(baseline) / 100 if baseline is not None else None
    a_day = float(known.traffic.value) if known.traffic else None
    size = trials.size(share, rules.effect, a_day, rules.alpha, rules.power, rules.days)
    return {
        "id": "",
        "hypothesis": hypothesis,
        "row": row,
        "metric": metric,
        "baseline": plain(baseline),
        "effect_pct": 100 * rules.effect,
        "alpha": rules.alpha,
        "power": rules.power,
        "per_arm": size.per_arm,
        "arms": 2,
        "duration_days": size.duration_days,
        "status": "insufficient_data" if size.missing else "ready",
        "missing": list(size.missing),
        "method": trials.SOURCE,
    }
