"""Which report is wanted: of which days, as which files, for whom."""

from dataclasses import dataclass
from datetime import date, timedelta
from typing import Literal

from agents.kit.analysing.days import past
from agents.kit.analysing.inquiry import months_back
from agents.kit.analysing.understanding import platforms_named
from agents.kit.budgeting.window import Window
from config.reporting import formats, patterns

Rhythm = Literal["weekly", "monthly", "days"]
VERBS = frozenset(
    {"report", "리포트", "레포트", "보고서", "주간리포트", "월간리포트", "주간보고서", "월간보고서"}
)
_WEEK = 7


@dataclass(frozen=True, slots=True)
class ReportWish:
    rhythm: Rhythm
    window: Window
    formats: tuple[str, ...] = ()
    client: bool = False
    """Whether the files are for the client."""


def wants_report(text: str) -> bool:
    """Whether words ask for a report to be made; of one platform alone they ask for its numbers."""
    said, told = " ".join(text.split()), patterns()
    first = said.split(" ", 1)[0].lower() if said else ""
    if first in VERBS:
        return not told["not_made"].search(said)
    if not told["noun"].search(said) or told["not_made"].search(said) or platforms_named(said):
        return False
    return bool(told["made"].search(said))


def understand(text: str, today: date) -> ReportWish:
    """The report of the days that are named; else of the last month or week that is over."""
    said = " ".join(text.split())
    files = tuple(name for name, pattern in formats().items() if pattern.search(said))
    rhythm, window = _days(said, today)
    return ReportWish(rhythm, window, files, patterns()["client"].search(said) is not None)


def last_month(today: date) -> Window:
    first = months_back(today.replace(day=1), 1)
    return Window(first, today.replace(day=1) - timedelta(days=1))


def last_week(today: date) -> Window:
    """From Monday to Sunday."""
    monday = today - timedelta(days=today.weekday() + _WEEK)
    return Window(monday, monday + timedelta(days=_WEEK - 1))


def _days(said: str, today: date) -> tuple[Rhythm, Window]:
    named = past(said, today)
    if named:
        window = Window(min(one.window.since for one in named), max(one.window.until for one in named))
        return _rhythm(window), window
    if patterns()["monthly"].search(said):
        return "monthly", last_month(today)
    return "weekly", last_week(today)


def _rhythm(window: Window) -> Rhythm:
    ends = (window.until + timedelta(days=1)).day == 1
    if window.since.day == 1 and ends and window.since.month == window.until.month:
        return "monthly"
    return "weekly" if window.days == _WEEK and window.since.weekday() == 0 else "days"
