"""What is wrong, in groups: told when it is new, when it is worse, and when it is over, not each day."""

from collections.abc import Iterator

from agents.kit.flows import taken
from agents.types import Block, Bullets, Paragraph, Section
from bot.digest.alarms import GROUPS, over_said
from bot.digest.period import DigestSection, Part, Period
from config.wording import words
from memory.store import outputs

_FLOW = "pacing.alert-digest.alert"
_MOST = 8


async def tell(period: Period) -> Part | None:
    lines = {name: list(_told(period, name)) for name in GROUPS}
    lines["budget"] += await _delivered(period)
    over = [_over(period, key) for key in period.alarms.over()]
    count = sum(len(one) for one in lines.values())
    if not count and not over:
        return None
    say, locale = words("numbers"), period.locale
    heads = [say("alerts.head_new", locale, count=count)] if count else []
    heads += [say("alerts.head_over", locale, count=len(over))] if over else []
    section = Section(words("onward")("alerts.title", locale), tuple(_blocks(period, lines, over)))
    return Part(", ".join(heads), section)


def _blocks(period: Period, lines: dict[str, list[str]], over: list[str]) -> Iterator[Block]:
    say, locale = words("numbers"), period.locale
    for name in GROUPS:
        found = lines[name]
        if found:
            yield Paragraph(say(f"alerts.group.{name}", locale))
            more = (period.say("more", count=len(found) - _MOST),) if len(found) > _MOST else ()
            yield Bullets((*found[:_MOST], *more))
    if over:
        yield Bullets(tuple(over))
    if period.alarms.known:
        yield Paragraph(say("alerts.known", locale, count=period.alarms.known))


def _told(period: Period, group: str) -> Iterator[str]:
    for state, one in period.alarms.told():
        if one.group == group:
            worse = words("numbers")("alerts.worse", period.locale, text=one.text)
            yield one.text if state == "new" else worse


def _over(period: Period, key: str) -> str:
    names = {one.place.scope.level: one.place.names[-1] for one in period.paces}
    said = over_said(key, names, period.locale)
    return words("numbers")("alerts.over", period.locale, text=said)


async def _delivered(period: Period) -> list[str]:
    """Alerts of pacings that somebody asked for in this time, at places whose budgets are not paced here."""
    here = {one.place.scope for one in period.paces}
    new = [one for one in await outputs.newest(period.unit) if period.since < one.created_at <= period.until]
    return [
        words("onward")("alerts.line", period.locale, text=one.text, where=period.where(output.place))
        for output in new
        if output.scope not in here
        for one in taken(_FLOW, [output])
    ]


SECTION = DigestSection(9, frozenset({"everything"}), tell, internal=True)
