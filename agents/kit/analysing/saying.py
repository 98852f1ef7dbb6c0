"""Values of metrics, changes and days in words; what is not known is a dash, which is not 0."""

from collections.abc import Iterable
from datetime import date

from agents.kit.analysing.values import Value, row_currency
from agents.kit.budgeting.amounts import said as said_money
from agents.kit.budgeting.envelope import said_day
from agents.kit.budgeting.window import Window
from agents.kit.figures import number
from config.analysing import catalogue, limits
from config.errors import Locale
from config.wording import words
from memory.metrics import MICROS
from memory.types import Json

UNSAID = "–"


def said(metric: str, value: Value, currency: str, locale: Locale) -> str:
    """A value with its unit."""
    if value is None:
        return UNSAID
    told = catalogue()[metric]
    match told.unit:
        case "money":
            return said_money(round(value), currency, locale)
        case "percent":
            return f"{value * 100:.2f}%"
        case "times":
            return f"{value:.2f}"
        case _:
            return number(round(value / MICROS, 1) if told.over == "conversions" else round(value))


def metric_name(metric: str, locale: Locale) -> str:
    return catalogue()[metric].name.say(locale)


def change(metric: str, before: Value, now: Value, locale: Locale) -> str:
    """`+12.3%`; of a share in points, `-0.20%p`; "" where there is nothing to hold it against."""
    if before is None or now is None:
        return ""
    if catalogue()[metric].unit == "percent":
        return _points(now - before, locale)
    return f"{_no_minus_zero(now / before - 1, 3):+.1%}" if before else ""


def _points(share: float, locale: Locale) -> str:
    return f"{_no_minus_zero(share * 100, 2):+.2f}{'%p' if locale == 'ko' else ' pp'}"


def _no_minus_zero(value: float, digits: int) -> float:
    return round(value, digits) or 0.0


def relative(before: Value, now: Value) -> float | None:
    return now / before - 1 if before and now is not None else None


def day(one: date, locale: Locale, *, year: bool = False) -> str:
    return said_day(one, locale, year=year)


def days(window: Window, locale: Locale, today_year: int | None = None) -> str:
    """`11월 16일–22일`, `16–22 Nov`; with the year where it is another one."""
    since, until = window.since, window.until
    year = today_year is not None and until.year != today_year
    if since == until:
        weekday = words("analytics")(f"weekday.{since.weekday()}", locale)
        return (
            f"{day(since, locale, year=year)}({weekday})"
            if locale == "ko"
            else f"{weekday} {day(since, locale, year=year)}"
        )
    if (since.year, since.month) == (until.year, until.month):
        if locale == "ko":
            return f"{day(since, locale, year=year)}–{until.day}일"
        return f"{since.day}–{day(until, locale, year=year)}"
    apart = since.year != until.year
    return f"{day(since, locale, year=year or apart)} – {day(until, locale, year=year or apart)}"


def p_said(p: float | None, locale: Locale, *, tested: bool) -> str:
    """How sure it is that a change is more than chance; "" for what is no matter of chance, such as a price."""
    say = words("analytics")
    if not tested:
        return ""
    if p is None:
        return say("p.few", locale)
    if p < 0.001:  # noqa: PLR2004 - the usual end of the scale
        return say("p.tiny", locale)
    return say("p.more" if p <= limits().alpha else "p.chance", locale, p=f"{p:.3f}")


def signed(metric: str, part: float, currency: str, locale: Locale) -> str:
    """A part of a change with its sign, in the metric's unit; of a share in points."""
    if catalogue()[metric].unit == "percent":
        return _points(part, locale)
    size = abs(part) if catalogue()[metric].unit == "times" else abs(round(part))
    text = said(metric, size, currency, locale)
    return text if said(metric, 0, currency, locale) == text else f"{'-' if part < 0 else '+'}{text}"


def row_values(row: Json, metrics: Iterable[str], locale: Locale) -> list[str]:
    """The metrics of a stored row that have values, each with its change."""
    return [_value(row, name, locale) for name in metrics if row["now"].get(name) is not None]


def _value(row: Json, metric: str, locale: Locale) -> str:
    say, now = words("analytics"), row["now"][metric]
    facts = {
        "name": metric_name(metric, locale),
        "value": said(metric, now, row_currency(row, metric), locale),
    }
    moved = change(metric, row["before"][metric], now, locale) if row["before"] else ""
    return (
        say("line.value_change", locale, change=moved, **facts)
        if moved
        else say("line.value", locale, **facts)
    )
