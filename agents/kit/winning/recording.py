"""A win's record out of what fired, in the body of the output."""

from dataclasses import dataclass
from fractions import Fraction

from agents.kit.budgeting.amounts import minor
from agents.kit.flows import Flowing
from agents.kit.frameworks.confidence import GRADES
from agents.kit.winning.figures import Thing
from agents.kit.winning.judging import Fired, currency_of, unit
from agents.kit.winning.result import baseline
from agents.kit.winning.sizing import impact, points, unsized
from agents.kit.winning.told import Said
from agents.kit.winning.wording import rounded
from config.winning import Limits, library
from memory.types import Evidence, InputUsed, Json


@dataclass(frozen=True, slots=True)
class Found:
    """A win that calls for attention now; `key` is the same as long as it is about the same."""

    key: str
    win: Json
    evidence: tuple[tuple[str, Evidence], ...]
    """Path within the win -> what it rests on, whose path is still to be set."""
    inputs: tuple[InputUsed, ...]


def measured(fired: Fired, limits: Limits) -> Found:
    """A win out of figures. Its trigger is measured, its impact inferred: what is won back is assumed."""
    rule, thing = library().rules[fired.rule], fired.thing
    size = impact(rule, fired, limits)
    name = thing.name or thing.id
    win = _win(fired.rule, {"name": name, "platform": thing.platform}) | {
        "trigger": _trigger(fired),
        "impact": size,
        "ice": _ice(points(rule, fired, size, limits), rule.confidence, rule.ease, "measured"),
        "baseline": baseline(rule, fired) if fired.expected is not None else None,
    }
    used = tuple(board.used for board in fired.boards if board.used is not None)
    refs = [board.query for board in fired.boards]
    proof = [Evidence("trigger", "metric", ref, fired.rule, GRADES["metric"]) for ref in refs]
    if size["high"] is not None:
        proof += [Evidence("impact", "inference", ref, fired.rule, GRADES["inference"]) for ref in refs]
    kept = tuple((one.path, one) for one in proof)
    return Found(f"{fired.rule}:{thing.platform}:{thing.id}:{thing.currency}", win, kept, used)


def told(said: Said, limits: Limits) -> Found:
    """A win out of words: no impact is computed, and its points are the library's estimate."""
    rule = library().rules[said.rule]
    evidence = "benchmark" if rule.benchmark or said.source.kind == "output" else "opinion"
    win = _win(said.rule, {"value": said.value}) | {
        "trigger": {"kind": "told", "quote": said.quote, "ref": said.source.ref, "value": said.value or None},
        "impact": impact(rule, None, limits),
        "ice": _ice(rule.impact, rule.confidence, rule.ease, evidence),
        "baseline": None,
    }
    return Found(f"{said.rule}::", win, (("trigger", said.evidence("trigger")),), (said.source.used,))


def idea(one: Flowing, limits: Limits) -> Found:
    """A win that an ICE ranking names: its scores are taken as they stand there."""
    item: Json = one.value
    scores = _ice(item["impact"], item["confidence"], item["ease"], item.get("evidence") or "none")
    win: Json = _frame("idea", "idea", {"name": item["name"]}) | {
        "minutes": None,
        "brings": "none",
        "check_after_days": 14,
        "trigger": {"kind": "idea", "ref": one.ref, "score": item["ice"], "rank": item["rank"]},
        "impact": unsized(limits),
        "ice": scores,
        "baseline": None,
    }
    return Found(
        f"idea:{item['name'].casefold()}", win, (("trigger", one.evidence("trigger")),), (one.used(),)
    )


def _win(name: str, names: Json) -> Json:
    rule = library().rules[name]
    return _frame(name, rule.area, names) | {
        "minutes": rule.minutes,
        "brings": rule.brings,
        "check_after_days": rule.check_after_days,
    }


def _frame(rule: str, area: str, names: Json) -> Json:
    return {
        "rule": rule,
        "area": area,
        "names": names,
        "status": "open",
        "owner": None,
        "due": None,
        "task": None,
        "done_on": None,
        "measured_result": None,
    }


def _ice(points_: int, confidence: int, ease: int, evidence: str) -> Json:
    return {"impact": points_, "confidence": confidence, "ease": ease, "evidence": evidence}


def _trigger(fired: Fired) -> Json:
    rule, thing = library().rules[fired.rule], fired.thing
    under = fired.span.days if rule.under == "days" else thing.get(rule.under)
    expected = None if fired.expected is None or under is None else fired.expected * under
    held = {
        "over": (rule.over, thing.get(rule.over)),
        "under": (rule.under, under),
        "expected": (rule.over, expected),
    }
    over_currency, under_currency = currency_of(rule.over, thing), currency_of(rule.under, thing)
    orders = rule.kind == "orders" and rule.over == "conversions_value"
    return {
        "kind": "figures" if expected is not None else fired.rule,
        "metric": ["kept", "sold"] if orders else [_counted(rule.kind, rule.over), rule.under],
        **{name: _figure(measure, value, thing) for name, (measure, value) in held.items()},
        "over_currency": over_currency,
        "under_currency": under_currency,
        "part": None if fired.value is None or expected is not None else round(float(fired.value), 4),
        "against": rule.against if rule.kind not in ("unknown", "absent") else None,
        "since": fired.span.since.isoformat(),
        "until": fired.span.until.isoformat(),
        "against_since": fired.against.since.isoformat(),
        "against_until": fired.against.until.isoformat(),
        "query": fired.boards[0].query,
        "against_query": fired.boards[-1].query,
    }


def _counted(kind: str, measure: str) -> str:
    return "orders" if kind == "orders" and measure == "conversions" else measure


def _figure(measure: str, value: Fraction | int | None, thing: Thing) -> float | int | None:
    """Money in minor units, counts in ones to one decimal."""
    if value is None:
        return None
    currency = currency_of(measure, thing)
    if currency:
        return minor(round(value), currency)
    return rounded(value, 1 if measure == "days" else unit(measure))
