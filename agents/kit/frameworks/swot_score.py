"""How much a SWOT item counts: impact, and strength or likelihood, from what the words measure.

Impact by the stated share of revenue or cost: 50 % and more 5, 20 to 49 4, 10 to 19 3, 5 to 9 2, less 1; a rival at
a stated distance 4. Likelihood: has happened 5, dated or offered 4. Strength: half or more on one buyer 5, absent or
with a measured number 4. Everything else is 3; an impact of 3 that nothing measures is an assumption.
"""

from decimal import Decimal

from agents.kit.reading.inference import share_of_revenue
from agents.kit.reading.types import Clause, Reading

DEFAULT = 3
SHARES = ((50, 5), (20, 4), (10, 3), (5, 2), (0, 1))
HIGH, LOW = 15, 7
_NEAR = ("new_rival", "rival_strength")
_ABSENT = ("absence", "inexperience")
_NO_MEASURE = frozenset({"date", "number", "age", "clock"})


def impact_of_share(percent: float) -> int:
    """1 to 5, of a share of revenue or cost."""
    return next(impact for least, impact in SHARES if percent >= least)


def share(clause: Clause, reading: Reading) -> Decimal | None:
    """The percent of revenue that the clause speaks of, stated or following from what was stated."""
    for derived in reading.derivations:
        if derived.kind == "share_of_share" and derived.clauses[0] == clause.id and derived.of == "revenue":
            return derived.value
    if clause.has("dependency") and {"revenue", "every"} <= clause.concepts:
        return Decimal(100)
    return share_of_revenue(clause)


def impact(clause: Clause, percent: Decimal | None) -> int | None:
    """None where the words give no measure."""
    if percent is not None:
        return impact_of_share(float(percent))
    near = clause.has(*_NEAR) and any(one.kind == "distance" for one in clause.quantities)
    return 4 if near else None


def strength(clause: Clause, tag: str) -> int:
    stated = [one.share for one in clause.quantities if one.share is not None]
    if tag == "dependency" and (any(part * 2 >= 1 for part in stated) or "every" in clause.concepts):
        return 5
    measured = any(one.kind not in _NO_MEASURE for one in clause.quantities)
    return 4 if measured or tag in _ABSENT else DEFAULT


def likelihood(clause: Clause, tag: str) -> int:
    if tag == "offer_received":
        return 4
    if clause.tense == "future":
        return 4 if any(one.kind in {"date", "duration"} for one in clause.quantities) else DEFAULT
    return DEFAULT if clause.tense == "unsure" else 5


def horizon(clause: Clause) -> str | None:
    """now, year (within one) or later; None where the words do not say."""
    if clause.tense in {"past", "present"}:
        return "now"
    months = [_months(one.value, one.unit) for one in clause.quantities if one.kind == "duration"]
    if months:
        return "year" if max(months) <= 12 else "later"
    dated = any(one.kind == "date" and one.unit != "year" for one in clause.quantities)
    return "year" if dated else None


def _months(value: Decimal, unit: str) -> Decimal:
    return value * {"year": Decimal(12), "month": Decimal(1), "week": Decimal("0.25")}.get(
        unit, Decimal("0.04")
    )


def score(impact_: int | None, second: int | None) -> int | None:
    return None if impact_ is None or second is None else impact_ * second


def band(value: int | None) -> str | None:
    if value is None:
        return None
    return "high" if value >= HIGH else "low" if value <= LOW else "medium"
