"""Targets, reconciled claims and content in tables, out of an answer's body."""

import re
from collections.abc import Iterator
from datetime import date
from typing import cast

from agents.kit.analysing.saying import UNSAID, days, metric_name, said
from agents.kit.budgeting.amounts import said_minor
from agents.kit.budgeting.window import Window
from agents.kit.figures import minor_digits, money, number, percent
from agents.types import Paragraph, Section, Table
from config.budgeting import platform_name
from config.errors import Locale
from config.wording import words
from memory.types import Json

_CURRENCY = re.compile("[A-Z]{3}")


def beside_sections(body: Json, locale: Locale) -> Iterator[Section]:
    """What stands beside the figures; outputs that were made before there was any have none."""
    for name, made in (("goals", _goals), ("reconciled", _reconciled), ("contents", _contents)):
        rows = cast("list[Json]", body.get(name) or [])
        if rows:
            yield Section(words("analytics")(f"section.{name}", locale), made(rows, locale))


def goal_line(one: Json, locale: Locale) -> str:
    """`ROAS: 2.4 of 3 (80 %), 1–26 Nov`; why there is no value, where there is none."""
    say = words("analytics")
    facts = {"name": _goal_name(one, locale), "target": in_unit_said(one["target"], one["unit"], locale)}
    if one["value"] is None:
        return say("goal.unknown", locale, why=say(f"unread.{one['why']}", locale), **facts)
    part = "" if one["progress"] is None else f" ({percent(one['progress'])})"
    return say(
        "goal.line",
        locale,
        value=in_unit_said(one["value"], one["unit"], locale),
        part=part,
        days=_days(one, locale),
        **facts,
    )


def _goals(rows: list[Json], locale: Locale) -> tuple[Table, ...]:
    say = words("analytics")
    names = ("goal", "now", "target", "progress", "days", "set_by")
    heads = tuple(say(f"head.{name}", locale) for name in names)
    return (Table(heads, tuple(_goal(one, locale) for one in rows)),)


def _goal(one: Json, locale: Locale) -> tuple[str, ...]:
    say, why = words("analytics"), one["why"]
    now = UNSAID if one["value"] is None else in_unit_said(one["value"], one["unit"], locale)
    days_ = _days(one, locale) if one["value"] is not None else say(f"unread.{why}", locale)
    note = f" ({say('unread.late', locale)})" if why == "late" else ""
    by = say(f"set_by.{one['from']}", locale)
    target = in_unit_said(one["target"], one["unit"], locale)
    return (_goal_name(one, locale), now, target, percent(one["progress"]), days_ + note, by)


def _goal_name(one: Json, locale: Locale) -> str:
    platforms = [platform_name(name, locale) for name in one["platforms"]]
    rate = one["from"] == "marketing_plan" and not one.get("ends")
    return " · ".join([*platforms, metric_name(one["metric"], locale)]) if rate else str(one["name"])


def _reconciled(rows: list[Json], locale: Locale) -> tuple[Table | Paragraph, ...]:
    say = words("analytics")
    names = ("platform", "claimed", "reconciled", "reconciled_value", "overclaim")
    heads = tuple(say(f"head.{name}", locale) for name in names)
    cells = tuple(
        (
            platform_name(one["platform"], locale),
            _count(one["claimed"]),
            _count(one["reconciled"]),
            said_minor(one["reconciled_value"], str(one["currency"]), locale),
            UNSAID if one["overclaim"] is None else f"{one['overclaim']:.2f}",
        )
        for one in rows
    )
    span = _days(rows[0], locale) if rows[0]["since"] else say("reconciled.undated", locale)
    return Paragraph(say("reconciled.days", locale, days=span)), Table(heads, cells)


def _contents(rows: list[Json], locale: Locale) -> tuple[Table, ...]:
    say = words("analytics")
    names = ("content", "link", "sessions", "key_events", "value", "spend")
    heads = tuple(say(f"head.{name}", locale) for name in names)
    return (Table(heads, tuple(_content(one, locale) for one in rows)),)


def _content(one: Json, locale: Locale) -> tuple[str, ...]:
    link = f"{one['campaign']} · {one['source']} / {one['medium']}"
    return (
        "; ".join(one["titles"]),
        link,
        said("sessions", one["sessions"], "", locale),
        said("conversions", one["conversions"], "", locale),
        said("revenue", one["revenue"], one["currency"], locale),
        said("spend", one["spend"], one["spend_currency"], locale),
    )


def in_unit_said(value: float, unit: str, locale: Locale) -> str:
    """A goal's number: money as money is written, anything else with its unit behind it."""
    if _CURRENCY.fullmatch(unit):
        return money(round(value * 10 ** minor_digits(unit)), unit, locale)
    plain = "" if unit == "count" else unit
    return number(round(value, 2)) + (plain if plain.startswith("%") else f" {plain}" if plain else "")


def _count(value: float | None) -> str:
    return UNSAID if value is None else number(value)


def _days(one: Json, locale: Locale) -> str:
    return days(Window(*(date.fromisoformat(one[name]) for name in ("since", "until"))), locale)
