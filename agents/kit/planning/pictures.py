"""A plan in two pictures: where the money or the hours go, and what happens when."""

from datetime import date

from agents.kit.figures import money, number
from agents.types import Bar, Bars, Chart, Lane, Timeline
from config.errors import Locale
from config.planning import planning
from config.wording import words
from memory.types import Draft, Json


def pictures(draft: Draft) -> tuple[Chart, ...]:
    """The allocation and the calendar; none without rows."""
    body, locale = draft.body, draft.locale
    return (
        (allocation(draft.title, body, locale), calendar(draft.title, body, locale)) if body["rows"] else ()
    )


def allocation(title: str, body: Json, locale: Locale) -> Bars:
    """Rows by what they cost; of a plan that costs nothing, by the hours that they take. The largest on top."""
    say, free = words("plan"), not body["budget"]["total"]
    bars = [_bar(row, body["currency"], locale, free=free) for row in body["rows"]]
    bars.sort(key=lambda one: -one.value)
    reserve: int = body["budget"]["reserve"]
    if reserve:
        told = money(reserve, body["currency"], locale)
        bars.append(Bar(say("reserve", locale), float(reserve), told, say("reserve", locale)))
    key = "picture.hours" if free else "picture.money"
    total = money(body["budget"]["total"] or 0, body["currency"], locale)
    facts = {"total": total, "hours": number(body["hours"]["planned"])}
    first = ", ".join(f"{bar.name} {bar.label}" for bar in bars[:3])
    return Bars(
        title, say(f"{key}.alt", locale, **facts, first=first), tuple(bars), say(key, locale, **facts)
    )


def _bar(row: Json, currency: str, locale: Locale, *, free: bool) -> Bar:
    say = words("plan")
    label = (
        say("hours.short", locale, hours=number(row["hours"]))
        if free
        else money(row["budget"], currency, locale)
    )
    value = float(row["hours"] if free else row["budget"])
    return Bar(
        f"{row['id']} {row['name']} · {row['persona']}", value, label, say(f"part.{row['part']}", locale)
    )


def calendar(title: str, body: Json, locale: Locale) -> Timeline:
    """A lane for each row: its days, or all of them for what runs throughout."""
    starts, ends = (date.fromisoformat(body["period"][name]) for name in ("starts", "ends"))
    days: dict[str, list[date]] = {row["id"]: [] for row in body["rows"]}
    for week in body["calendar"]:
        for entry in week["entries"]:
            days[entry["row"]].append(date.fromisoformat(entry["day"]))
    off = [
        (date.fromisoformat(one["day"]), one["name"]) for week in body["calendar"] for one in week["holidays"]
    ]
    marks = [(date.fromisoformat(one["day"]), one["what"]) for one in body["milestones"]]
    lanes = tuple(_lane(row, days[row["id"]], ends, locale) for row in body["rows"])
    say = words("plan")
    alt = say("picture.calendar.alt", locale, starts=starts, ends=ends, rows=len(lanes), off=len(off))
    return Timeline(title, alt, starts, ends, lanes, tuple(sorted([*off, *marks])))


def _lane(row: Json, days: list[date], ends: date, locale: Locale) -> Lane:
    name, group = f"{row['id']} {row['name']}", words("plan")(f"stage.{row['stage']}", locale)
    if planning().tactics[row["tactic"]].every == "always" and days:
        return Lane(name, (), (days[0], ends), group)
    return Lane(name, tuple(days), None, group)
