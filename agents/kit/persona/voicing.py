"""A table of reviews, answers or customers as an output that personas are calibrated by."""

import csv
import io
from typing import Any

from agents.kit.figures import number
from agents.kit.persona.calibrate import topic_line
from agents.kit.persona.person import AGENT
from agents.kit.persona.romanise import slug
from agents.kit.persona.voices import TYPE, columns, counted
from agents.types import AgentResult, Block, Bullets, Button, Section, Table
from config.errors import Locale
from config.persona import attributes
from config.wording import words
from memory.types import Draft, Evidence

_TOLD = 3
_SEPARATORS = ",;\t|"


def voice_in(name: str, text: str, locale: Locale) -> Draft | None:
    """What a CSV file says of customers; None where its columns are about something else, or it has no rows."""
    first = text.split("\n", 1)[0]
    separator = max(_SEPARATORS, key=first.count)
    reader = csv.DictReader(io.StringIO(text), delimiter=separator)
    known = columns(reader.fieldnames or ())
    if known is None:
        return None
    rows = [{key: value for key, value in row.items() if isinstance(value, str)} for row in reader]
    return _draft(name, counted(name, rows, known), locale) if rows else None


def _draft(name: str, body: dict[str, Any], locale: Locale) -> Draft:
    whole = body["groups"][0]
    quoted = [(nth, one["quotes"][0]) for nth, one in enumerate(whole["topics"]) if one["quotes"]]
    evidence = tuple(
        Evidence(
            f"groups.0.topics.{nth}", "document", f"file:{name}#{quote['row']}", quote["text"], whole["grade"]
        )
        for nth, quote in quoted
    )
    return Draft(
        agent=AGENT,
        output_type=TYPE,
        schema_version=1,
        locale=locale,
        subject=slug(name.rpartition(".")[0] or name) or "file",
        title=words("persona")("voices.title", locale, name=name),
        summary=line(body, locale),
        body=body,
        evidence=evidence,
        confidence=whole["grade"],
    )


def line(body: dict[str, Any], locale: Locale) -> str:
    """What was counted, in one line."""
    say, whole = words("persona"), body["groups"][0]
    what = " · ".join(topic_line(one, locale) for one in whole["topics"][:_TOLD])
    fields = " · ".join(" ".join(_counts(one, locale)) for one in whole["fields"][:_TOLD])
    return say(
        "voices.read",
        locale,
        name=body["file"],
        n=body["n"],
        what=what or fields or say("voices.nothing", locale),
    )


def present(body: dict[str, Any], locale: Locale) -> AgentResult:
    """A file that was counted, by its groups."""
    say = words("persona")
    sections = tuple(_section(part, locale) for part in body["groups"])
    button = Button(say("button.create", locale), "persona create")
    return AgentResult(
        (line(body, locale), say("voices.next", locale)), sections, buttons=(button,), verb="voices"
    )


def _section(part: dict[str, Any], locale: Locale) -> Section:
    say = words("persona")
    rows = [_counts(one, locale) for one in part["fields"]]
    if rated := part["rating"]:
        rows.insert(0, (say("voices.rating", locale), f"{number(rated['mean'])} (n={rated['n']})"))
    heads = (say("column.attribute", locale), say("voices.counts", locale))
    topics = tuple(_with_quote(one, locale) for one in part["topics"])
    blocks: list[Block] = [Table(heads, tuple(rows))] if rows else []
    if topics:
        blocks.append(Bullets(topics))
    return Section(f"{part['group'] or say('voices.all', locale)} (n={part['n']})", tuple(blocks))


def _counts(field: dict[str, Any], locale: Locale) -> tuple[str, str]:
    say, n = words("persona"), field["n"]
    parts = (
        say("voices.part", locale, value=one["value"], count=one["count"], n=n) for one in field["counts"]
    )
    return attributes()[field["attribute"]].label.say(locale), ", ".join(parts)


def _with_quote(topic: dict[str, Any], locale: Locale) -> str:
    said = topic["quotes"][0]["text"] if topic["quotes"] else ""
    return f"{topic_line(topic, locale)}: “{said}”" if said else topic_line(topic, locale)
