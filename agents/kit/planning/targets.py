"""What a row is to reach: a key result's target, or a share above a known baseline, or nothing that can be said yet."""

from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal

from agents.kit.figures import number
from agents.kit.planning.values import ASSUMED, Ground, Known
from config.planning import planning
from config.wording import words


@dataclass(frozen=True, slots=True)
class Target:
    """None: insufficient data, and `why` says what is needed."""

    value: Decimal | None
    baseline: Decimal | None
    why: str
    ground: Ground = ASSUMED
    """Of the target where somebody set it, otherwise of the baseline."""


def target(known: Known, kpi_id: str) -> Target:
    say, kpi, locale = words("plan"), planning().kpis[kpi_id], known.locale
    base, goal = known.baselines.get(kpi_id), known.goals.get(kpi_id)
    name = kpi.name.say(locale)
    if goal:
        why = say("target.goal", locale, kpi=name, said=goal.ground.quote)
        return Target(goal.value, base.value if base else None, why, goal.ground)
    if base is None:
        return Target(None, None, say("target.unknown", locale, kpi=name))
    lifted = base.value * (1 + Decimal(str(kpi.lift)) * (1 if kpi.up else -1))
    value = _rounded(lifted, kpi.unit)
    facts = {"kpi": name, "base": number(base.value), "unit": "%" if kpi.unit == "%" else ""}
    why = say("target.lift", locale, **facts, lift=number(100 * kpi.lift), said=base.ground.quote)
    return Target(value, base.value, why, base.ground)


def _rounded(value: Decimal, unit: str) -> Decimal:
    return value.quantize(Decimal("0.01") if unit == "%" else Decimal(1), ROUND_HALF_UP).normalize()
