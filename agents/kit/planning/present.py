"""A plan as an answer: three lines for the chat, tables for the thread, pictures, buttons."""

from collections.abc import Iterator, Sequence
from datetime import date
from typing import Any

from agents.kit.figures import money, number
from agents.kit.planning.pictures import pictures
from agents.types import AgentResult, Block, Bullets, Button, Paragraph, Question, Section, Table
from config.errors import Locale
from config.planning import planning
from config.wording import words
from memory.types import Draft, Json

LINES = 3
_WRITE = 5
"""Rows that have a button of their own under the answer; the others are listed by `plan write`."""


def present(draft: Draft, asked: Sequence[Question] = (), *, output: str = "{output}") -> AgentResult:
    """The whole answer. `output` is the plan's id; a plan that is just being delivered does not know it yet."""
    body, locale = draft.body, draft.locale
    return AgentResult(
        lines=headline(body, locale),
        sections=tuple(_sections(draft, asked)),
        outputs=(draft,),
        questions=tuple(asked),
        buttons=tuple(_buttons(body, locale, output)),
        charts=pictures(draft),
        status="ok" if body["rows"] else "needs_input",
        verb="plan",
    )


def headline(body: Json, locale: Locale) -> tuple[str, ...]:
    """How much for how long, what comes first, and what waits."""
    return tuple(_headline(body, locale))[:LINES]


def _headline(body: Json, locale: Locale) -> Iterator[str]:
    say, rows = words("plan"), body["rows"]
    facts = {
        "mode": planning().modes[body["mode"]].name.say(locale),
        "rows": len(rows),
        "weeks": body["period"]["weeks"],
        "total": money(body["budget"]["total"] or 0, body["currency"], locale),
        "hours": number(body["hours"]["planned"]),
        "reserve": money(body["budget"]["reserve"], body["currency"], locale),
        "available": number(body["hours"]["available"] or 0),
    }
    if not rows:
        yield say("head.none", locale)
        yield say("head.waiting", locale, count=len(body["backlog"]))
        return
    free = body["mode"] == "bootstrapped"
    yield say("head.free" if free else "head.paid", locale, **facts) + f" {body['mode_why']}"
    first = rows[0]
    yield say("head.first", locale, name=first["name"], persona=first["persona"], message=first["message"])
    yield _waiting(body, locale, facts)


def _waiting(body: Json, locale: Locale, facts: dict[str, Any]) -> str:
    say = words("plan")
    unknown = sum(row["target"] is None for row in body["rows"])
    told = [say("head.backlog", locale, count=len(body["backlog"]))] if body["backlog"] else []
    if body["budget"]["reserve"]:
        told.append(say("head.reserve", locale, **facts))
    if unknown:
        told.append(say("head.unknown", locale, count=unknown, rows=len(body["rows"])))
    return " ".join(told) or say("head.complete", locale)


def _sections(draft: Draft, asked: Sequence[Question]) -> Iterator[Section]:
    body, locale = draft.body, draft.locale
    say = words("plan")
    if body["rows"]:
        yield Section(say("section.rows", locale), (_messages(body, locale),))
        yield Section(say("section.costs", locale), tuple(_costs(body, locale)))
    yield Section(say("section.allocation", locale), tuple(_allocation(body, locale)))
    if body["phases"]:
        yield Section(say("section.phases", locale), (_phases(body, locale),))
    if body["experiments"]:
        yield Section(say("section.experiments", locale), tuple(_experiments(body, locale)))
    if body["rows"]:
        yield Section(say("section.calendar", locale), tuple(calendar(body, locale)))
    yield from _limits(body, locale)
    if body["backlog"]:
        yield Section(say("section.backlog", locale), (backlog(body, locale),))
    yield from _sources(draft)
    if asked:
        lines = tuple(f"{at}. {one.text}" for at, one in enumerate(asked, start=1))
        yield Section(words("strategy")("questions", locale), (Paragraph("\n".join(lines)),))


def _messages(body: Json, locale: Locale) -> Table:
    say = words("plan")
    heads = _heads(locale, "row", "persona", "stage", "tactic", "message", "proof", "cta")
    rows = [
        (row["id"], row["persona"], say(f"stage.{row['stage']}", locale), row["name"], row["message"],
         _proof(row, locale), row["cta"])
        for row in body["rows"]
    ]  # fmt: skip
    return Table(heads, tuple(rows))


