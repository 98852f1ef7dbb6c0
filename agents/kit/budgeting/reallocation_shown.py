"""A reallocation in words, tables and a picture."""

from collections.abc import Iterator
from typing import cast

from agents.kit.budgeting.amounts import said_minor
from agents.kit.budgeting.envelope import said_days
from agents.kit.figures import number
from agents.types import Bar, Bars, Bullets, Chart, Section, Table
from config.errors import Locale
from config.wording import words
from memory.types import Draft, Json

_UNSAID = "–"


def summary(body: Json, locale: Locale) -> str:
    """The first line: how much to move and what it brings, or why nothing is moved."""
    say = words("budget")
    if body["multiplier"] is None:
        count = sum(1 for one in cast("list[Json]", body["channels"]) if one["verdict"])
        return say("reallocate.short", locale, count=count)
    if not body["moves"]:
        return say("reallocate.stay", locale)
    total = sum(int(one["amount"]) for one in cast("list[Json]", body["moves"]))
    gain = {name: number(round(body["gain"][key], 1)) for name, key in _GAIN}
    return say("reallocate.moves", locale, total=said_minor(total, body["currency"], locale), **gain)


_GAIN = (("gain", "conversions"), ("low", "low"), ("high", "high"))


def lines(draft: Draft) -> tuple[str, ...]:
    """At most three: what it comes to, and the two largest moves (or why there are none)."""
    body, locale = draft.body, draft.locale
    further = [move_said(one, body, locale) for one in cast("list[Json]", body["moves"])]
    return (draft.summary, *(further or [str(one) for one in body["held"]]))[:3]


def move_said(move: Json, body: Json, locale: Locale) -> str:
    """`메타 → 구글: 주당 100,000원(80,000원~120,000원)`."""
    low, high = (said_minor(edge, body["currency"], locale) for edge in cast("list[int]", move["range"]))
    amount = said_minor(move["amount"], body["currency"], locale)
    facts = {"source": move["from_name"], "target": move["to_name"], "amount": amount}
    key = "reallocate.move.sure" if low == high else "reallocate.move"
    return words("budget")(key, locale, low=low, high=high, **facts)


def sections(draft: Draft) -> tuple[Section, ...]:
    return tuple(_sections(draft.body, draft.locale))


def _sections(body: Json, locale: Locale) -> Iterator[Section]:
    say = words("budget")
    if body["channels"]:
        yield Section(say("section.reallocate", locale), (_table(body, locale),))
    if body["moves"]:
        told = tuple(
            f"{move_said(one, body, locale)} {one['why']}" for one in cast("list[Json]", body["moves"])
        )
        yield Section(say("section.moves", locale), (Bullets(told),))
    if body["held"]:
        yield Section(say("section.held", locale), (Bullets(tuple(map(str, body["held"]))),))
    if body["guards"]:
        yield Section(say("section.guard", locale), (Bullets(tuple(map(str, body["guards"]))),))
    yield Section(
        say("section.basis", locale), (Bullets((*map(str, body["caveats"]), _basis(body, locale))),)
    )


def _basis(body: Json, locale: Locale) -> str:
    days = said_days(body, locale)
    return words("budget")("basis", locale, query=body["query"], as_of=days, zone=body["timezone"])


def _table(body: Json, locale: Locale) -> Table:
    say, currency = words("budget"), str(body["currency"])
    unit = said_minor(body["unit"], currency, locale)
    names = ("platform", "now", "proposed", "bounds", "marginal", "elasticity", "weeks")
    rows = tuple(
        (
            str(one["name"]),
            said_minor(one["now"], currency, locale),
            said_minor(one["proposed"], currency, locale),
            _UNSAID
            if one["low"] is None
            else f"{said_minor(one['low'], currency, locale)} ~ {said_minor(one['high'], currency, locale)}",
            _UNSAID if one["marginal"] is None else number(one["marginal"]),
            _UNSAID if one["elasticity"] is None else f"{one['elasticity']:.2f}",
            str(one["weeks"]),
        )
        for one in cast("list[Json]", body["channels"])
    )
    return Table(tuple(say(f"head.{name}", locale, unit=unit) for name in names), rows)


def charts(draft: Draft) -> tuple[Chart, ...]:
    """Each channel's budget now, above the one that is proposed."""
    body, locale = draft.body, draft.locale
    say, currency = words("budget"), str(body["currency"])
    if not body["moves"]:
        return ()
    bars = tuple(
        Bar(
            f"{one['name']} · {say(f'head.{name}', locale)}",
            float(one[name]),
            said_minor(one[name], currency, locale),
            say(f"head.{name}", locale),
        )
        for one in cast("list[Json]", body["channels"])
        for name in ("now", "proposed")
    )
    title = say("chart.reallocate", locale)
    return (Bars(title, f"{title}: {draft.summary}", bars),)
