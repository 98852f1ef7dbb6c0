"""The quick win of the day: another one of those that nobody has taken up, beside news."""

from agents.kit.flows import taken
from agents.kit.winning.wording import impact, step, title
from agents.types import Bullets, Button, Section
from bot.digest.period import DigestSection, Part, Period
from bot.teamwork.days import today
from config.wording import words
from memory.store import outputs

_FLOW = "wins.open-digest.win"


async def tell(period: Period) -> Part | None:
    newest = [one for one in await outputs.newest(period.unit) if one.draft.output_type == "quick_wins"]
    open_ = [(output, one.value) for output in newest for one in taken(_FLOW, [output])]
    if not open_:
        return None
    output, win = open_[today(period.until, period.zone).toordinal() % len(open_)]
    say, locale = words("wins"), period.locale
    told = {"id": win["id"], "title": title(win, locale), "impact": impact(win, locale)}
    lines = (
        f"{say('first', locale, **told)}{period.where(output.place)}",
        say("today", locale, step=step(win, locale)),
    )
    here = output.place == period.place.path
    buttons = (
        (Button(say("button.accept", locale, id=win["id"]), f"wins accept {win['id']}"),) if here else ()
    )
    return Part("", Section(say("section.day", locale), (Bullets(lines),)), buttons)


SECTION = DigestSection(25, frozenset({"everything"}), tell, internal=True)
