"""A query in words, as it is shown with its answer."""

from collections.abc import Iterator
from datetime import date

from agents.kit.analysing.saying import days, metric_name
from agents.kit.budgeting.window import Window
from config.budgeting import platform_name
from config.errors import Locale
from config.wording import words
from memory.types import Json


def asked_in_words(query: Json, locale: Locale, year: int | None) -> str:
    """`summary · CTR · by campaign · 1–30 Sep`: all that the query says."""
    return " · ".join(_parts(query, locale, year))


def _parts(query: Json, locale: Locale, year: int | None) -> Iterator[str]:
    say = words("analytics")
    yield say(f"asked.kind.{query['kind']}", locale)
    if query["metrics"]:
        yield ", ".join(metric_name(name, locale) for name in query["metrics"])
    for name in query["platforms"]:
        yield platform_name(name, locale)
    for dimension, names in query["names"].items():
        yield f"{say(f'head.{dimension}', locale)} {', '.join(names)}"
    if query["by"]:
        named = [say(f"head.{name}", locale) for name in query["by"]]
        yield say("asked.by", locale, by=", ".join(one if locale == "ko" else one.lower() for one in named))
    if query.get("weekday"):
        yield say("asked.weekday", locale)
    if window := window_of(query["window"]):
        yield days(window, locale, year)
    if before := window_of(query["before"]):
        yield say("asked.against", locale, days=days(before, locale, year))
    yield from _shape(query, locale)


def _shape(query: Json, locale: Locale) -> Iterator[str]:
    say = words("analytics")
    if query["order"]:
        name, descending = query["order"]
        way = say("asked.most" if descending else "asked.least", locale)
        yield say("asked.order", locale, name=metric_name(name, locale), way=way)
    if query["limit"]:
        yield say("asked.limit", locale, limit=query["limit"])
    if query["currency"]:
        yield str(query["currency"])
    if query["chart"]:
        yield say("asked.chart", locale)


def window_of(told: list[str] | None) -> Window | None:
    """A window as a query's JSON holds it."""
    return Window(date.fromisoformat(told[0]), date.fromisoformat(told[1])) if told else None


def year_of(body: Json) -> int | None:
    """The year in which it was asked; days of another one say theirs."""
    return body.get("year")
