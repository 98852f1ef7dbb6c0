"""What is read of the facts for a query, folded to what was asked for."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from zoneinfo import ZoneInfo

from agents.kit.analysing.inquiry import Inquiry
from agents.kit.analysing.understanding import own_name
from agents.kit.analysing.values import Sums, of_row, touches_money
from agents.kit.budgeting.window import Window
from agents.kit.measuring.port import Facts
from config.analysing import patterns
from config.patterns import regex
from memory.metrics import ANALYTICS, Dimension, Feed, Measured, Query

_LONG = 3
"""Letters of a name that is recognised where nobody speaks of campaigns."""
_CAMPAIGN = regex(r"캠페인|\bcampaigns?\b", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Line:
    """The sums of one key."""

    key: Mapping[Dimension, str]
    names: Mapping[Dimension, str]
    sums: Sums

    @property
    def id(self) -> tuple[str, ...]:
        """What is the same in another window: the key, and the currencies."""
        return (*self.key.values(), self.sums.currency, self.sums.value_currency)


@dataclass(frozen=True, slots=True)
class Read:
    """Lines of a window, with the answer of the store that they come from."""

    lines: tuple[Line, ...]
    measured: Measured


async def read(facts: Facts, asked: Inquiry, window: Window, by: Sequence[Dimension]) -> Read:
    """Lines apart by `by` and by platform; by currency too, as far as money is asked about."""
    dimensions = tuple(dict.fromkeys((*by, "platform")))
    query = Query(window.since, window.until, dimensions, asked.level, asked.where, asked.currency)
    measured = await facts.query(query)
    site = asked.platforms == ("ga4",)
    lines = [Line(row.key, row.names, of_row(row, site=site)) for row in measured.rows]
    return Read(tuple(one for one in lines if any(v is not None for v in one.sums.of.values())), measured)


def folded(lines: Sequence[Line], by: Sequence[Dimension], metrics: Sequence[str]) -> tuple[Line, ...]:
    """Sums by what is asked for; currencies are kept apart where money is asked about, and never summed."""
    apart = touches_money(metrics)
    found: dict[tuple[str, ...], Line] = {}
    for one in lines:
        currencies = (one.sums.currency, one.sums.value_currency) if apart else ("", "")
        key = (*(one.key.get(name, "") for name in by), *currencies)
        sums = one.sums if apart else replace(one.sums, currency="", value_currency="")
        before = found.get(key)
        found[key] = Line(
            {name: one.key.get(name, "") for name in by},
            before.names if before else one.names,
            before.sums + sums if before else sums,
        )
    return tuple(found.values())


def known_metrics(lines: Sequence[Line], wanted: Sequence[str]) -> tuple[str, ...]:
    """Those that any line has a value for."""
    return tuple(name for name in wanted if any(one.sums.value(name) is not None for one in lines))


@dataclass(frozen=True, slots=True)
class Clock:
    """In whose days the question is taken."""

    timezone: str
    known: bool
    """False where the accounts' is not known, or they differ, and the place's stands in."""
    today: date
    last: date | None
    """The last day that has facts."""
    first: date | None = None
    """The first one."""


def clock(feeds: Sequence[Feed], asked: Inquiry, place: str, now: datetime) -> Clock:
    """The accounts' own days, where they agree on them; else those of the place."""
    mine = [one for one in feeds if not asked.platforms or one.platform in asked.platforms]
    zones = {one.timezone for one in mine}
    zone = zones.pop() if len(zones) == 1 else ""
    today = now.astimezone(ZoneInfo(zone or place)).date()
    paid = [one for one in mine if one.platform not in ANALYTICS] or mine
    first, last = (
        min((one.first for one in paid), default=None),
        max((one.last for one in mine), default=None),
    )
    return Clock(zone or place, bool(zone), today, last, first)


async def campaigns_named(facts: Facts, asked: Inquiry, text: str) -> Inquiry:
    """The query with the campaigns that its words name without quotation marks, by their names in the facts.

    Where nobody speaks of campaigns, a name counts that is no mere platform's or metric's.
    """
    if asked.names or asked.window is None:
        return asked
    query = Query(asked.window.since, asked.window.until, ("campaign",), "campaign", asked.where)
    rows = (await facts.query(query)).rows
    low = " ".join(text.lower().split())
    named = {row.names.get("campaign", "").strip() for row in rows}
    told = _CAMPAIGN.search(text) is not None
    found = sorted(
        name
        for name in named
        if len(name) > 1 and name.lower() in low and (told or (len(name) >= _LONG and own_name(name)))
    )
    longest = [
        one for one in found if not any(one != other and one.lower() in other.lower() for other in found)
    ]
    if longest:
        return replace(asked, names={"campaign": tuple(longest)})
    return replace(asked, unknown=_unknown(low)) if told and not asked.by else asked


def _unknown(text: str) -> str:
    """The word before "campaign" that can only be a campaign's name; "" where there is none."""
    told = patterns("campaign")
    found = ((match["ko"] or match["en"]) for match in told["named"].finditer(text))
    names = (one for one in found if own_name(one) and not told["generic"].search(one))
    return next(names, "")
