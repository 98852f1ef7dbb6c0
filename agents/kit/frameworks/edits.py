"""Corrections in the user's words: move, drop, edit, add, accept, in Korean and in English."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Literal

from agents.kit.frameworks.places import Place, places
from agents.kit.frameworks.records.entries import Entry, entries
from agents.kit.frameworks.records.lexicon import lexicon
from agents.kit.frameworks.records.marks import marks
from agents.kit.frameworks.records.values import Fault, Value
from agents.kit.frameworks.tree import find, kinds
from config.catalogue import FrameworkSpec
from config.patterns import regex
from memory.types import Json

Op = Literal["move", "drop", "edit", "add", "accept"]
_AND = r"(?:\s*(?:,|&|\band\b|와|과|하고|랑|이랑)\s*)"
_OBJECT = r"(?:을|를|은|는|도)?"
_PLEASE = r"(?:please\s+|can you\s+|그럼\s*)?"
_END = r"\s*[.!~]*$"
_LINES = regex(r"[\n;]+")
_VERBS = "move|drop|remove|delete|edit|add|accept"
_THEN = r"\s*(?:,|\band\b|\bthen\b|(?<=[가-힣])고(?=\s))+\s*(?:then\s+)?"


@dataclass(frozen=True, slots=True)
class Edit:
    """One correction. `text` is a record's new title; `values` are fields with what they shall hold."""

    op: Op
    id: str = ""
    to: str = ""
    """The option of a group, or the record above, that it goes to."""
    place: str = ""
    """The list that something is added to: `items`, `forces.rivalry.factors`."""
    text: str = ""
    values: tuple[tuple[str, Value | Fault], ...] = ()
    quote: str = ""


def parse(text: str, spec: FrameworkSpec, body: Json, currency: str = "") -> tuple[Edit, ...]:
    """The corrections that the text asks for; nothing when it asks for none.

    Ids need not be there: `apply` names those that are when one is not.
    """
    parser = _Parser(spec, body, currency)
    return tuple(edit for line in _LINES.split(text) for edit in parser.line(line.strip()))


