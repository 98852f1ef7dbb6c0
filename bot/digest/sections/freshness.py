"""How fresh what this place knows is."""

from agents.types import Bullets, Section
from bot.digest.period import DigestSection, Part, Period
from memory.store import news
from memory.types import MessageKind

_KINDS: tuple[MessageKind, ...] = ("turn", "brief", "imported")


async def tell(period: Period) -> Part | None:
    """No news by itself."""
    last = await news.last_words(period.unit)
    lines = tuple(
        period.say(f"freshness.{kind}", at=period.at(last[kind]), days=(period.until - last[kind]).days)
        for kind in _KINDS
        if kind in last
    )
    return Part("", Section(period.say("freshness.title"), (Bullets(lines),))) if lines else None


SECTION = DigestSection(90, frozenset({"everything"}), tell, internal=True)
