"""Where the key results stand: the header of a digest, told beside whatever else there is."""

from agents.kit.figures import number
from agents.kit.flows import Flowing, taken
from agents.types import Bullets, Section
from bot.digest.period import DigestSection, Part, Period
from config.wording import words
from memory.store import outputs
from memory.types import Output

_FLOW = "okr.key_result-digest.header"
_MOST = 8


async def tell(period: Period) -> Part | None:
    lines = [
        _line(period, output, one)
        for output in await outputs.newest(period.unit)
        if output.status == "approved" or not period.safe
        for one in taken(_FLOW, [output])
    ]
    if not lines:
        return None
    more = (period.say("more", count=len(lines) - _MOST),) if len(lines) > _MOST else ()
    title = words("onward")("goals.title", period.locale)
    return Part("", Section(title, (Bullets((*lines[:_MOST], *more)),)))


def _line(period: Period, output: Output, one: Flowing) -> str:
    say, record, locale = words("onward"), one.value, period.locale
    facts = {"name": one.text or record["id"], "where": period.where(output.place)}
    target = _figure(record.get("target"), record.get("unit"))
    if record.get("current") is None or record.get("progress") is None:
        return say("goals.unknown", locale, **facts, target=target)
    current, percent = number(record["current"]), number(100 * record["progress"])
    return say("goals.line", locale, **facts, target=target, current=current, percent=percent)


def _figure(value: float | None, unit: str | None) -> str:
    return "–" if value is None else number(value) + (unit if unit == "%" else f" {unit}" if unit else "")


SECTION = DigestSection(5, frozenset({"everything"}), tell)
