"""Returns in words and a table."""

from collections.abc import Iterator
from typing import cast

from agents.kit.budgeting.amounts import said_minor
from agents.kit.budgeting.envelope import said_days
from agents.types import Bullets, Chart, Section, Table
from config.errors import Locale
from config.wording import words
from memory.types import Draft, Json

_UNSAID = "–"


def summary(body: Json, locale: Locale) -> str:
    """The first line: all revenue over all spend where that is known, else the best platform's own."""
    say = words("budget")
    if not body["platforms"]:
        return say("reconcile.nothing", locale)
    total, facts = body["total"], {"days": said_days(body, locale)}
    if total["roi"] is not None:
        amounts = {
            name: said_minor(total[name], body["currency"], locale) for name in ("profit", "spend", "revenue")
        }
        key = "roi.earns" if total["profit"] >= 0 else "roi.loses"
        amounts["profit"] = said_minor(abs(total["profit"]), body["currency"], locale)
        return say(key, locale, roi=f"{total['roi']:.0%}", **amounts, **facts)
    if body["mer"] is not None:
        return say("roi.mer", locale, mer=_ratio(body["mer"]), **facts)
    known = [one for one in cast("list[Json]", body["platforms"]) if one["roas"] is not None]
    if not known:
        return say("roi.no_revenue", locale, **facts)
    best = max(known, key=lambda one: one["roas"])
    facts |= {"name": best["name"], "roas": _ratio(best["roas"])}
    unknown = [str(one["name"]) for one in cast("list[Json]", body["platforms"]) if one["spend"] is None]
    if unknown and body["method"] != "none":
        return say("roi.part", locale, names=", ".join(unknown), currency=body["currency"], **facts)
    return say("roi.best", locale, **facts)


def lines(draft: Draft) -> tuple[str, ...]:
    """At most three: the whole, where it breaks even, and who is below that."""
    body, locale = draft.body, draft.locale
    say, found = words("budget"), [draft.summary]
    if body["break_even_roas"] is not None:
        even = body["break_even_roas"]
        found.append(say("roi.break_even", locale, roas=_ratio(even), margin=f"{body['margin']:.0%}"))
        losing = [
            f"{one['name']} {_ratio(one['roas'])}"
            for one in cast("list[Json]", body["platforms"])
            if one["roas"] is not None and one["roas"] < even
        ]
        if losing:
            found.append(say("roi.below", locale, names=", ".join(losing)))
    return tuple(found)


def sections(draft: Draft) -> tuple[Section, ...]:
    return tuple(_sections(draft.body, draft.locale))


def _sections(body: Json, locale: Locale) -> Iterator[Section]:
    say = words("budget")
    if body["platforms"]:
        yield Section(say("section.roi", locale), (_table(body, locale),))
    basis = say("basis", locale, query=body["query"], as_of=said_days(body, locale), zone=body["timezone"])
    yield Section(say("section.basis", locale), (Bullets((*map(str, body["caveats"]), basis)),))


def _table(body: Json, locale: Locale) -> Table:
    say, currency = words("budget"), str(body["currency"])
    names = ("platform", "spent", "revenue", "roas", "claimed_roas", "profit", "roi", "cost", "revenue_basis")
    rows = tuple(
        (
            str(one["name"]),
            said_minor(one["spend"], currency, locale),
            said_minor(one["revenue"], currency, locale),
            _ratio(one["roas"]),
            _ratio(one["claimed_roas"]),
            said_minor(one["profit"], currency, locale),
            _UNSAID if one["roi"] is None else f"{one['roi']:.0%}",
            said_minor(one["cost_per_conversion"], currency, locale),
            say(f"basis.{one['basis']}", locale)
            + (f" x{one['factor']:g}" if one["factor"] is not None else ""),
        )
        for one in cast("list[Json]", body["platforms"])
    )
    return Table(tuple(say(f"head.{name}", locale) for name in names), rows)


def charts(draft: Draft) -> tuple[Chart, ...]:
    """Ratios of platforms stand in the table."""
    del draft
    return ()


def _ratio(value: float | None) -> str:
    return _UNSAID if value is None else f"{value:.2f}"
