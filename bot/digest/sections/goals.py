"""Where the key results stand: the header of a digest, told beside whatever else there is."""

from dataclasses import replace
from datetime import date

from agents.kit.analysing.saying import days
from agents.kit.budgeting.window import Window
from agents.kit.figures import number
from agents.kit.flows import Flowing, taken
from agents.kit.frameworks.base import Sheet
from agents.kit.frameworks.okr import compute
from agents.kit.frameworks.okr_measured import refreshed
from agents.types import Bullets, Section
from bot.digest.period import DigestSection, Part, Period
from config.wording import words
from memory.store import outputs
from memory.types import Output

_FLOW = "okr.key_result-digest.header"
_MOST = 8


async def tell(period: Period) -> Part | None:
    """Key results of a metric stand where the facts of this morning say, the others where they were told."""
    known = [one for one in await outputs.newest(period.unit) if one.status == "approved" or not period.safe]
    lines = [
        _line(period, output, one)
        for output in known
        for one in taken(_FLOW, [await _measured(period, output)])
    ]
    if not lines:
        return None
    more = (period.say("more", count=len(lines) - _MOST),) if len(lines) > _MOST else ()
    title = words("onward")("goals.title", period.locale)
    return Part("", Section(title, (Bullets((*lines[:_MOST], *more)),)))


async def _measured(period: Period, output: Output) -> Output:
    """An OKR of this place with what its metrics come to now; it is kept as it is."""
    ask, draft = period.ask, output.draft
    here = draft.output_type == "okr" and output.scope == period.place.scope
    if not here or ask is None or ask.facts is None:
        return output
    sheet = await refreshed(ask, ask.facts, Sheet(draft.body, draft.evidence), output.scope)
    return replace(output, draft=replace(draft, body=compute(sheet.body)))


def _line(period: Period, output: Output, one: Flowing) -> str:
    say, record, locale = words("onward"), one.value, period.locale
    facts = {"name": one.text or record["id"], "where": period.where(output.place)}
    target = _figure(record.get("target"), record.get("unit"))
    if record.get("current") is None or record.get("progress") is None:
        return say("goals.unknown", locale, **facts, target=target)
    current, percent = number(record["current"]), number(100 * record["progress"])
    if record.get("measured") == record["current"]:
        span = Window(*(date.fromisoformat(record[name]) for name in ("measured_since", "measured_until")))
        facts |= {"days": days(span, locale, period.until.year), "target": target}
        return words("numbers")("goals.measured", locale, **facts, current=current, percent=percent)
    return say("goals.line", locale, **facts, target=target, current=current, percent=percent)


def _figure(value: float | None, unit: str | None) -> str:
    return "–" if value is None else number(value) + (unit if unit == "%" else f" {unit}" if unit else "")


SECTION = DigestSection(5, frozenset({"everything"}), tell)
