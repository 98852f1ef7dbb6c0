"""A reconciliation in words, a table and a picture."""

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
_COLUMNS = (
    "platform", "claimed", "window", "tracked", "reconciled", "overclaim", "reconciled_value", "spent",
)  # fmt: skip


def summary(body: Json, locale: Locale) -> str:
    """The first line: how much more is claimed than was sold."""
    say, truth = words("budget"), body["truth"]
    if not body["channels"]:
        return say("reconcile.nothing", locale)
    if truth is None:
        return say("reconcile.no_truth", locale)
    facts = {"source": truth["name"], "count": _count(truth["conversions"]), "days": _days(body, locale)}
    if body["overlap"] is None:
        return say("reconcile.zero", locale, **facts)
    key = "over" if body["overlap"] > 1 else "within"
    return say(f"reconcile.{key}", locale, overlap=f"{body['overlap']:.2f}", **facts)


def lines(draft: Draft) -> tuple[str, ...]:
    """At most three: the overlap, who claims the most too much, and what a unit of money brought in all."""
    body, locale = draft.body, draft.locale
    say, found = words("budget"), [draft.summary]
    over = [one for one in cast("list[Json]", body["channels"]) if one["overclaim"] is not None]
    worst = max(over, key=lambda one: one["overclaim"], default=None)
    if worst is not None:
        facts = {"claimed": _count(worst["claimed"]), "reconciled": _count(worst["reconciled"])}
        found.append(
            say("reconcile.worst", locale, name=worst["name"], ratio=f"{worst['overclaim']:.2f}", **facts)
        )
    if body["mer"] is not None:
        found.append(say("reconcile.mer", locale, mer=f"{body['mer']:.2f}"))
    return tuple(found[:3])


def sections(draft: Draft) -> tuple[Section, ...]:
    return tuple(_sections(draft.body, draft.locale))


def _sections(body: Json, locale: Locale) -> Iterator[Section]:
    say = words("budget")
    if body["channels"]:
        yield Section(say("section.reconcile", locale), (_table(body, locale),))
    facts = [str(one) for one in body["caveats"]]
    if body["query"]:
        facts.append(
            say("basis", locale, query=body["query"], as_of=_days(body, locale), zone=body["timezone"])
        )
    yield Section(say("section.basis", locale), (Bullets(tuple(facts)),))


def _table(body: Json, locale: Locale) -> Table:
    say, currency = words("budget"), str(body["currency"])
    rows = [
        (
            str(one["name"]),
            _count(one["claimed"]),
            str(one["window"] or say("window.unsaid", locale)),
            _count(one["tracked"]),
            _count(one["reconciled"]),
            _UNSAID if one["overclaim"] is None else f"{one['overclaim']:.2f}x",
            said_minor(one["reconciled_value"], currency, locale),
            said_minor(one["spend"], currency, locale),
        )
        for one in cast("list[Json]", body["channels"])
    ]
    truth = body["truth"]
    if truth is not None:
        value = said_minor(truth["value"], currency, locale)
        name = say("truth", locale, source=truth["name"])
        rows.append((name, _UNSAID, _UNSAID, _UNSAID, _count(truth["conversions"]), _UNSAID, value, _UNSAID))
    return Table(tuple(say(f"head.{name}", locale) for name in _COLUMNS), tuple(rows))


def charts(draft: Draft) -> tuple[Chart, ...]:
    """What each platform claims, above what is reconciled with it; what is not known has no bar."""
    body, locale = draft.body, draft.locale
    say = words("budget")
    if body["truth"] is None:
        return ()
    bars = tuple(
        Bar(
            f"{one['name']} · {say(f'head.{name}', locale)}",
            one[name],
            _count(one[name]),
            say(f"head.{name}", locale),
        )
        for one in cast("list[Json]", body["channels"])
        for name in ("claimed", "reconciled")
        if one[name] is not None
    )
    title = say("chart.reconcile", locale)
    note = say(
        "chart.reconcile.note",
        locale,
        count=_count(body["truth"]["conversions"]),
        source=body["truth"]["name"],
    )
    return (Bars(title, f"{title}: {draft.summary}", bars, note),) if bars else ()


def _count(value: float | None) -> str:
    return _UNSAID if value is None else number(value)


def _days(body: Json, locale: Locale) -> str:
    if body["since"] is None:
        return words("budget")("days.said", locale)
    return said_days(body, locale)
