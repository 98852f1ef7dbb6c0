"""The numbers of a place as its digest tells them: seven days, the last one, what changed and why, what is odd."""

from dataclasses import dataclass, replace
from datetime import timedelta
from typing import cast

from agents.kit.analysing.inquiry import Inquiry, settled
from agents.kit.analysing.odd_days import odd_days
from agents.kit.analysing.reading import Clock, clock
from agents.kit.analysing.table import table
from agents.kit.analysing.why import why
from agents.kit.budgeting.window import Window
from agents.kit.measuring.port import Facts
from agents.types import Ask
from config.analysing import limits
from memory.metrics import Feed
from memory.types import Draft, Json

TOLD = ("spend", "clicks", "conversions", "cpa", "revenue", "roas", "sessions")
SAFE = ("clicks", "conversions", "revenue", "sessions")
"""What is told where a client reads along: no costs, which an agency bills with its own mark-up."""
_STORIES = ("conversions", "revenue", "sessions", "clicks", "spend")
"""What is explained first; ratios follow from these."""
_MOST = 2
_RECENT = timedelta(days=2)


@dataclass(frozen=True, slots=True)
class Numbers:
    """The bodies of answers that were made for a digest, and are kept nowhere else."""

    feeds: tuple[Feed, ...]
    when: Clock
    week: Json
    """The last seven days that have figures, beside the seven before."""
    day: Json | None
    """The last day beside the same weekday before; None where it lies further back than the day before yesterday."""
    why: tuple[Json, ...] = ()
    """Findings of what changed, each change followed by its drivers."""
    odd: tuple[Json, ...] = ()
    """What is out of line on the last day."""


async def numbers(ask: Ask, *, safe: bool) -> Numbers | None:
    """None where the place has no figures of its own, or its asker may not read them."""
    facts, here = ask.facts, ask.context.place.scope
    if facts is None:
        return None
    feeds = tuple(one for one in await facts.feeds() if here in one.scope.chain)
    when = clock(feeds, Inquiry(), ask.context.place.timezone, ask.now)
    if when.last is None:
        return None
    asked = settled(Inquiry(metrics=SAFE if safe else TOLD), when.today, when.last)
    if asked.before and when.first and asked.before.since < when.first:
        asked = replace(asked, before=None)
    week = await table(ask, facts, feeds, asked, when)
    if when.last < when.today - _RECENT:
        return Numbers(feeds, when, week.body, None)
    last = settled(replace(asked, window=Window(when.last, when.last), before=None), when.today, when.last)
    day = await table(ask, facts, feeds, last, when)
    told = () if safe else await _explained(ask, facts, feeds, asked, when, week)
    odd = () if safe else await _odd(ask, facts, feeds, last, when)
    return Numbers(feeds, when, week.body, day.body, told, odd)


async def _explained(  # noqa: PLR0913 - a question and all it is asked with
    ask: Ask, facts: Facts, feeds: tuple[Feed, ...], asked: Inquiry, when: Clock, week: Draft
) -> tuple[Json, ...]:
    """What is worth explaining of the week, the first of the stories that changed."""
    findings = cast("list[Json]", week.body["findings"])
    worth = {str(one["metric"]) for one in findings if one.get("worth")}
    found: list[Json] = []
    for metric in [name for name in _STORIES if name in worth][:_MOST]:
        asked_why = replace(asked, kind="why", metrics=(metric,), by=(), versus="previous")
        told = (await why(ask, facts, feeds, asked_why, when)).body["findings"]
        found += [one for one in cast("list[Json]", told) if _worth(one)]
    return tuple(found)


def _worth(finding: Json) -> bool:
    if finding["kind"] == "change":
        return abs(finding["change"] or 0) >= limits().least_change
    return finding["kind"] == "drivers"


async def _odd(
    ask: Ask, facts: Facts, feeds: tuple[Feed, ...], asked: Inquiry, when: Clock
) -> tuple[Json, ...]:
    wanted = Inquiry("anomalies", window=asked.window)
    found = await odd_days(ask, facts, feeds, wanted, when)
    return tuple(one for one in cast("list[Json]", found.body["findings"]) if one["kind"] == "anomaly")