def _proof(row: Json, locale: Locale) -> str:
    """The proof, and for a row that comes of another output which record of it."""
    came: Json | None = row["from"]
    if not came:
        return row["proof"]
    told = words("plan")(
        "from", locale, type=came["type"].upper(), item=came["item"], version=came["version"]
    )
    return f"{row['proof']} ({told})"


def _costs(body: Json, locale: Locale) -> Iterator[Block]:
    heads = _heads(locale, "row", "tactic", "cadence", "hours", "budget", "kpi", "target", "fit")
    rows = [
        (row["id"], row["name"], row["cadence"], number(row["hours"]), money(row["budget"], body["currency"], locale),
         row["kpi_name"], _target(row, locale), str(row["fit"]))
        for row in body["rows"]
    ]  # fmt: skip
    total = money(sum(row["budget"] for row in body["rows"]), body["currency"], locale)
    say = words("plan")
    sums = (say("sum", locale), "", "", number(body["hours"]["planned"]), total, "", "", "")
    yield Table(heads, (*rows, sums))
    available = body["hours"]["available"]
    if available is not None:
        left = number(round(available - body["hours"]["planned"], 2))
        key = "hours.assumed" if body["hours"]["assumed"] else "hours.said"
        yield Paragraph(say(key, locale, available=number(available), left=left))
    whys = dict.fromkeys(row["target_why"] for row in body["rows"])
    aimed = [
        say("target.said", locale, said=one["name"]) for one in body["success_metrics"] if one.get("per")
    ]
    yield Bullets((*aimed, *whys))


def _target(row: Json, locale: Locale) -> str:
    if row["target"] is None:
        return words("plan")("insufficient", locale)
    return number(row["target"]) + ("%" if row["target_unit"] == "%" else "")


def _allocation(body: Json, locale: Locale) -> Iterator[Block]:
    say, currency, total = words("plan"), body["currency"], body["budget"]["total"]
    if not total:
        yield Paragraph(f"{body['budget']['why']} {body['budget']['other']}".strip())
        hours = [
            (one["name"], number(one["hours"]), ", ".join(one["rows"]) or "–") for one in body["allocation"]
        ]
        yield Table(_heads(locale, "part", "hours", "rows"), tuple(hours))
        return
    yield Paragraph(f"{body['basis_why']} {body['budget']['why']} {body['budget']['other']}".strip())
    heads = _heads(locale, "part", "share", "planned", "amount", "reserve", "hours", "rows")
    yield Table(heads, tuple(_share(one, currency, locale) for one in body["allocation"]))
    held = [one for one in body["allocation"] if one["reserve"]]
    if held:
        yield Bullets(tuple(_held(one, currency, locale) for one in held))
    else:
        yield Paragraph(say("remainder.none", locale, total=money(total, currency, locale)))


def _share(one: Json, currency: str, locale: Locale) -> tuple[str, ...]:
    amounts = (money(one[name], currency, locale) for name in ("planned", "amount", "reserve"))
    return (
        one["name"],
        f"{number(one['share_pct'])}%",
        *amounts,
        number(one["hours"]),
        ", ".join(one["rows"]) or "–",
    )


def _held(one: Json, currency: str, locale: Locale) -> str:
    key = "remainder.empty" if not one["rows"] else "remainder.small"
    return words("plan")(key, locale, part=one["name"], amount=money(one["reserve"], currency, locale))


def _phases(body: Json, locale: Locale) -> Table:
    heads = _heads(locale, "phase", "days", "rows", "budget", "gate")
    rows = [
        (one["name"], f"{one['starts']} – {one['ends']}", ", ".join(one["rows"]) or "–",
         money(one["budget"], body["currency"], locale), one["gate"])
        for one in body["phases"]
    ]  # fmt: skip
    return Table(heads, tuple(rows))


def _experiments(body: Json, locale: Locale) -> Iterator[Block]:
    say = words("plan")
    heads = _heads(locale, "experiment", "hypothesis", "metric", "per_arm", "duration")
    rows = [
        (one["id"], one["hypothesis"], one["metric"], _count(one["per_arm"], locale), _days(one, locale))
        for one in body["experiments"]
    ]
    yield Table(heads, tuple(rows))
    first = body["experiments"][0]
    facts = {"alpha": number(100 * first["alpha"]), "power": number(100 * first["power"])}
    yield Paragraph(say("experiment.method", locale, **facts, source=first["method"]))


def _count(value: int | None, locale: Locale) -> str:
    return words("plan")("need.baseline", locale) if value is None else f"{value:,} × 2"


