"""Personas side by side: where they differ, with the grade of what is said, and what they share."""

from typing import Any

from agents.kit.persona.changes import none_yet
from agents.kit.persona.errors import TooFewPersonas
from agents.kit.persona.person import Person
from agents.kit.persona.present import charts
from agents.kit.persona.report import Report, draft_for
from agents.kit.persona.roster import roster
from agents.kit.persona.wish import Wish
from agents.types import AgentResult, Ask, Paragraph, Section, Table
from config.errors import Locale
from config.persona import AttributeSpec, attributes
from config.wording import words

TYPE = "persona_comparison"
_MOST = 4
_NO_DIFFERENCE = frozenset(["name", "who", "quote", "day_in_life"])
"""What differs by itself."""
_TOLD = 3


async def compare(ask: Ask, wish: Wish) -> AgentResult:
    """The personas that are named, or all of the place. Raises TooFewPersonas."""
    there = roster(ask)
    if not there.people:
        return none_yet(ask)
    named = there.named(wish.rest)
    people = (named if len(named) > 1 else there.people)[:_MOST]
    if len(people) < 2:  # noqa: PLR2004 - two sides
        raise TooFewPersonas(known=", ".join(one.name for one in there.people))
    body = compared(people)
    shown = present(body, ask.locale)
    title = words("persona")("compare.title", ask.locale, names=", ".join(one.name for one in people))
    grades = tuple(cell["grade"] for row in body["rows"] for cell in row["cells"])
    draft = draft_for(ask, Report(TYPE, title, shown.lines, body, people, grades))
    return AgentResult(
        shown.lines, shown.sections, (draft,), charts=charts(people, ask.locale), verb="compare"
    )


def compared(people: tuple[Person, ...]) -> dict[str, Any]:
    """A row for each attribute in which they differ, the best founded difference first; then what is the same."""
    specs = [
        spec
        for spec in attributes().values()
        if spec.id not in _NO_DIFFERENCE and any(spec in one.specs for one in people)
    ]
    rows = [row for spec in specs if (row := _row(spec, people))]
    rows.sort(key=lambda row: -min(cell["grade"] for cell in row["cells"]))
    apart = {row["attribute"] for row in rows}
    same = [
        spec.id for spec in specs if spec.id not in apart and any(spec.id in one.attributes for one in people)
    ]
    return {"synthetic": True, "personas": [{"slug": one.slug, "name": one.name, "group": one.group} for one in people],
            "rows": rows, "same": same}  # fmt: skip


def _row(spec: AttributeSpec, people: tuple[Person, ...]) -> dict[str, Any] | None:
    found = [one.attributes.get(spec.id) for one in people]
    if len({str(one.value) if one else "" for one in found}) == 1:
        return None
    cells = [{"value": one.value, "grade": one.grade, "assumed": one.assumed} if one
             else {"value": None, "grade": 0.0, "assumed": False} for one in found]  # fmt: skip
    return {"attribute": spec.id, "cells": cells}


def present(body: dict[str, Any], locale: Locale) -> AgentResult:
    """A comparison that is stored, as it was answered."""
    say = words("persona")
    labels = [attributes()[row["attribute"]].label.say(locale) for row in body["rows"]]
    same = ", ".join(attributes()[one].label.say(locale) for one in body["same"])
    first = (
        say("compare.differ", locale, count=len(labels), what=", ".join(labels[:_TOLD]))
        if labels
        else say("compare.none", locale)
    )
    names = [one["name"] for one in body["personas"]]
    rows = tuple((label, *(_cell(row["attribute"], cell, locale) for cell in row["cells"]))
                 for label, row in zip(labels, body["rows"], strict=True))  # fmt: skip
    head = (say("column.attribute", locale), *names)
    table = Section(
        say("compare.title", locale, names=", ".join(names)),
        (Table(head, rows), Paragraph(say("synthetic.note", locale))),
    )
    lines = (first, say("compare.same", locale, what=same)) if same else (first,)
    return AgentResult(lines, (table,), verb="compare")


def _cell(attribute: str, cell: dict[str, Any], locale: Locale) -> str:
    if cell["value"] is None:
        return words("persona")("compare.unknown", locale)
    star = " *" if cell["assumed"] else ""
    return f"{attributes()[attribute].shown(cell['value'], locale)}{star} ({cell['grade']:g})"
