"""Statements that cannot both hold, until somebody chooses."""

from agents.types import Bullets, Section
from bot.digest.period import DigestSection, Part, Period
from bot.digest.sections.learnt import teller_of
from memory.insight import Conflict, Insight, InsightId
from memory.store import insights

_MOST = 5
_ASKED = 2
"""Conflicts that have their buttons; the others come when these are settled."""


async def tell(period: Period) -> Part | None:
    open_ = await insights.conflicts(period.unit)
    sides = {side for one in open_ for side in (one.holds, one.disputed)}
    known = {one.id: one for one in await insights.named(period.unit, sides)}
    waiting = [one for one in open_ if _here(period, one, known)]
    if not waiting:
        return None
    teller = await teller_of(period, tuple(known.values()))
    lines = tuple(teller.conflict(one, known) for one in waiting[:_MOST])
    more = (period.say("more", count=len(waiting) - _MOST),) if len(waiting) > _MOST else ()
    buttons = tuple(button for one in waiting[:_ASKED] for button in teller.choices(one, known))
    section = Section(period.say("conflicts.title"), (Bullets((*lines, *more)),))
    return Part(period.say("conflicts.head", count=len(waiting)), section, buttons)


def _here(period: Period, conflict: Conflict, known: dict[InsightId, Insight]) -> bool:
    sides = (known.get(conflict.holds), known.get(conflict.disputed))
    return all(side is not None and period.place.scope in side.scope.chain for side in sides)


SECTION = DigestSection(30, frozenset({"everything", "learnt"}), tell, internal=True)
