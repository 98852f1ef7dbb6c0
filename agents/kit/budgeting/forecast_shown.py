"""A forecast in words, a table and its errors."""

from collections.abc import Iterator
from datetime import date
from typing import cast

from agents.kit.budgeting.amounts import said_minor
from agents.kit.budgeting.envelope import said_day
from agents.kit.figures import number
from agents.types import Bullets, Chart, Section, Table
from config.errors import Locale
from config.wording import words
from memory.types import Draft, Json

_UNSAID = "–"


def summary(body: Json, locale: Locale) -> str:
    """The first line: what will have been spent, and between what."""
    say = words("budget")
    if not body["measures"]:
        short = body["missing_days"]
        if short is None:
            return say("forecast.over", locale)
        return say("forecast.short", locale, days=short["days"], needed=short["needed"])
    return _line(body["measures"][0], body, locale)


def lines(draft: Draft) -> tuple[str, ...]:
    """At most three: spend, conversions, and by how much the method erred."""
    body, locale = draft.body, draft.locale
    measures = cast("list[Json]", body["measures"])
    found = [_line(one, body, locale) for one in measures[:2]] or [draft.summary]
    if measures:
        error = words("budget")("forecast.error", locale, error=f"{measures[0]['error']:.1%}")
        found.append(error)
    return tuple(found)


def _line(one: Json, body: Json, locale: Locale) -> str:
    say, last = words("budget"), date.fromisoformat(body["until"])
    until = said_day(last, locale, year=str(last.year) != str(body["known_until"] or body["since"])[:4])
    amounts = {name: _said(one, name, body, locale) for name in ("total", "low", "high", "so_far")}
    return say(f"forecast.{one['kind']}", locale, until=until, name=one["name"], **amounts)


def _said(one: Json, name: str, body: Json, locale: Locale) -> str:
    if one["kind"] == "conversions":
        return number(round(one[name], 1))
    return said_minor(one[name], body["currency"], locale)


def sections(draft: Draft) -> tuple[Section, ...]:
    return tuple(_sections(draft.body, draft.locale))


def _sections(body: Json, locale: Locale) -> Iterator[Section]:
    say = words("budget")
    if body["measures"]:
        yield Section(say("section.forecast", locale), (_table(body, locale),))
    known = said_day(date.fromisoformat(body["known_until"]), locale) if body["known_until"] else _UNSAID
    as_of = say("as_of.day", locale, day=known) if body["known_until"] else _UNSAID
    basis = say("basis", locale, query=body["query"], as_of=as_of, zone=body["timezone"])
    yield Section(say("section.basis", locale), (Bullets((*map(str, body["caveats"]), basis)),))


def _table(body: Json, locale: Locale) -> Table:
    say = words("budget")
    names = ("what", "so_far", "to_come", "total", "interval", "error")
    rows = tuple(
        (
            f"{one['name']} {say('measure.' + one['kind'], locale)}".strip(),
            _said(one, "so_far", body, locale),
            _said(one, "to_come", body, locale),
            _said(one, "total", body, locale),
            f"{_said(one, 'low', body, locale)} ~ {_said(one, 'high', body, locale)}",
            f"{one['error']:.1%} ({one['other_error']:.1%})",
        )
        for one in cast("list[Json]", body["measures"])
    )
    return Table(tuple(say(f"head.{name}", locale) for name in names), rows)


def charts(draft: Draft) -> tuple[Chart, ...]:
    """A sum has no picture."""
    del draft
    return ()
