"""A panel of personas: a question or an offer is put to each; the votes are computed from their attributes."""

from collections.abc import Sequence
from typing import Any

from agents.kit.persona.changes import none_yet
from agents.kit.persona.person import Person
from agents.kit.persona.report import Report, draft_for, short
from agents.kit.persona.roster import Roster, roster
from agents.kit.persona.sheet import INFERRED
from agents.kit.persona.speaking import reactions
from agents.kit.persona.weigh import Weighed, reason_line, topic_label, weigh
from agents.kit.persona.wish import Wish, of_attribute, question_in
from agents.types import AgentResult, Ask, Paragraph, Section, Table
from config.errors import Locale
from config.persona import attributes
from config.wording import words
from memory.types import Evidence

TYPE = "persona_panel"
_MOST = 8
_SHOWN = 3
_LONGEST = 80


async def panel(ask: Ask, wish: Wish) -> AgentResult:
    """The votes of the personas that are named, or of all, and where they disagree."""
    there = roster(ask)
    if not there.people:
        return none_yet(ask)
    people, question = _whom(there, wish.rest)
    attribute = of_attribute(question)
    weighed = [weigh(one, question) for one in people]
    body = _body(people, question, attribute, weighed)
    engine, failed = await reactions(ask, people, body["rows"], question) if not attribute else ("rule", ())
    shown = present(body, ask.locale)
    grades = tuple(one["grade"] for row in body["rows"] for one in row["reasons"])
    title = words("persona")("panel.title", ask.locale, question=short(question, _LONGEST))
    report = Report(TYPE, title, shown.lines, body, people, grades, _evidence(people, body), engine)
    draft = draft_for(ask, report)
    return AgentResult(
        shown.lines, shown.sections, (draft,), verb="panel", status=shown.status, degraded=failed, told=""
    )


def _whom(there: Roster, text: str) -> tuple[tuple[Person, ...], str]:
    named = there.named(text)
    return (named or there.people)[:_MOST], question_in(
        text, [one.name for one in named] + [one.slug for one in named]
    )


def _body(
    people: Sequence[Person], question: str, attribute: str, weighed: Sequence[Weighed]
) -> dict[str, Any]:
    rows = [
        _asked(one, attribute) if attribute else _voted(each)
        for one, each in zip(people, weighed, strict=True)
    ]
    tally = {vote: sum(1 for row in rows if row["vote"] == vote) for vote in ("yes", "no", "torn", "unknown")}
    return {"synthetic": True, "question": question, "attribute": attribute, "rows": rows, "tally": tally,
            "divides": _divides(weighed) if not attribute else []}  # fmt: skip


def _voted(weighed: Weighed) -> dict[str, Any]:
    person = weighed.person
    return {"slug": person.slug, "name": person.name, "group": person.group, "vote": weighed.vote,
            "score": weighed.score, "reasons": [one.body() for one in weighed.reasons], "says": ""}  # fmt: skip


def _asked(person: Person, attribute: str) -> dict[str, Any]:
    """What is recorded of an attribute that a question is after."""
    known = person.attributes.get(attribute)
    reasons = (
        [{"attribute": attribute, "value": known.value, "topic": "", "grade": known.grade, "effect": 0.0}]
        if known
        else []
    )
    return {"slug": person.slug, "name": person.name, "group": person.group, "vote": "recorded" if known else "unknown",
            "score": 0.0, "reasons": reasons, "says": ""}  # fmt: skip


def _divides(weighed: Sequence[Weighed]) -> list[dict[str, Any]]:
    """The topics on which some are for and others against, by how much weighs on them."""
    sides: dict[str, dict[str, float]] = {}
    for each in weighed:
        for reason in each.reasons:
            side = sides.setdefault(reason.topic, {})
            side[each.person.name] = side.get(each.person.name, 0.0) + reason.effect
    apart = [(topic, side) for topic, side in sides.items() if min(side.values()) < 0 < max(side.values())]
    apart.sort(key=lambda one: -sum(map(abs, one[1].values())))
    return [{"topic": topic, "yes": [name for name, score in side.items() if score > 0],
             "no": [name for name, score in side.items() if score < 0]} for topic, side in apart]  # fmt: skip


def _evidence(people: Sequence[Person], body: dict[str, Any]) -> tuple[Evidence, ...]:
    """Each reason rests on an attribute of a persona: an inference about customers, whatever that attribute's grade."""
    refs = {one.slug: one.output.id if one.output else one.slug for one in people}
    return tuple(
        Evidence(f"rows.{at}.reasons.{nth}", "inference", f"{refs[row['slug']]}#attributes.{reason['attribute']}",
                 str(reason["value"]), INFERRED)
        for at, row in enumerate(body["rows"]) for nth, reason in enumerate(row["reasons"])
    )  # fmt: skip


def present(body: dict[str, Any], locale: Locale) -> AgentResult:
    """A panel that is stored, as it was answered."""
    status = "ok" if _any(body) else "needs_input"
    return AgentResult(_lines(body, locale), (_table(body, locale),), verb="panel", status=status)


def _any(body: dict[str, Any]) -> bool:
    return any(row["reasons"] for row in body["rows"])


def _lines(body: dict[str, Any], locale: Locale) -> tuple[str, ...]:
    say = words("persona")
    if not _any(body) and not body["attribute"]:
        return (say("panel.nothing", locale),)
    if body["attribute"]:
        label = attributes()[body["attribute"]].label.say(locale)
        told = [f"{row['name']}: {_recorded(row, locale)}" for row in body["rows"]]
        return (say("panel.asked", locale, label=label), " · ".join(told[:_SHOWN]))
    lines = [say("panel.tally", locale, **body["tally"])]
    for one in body["divides"][:1]:
        topic = topic_label(one["topic"], locale)
        lines.append(
            say("panel.divides", locale, topic=topic, yes=", ".join(one["yes"]), no=", ".join(one["no"]))
        )
    deciding = [
        f"{row['name']} {reason_line(row['reasons'][0], locale)}" for row in body["rows"] if row["reasons"]
    ]
    lines.append(say("panel.agrees", locale, what=" · ".join(deciding[:_SHOWN])))
    return tuple(lines)


def _table(body: dict[str, Any], locale: Locale) -> Section:
    say, spoken = words("persona"), any(row["says"] for row in body["rows"])
    names = ("persona", "vote", "score", "why", *(["says"] if spoken else []))
    rows = tuple(_row(row, locale, spoken=spoken) for row in body["rows"])
    title = say("panel.title", locale, question=short(body["question"], _LONGEST))
    table = Table(tuple(say(f"column.{name}", locale) for name in names), rows)
    return Section(title, (table, Paragraph(say("synthetic.note", locale))))


def _row(row: dict[str, Any], locale: Locale, *, spoken: bool) -> tuple[str, ...]:
    recorded = row["vote"] == "recorded"
    why = (
        _recorded(row, locale)
        if recorded
        else "; ".join(reason_line(one, locale) for one in row["reasons"][:_SHOWN])
    )
    vote = "-" if recorded else words("persona")(f"vote.{row['vote']}", locale)
    cells = (
        f"{row['name']} ({row['group']})",
        vote,
        f"{row['score']:+.2f}" if row["reasons"] and not recorded else "-",
        why or "-",
    )
    return (*cells, row["says"]) if spoken else cells


def _recorded(row: dict[str, Any], locale: Locale) -> str:
    if not row["reasons"]:
        return words("persona")("vote.unknown", locale)
    one = row["reasons"][0]
    return f"{attributes()[one['attribute']].shown(one['value'], locale)} ({one['grade']:g})"
