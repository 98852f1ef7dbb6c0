"""Which question is answered how: the query is settled, facts are read, and an output is made of them."""
# ruff: noqa: PLC0415 - each question imports what it needs

from dataclasses import replace

from agents.kit.analysing.following import followed
from agents.kit.analysing.inquiry import Inquiry, settled
from agents.kit.analysing.patterns import patterns
from agents.kit.analysing.reading import Clock, campaigns_named, clock
from agents.kit.analysing.shown import catalogue_shown, nothing_shown, shown, summary
from agents.kit.analysing.understanding import drawn, understand
from agents.kit.budgeting.errors import FiguresRefused
from agents.kit.flows import previous
from agents.kit.measuring.port import Facts
from agents.types import AgentResult, Ask
from memory.metrics import Feed
from memory.types import Draft


async def answer(ask: Ask, text: str, asked: Inquiry) -> AgentResult:
    """The answer to a question; what plain words asked for and nothing is known of is not kept as an output."""
    if asked.kind == "catalogue":
        return catalogue_shown(asked, ask.locale)
    if ask.facts is None:
        raise FiguresRefused()
    feeds = await ask.facts.feeds()
    if not feeds:
        return nothing_shown(ask)
    when = clock(feeds, asked, ask.context.place.timezone, ask.now)
    asked = drawn(followed(understand(text, when.today), text, ask.context.open))
    asked = settled(asked, when.today, when.last)
    if asked.before and when.first and asked.before.since < when.first and _by_itself(asked):
        asked = replace(asked, before=None)
    asked = await campaigns_named(ask.facts, asked, text)
    draft = await _draft(ask, ask.facts, feeds, asked, when)
    before = previous(ask.context, draft.output_type, draft.subject)
    return replace(shown(replace(draft, summary=summary(draft))), teaches=patterns(draft, before))


def _by_itself(asked: Inquiry) -> bool:
    """Whether what it is held against was not asked for by its days; what was is held against, whole or not."""
    return asked.kind != "why" and asked.versus != "window"


async def _draft(ask: Ask, facts: Facts, feeds: tuple[Feed, ...], asked: Inquiry, when: Clock) -> Draft:
    match asked.kind:
        case "why":
            from agents.kit.analysing.why import why

            return await why(ask, facts, feeds, asked, when)
        case "anomalies":
            from agents.kit.analysing.odd_days import odd_days

            return await odd_days(ask, facts, feeds, asked, when)
        case _ if asked.weekday:
            from agents.kit.analysing.weekdays import weekdays

            return await weekdays(ask, facts, feeds, asked, when)
        case _:
            from agents.kit.analysing.table import table

            return await table(ask, facts, feeds, asked, when)
