"""What is asked of the numbers, as one typed query that is shown with its answer and has an id."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import date, timedelta
from typing import Literal

from agents.kit.budgeting.window import Window
from config.analysing import limits
from memory.hashing import content_hash
from memory.metrics import TIMES, Dimension, Grain

Kind = Literal["summary", "compare", "why", "anomalies", "catalogue"]
KINDS: tuple[Kind, ...] = ("summary", "compare", "why", "anomalies", "catalogue")
Versus = Literal["previous", "year", "window", ""]
ChartWish = Literal["auto", "line", "bars", ""]
DIMENSIONS: tuple[Dimension, ...] = (*TIMES, "platform", "account", "campaign", "ad_group", "ad", "keyword")
_YEAR = 364
"""Days in 52 weeks: a week is compared with the same weekdays of the year before."""
_WEEK = 7


@dataclass(frozen=True, slots=True)
class Order:
    metric: str
    descending: bool = True


@dataclass(frozen=True, slots=True)
class Inquiry:
    """The query. Windows include both their days; without one the default of the kind of question is taken."""

    kind: Kind = "summary"
    metrics: tuple[str, ...] = ()
    """Of the catalogue; empty is an overview."""
    by: tuple[Dimension, ...] = ()
    platforms: tuple[str, ...] = ()
    names: Mapping[Dimension, tuple[str, ...]] = field(default_factory=dict["Dimension", "tuple[str, ...]"])
    """Ids or names that are asked about: `{"campaign": ("Spring Sale",)}`."""
    window: Window | None = None
    versus: Versus = ""
    before: Window | None = None
    """What the window is compared with, once that is settled."""
    chart: ChartWish = ""
    order: Order | None = None
    limit: int = 0
    """0 is as many as are shown at all."""
    direction: Literal["up", "down", ""] = ""
    """What somebody who asks why says to have happened."""
    lacking: tuple[str, ...] = ()
    """What is asked for and no figures are divided by: `device`, `age`, ..."""
    currency: str = ""
    """"" is native; a code asks for conversion by imported rates."""
    weekday: bool = False
    """By days of the week, each over all of its days in the window."""
    unknown: str = ""
    """A campaign that is named and that no figures know: the whole is told."""

    def as_json(self) -> dict[str, object]:
        return {
            "kind": self.kind,
            "metrics": list(self.metrics),
            "by": list(self.by),
            "platforms": list(self.platforms),
            "names": {name: list(values) for name, values in self.names.items()},
            "window": _said(self.window),
            "versus": self.versus,
            "before": _said(self.before),
            "chart": self.chart,
            "order": [self.order.metric, self.order.descending] if self.order else None,
            "limit": self.limit,
            "lacking": list(self.lacking),
            "currency": self.currency,
            **({"weekday": True} if self.weekday else {}),
            **({"unknown": self.unknown} if self.unknown else {}),
        }

    @property
    def id(self) -> str:
        """One short word for the question: the same question has the same."""
        return f"q{content_hash(self.as_json())[:12]}"

    @property
    def level(self) -> Grain:
        """The level whose facts are read."""
        asked = {*self.by, *self.names}
        finest: tuple[Grain, ...] = ("keyword", "ad", "ad_group", "campaign")
        for one in finest:
            if one in asked:
                return one
        return "account"

    @property
    def where(self) -> dict[Dimension, tuple[str, ...]]:
        return {**({"platform": self.platforms} if self.platforms else {}), **self.names}


def _said(window: Window | None) -> list[str] | None:
    return [window.since.isoformat(), window.until.isoformat()] if window else None


def settled(asked: Inquiry, today: date, last: date | None) -> Inquiry:
    """The query with its days: up to the last that has facts where its window is still open.

    A summary and a why are held against the period before where nothing else is said.
    """
    window = asked.window or _default(asked, today, last)
    if last is not None and window.until >= today - timedelta(days=1) and window.since <= last < window.until:
        window = Window(window.since, last)
    kind: Versus = asked.versus
    alone = asked.kind == "summary" and not asked.by and not asked.weekday
    if not kind and (asked.kind == "why" or alone):
        kind = "previous"
    before = _as_long(window, asked.before, today) if kind == "window" else earlier(window, kind)
    return replace(asked, window=window, versus=kind, before=before)


def _as_long(window: Window, before: Window | None, today: date) -> Window | None:
    """A month that is not over goes with as many days of the other one."""
    alike = before is not None and before.since.day == window.since.day == 1 and before.days > window.days
    if before is None or not alike or (window.until + timedelta(days=1)).day == 1 or window.until > today:
        return before
    return Window(before.since, before.since + timedelta(days=window.days - 1))


def _default(asked: Inquiry, today: date, last: date | None) -> Window:
    days = limits().anomaly.days if asked.kind == "anomalies" else limits().default_days
    if asked.weekday:
        days = limits().weeks * _WEEK
    until = today - timedelta(days=1)
    if last is not None and last < until:
        until = last
    return Window(until - timedelta(days=days - 1), until)


def earlier(window: Window, versus: Versus) -> Window | None:
    """The days to hold against: whole months go with whole months, part of a month with the same days of the one
    before, anything else with the same weekdays."""
    if versus == "year":
        return _year_before(window)
    if versus != "previous":
        return None
    if window.since.day == 1 and window.days > _WEEK:
        return _months_before(window)
    weeks = -(-window.days // _WEEK)
    back = timedelta(days=weeks * _WEEK)
    return Window(window.since - back, window.until - back)


def _year_before(window: Window) -> Window:
    if window.days <= _WEEK:
        back = timedelta(days=_YEAR)
        return Window(window.since - back, window.until - back)
    return Window(_shifted(window.since, -12), _shifted(window.until, -12, end=_month_ends(window.until)))


def _months_before(window: Window) -> Window:
    """As many months back as the window touches."""
    until, since = window.until, window.since
    months = (until.year - since.year) * 12 + until.month - since.month + 1
    return Window(_shifted(since, -months), _shifted(until, -months, end=_month_ends(until)))


def _month_ends(day: date) -> bool:
    return (day + timedelta(days=1)).day == 1


def _shifted(day: date, months: int, *, end: bool = False) -> date:
    """The same day so many months on, or the last one of that month where there is none, or the end is meant."""
    count = day.year * 12 + day.month - 1 + months
    first = date(count // 12, count % 12 + 1, 1)
    last = date((count + 1) // 12, (count + 1) % 12 + 1, 1) - timedelta(days=1)
    return last if end or day.day > last.day else first.replace(day=day.day)


def months_back(day: date, months: int) -> date:
    return _shifted(day, -months)
