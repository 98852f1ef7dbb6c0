"""What was learnt, what it replaced, and what waits for somebody's confirmation."""

from collections.abc import Sequence

from agents.kit.knowing.cards import Teller
from agents.types import Bullets, Button, Section
from bot.digest.period import DigestSection, Part, Period
from memory.insight import Insight, Source
from memory.store import insights, news

_MOST = 15


async def tell(period: Period) -> Part | None:
    learnt = await news.learnt(period.unit, period.since, period.until)
    if not (learnt.added or learnt.pending):
        return None
    teller = await teller_of(period, (*learnt.added, *learnt.replaced, *learnt.pending))
    groups = (
        ("learnt.new", learnt.added),
        ("learnt.replaced", learnt.replaced),
        ("learnt.pending", learnt.pending),
    )
    lines = tuple(line for key, found in groups for line in _lines(period, teller, key, found))
    asks = (Button(period.say("button.waiting"), "memory waiting"),) if learnt.pending else ()
    head = period.say("learnt.head", count=len({one.text for one in (*learnt.added, *learnt.pending)}))
    return Part(head, Section(period.say("learnt.title"), (Bullets(lines),)), asks)


async def teller_of(period: Period, found: Sequence[Insight]) -> Teller:
    """What is needed to tell these insights with who said them first."""
    first: dict[str, Source] = {}
    for source in await insights.sources(period.unit, [one.id for one in found]):
        first.setdefault(source.insight, source)
    return Teller(period.locale, period.place, first, {})


def _lines(period: Period, teller: Teller, key: str, found: Sequence[Insight]) -> list[str]:
    told = {
        one.text: period.say(key, text=one.text, by=teller.by(one)) + period.where(one.place) for one in found
    }
    lines = list(told.values())
    more = [period.say("more", count=len(lines) - _MOST)] if len(lines) > _MOST else []
    return lines[:_MOST] + more


SECTION = DigestSection(40, frozenset({"everything", "learnt"}), tell, internal=True)
