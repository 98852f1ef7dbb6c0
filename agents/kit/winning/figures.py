"""What rules compare: sums of one thing over some days, beside the sums that they are held against."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, timedelta
from fractions import Fraction

from agents.kit.budgeting.window import Window
from agents.kit.measuring.port import Facts
from agents.kit.measuring.spending import spend_of
from config.winning import Level, Rule
from memory.metrics import ANALYTICS, FactRow, Measured, Query, TruthQuery, TruthRow
from memory.types import InputUsed

SALES = ("orders", "cafe24", "smartstore", "crm", "ga4", "manual")
"""Which system is believed first, where several count."""


@dataclass(frozen=True, slots=True)
class Thing:
    """A campaign, a keyword, a weekday, a medium with its sums; None is not known. Money and conversions in micros."""

    platform: str
    id: str
    name: str
    currency: str
    value_currency: str
    sums: Mapping[str, int | None]
    whole: bool = True
    """Whether every fact that was summed has conversions."""

    def get(self, measure: str) -> int | None:
        return self.sums.get(measure)


@dataclass(frozen=True, slots=True)
class Board:
    """The things of one level over one span, with the query that they answer."""

    span: Window
    things: tuple[Thing, ...]
    query: str
    used: InputUsed | None = None


@dataclass(frozen=True, slots=True)
class Figures:
    """Everything that the rules of one answer look at, each question asked once."""

    until: date | None = None
    """The last day that an ad platform has figures of."""
    counted_until: date | None = None
    """The last day on which the shop counted an order."""
    has: frozenset[str] = frozenset()
    """Which files are there."""
    boards: Mapping[tuple[str, Window], Board] = field(default_factory=dict["tuple[str, Window]", Board])

    def board(self, source: str, span: Window) -> Board:
        return self.boards.get((source, span), Board(span, (), ""))


def spans(rule: Rule, until: date) -> tuple[Window, Window]:
    """The days that are judged, and those before them."""
    recent = Window(until - timedelta(days=rule.days - 1), until)
    before = recent.since - timedelta(days=1)
    return recent, Window(before - timedelta(days=rule.before - 1), before)


def source_of(rule: Rule) -> str:
    """Where a rule's things come from: a level of facts, weekdays, sessions, or the shop."""
    if rule.kind in ("orders", "absent"):
        return "orders"
    return rule.kind if rule.kind in ("weekday", "sessions") else rule.level


async def figures(facts: Facts, rules: Sequence[Rule], today: date, old_days: int) -> Figures:
    """Asks what the rules need, and nothing twice. Days after yesterday are not whole and are left out."""
    feeds, yesterday = await facts.feeds(), today - timedelta(days=1)
    ads = [feed for feed in feeds if feed.platform not in ANALYTICS]
    until = min(max((feed.last for feed in ads), default=date.min), yesterday)
    counted = await _counted_until(facts, yesterday)
    fresh = today - timedelta(days=old_days)
    found = Figures(
        until if ads and until >= fresh else None, counted if counted and counted >= fresh else None
    )
    has = {"ads"} if found.until else set[str]()
    has |= {"orders"} if found.counted_until else set()
    has |= {"site"} if found.until and any(feed.platform in ANALYTICS for feed in feeds) else set()
    grains = {grain for feed in ads for grain in feed.grains} if found.until else set[str]()
    has |= {"keywords"} if "keyword" in grains else set()
    has |= {"ad_rows"} if "ad" in grains else set()
    return replace(found, has=frozenset(has), boards=await _boards(facts, rules, found, has))


async def _counted_until(facts: Facts, yesterday: date) -> date | None:
    rows = await facts.truth(TruthQuery(yesterday - timedelta(days=120), yesterday, ("day",)))
    return max((date.fromisoformat(row.key["day"]) for row in rows), default=None)


async def _boards(
    facts: Facts, rules: Sequence[Rule], found: Figures, has: set[str]
) -> Mapping[tuple[str, Window], Board]:
    boards: dict[tuple[str, Window], Board] = {}
    for rule in rules:
        source = source_of(rule)
        until = found.counted_until if source == "orders" else found.until
        if until is None or not set(rule.needs) <= has:
            continue
        for span in spans(rule, until):
            if (source, span) not in boards:
                boards[source, span] = await board(facts, source, span)
    return boards


