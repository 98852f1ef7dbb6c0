"""Two wordings before personas: which one meets more of what they want, and in whose tone. Computed, no measurement."""

import re
from dataclasses import replace
from typing import Any

from agents.kit.brandcheck.folding import fold
from agents.kit.brandcheck.wording import found as standing
from agents.kit.given import Brand
from agents.kit.persona.changes import none_yet
from agents.kit.persona.errors import NothingToTest
from agents.kit.persona.person import Person
from agents.kit.persona.report import Report, draft_for, short
from agents.kit.persona.roster import roster
from agents.kit.persona.speaking import reactions
from agents.kit.persona.weigh import reason_line, table, votes, weigh
from agents.kit.persona.wish import Wish, wordings
from agents.types import AgentResult, Ask, Paragraph, Section, Table
from config.errors import Locale
from config.wording import words
from memory.guidelines import Guidelines

TYPE = "persona_pretest"
_MOST = 8
_SHOWN = 2
_LONGEST = 40
_TONE = 0.5
"""What a fitting tone weighs beside a reason, before its grade."""


async def pretest(ask: Ask, wish: Wish) -> AgentResult:
    """Which of two wordings each persona takes to. Raises NothingToTest."""
    there = roster(ask)
    if not there.people:
        return none_yet(ask)
    found = wordings(wish.rest)
    if found is None:
        raise NothingToTest()
    before, a, b = found
    people = (there.named(before) or there.people)[:_MOST]
    rows = [_row(one, a, b) for one in people]
    brand = await ask.given.brand() if ask.given else Brand(Guidelines({}))
    barred = {"a": _barred(a, brand.guidelines), "b": _barred(b, brand.guidelines)}
    body: dict[str, Any] = {"synthetic": True, "a": a, "b": b, "rows": rows, "barred": barred}
    engine, failed = await reactions(ask, people, rows, f"A: {a}\nB: {b}")
    shown = present(body, ask.locale)
    title = words("persona")("pretest.title", ask.locale, a=short(a, _LONGEST), b=short(b, _LONGEST))
    grades = tuple(one["grade"] for row in rows for side in ("a", "b") for one in row[side]["reasons"])
    draft = draft_for(ask, Report(TYPE, title, shown.lines, body, people, grades, engine=engine))
    draft = replace(draft, inputs_used=(*draft.inputs_used, *brand.inputs))
    return AgentResult(shown.lines, shown.sections, (draft,), verb="pretest", degraded=failed, told="")


def _barred(text: str, guidelines: Guidelines) -> list[str]:
    """The words of it that the guidelines prohibit: who likes them does not matter."""
    field, folded = guidelines.fields.get("content.prohibited_words"), fold(text)
    return [word for word, _place in field.items if any(standing(word, folded))] if field else []


def _row(person: Person, a: str, b: str) -> dict[str, Any]:
    one, other = _side(person, a), _side(person, b)
    apart = one["score"] - other["score"]
    prefers = "a" if apart >= votes()["prefer"] else "b" if apart <= -votes()["prefer"] else ""
    return {"slug": person.slug, "name": person.name, "group": person.group, "prefers": prefers, "a": one, "b": other,
            "vote": prefers, "reasons": [*one["reasons"], *other["reasons"]], "says": ""}  # fmt: skip


def _side(person: Person, text: str) -> dict[str, Any]:
    weighed, tones = weigh(person, text), _tones(person, text)
    grade = person.attributes["language_style"].grade if tones else 0.0
    return {"score": round(weighed.score + _TONE * grade * len(tones), 3),
            "reasons": [one.body() for one in weighed.reasons], "tones": tones}  # fmt: skip


def _tones(person: Person, text: str) -> list[str]:
    """The ways of speaking that the persona's language style asks for and the text shows."""
    known = person.attributes.get("language_style")
    style = "; ".join(known.values) if known else ""
    tones = table()["tones"].items()
    return [
        name for name, tone in tones if style and _fits(tone["wants"], style) and _fits(tone["shows"], text)
    ]


def _fits(pattern: str, text: str) -> bool:
    return re.search(pattern, text, re.IGNORECASE) is not None


def present(body: dict[str, Any], locale: Locale) -> AgentResult:
    """A pretest that is stored, as it was answered."""
    say = words("persona")
    by = {side: [row["name"] for row in body["rows"] if row["prefers"] == side] for side in ("a", "b", "")}
    named = {side: ", ".join(names) or "-" for side, names in by.items()}
    lines = (
        say("pretest.result", locale, a=named["a"], b=named["b"], neither=named[""]),
        *(
            say("pretest.barred", locale, side=side.upper(), words=", ".join(words_))
            for side, words_ in body.get("barred", {}).items()
            if words_
        ),
        say("pretest.note", locale),
    )
    spoken = any(row["says"] for row in body["rows"])
    heads = ("persona", "prefers")
    columns = (
        *(say(f"column.{one}", locale) for one in heads),
        "A",
        "B",
        *([say("column.says", locale)] if spoken else []),
    )
    rows = tuple(_cells(row, locale, spoken=spoken) for row in body["rows"])
    title = say("pretest.title", locale, a=short(body["a"], _LONGEST), b=short(body["b"], _LONGEST))
    return AgentResult(
        lines,
        (Section(title, (Table(columns, rows), Paragraph(say("synthetic.note", locale)))),),
        verb="pretest",
    )


def _cells(row: dict[str, Any], locale: Locale, *, spoken: bool) -> tuple[str, ...]:
    say = words("persona")
    prefers = row["prefers"].upper() or say("pretest.neither", locale)
    cells = (f"{row['name']} ({row['group']})", prefers, _told(row["a"], locale), _told(row["b"], locale))
    return (*cells, row["says"]) if spoken else cells


def _told(side: dict[str, Any], locale: Locale) -> str:
    say = words("persona")
    tones = [
        say("pretest.tone", locale, tone=table()["tones"][one]["label"][locale]) for one in side["tones"]
    ]
    reasons = [reason_line(one, locale) for one in side["reasons"][:_SHOWN]]
    return "; ".join([f"{side['score']:+.2f}", *reasons, *tones])
