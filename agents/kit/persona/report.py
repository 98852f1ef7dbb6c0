"""The envelope of what is computed of several personas: a comparison, a panel, a pretest. All of it is synthetic."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from agents.kit.persona.person import AGENT, Person
from agents.kit.persona.sheet import INFERRED
from agents.types import Ask
from memory.types import Draft, Evidence, InputUsed


def used_of(people: Iterable[Person]) -> tuple[InputUsed, ...]:
    """The personas, so that the report is stale once one of them changes."""
    return tuple(InputUsed("output", one.output.id, one.output.content_hash) for one in people if one.output)


def short(text: str, most: int) -> str:
    """What was asked, as it stands in a title."""
    return text if len(text) <= most else f"{text[: most - 1]}…"


@dataclass(frozen=True, slots=True)
class Report:
    """What is computed of personas, before its envelope."""

    output_type: str
    title: str
    lines: tuple[str, ...]
    body: dict[str, Any]
    people: tuple[Person, ...]
    grades: tuple[float, ...]
    """Of the attributes that it rests on."""
    evidence: tuple[Evidence, ...] = ()
    engine: str = "rule"


def draft_for(ask: Ask, report: Report) -> Draft:
    """Confidence is the mean grade of what it rests on, and no more than an inference's: nothing of it is measured."""
    grades = [min(one, INFERRED) for one in report.grades]
    return Draft(
        agent=AGENT, output_type=report.output_type, schema_version=1, locale=ask.locale, title=report.title,
        summary="\n".join(report.lines), body=report.body, inputs_used=used_of(report.people),
        evidence=report.evidence, engine=report.engine,
        confidence=round(sum(grades) / len(grades), 2) if grades else 0.0,
    )  # fmt: skip
