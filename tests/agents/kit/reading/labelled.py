"""The briefs with hand labels, and how well a SWOT of them agrees with the labels."""

import re
import tomllib
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from agents.kit.frameworks.swot import FRAMEWORK
from agents.kit.reading.reader import read
from agents.kit.reading.types import Source

_MARK = re.compile(r"⟦([SWOT?/]+):(.*?)⟧", re.DOTALL)


@dataclass(frozen=True, slots=True)
class Mark:
    """A key fact, where it stands in the text, and the quadrants that may hold it; `?` is the tray."""

    start: int
    end: int
    quadrants: frozenset[str]


@dataclass(frozen=True, slots=True)
class Labelled:
    id: str
    set: str
    language: str
    text: str
    marks: tuple[Mark, ...]


@dataclass(frozen=True, slots=True)
class Agreement:
    """Counts over some briefs: what was placed, what of it rightly, what was marked, what of that was found."""

    placed: int
    right: int
    marked: int
    found: int

    @property
    def precision(self) -> float:
        return self.right / self.placed

    @property
    def recall(self) -> float:
        return self.found / self.marked


def labelled(folder: Path) -> Iterator[Labelled]:
    for brief in tomllib.loads((folder / "labelled.toml").read_text("utf-8"))["brief"]:
        text, marks, at = "", list[Mark](), 0
        for match in _MARK.finditer(brief["text"]):
            text += brief["text"][at : match.start()]
            marks.append(Mark(len(text), len(text) + len(match[2]), frozenset(match[1].split("/"))))
            text += match[2]
            at = match.end()
        text += brief["text"][at:]
        yield Labelled(brief["id"], brief["set"], brief["language"], text, tuple(marks))


def agreement(briefs: list[Labelled]) -> Agreement:
    placed = right = marked = found = 0
    for brief in briefs:
        seen: set[Mark] = set()
        for start, end, quadrant in _placed(brief.text):
            placed += 1
            hits = [
                mark for mark in brief.marks if _overlaps(mark, start, end) and quadrant in mark.quadrants
            ]
            right += bool(hits)
            seen.update(hits)
        marked += len(brief.marks)
        found += len(seen)
    return Agreement(placed, right, marked, found)


def _placed(text: str) -> Iterator[tuple[int, int, str]]:
    sheet = FRAMEWORK.draft(read([Source("document", "brief", text)]), "en")
    quadrants: dict[str, str] = {
        f"items.{one['id']}.statement": one["quadrant"] for one in _list(sheet.body, "items")
    }
    quadrants |= {f"tray.{one['id']}.text": "?" for one in _list(sheet.body, "tray")}
    for item in sheet.evidence:
        if item.path in quadrants:
            start = text.index(item.quote)
            yield start, start + len(item.quote), quadrants[item.path]


def _list(body: dict[str, Any], name: str) -> list[dict[str, Any]]:
    return body.get(name) or []


def _overlaps(mark: Mark, start: int, end: int) -> bool:
    shared = min(mark.end, end) - max(mark.start, start)
    return shared * 2 >= min(mark.end - mark.start, end - start)
