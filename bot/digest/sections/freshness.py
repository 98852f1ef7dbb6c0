"""How fresh what this place knows is."""

from zoneinfo import ZoneInfo

from agents.kit.analysing.saying import day
from agents.types import Bullets, Section
from bot.digest.alarms import source_name
from bot.digest.period import DigestSection, Part, Period
from config.wording import words
from memory.metrics import Feed
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
    lines += tuple(_source(one, period) for one in (period.numbers.feeds if period.numbers else ()))
    return Part("", Section(period.say("freshness.title"), (Bullets(lines),))) if lines else None


def _source(feed: Feed, period: Period) -> str:
    """Up to which day there are figures of an account, and how far that is behind yesterday."""
    say, locale = words("numbers"), period.locale
    days = (period.until.astimezone(ZoneInfo(feed.timezone or period.zone)).date() - feed.last).days - 1
    behind = say("freshness.behind", locale, days=days) if days > 0 else ""
    facts = {"source": source_name(feed, locale), "last": day(feed.last, locale)}
    return say("freshness.source", locale, behind=behind, **facts)


SECTION = DigestSection(90, frozenset({"everything"}), tell, internal=True)