def _days(one: Json, locale: Locale) -> str:
    say = words("plan")
    if one["duration_days"] is not None:
        return say("days", locale, days=one["duration_days"])
    return ", ".join(say(f"need.{name}", locale) for name in one["missing"])


def calendar(body: Json, locale: Locale) -> Iterator[Block]:
    """Week by week; holidays, and which of them are avoided or used."""
    say = words("plan")
    heads = _heads(locale, "week", "days", "appears", "holidays")
    yield Table(heads, tuple(_week(week) for week in body["calendar"]))
    notes = dict.fromkeys(
        f"{entry['row']} {entry['day']}: {entry['note']}"
        for week in body["calendar"] for entry in week["entries"] if entry["note"]
    )  # fmt: skip
    marks = [f"{one['day']}: {one['what']}" for one in body["milestones"]]
    if notes or marks:
        yield Bullets((*marks, *notes))
    country = body["period"]["country"]
    key = "calendar.country" if country else "calendar.nowhere"
    yield Paragraph(say(key, locale, timezone=body["period"]["timezone"], country=country))


def _week(week: Json) -> tuple[str, ...]:
    shown = ", ".join(f"{entry['row']} {_short(entry['day'])}" for entry in week["entries"]) or "–"
    off = ", ".join(f"{_short(one['day'])} {one['name']}" for one in week["holidays"]) or "–"
    return week["id"].replace("W", ""), f"{_short(week['starts'])}–{_short(week['ends'])}", shown, off


def _short(day: str) -> str:
    told = date.fromisoformat(day)
    return f"{told.month}/{told.day}"


def _limits(body: Json, locale: Locale) -> Iterator[Section]:
    say = words("plan")
    found = [*body["constraints"], *body["guardrails"]]
    if found:
        heads = _heads(locale, "said", "source", "effect")
        rows = tuple((one["said"], one["source"], one["effect"]) for one in found)
        yield Section(say("section.constraints", locale), (Table(heads, rows),), internal=True)
    if body["risks"]:
        lines = tuple(f"{one['text']} ({number(one['score'])})" for one in body["risks"])
        yield Section(say("section.risks", locale), (Bullets(lines),), internal=True)


def backlog(body: Json, locale: Locale) -> Table:
    heads = _heads(locale, "row", "what", "persona", "why")
    return Table(
        heads, tuple((one["id"], one["title"], one["persona"] or "–", one["why"]) for one in body["backlog"])
    )


def _sources(draft: Draft) -> Iterator[Section]:
    """What each row stands on, in the words of its source."""
    say, locale = words("strategy"), draft.locale
    quoted = [one for one in draft.evidence if one.quote and one.kind != "assumption"]
    if quoted:
        heads = tuple(say(f"sources.{column}", locale) for column in ("part", "quote", "grade"))
        told = dict.fromkeys((_part(one.path), one.quote, number(one.grade)) for one in quoted)
        yield Section(say("sources", locale), (Table(heads, tuple(told)),), internal=True)
    if draft.assumptions:
        yield Section(say("assumptions", locale), (Bullets(draft.assumptions),), internal=True)


def _part(path: str) -> str:
    first, _, rest = path.partition(".")
    return rest.partition(".")[0] if first in ("rows", "backlog") else path


def _buttons(body: Json, locale: Locale, output: str) -> Iterator[Button]:
    say = words("plan")
    yield from writing_buttons(body["rows"][:_WRITE], locale, output)
    if body["rows"]:
        yield Button(say("button.why", locale), "plan why")
    if not any(one["made"] for one in body["personas"]):
        yield Button(say("button.personas", locale), "persona")
    if body["mode"] == "bootstrapped" and body["rows"]:
        yield Button(say("button.whatif", locale), "plan whatif")
    if body["allocation"] and body["budget"]["total"]:
        other = "media" if body["basis"] == "risk" else "risk"
        yield Button(say(f"button.basis.{other}", locale), f"plan basis {other}")
    if body["backlog"]:
        yield Button(say("button.backlog", locale), "plan backlog")


def writing_buttons(rows: Sequence[Json], locale: Locale, output: str) -> Iterator[Button]:
    """For each row one that hands it to whoever writes."""
    for row in rows:
        label = words("plan")("button.write", locale, row=row["id"])
        yield Button(label, f"content brief {output} {row['id']}")


def _heads(locale: Locale, *names: str) -> tuple[str, ...]:
    return tuple(words("plan")(f"column.{name}", locale) for name in names)