async def board(facts: Facts, source: str, span: Window) -> Board:
    """The things of a source over a span."""
    if source == "orders":
        rows = await facts.truth(TruthQuery(span.since, span.until, ("source", "medium")))
        things = _orders(rows)
        return Board(span, things, f"truth:{things[0].platform}" if things else "truth")
    if source == "weekday":
        measured = await facts.query(Query(span.since, span.until, ("day", "platform")))
        return Board(span, _weekdays(measured), measured.query.id, measured.used())
    if source == "sessions":
        measured = await facts.query(Query(span.since, span.until, ("platform",)))
        return Board(span, _sessions(measured), measured.query.id, measured.used())
    level: Level = source  # type: ignore[assignment]
    by = ("platform",) if level == "account" else ("platform", level)
    measured = await facts.query(Query(span.since, span.until, by, level))
    things = tuple(_thing(row, level) for row in measured.rows if row.key["platform"] not in ANALYTICS)
    return Board(span, things, measured.query.id, measured.used())


def _thing(row: FactRow, level: Level) -> Thing:
    id_ = "" if level == "account" else row.key[level]
    name = "" if level == "account" else row.names.get(level) or id_
    known = row.known.get("conversions")
    return Thing(
        row.key["platform"],
        id_,
        name,
        row.currency,
        row.value_currency,
        _sums(row),
        known in (None, row.facts),
    )


def _sums(row: FactRow) -> dict[str, int | None]:
    """Spend is without VAT where that is known of all of it."""
    return {**row.sums, "spend": spend_of(row)}


def added(things: Sequence[Thing], like: Thing, name: str = "", id_: str = "") -> Thing:
    """The sums of several; a measure that one of them does not know is not known of all."""
    keys = {key for one in things for key in one.sums}
    sums = {key: _all_known([one.get(key) for one in things]) for key in keys}
    return Thing(
        like.platform, id_, name, like.currency, like.value_currency, sums, all(o.whole for o in things)
    )


def less(whole: Thing, one: Thing) -> Thing:
    """What is left of a sum without one of those that it is of."""
    pairs = ((key, value, one.get(key)) for key, value in whole.sums.items())
    sums = {key: None if value is None or part is None else value - part for key, value, part in pairs}
    return replace(whole, sums=sums)


def _all_known(values: Sequence[int | None]) -> int | None:
    known = [value for value in values if value is not None]
    return sum(known) if known and len(known) == len(values) else None


def _weekdays(measured: Measured) -> tuple[Thing, ...]:
    groups: dict[tuple[str, str, str], list[Thing]] = {}
    for row in measured.rows:
        if row.key["platform"] not in ANALYTICS:
            day = str(date.fromisoformat(row.key["day"]).weekday())
            thing = Thing(row.key["platform"], day, day, row.currency, row.value_currency, _sums(row))
            groups.setdefault((thing.platform, thing.currency, day), []).append(thing)
    return tuple(added(few, few[0], few[0].name, few[0].id) for few in groups.values())


def _sessions(measured: Measured) -> tuple[Thing, ...]:
    """All clicks of the ad platforms beside all sessions of the site."""
    clicks = _all_known(
        [row.sums.get("clicks") for row in measured.rows if row.key["platform"] not in ANALYTICS]
    )
    sites = [row.sums.get("sessions") for row in measured.rows if row.key["platform"] in ANALYTICS]
    sessions = _all_known(sites)
    if clicks is None or sessions is None:
        return ()
    return (Thing("", "", "", "", "", {"clicks": clicks, "sessions": sessions}),)


def _orders(rows: Sequence[TruthRow]) -> tuple[Thing, ...]:
    """Orders by medium as one system counts them; value is what was kept of it, spend what was sold."""
    system = next((name for name in SALES if any(row.system == name for row in rows)), None)
    found: list[Thing] = []
    for row in rows:
        if system and row.system == system:
            kept = None if row.value is None else row.value - (row.refunds or 0)
            sums = {"conversions": row.count, "conversions_value": kept, "spend": row.value}
            medium, source = row.key.get("medium", ""), row.key.get("source", "")
            found.append(Thing(system, medium or source, medium, row.currency, row.currency, sums))
    return tuple(found)


def ratio(thing: Thing, over: str, under: str, days: int) -> Fraction | None:
    """None where a part is not known or the lower one is 0."""
    upper = thing.get(over)
    lower = days if under == "days" else thing.get(under)
    return None if upper is None or not lower else Fraction(upper, lower)
