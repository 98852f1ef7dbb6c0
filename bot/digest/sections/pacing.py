"""How far budgets are spent, and where they are heading."""

from agents.kit.budgeting.pacing_shown import outlook
from agents.types import Bullets, Section
from bot.digest.paces import Paced
from bot.digest.period import DigestSection, Part, Period
from config.wording import words

_MOST = 8


async def tell(period: Period) -> Part | None:
    """Told beside news; what is wrong with a budget is news among the alerts."""
    if not period.paces:
        return None
    say, locale = words("numbers"), period.locale
    lines = tuple(_line(one, period) for one in period.paces[:_MOST])
    more = (period.say("more", count=len(period.paces) - _MOST),) if len(period.paces) > _MOST else ()
    return Part("", Section(say("pacing.title", locale), (Bullets((*lines, *more)),)))


def _line(paced: Paced, period: Period) -> str:
    text = " ".join([paced.draft.summary, *outlook(paced.draft)])
    if paced.place.scope == period.place.scope:
        return text
    return words("numbers")("pacing.line", period.locale, name=paced.place.names[-1], text=text)


SECTION = DigestSection(6, frozenset({"everything"}), tell, internal=True)
