"""What came of a win: its prediction beside the same figures after it was done."""

from datetime import date, timedelta
from fractions import Fraction
from typing import Any

from agents.kit.budgeting.window import Window
from agents.kit.measuring.port import Facts
from agents.kit.winning.figures import Board, Thing, added, board, source_of
from agents.kit.winning.judging import Fired, brought_unit
from config.winning import Limits, Rule, library
from memory.types import Json


def baseline(rule: Rule, fired: Fired) -> Json:
    """What a later measurement needs of today's figures; fractions as text, so that they stay exact."""
    thing = fired.thing
    return {
        "platform": thing.platform,
        "id": thing.id,
        "currency": thing.currency,
        "value_currency": thing.value_currency,
        "days": fired.span.days,
        "expected": _text(fired.expected),
        "own": _text(fired.value),
        "gap": _text(fired.gap),
        "over": thing.get(rule.over),
        "under": fired.span.days if rule.under == "days" else thing.get(rule.under),
    }


def due(win: Json, today: date) -> Window | None:
    """The days that are measured once a win was done and they are over; None before."""
    if win["status"] != "done" or not win["done_on"] or not win.get("baseline"):
        return None
    done = date.fromisoformat(win["done_on"])
    span = Window(done + timedelta(days=1), done + timedelta(days=win["check_after_days"]))
    return span if span.until < today else None


async def measured(facts: Facts, win: Json, span: Window, limits: Limits) -> Json | None:
    """{unit, currency, measured, predicted_low, predicted_high, ratio, since, until, query}; None without figures."""
    rule = library().rules[win["rule"]]
    found = await board(facts, source_of(rule), span)
    thing = pick(rule, win["baseline"], found)
    if thing is None:
        return None
    gained = achieved(rule, win["baseline"], thing, span.days)
    if gained is None:
        return None
    told = win["impact"]
    one = brought_unit(rule, told["currency"])
    low, high = (Fraction(told[end] * span.days, limits.period_days) for end in ("low", "high"))
    middle = (low + high) / 2
    return {
        "unit": told["unit"],
        "currency": told["currency"],
        "measured": round(gained / one),
        "predicted_low": round(low),
        "predicted_high": round(high),
        "ratio": round(float(gained / one / middle), 4) if middle else None,
        "since": span.since.isoformat(),
        "until": span.until.isoformat(),
        "query": found.query,
    }


def achieved(rule: Rule, base: Json, thing: Thing, days: int) -> Fraction | None:
    """What was saved or gained over the days, in units of facts.

    Saved: the gap a day before, times the days, less the gap after. Gained: what `under` brought beyond the thing's own
    ratio before; of a winner, what the money it got more brought beyond the ratio of the others.
    """
    over, under = thing.get(rule.over), days if rule.under == "days" else thing.get(rule.under)
    expected, gap = _fraction(base["expected"]), _fraction(base["gap"])
    if over is None or under is None or not expected or gap is None:
        return None
    if rule.brings == "saved":
        return gap * days / base["days"] - (under - over / expected)
    if rule.kind == "winner":
        more = Fraction(over) - Fraction(base["over"] * days, base["days"])
        return more - (under - Fraction(base["under"] * days, base["days"])) * expected
    own = _fraction(base["own"])
    return None if own is None else over - under * own


def pick(rule: Rule, base: Json, found: Board) -> Thing | None:
    """The thing again; where its platform has figures and it has none, it did not run: its sums are 0."""
    mine = [one for one in found.things if one.platform == base["platform"]]
    same = [one for one in mine if _same(rule, base, one)]
    if same:
        return added(same, same[0], same[0].name, same[0].id)
    if not mine:
        return None
    money = base["currency"], base["value_currency"]
    return Thing(base["platform"], base["id"], "", *money, {rule.over: 0, rule.under: 0})


def _same(rule: Rule, base: Json, one: Thing) -> bool:
    if (one.currency, one.value_currency) != (base["currency"], base["value_currency"]):
        return False
    if rule.kind == "orders":
        return not rule.medium or one.id.lower() in rule.medium
    return one.id == base["id"]


def _text(value: Fraction | None) -> str | None:
    return None if value is None else f"{value.numerator}/{value.denominator}"


def _fraction(value: Any) -> Fraction | None:
    return None if value is None else Fraction(value)
