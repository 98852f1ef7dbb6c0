"""From a gap to an impact range and an ICE: arithmetic of whole numbers and fractions."""

from collections.abc import Sequence
from fractions import Fraction
from math import ceil

from agents.kit.frameworks.ice import calibrated, compute
from agents.kit.winning.judging import Fired, brought, brought_currency, brought_unit
from config.winning import Limits, Rule
from memory.types import Json

_SIX = 10**6


def impact(rule: Rule, fired: Fired | None, limits: Limits) -> Json:
    """{unit, currency, low, high, gap, period_days, recovers}: money in minor units, counts in whole ones.

    low and high are the gap over the rule's days, scaled to the period, times the part that is taken to be won back;
    all None where the gap is not known or the money has no currency.
    """
    empty = unsized(limits) | {"recovers": list(rule.recovers)}
    if fired is None or fired.gap is None or fired.gap < 0:
        return empty
    currency = brought_currency(rule, fired.thing)
    if currency == "":
        return empty
    scaled = fired.gap / brought_unit(rule, currency) * Fraction(limits.period_days, fired.span.days)
    parts = (Fraction(part).limit_denominator(_SIX) for part in rule.recovers)
    low, high = (round(scaled * part) for part in parts)
    kind = "money" if currency else "orders" if rule.kind == "orders" else brought(rule)
    return empty | {"unit": kind, "currency": currency, "low": low, "high": high, "gap": round(scaled)}


def unsized(limits: Limits) -> Json:
    """An impact that cannot be computed."""
    nothing: Json = dict.fromkeys(("unit", "currency", "low", "high", "gap"))
    return nothing | {"period_days": limits.period_days, "recovers": None}


def points(rule: Rule, fired: Fired | None, size: Json, limits: Limits) -> int:
    """1 to 10: one point for each part of the platform's total that the upper end of the range is; else the rule's own.

    The points of a rule whose impact cannot be computed are an estimate of the library's.
    """
    if fired is None or fired.share is None or size["high"] is None:
        return rule.impact
    share = fired.share * Fraction(rule.recovers[1]).limit_denominator(_SIX)
    return min(max(ceil(share / Fraction(limits.points_per_impact).limit_denominator(_SIX)), 1), 10)


def calibration(ratios: Sequence[Fraction], limits: Limits) -> Json:
    """{factor, n, prior}: (sum of measured / predicted, each from 0 to `most_ratio`, + prior) / (n + prior).

    `prior` wins that came out as predicted stand in until there are others (additive smoothing).
    """
    most = Fraction(limits.most_ratio).limit_denominator(_SIX)
    kept = [min(max(one, Fraction(0)), most) for one in ratios]
    factor = (sum(kept, Fraction(0)) + limits.prior) / (len(kept) + limits.prior)
    return {"factor": round(float(factor), 4), "n": len(kept), "prior": limits.prior}


def ranked(wins: Sequence[Json], factor: float) -> list[Json]:
    """Best first by ICE, whose confidence is calibrated and then capped by its evidence; rank and band as in ICE.

    Each win's `ice` has impact, confidence (as stated), ease and evidence; the rest is computed.
    """
    by_id = {win["id"]: win for win in wins}
    items = [
        one["ice"] | {"id": name, "confidence": calibrated(one["ice"]["confidence"], factor)}
        for name, one in by_id.items()
    ]
    scores: list[Json] = compute({"items": items})["items"]
    return [
        by_id[one["id"]]
        | {
            "ice": by_id[one["id"]]["ice"]
            | {name: one[name] for name in ("confidence_used", "ice", "rank", "band")}
        }
        for one in scores
    ]
