"""What would come of it, in words and a table."""

from collections.abc import Iterator
from typing import cast

from agents.kit.budgeting.amounts import said_minor
from agents.kit.budgeting.envelope import said_days
from agents.kit.figures import number
from agents.types import Bar, Bars, Bullets, Chart, Section, Table
from config.errors import Locale
from config.wording import words
from memory.types import Draft, Json

_EFFECT = (("change", "conversions"), ("low", "low"), ("high", "high"))


def described(body: Json, locale: Locale) -> str:
    """The first line: what is moved, and what comes of it."""
    say = words("budget")
    if body["broke"]:
        return str(body["broke"][0])
    if body["effect"] is None:
        return say("what_if.short", locale)
    told = {name: _signed(body["effect"][key]) for name, key in _EFFECT}
    return say("what_if.change", locale, what=_what(body, locale), weeks=_weeks(body, locale), **told)


def divided(body: Json, locale: Locale) -> str:
    """The first line of a sum that is divided."""
    say, currency = words("budget"), str(body["currency"])
    if not body["divided"]:
        return say("what_if.short", locale)
    parts = [f"{one['name']} {said_minor(one['amount'], currency, locale)}" for one in body["divided"]]
    amount = said_minor(body["total"], currency, locale)
    return say("what_if.divide", locale, amount=amount, count=len(parts), parts=", ".join(parts))


def _what(body: Json, locale: Locale) -> str:
    say, currency = words("budget"), str(body["currency"])
    shifts = cast("list[Json]", body["shifts"])
    gives = [one for one in shifts if one["amount"] < 0]
    gets = [one for one in shifts if one["amount"] > 0]
    amount = max(sum(abs(one["amount"]) for one in side) for side in (gives, gets)) * body["weeks"]
    key = "move" if gives and gets else "more" if gets else "less"
    names = {"source": gives, "target": gets}
    said = {name: ", ".join(str(one["name"]) for one in side) for name, side in names.items()}
    return say(f"what_if.{key}", locale, amount=said_minor(amount, currency, locale), **said)


def lines(draft: Draft) -> tuple[str, ...]:
    """At most three: the effect, then what is lacking or how far it is to be trusted."""
    body = draft.body
    far = cast("list[str]", body["caveats"][-1:] if body["beyond"] or body["how"] else [])
    return (draft.summary, *cast("list[str]", body["lacking"]), *far)[:3]


def sections(draft: Draft) -> tuple[Section, ...]:
    return tuple(_sections(draft.body, draft.locale))


def _sections(body: Json, locale: Locale) -> Iterator[Section]:
    say = words("budget")
    if body["effect"]:
        yield Section(say("section.what_if", locale), (_table(body, locale),))
    if body["divided"]:
        yield Section(say("section.what_if", locale), (_divided(body, locale),))
    days = said_days(body, locale)
    basis = say("basis", locale, query=body["query"], as_of=days, zone=body["timezone"])
    yield Section(say("section.basis", locale), (Bullets((*map(str, body["caveats"]), basis)),))


def _table(body: Json, locale: Locale) -> Table:
    say, currency, weeks = words("budget"), str(body["currency"]), int(body["weeks"])
    changes = {one["id"]: one["change"] for one in cast("list[Json]", body["parts"])}
    rows = tuple(
        (
            str(one["name"]),
            said_minor(one["now"] * weeks, currency, locale),
            said_minor((one["now"] + one["amount"]) * weeks, currency, locale),
            _signed(changes[one["id"]]),
        )
        for one in cast("list[Json]", body["shifts"])
    )
    return Table(
        tuple(say(f"head.{name}", locale) for name in ("platform", "before", "after", "change")), rows
    )


def _divided(body: Json, locale: Locale) -> Table:
    say, currency = words("budget"), str(body["currency"])
    rows = tuple(
        (
            str(one["name"]),
            said_minor(one["amount"], currency, locale),
            f"{one['amount'] / body['total']:.1%}",
        )
        for one in cast("list[Json]", body["divided"])
    )
    return Table(tuple(say(f"head.{name}", locale) for name in ("platform", "planned", "part")), rows)


def charts(draft: Draft) -> tuple[Chart, ...]:
    """A sum that is divided, channel by channel."""
    body, locale = draft.body, draft.locale
    if not body["divided"]:
        return ()
    currency = str(body["currency"])
    bars = tuple(
        Bar(str(one["name"]), float(one["amount"]), said_minor(one["amount"], currency, locale))
        for one in cast("list[Json]", body["divided"])
    )
    return (Bars(draft.title, f"{draft.title}: {draft.summary}", bars),)


def _signed(value: float) -> str:
    rounded = round(value, 1)
    return f"+{number(rounded)}" if rounded > 0 else number(rounded)


def _weeks(body: Json, locale: Locale) -> str:
    return words("budget")(f"weeks.{body['weeks']}", locale)
