"""A win in words, in either language, out of its record."""

from datetime import date
from fractions import Fraction
from typing import Any

from agents.kit.budgeting.amounts import said_minor
from agents.kit.budgeting.envelope import said_span
from agents.kit.figures import number
from config.budgeting import platform_name
from config.errors import Locale
from config.korean import fill
from config.winning import library
from config.wording import words
from memory.types import Json

_IDEA = "idea"


def title(win: Json, locale: Locale) -> str:
    return _told(win, "title", locale)


def step(win: Json, locale: Locale) -> str:
    return _told(win, "step", locale)


def _told(win: Json, part: str, locale: Locale) -> str:
    if win["rule"] == _IDEA:
        return win["names"]["name"] if part == "title" else words("wins")("idea.step", locale)
    return fill(getattr(library().rules[win["rule"]], part).say(locale), _names(win, locale))


def _names(win: Json, locale: Locale) -> dict[str, str]:
    names, say = win["names"], words("wins")
    name = names.get("name", "")
    if win["rule"] == "weekday_cost":
        name = say(f"weekday.{name}", locale)
    platform = names.get("platform", "")
    return {
        "name": name,
        "platform": platform_name(platform, locale) if platform else "",
        "value": names.get("value", ""),
    }


def impact(win: Json, locale: Locale) -> str:
    """`₩120,000 to ₩240,000 in 30 days`; that it cannot be computed, where it cannot."""
    told, say = win["impact"], words("wins")
    if told["high"] is None:
        return say("impact.none", locale)
    span = span_of(told["low"], told["high"], told["unit"], told["currency"], locale)
    return say(f"impact.{win['brings']}", locale, range=span, days=told["period_days"])


def span_of(low: int, high: int, unit: str, currency: str | None, locale: Locale) -> str:
    """`₩120,000 to ₩240,000`, `7 to 16 orders`; one figure where both are the same."""
    ends = [said_minor(one, currency, locale) if currency else number(one) for one in (low, high)]
    joined = ("~" if locale == "ko" else " to ").join(dict.fromkeys(ends))
    return joined if currency else words("wins")(f"count.{unit}", locale, count=joined)


def amount(value: int | None, unit: str, currency: str | None, locale: Locale) -> str:
    """Minor units of money, or a count with what is counted; a dash where there is none."""
    if value is None:
        return "–"
    if currency:
        return said_minor(value, currency, locale)
    return words("wins")(f"count.{unit}", locale, count=number(value))


def trigger(win: Json, locale: Locale) -> str:
    """What fired it: the figures with their window and expectation, or the words."""
    told, say = win["trigger"], words("wins")
    if told["kind"] == "told":
        text = say("trigger.told", locale, quote=told["quote"])
        return f"{text} {_benchmark(win, locale)}".strip()
    if told["kind"] == _IDEA:
        return say("trigger.idea", locale, score=told["score"], rank=told["rank"])
    window = _window(told["since"], told["until"], locale)
    if told["expected"] is None:
        return say(f"trigger.{told['kind']}", locale, window=window, **_percent(told))
    facts = {
        "over_name": say(f"metric.{told['metric'][0]}", locale),
        "over": _figure(told["over"], told["over_currency"]),
        "under_name": say(f"metric.{told['metric'][1]}", locale),
        "under": _figure(told["under"], told["under_currency"]),
        "expected": _figure(told["expected"], told["over_currency"]),
        "window": window,
        "before": _window(told["against_since"], told["against_until"], locale),
    }
    for name, currency in (
        ("over", told["over_currency"]),
        ("under", told["under_currency"]),
        ("expected", told["over_currency"]),
    ):
        if currency:
            facts[name] = said_minor(told[name], currency, locale)
    key = "days" if told["metric"][1] == "days" else told["against"]
    return say(f"trigger.{key}", locale, **facts)


def _figure(value: Any, currency: str | None) -> str:
    return "" if currency else number(value)


def _percent(told: Json) -> dict[str, str]:
    part = told["part"]
    return {
        "part": "" if part is None else number(round(part * 100, 1)),
        "value": "" if part is None else number(part),
    }


def _benchmark(win: Json, locale: Locale) -> str:
    found = library().rules[win["rule"]].benchmark
    if found is None:
        return ""
    limit = f"{number(found.above)}{found.unit}"
    return words("wins")(
        "benchmark", locale, limit=limit, source=found.source, url=found.url, day=found.read.isoformat()
    )


def _window(since: str, until: str, locale: Locale) -> str:
    return said_span(date.fromisoformat(since), date.fromisoformat(until), locale)


def rounded(value: Fraction | int | None, one: int) -> float | None:
    """A count of facts in ones, to one decimal."""
    return None if value is None else round(float(Fraction(value) / one), 1)
