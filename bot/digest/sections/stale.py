"""Outputs whose inputs have changed since: what is to be run again."""

from agents.types import Bullets, Button, Section
from bot.digest.period import DigestSection, Part, Period
from config.catalogue import FRAMEWORKS
from memory.store import outputs
from memory.types import Output

_MOST = 12
_RERUN = 3
_DONE = frozenset({"superseded", "archived"})


async def tell(period: Period) -> Part | None:
    found = await outputs.newest(period.unit)
    stale = [one for one in found if one.stale and one.status not in _DONE]
    if not stale:
        return None
    lines = tuple(_line(period, one) for one in stale[:_MOST])
    more = (period.say("more", count=len(stale) - _MOST),) if len(stale) > _MOST else ()
    own = [one for one in stale if one.scope == period.place.scope and one.draft.output_type in FRAMEWORKS]
    buttons = tuple(
        Button(period.say("stale.rerun", title=one.draft.title), f"strategy {one.draft.output_type}")
        for one in own[:_RERUN]
    )
    section = Section(period.say("stale.title"), (Bullets((*lines, *more)),))
    return Part(period.say("stale.head", count=len(stale)), section, buttons)


def _line(period: Period, output: Output) -> str:
    facts = {"title": output.draft.title, "version": output.version, "where": period.where(output.place)}
    return period.say("stale.line", **facts, day=period.at(output.created_at))


SECTION = DigestSection(50, frozenset({"everything"}), tell, internal=True)
