"""The figures of a report: totals and platforms beside the days before, day by day, and what drove the change."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from agents.kit.analysing.decomposing import CHAINS
from agents.kit.analysing.inquiry import Inquiry, settled
from agents.kit.analysing.reading import Clock, clock
from agents.kit.analysing.table import table
from agents.kit.analysing.why import why
from agents.kit.budgeting.window import Window
from agents.kit.measuring.port import Facts
from agents.types import Ask
from memory.metrics import Feed
from memory.types import Draft, Json

_DAILY = ("spend", "conversions")
_EXPLAINED = ("conversions", "revenue", "clicks", "spend")
"""What is explained first where several changed."""


@dataclass(frozen=True, slots=True)
class Figures:
    """Answers of the analysis, each in its own envelope."""

    asked: Inquiry
    """With the days that have figures, and those before."""
    when: Clock
    feeds: tuple[Feed, ...]
    table: Draft
    daily: Draft
    why: Draft | None

    @property
    def known(self) -> bool:
        return bool(self.table.evidence)


async def figures(ask: Ask, facts: Facts, window: Window, feeds: tuple[Feed, ...]) -> Figures:
    """What was measured in these days; the days before are left out where figures begin within them."""
    when = clock(feeds, Inquiry(), ask.context.place.timezone, ask.now)
    if when.last is not None and window.since <= when.last < window.until:
        window = Window(window.since, when.last)
    asked = settled(Inquiry("summary", window=window, versus="previous"), when.today, when.last)
    if asked.before and when.first and asked.before.since < when.first:
        asked = replace(asked, before=None)
    found = await table(ask, facts, feeds, asked, when)
    by_day = replace(asked, metrics=_known(found), by=("day",), chart="line", versus="", before=None)
    daily = await table(ask, facts, feeds, by_day, when)
    return Figures(
        asked, when, feeds, found, daily, await _explained(ask, facts, feeds, (asked, when, found))
    )


def _known(found: Draft) -> tuple[str, ...]:
    rows: list[Json] = [*found.body["rows"], *found.body["totals"]]
    known = tuple(name for name in _DAILY if any(row["now"].get(name) is not None for row in rows))
    return known or _DAILY[:1]


async def _explained(
    ask: Ask, facts: Facts, feeds: tuple[Feed, ...], told: tuple[Inquiry, Clock, Draft]
) -> Draft | None:
    """What the change is made of that is worth explaining; None where nothing changed."""
    asked, when, found = told
    metric = _moved(found.body["findings"])
    if asked.before is None or not metric:
        return None
    return await why(ask, facts, feeds, replace(asked, kind="why", metrics=(metric,), by=()), when)


def _moved(findings: Sequence[Json]) -> str:
    worth = {one.get("metric") for one in findings if one.get("worth") and one.get("metric") in CHAINS}
    return next((name for name in _EXPLAINED if name in worth), "")
