"""A report, asked for in words: the days and files are settled, what is known is gathered, and an output is made."""

from agents.kit.analysing.inquiry import Inquiry
from agents.kit.analysing.reading import clock
from agents.kit.analysing.shown import nothing_shown
from agents.kit.budgeting.errors import FiguresRefused
from agents.kit.reporting.compose import draft, gather
from agents.kit.reporting.shown import shown
from agents.kit.reporting.wish import understand
from agents.types import AgentResult, Ask, Copy
from config.reporting import patterns
from config.wording import words


async def answer(ask: Ask, text: str) -> AgentResult:
    """The report; where the days have no figures, that is said and nothing is kept."""
    if patterns()["template"].search(text):
        return AgentResult((words("report")("template.how", ask.locale),), verb="report")
    if ask.facts is None:
        raise FiguresRefused()
    feeds = await ask.facts.feeds()
    if not feeds:
        return nothing_shown(ask)
    when = clock(feeds, Inquiry(), ask.context.place.timezone, ask.now)
    wish = understand(text, when.today)
    told = await gather(ask, ask.facts, feeds, wish)
    if not told.shown.known:
        last = when.last.isoformat() if when.last else "–"
        facts = {"since": wish.window.since, "until": wish.window.until, "last": last}
        return AgentResult((words("report")("nothing", ask.locale, **facts),), verb="report")
    result = shown(draft(ask, told))
    copies = tuple(Copy(to, wish.client) for to in wish.formats)
    return AgentResult(
        result.lines, result.sections, result.outputs, buttons=result.buttons, charts=result.charts,
        verb="report", copies=copies,
    )  # fmt: skip
