"""Who a clause is about, when it happens, and under which heading it was written."""

from collections.abc import Iterable
from functools import cache
from typing import cast

from agents.kit.reading import hangul
from agents.kit.reading.concepts import Lexicon, build, lexicon
from agents.kit.reading.types import Actor, Clause, Quantity, Section, Tense
from config.patterns import regex
from config.reading import table

_ACTORS: tuple[tuple[Actor, frozenset[str]], ...] = (
    ("rival", frozenset({"rival"})),
    ("state", frozenset({"state"})),
    ("supplier", frozenset({"supplier"})),
    ("market", frozenset({"market", "locals"})),
    ("buyer", frozenset({"customer"})),
)
_QUADRANTS: tuple[Section, ...] = ("S", "W", "O", "T")
_WE = frozenset({"we", "i", "저희", "우리", "제", "저", "당사", "나", "내", "본사", "저희 회사", "우리 회사"})
_PAST_FORM = regex(r"\b[a-z]{3,}ed\b")
_PROGRESSIVE = regex(r"\b(?:is|are|am|'re|'s)\s(?:\w+\s)?\w+ing\b|\b\w+s\b")
_TO_COME = frozenset({"season", "month", "quarter"})


def actor(subject: str) -> Actor:
    """By the concepts that the subject speaks of; own when it names nobody else."""
    concepts = _spoken_of(subject)
    for name, wanted in _ACTORS:
        if not wanted.isdisjoint(concepts):
            return name
    return "own"


def standing(clause: Clause) -> frozenset[str]:
    """Every answer to who it is about: its actor, and whether that is we, something of ours, or somebody else."""
    who: set[str] = {clause.actor}
    if clause.subject.lower() in _WE:
        who.add("we")
    if "staff" in _spoken_of(clause.subject):
        who.add("staff")
    ours = "own" in (_spoken_of(clause.subject) if clause.subject else clause.concepts)
    if ours:
        who.add("ours")
    elif clause.subject:
        who.add("other")
    return frozenset(who)


def _spoken_of(subject: str) -> frozenset[str]:
    return (
        frozenset(hit.concept for hit in lexicon().hits(subject) if not hit.negated)
        if subject
        else frozenset()
    )


def tense(text: str, quantities: Iterable[Quantity]) -> Tense:
    """Whether it has happened, is so, is to come, or is only said to be possible."""
    found = {hit.concept for hit in _tenses().hits(text)}
    if "unsure" in found:
        return "unsure"
    past = "past" in found or _PAST_FORM.search(text.lower()) is not None or _past_korean(text)
    dated = any(_to_come(text, one) for one in quantities)
    if "future" in found or (dated and not past):
        return "future"
    return "past" if past else "present"


def _to_come(text: str, one: Quantity) -> bool:
    if one.kind == "duration":
        where = text.lower().find(one.text.lower())
        before, after = text[:where].rstrip().lower(), text[where + len(one.text) :].lstrip()
        return where >= 0 and (
            before.endswith((" in", " within")) or after.startswith(("후", "뒤", "안에", "이내"))
        )
    return one.kind == "date" and (one.unit in _TO_COME or (one.unit.endswith("_ahead") and one.value > 0))


def section(heading: str) -> Section:
    """The quadrant that a heading names: "Strengths", "약점"; '' for any other heading."""
    found = {hit.concept for hit in _sections().hits(heading)}
    named = [name for name in _QUADRANTS if name in found]
    return cast(Section, named[0]) if len(named) == 1 else ""


def _past_korean(text: str) -> bool:
    return any(hangul.final(char) == "ㅆ" and char not in "있겠" for char in text)


@cache
def _tenses() -> Lexicon:
    return build(table("voice")["tense"])


@cache
def _sections() -> Lexicon:
    return build(table("voice")["section"])
