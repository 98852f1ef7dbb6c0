"""The numbers: seven days beside the seven before, the last day beside its weekday, and the targets."""

from collections.abc import Iterator
from datetime import date
from typing import cast

from agents.kit.analysing.beside_shown import goal_line
from agents.kit.analysing.saying import days, row_values
from agents.kit.budgeting.window import Window
from agents.types import Block, Bullets, Paragraph, Section
from bot.digest.period import DigestSection, Part, Period
from config.analysing import catalogue
from config.wording import words
from memory.types import Json

_MOST_GOALS = 6


async def tell(period: Period) -> Part | None:
    """News where figures came in since the last digest; else told beside news."""
    found = period.numbers
    if found is None:
        return None
    blocks = [*_week(found.week, period), *_day(found.day, period), *_goals(found.week, period)]
    fresh = any(one.fetched_at > period.since for one in found.feeds)
    head = _head(found.week, period) if fresh else ""
    return Part(head, Section(words("numbers")("kpis.title", period.locale), tuple(blocks)))


def _week(body: Json, period: Period) -> Iterator[Block]:
    say, locale, query = words("numbers"), period.locale, body["query"]
    key = "kpis.week" if query["before"] else "kpis.week_alone"
    before = _days(query["before"], period) if query["before"] else ""
    yield Paragraph(say(key, locale, days=_days(query["window"], period), before=before))
    yield Bullets(tuple(_lines(body, period)))
    if len([row for row in body["rows"] if _claims(row)]) > 1:
        yield Paragraph(say("kpis.claims", locale))


def _day(body: Json | None, period: Period) -> Iterator[Block]:
    if body is None:
        return
    say, query = words("numbers"), body["query"]
    key = "kpis.day" if query["before"] else "kpis.day_alone"
    yield Paragraph(say(key, period.locale, day=_days(query["window"], period)))
    yield Bullets(tuple(_lines(body, period)))


def _goals(body: Json, period: Period) -> Iterator[Block]:
    """A plan's targets; key results have their own section. They are drafts, and no client's."""
    goals = [one for one in cast("list[Json]", body["goals"]) if one["from"] != "okr" and not period.safe]
    if goals:
        yield Paragraph(words("numbers")("kpis.goals", period.locale))
        yield Bullets(tuple(goal_line(one, period.locale) for one in goals[:_MOST_GOALS]))


def _lines(body: Json, period: Period) -> Iterator[str]:
    """What has a sum, for each currency; then what each platform claims."""
    several = bool(body["rows"])
    for row in sorted(cast("list[Json]", body["totals"]), key=lambda row: not row["currency"]):
        names = [name for name in body["metrics"] if not (several and catalogue()[name].claim)]
        if line := _line(row, [name for name in names if not (several and _of_claims(name))], period):
            yield line
    for row in cast("list[Json]", body["rows"]):
        if line := _line(row, [name for name in body["metrics"] if _of_claims(name)], period):
            yield f"{' › '.join(row['names'].values())}: {line}"


def _of_claims(metric: str) -> bool:
    """Whether a metric is what platforms count for themselves, or is made of it."""
    told = catalogue()
    parts = (metric, told[metric].over, told[metric].under)
    return any(told[name].claim for name in parts if name in told)


def _claims(row: Json) -> bool:
    return any(value is not None for name, value in row["now"].items() if catalogue()[name].claim)


def _line(row: Json, metrics: list[str], period: Period) -> str:
    return ", ".join(row_values(row, metrics, period.locale))


def _head(body: Json, period: Period) -> str:
    first = next(_lines(body, period), "").split(", ")[0]
    return words("numbers")(
        "kpis.head", period.locale, days=_days(body["query"]["window"], period), value=first
    )


def _days(window: list[str], period: Period) -> str:
    since, until = (date.fromisoformat(one) for one in window)
    return days(Window(since, until), period.locale, period.until.year)


SECTION = DigestSection(7, frozenset({"everything"}), tell)
