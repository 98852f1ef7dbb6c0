"""Budgets that are spent too fast or too slowly, as pacing found them in this period."""

from agents.kit.flows import taken
from agents.types import Bullets, Section
from bot.digest.period import DigestSection, Part, Period
from config.wording import words
from memory.store import outputs

_FLOW = "pacing.alert-digest.alert"
_MOST = 8


async def tell(period: Period) -> Part | None:
    new = [one for one in await outputs.newest(period.unit) if period.since < one.created_at <= period.until]
    say, locale = words("onward"), period.locale
    lines = [
        say("alerts.line", locale, text=one.text, where=period.where(output.place))
        for output in new
        for one in taken(_FLOW, [output])
    ]
    if not lines:
        return None
    more = (period.say("more", count=len(lines) - _MOST),) if len(lines) > _MOST else ()
    section = Section(say("alerts.title", locale), (Bullets((*lines[:_MOST], *more)),))
    return Part(say("alerts.head", locale, count=len(lines)), section)


SECTION = DigestSection(8, frozenset({"everything"}), tell, internal=True)
