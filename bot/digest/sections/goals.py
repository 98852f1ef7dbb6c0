"""Where the key results stand: the header of a digest, told beside whatever else there is."""

from collections.abc import Iterable
from datetime import date
from typing import Protocol

from agents.kit.analysing.saying import days
from agents.kit.budgeting.window import Window
from agents.kit.figures import number
from agents.kit.flows import Flowing, taken
from agents.types import Bullets, Section
from bot.digest.period import DigestSection, Part, Period
from config.errors import Locale
from config.wording import words
from memory.store import outputs
from memory.types import Output

_FLOW = "okr.key_result-digest.header"
_MOST = 8


async def tell(period: Period) -> Part | None:
    """Key results of a metric stand where the facts of this morning say, the others where they were told."""
    known = (period.okrs.get(one.id, one) for one in await outputs.newest(period.unit))
    lines = said(known, period, period.until.year)
    if not lines:
        return None
    more = (period.say("more", count=len(lines) - _MOST),) if len(lines) > _MOST else ()
    title = words("onward")("goals.title", period.locale)
    return Part("", Section(title, (Bullets((*lines[:_MOST], *more)),)))


class Reader(Protocol):
    """Who reads where key results stand."""

    @property
    def locale(self) -> Locale: ...
    @property
    def safe(self) -> bool: ...
    def where(self, path: str) -> str: ...


def said(known: Iterable[Output], reader: Reader, year: int) -> list[str]:
    """A line for each key result; where the client reads along, of what is approved."""
    shown = [one for one in known if one.status == "approved" or not reader.safe]
    return [_line(reader, year, output, one) for output in shown for one in taken(_FLOW, [output])]


def _line(reader: Reader, year: int, output: Output, one: Flowing) -> str:
    say, record, locale = words("onward"), one.value, reader.locale
    facts = {"name": one.text or record["id"], "where": reader.where(output.place)}
    target = _figure(record.get("target"), record.get("unit"))
    if record.get("current") is None or record.get("progress") is None:
        return say("goals.unknown", locale, **facts, target=target)
    current, percent = number(record["current"]), number(100 * record["progress"])
    if record.get("measured") == record["current"]:
        span = Window(*(date.fromisoformat(record[name]) for name in ("measured_since", "measured_until")))
        facts |= {"days": days(span, locale, year), "target": target}
        return words("numbers")("goals.measured", locale, **facts, current=current, percent=percent)
    return say("goals.line", locale, **facts, target=target, current=current, percent=percent)


def _figure(value: float | None, unit: str | None) -> str:
    return "–" if value is None else number(value) + (unit if unit == "%" else f" {unit}" if unit else "")


SECTION = DigestSection(5, frozenset({"everything"}), tell)