class _Parser:
    def __init__(self, spec: FrameworkSpec, body: Json, currency: str) -> None:
        self._spec: FrameworkSpec = spec
        self._body: Json = body
        self._currency: str = currency
        self._id: str = rf"(?<![A-Za-z0-9])(?:{_prefixes(spec)})\d{{1,3}}(?![A-Za-z0-9])"
        self._places: Sequence[Place] = places(spec, body)

    def line(self, line: str) -> Sequence[Edit]:
        whole = self._read(line)
        if whole:
            return whole
        parts = re.split(rf"{_THEN}(?=(?:{_VERBS})\b|{self._id})", line, flags=re.I)
        return [edit for part in parts for edit in self._read(part.strip())] if len(parts) > 1 else []

    def _read(self, line: str) -> list[Edit]:
        for read in (self._drop, self._accept, self._move, self._add, self._edit):
            found = list(read(line))
            if found:
                return [replace(edit, quote=line) for edit in found]
        return []

    def _drop(self, line: str) -> Iterator[Edit]:
        ids = rf"(?P<ids>{self._id}(?:{_AND}{self._id})*)"
        english = rf"{_PLEASE}(?:drop|remove|delete|discard|take out)\s+{ids}{_END}"
        korean = rf"{ids}\s*{_OBJECT}\s*(?:빼|삭제|지워|제거|없애|버려)[가-힣\s]*{_END}"
        command = rf"(?:삭제|제거|빼기)\s+{ids}{_END}"
        for form in (english, korean, command):
            match = re.match(form, line, re.I)
            if match:
                yield from (Edit("drop", one) for one in self._split(match["ids"]))
                return

    def _move(self, line: str) -> Iterator[Edit]:
        ids = rf"(?P<ids>{self._id}(?:{_AND}{self._id})*)"
        forms = (
            rf"{_PLEASE}(?:move|put|shift|change)\s+{ids}\s+(?:over\s+)?(?:(?:in)?to\s+|under\s+)?(?:the\s+)?(?P<to>.+?){_END}",
            rf"{ids}\s*(?:->|→|=>)\s*(?P<to>.+?){_END}",
            rf"{ids}\s+(?:is|are|should be|belongs? (?:in|to|under))\s+(?:an?\s+|the\s+)?(?P<to>.+?){_END}",
            rf"{ids}\s*{_OBJECT}\s*(?P<to>.+?)(?:으로|로|에|쪽으로)\s*(?:옮|이동|보내|바꿔|변경|넣)[가-힣\s]*{_END}",
            rf"{ids}\s*(?:은|는)\s*(?P<to>.+?)(?:이야|야|입니다|이에요|예요|임|이다){_END}",
        )
        yield from self._going("move", forms, line)

    def _accept(self, line: str) -> Iterator[Edit]:
        ids = rf"(?P<ids>{self._id})"
        forms = (
            rf"{_PLEASE}(?:accept|take|count|keep)\s+{ids}\s+(?:as\s+|in\s+|into\s+|to\s+)?(?:an?\s+|the\s+)?(?P<to>.+?){_END}",
            rf"{ids}\s*{_OBJECT}\s*(?P<to>.+?)(?:으로|로)\s*(?:채택|받아|인정|분류|수락|확정)[가-힣\s]*{_END}",
            rf"(?:채택|수락)\s+{ids}\s+(?P<to>.+?){_END}",
            rf"{ids}\s*\[\s*(?P<to>[^\]]+?)\s*\]{_END}",
        )
        yield from self._going("accept", forms, line)

    def _going(self, op: Op, forms: Sequence[str], line: str) -> Iterator[Edit]:
        for form in forms:
            match = re.match(form, line, re.I)
            to = self._destination(match["to"]) if match else ""
            if match and to:
                yield from (Edit(op, one, to=to) for one in self._split(match["ids"]))
                return

    def _destination(self, said: str) -> str:
        """An option of a group, a record of one option, or the id of a record that holds others."""
        word = said.strip(" \"'“”[]").casefold()
        known = next((place.to for place in self._places if place.to and word in place.words), "")
        return known or (said.strip().upper() if re.fullmatch(self._id, said.strip(), re.I) else "")

    def _add(self, line: str) -> Iterator[Edit]:
        for place in self._places:
            match = next((m for form in _adding(place) if (m := re.match(form, line, re.I))), None)
            if match and (above := self._above(place, match.groupdict().get("above"))) is not None:
                entry = self._entry(match["text"], place.lane)
                values = [(claim.field.name, claim.value) for claim in entry.claims]
                yield Edit("add", to=place.option, place=above, text=entry.name, values=tuple(values))
                return

    def _above(self, place: Place, named: str | None) -> str | None:
        """The path of the list; in another record when one is named."""
        if not named:
            return place.path
        spot = find(self._body, self._spec, named.strip())
        return f"{spot.path}.{place.spec.name}" if spot else None

    def _edit(self, line: str) -> Iterator[Edit]:
        one = rf"(?P<id>{self._id})"
        forms = (
            rf"{_PLEASE}(?P<verb>edit|rewrite|rename|reword|correct|fix|change|update|set|make)\s+{one}(?:'s)?\s*(?:[:：]|\bto\b|\bas\b|->|→)?\s*(?P<text>.+)$",
            rf"{one}\s*{_OBJECT}\s*(?P<verb>수정|변경|고치기|편집)\s*[:：]?\s*(?P<text>.+)$",
            rf"(?P<verb>수정|변경|편집|고치기)\s+{one}\s*[:：]?\s*(?P<text>.+)$",
            rf"{one}\s*(?:을|를|은|는)\s+(?P<verb>)[\"'“「]?(?P<text>.+?)[\"'”」]?(?:으로|로|라고|이라고)\s*(?:바꿔|고쳐|수정|변경)[가-힣\s]*{_END}",
            rf"{one}\s*(?:의\s*)?(?P<verb>내용|문장|문구)(?:을|를|은|는)?\s*[:：]?\s*[\"'“「]?(?P<text>.+?)[\"'”」]?(?:으로|로|라고|이라고)\s*(?:바꿔|고쳐|수정|변경)[가-힣\s]*{_END}",
            rf"{one}\s+(?P<verb>should (?:read|say)|reads)\s*[:：]?\s*(?P<text>.+)$",
            rf"{one}(?P<verb>)\s*(?::\s+|：\s*)(?P<text>.+)$",
            rf"{one}(?P<verb>)(?:'s|의|은|는)?\s+(?P<text>.+)$",
        )
        for form in forms:
            match = re.match(form, line, re.I)
            if match and (edit := self._edited(match["id"], match["text"], said=form is not forms[-1])):
                yield edit
                return

    def _edited(self, record_id: str, text: str, *, said: bool) -> Edit | None:
        """Values alone change those; other words are the record's new ones, if an edit was asked for."""
        spot = find(self._body, self._spec, record_id)
        entry = self._entry(text, self._lane(record_id))
        values = tuple((claim.field.name, claim.value) for claim in entry.claims if claim.labelled)
        known = spot.record["id"] if spot else record_id
        if values and not entry.name:
            return Edit("edit", known, values=values)
        return Edit("edit", known, text=text.strip(" \"'“”")) if said else None

    def _lane(self, record_id: str) -> str:
        """The list that the record stands in, or would stand in by its id."""
        spot = find(self._body, self._spec, record_id)
        if spot:
            return ".".join(spot.path.split(".")[::2])
        start = record_id.rstrip("0123456789").casefold()
        lanes = lexicon(self._spec.id).lanes
        return next((lane.name for lane in lanes if lane.spec.prefix.casefold() == start), lanes[0].name)

    def _entry(self, text: str, name: str) -> Entry:
        words = lexicon(self._spec.id)
        lanes = [lane for lane in words.lanes if lane.name == name]
        found = entries(text, marks(text, words, self._currency), lanes, self._currency)
        stated = found[0] if len(found) == 1 and found[0].claims else None
        return stated or Entry(text.strip(" \"'“”"), 0)

    def _split(self, ids: str) -> list[str]:
        return re.findall(self._id, ids, re.I)


def _prefixes(spec: FrameworkSpec) -> str:
    """What ids start with, longest first."""
    found: set[str] = set()
    for kind in kinds(spec):
        options = kind.field(kind.group).options if kind.group else []
        found |= {kind.prefix} if kind.prefix else {option.id for option in options}
    return "|".join(re.escape(one) for one in sorted(found, key=len, reverse=True)) or "(?!)"


def _adding(place: Place) -> Iterator[str]:
    named = "|".join(r"\s*".join(re.escape(part) for part in word.split()) for word in place.words)
    one, above = r"(?:an?\s+|the\s+|another\s+|new\s+)?", r"(?:\s+(?:to|under|for|in)\s+(?P<above>\w+))?"
    text = r"\s*(?:[:：\-–]\s*|\s+)(?P<text>.+)$"
    yield rf"{_PLEASE}(?:add|new)\s+{one}(?:{named}){above}{text}"
    inside, please = r"(?:(?P<above>\w+)(?:에|의)\s*)?", r"(?:해\s?줘|해\s?주세요)?"
    yield rf"{inside}(?:{named})(?:에|을|를)?\s*(?:하나\s*)?추가{please}{text}"
    yield rf"추가\s+(?:{named})\s*[:：]?\s*(?P<text>.+)$"
