"""What was really sold, by the best that is known: said just now, counted by a shop or CRM, or by site analytics."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from agents.kit.budgeting.reconciling import Claim, Truth
from agents.kit.budgeting.window import Window
from agents.kit.budgeting.wish import mentions
from agents.kit.measuring.port import Facts
from config.budgeting import names
from config.patterns import regex
from memory.metrics import MICROS, TruthQuery, TruthRow, TruthSource

_ORDERS: tuple[TruthSource, ...] = ("orders", "cafe24", "smartstore", "crm", "manual")
"""Those that count whole sales, the nearest to money first."""
_SITE: TruthSource = "ga4"
_BEHIND = regex(
    r"^\D{0,24}?(?P<count>\d{1,3}(?:,\d{3})+|\d+)\s?(?:건|개|orders?|sales?|conversions?|leads?|bookings?|구매|주문|전환)?"
)
_NEXT = 30
"""How far behind a name its number stands."""


@dataclass(frozen=True, slots=True)
class Said:
    """What somebody says that each counts: `메타는 90건, 쇼핑몰은 60건`."""

    claims: tuple[Claim, ...] = ()
    truth: Truth | None = None


@dataclass(frozen=True, slots=True)
class Counts:
    """The truth, with what else counts and was not taken."""

    truth: Truth | None
    event: str = ""
    others: tuple[tuple[str, int], ...] = ()
    """Further systems and what they count, in millionths; they are never added."""
    currency: str = ""
    loose: bool = False
    """Whether the tracker counts another event than the truth does, since it does not name that one."""


@dataclass(frozen=True, slots=True)
class Tracker:
    """What a system sees by platform; nothing where it does not say where people came from."""

    system: str = ""
    event: str = ""
    by_platform: tuple[tuple[str, int], ...] = ()
    seen: int | None = None
    """All that it sees, unpaid and direct too."""


def said(text: str) -> Said:
    """The numbers behind the names of platforms and of what counts sales."""
    platforms, systems = mentions(text, "platforms"), mentions(text, "systems")
    starts = sorted(one.start for one in (*platforms, *systems))
    counts = {one.start: _count(text, one.end, starts) for one in (*platforms, *systems)}
    claims = {one.id: counts[one.start] for one in platforms if counts[one.start] is not None}
    found = [(one.id, counts[one.start]) for one in systems if counts[one.start] is not None]
    truth = Truth(found[0][0], found[0][1]) if found else None
    return Said(tuple(Claim(name, count) for name, count in claims.items()), truth)


def _count(text: str, at: int, starts: Sequence[int]) -> int | None:
    end = min([one for one in starts if one >= at], default=at + _NEXT)
    found = _BEHIND.match(text[at : min(end, at + _NEXT)])
    return int(found["count"].replace(",", "")) * MICROS if found else None


async def counted(facts: Facts, window: Window) -> Counts:
    """What was counted within these days. Where several systems count whole sales the first of `_ORDERS` is taken."""
    rows = await facts.truth(TruthQuery(window.since, window.until, ("event",)))
    event = _event(rows)
    totals = {row.system: row for row in rows if row.key.get("event") == event}
    ranked: tuple[TruthSource, ...] = (*_ORDERS, _SITE)
    chosen: TruthSource | None = next((one for one in ranked if one in totals), None)
    if chosen is None:
        return Counts(None)
    tracker = await _tracked(facts, window, (_SITE, _site_event(rows, event)), (chosen, event))
    truth = Truth(
        chosen, totals[chosen].count, _net(totals[chosen]), tracker.by_platform, tracker.system, tracker.seen
    )
    loose = tracker.event not in ("", event)
    others = tuple(
        (name, row.count) for name, row in totals.items() if name != chosen and row.count is not None
    )
    return Counts(truth, event, others, totals[chosen].currency, loose)


def _event(rows: Sequence[TruthRow]) -> str:
    """`purchase` where it is counted, else what is counted most."""
    counts: dict[str, int] = {}
    for row in rows:
        name = row.key.get("event", "")
        counts[name] = counts.get(name, 0) + (row.count or 0)
    if "purchase" in counts:
        return "purchase"
    return max(counts, key=lambda name: (counts[name], name), default="")


async def covered(facts: Facts, source: str, window: Window) -> Window | None:
    """The days of the window for which this system counts at all; None where that is not known, or on no day."""
    known: tuple[TruthSource, ...] = (*_ORDERS, _SITE)
    system: TruthSource | None = next((one for one in known if one == source), None)
    if system is None:
        return None
    rows = await facts.truth(TruthQuery(None, None, ("day",), system))
    days = [date.fromisoformat(row.key["day"]) for row in rows if row.key.get("day")]
    if not days:
        return None
    since, until = max(window.since, min(days)), min(window.until, max(days))
    return Window(since, until) if since <= until else None


def _site_event(rows: Sequence[TruthRow], event: str) -> str | None:
    """The site's name for the same: that name, else the only one that it has; None where it has several others."""
    names_ = {row.key.get("event", "") for row in rows if row.system == _SITE}
    if event in names_:
        return event
    return names_.pop() if len(names_) == 1 else None


async def _tracked(facts: Facts, window: Window, *systems: tuple[TruthSource, str | None]) -> Tracker:
    """By the first of the systems that says where people came from."""
    for system, event in systems:
        if event is None:
            continue
        query = TruthQuery(
            window.since, window.until, ("source", "medium"), system, (event,) if event else ()
        )
        rows = await facts.truth(query)
        found: dict[str, int] = {}
        for row in rows:
            platform = platform_of(row.key.get("source", ""), row.key.get("medium", ""))
            if platform and row.count is not None:
                found[platform] = found.get(platform, 0) + row.count
        if found:
            known = [row.count for row in rows if row.count is not None]
            return Tracker(system, event, tuple(sorted(found.items())), sum(known))
    return Tracker()


def platform_of(source: str, medium: str) -> str:
    """The platform that paid for this source and medium; "" for what nobody paid for."""
    data = names()
    if medium.strip().lower() not in data.paid:
        return ""
    wanted = source.strip().lower()
    return next((name for name, one in data.platforms.items() if wanted in one.sources), "")


def _net(row: TruthRow) -> int | None:
    """Revenue with refunds taken off."""
    return None if row.value is None else row.value - (row.refunds or 0)


def claims_of(said_: Said, measured: Mapping[str, Claim]) -> tuple[Claim, ...]:
    """What was said goes before what was measured, platform by platform."""
    told = {one.platform: one for one in said_.claims}
    return tuple(told.get(name) or measured[name] for name in dict.fromkeys([*told, *measured]))
