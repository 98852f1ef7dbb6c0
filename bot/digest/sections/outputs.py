"""What was delivered or changed."""

from agents.types import Bullets, Section
from bot.digest.period import DigestSection, Part, Period
from memory.store import outputs
from memory.types import Output

_MOST = 12


async def tell(period: Period) -> Part | None:
    found = await outputs.newest(period.unit)
    new = [one for one in found if period.since < one.created_at <= period.until and _told(period, one)]
    if not new:
        return None
    lines = tuple(_line(period, one) for one in new[:_MOST])
    more = (period.say("more", count=len(new) - _MOST),) if len(new) > _MOST else ()
    section = Section(period.say("outputs.title"), (Bullets((*lines, *more)),))
    return Part(period.say("outputs.head", count=len(new)), section)


def _told(period: Period, output: Output) -> bool:
    """What nobody has approved is the house's own affair."""
    return not period.safe or output.status == "approved"


def _line(period: Period, output: Output) -> str:
    draft = output.draft
    key = "outputs.new" if output.version == 1 else "outputs.changed"
    facts = {"title": draft.title, "where": period.where(output.place), "version": output.version}
    status = period.say(f"status.{output.status}")
    return period.say(key, **facts, status=status, summary=draft.summary)


SECTION = DigestSection(20, frozenset({"everything"}), tell)
