"""Brand guidelines written as Markdown, in Korean or English: headings, bullets, `name: value`, tables."""

import re
from dataclasses import dataclass, field
from itertools import zip_longest
from typing import NamedTuple

from config.guidelines import guideline_catalogue
from memory.guidelines_entry import Entries

_HEADING = re.compile(r"^ {0,3}(#{1,6})\s+(.+?)\s*#*\s*$")
_BULLET = re.compile(r"^(\s*)(?:[-*+•]|\d{1,3}[.)])\s+(.*\S)\s*$")
_ROW = re.compile(r"^\s*\|(.+)\|\s*$")
_RULE = re.compile(r"^[\s|:\-=*_]*$")
_PAIR = re.compile(r"^(?:\*\*|__)?([^:：*]{1,60}?)(?:\*\*|__)?\s*[:：]\s*(?:\*\*|__)?\s*(.*)$")
_LOCK = re.compile(r"\s*(?:[(\[]\s*(?:locked|lock|잠금|고정)\s*[)\]]|🔒)\s*", re.IGNORECASE)
_REASON = re.compile(r"\s*[(\[]\s*(?:reason|because|이유)\s*[:：]\s*([^)\]]+)[)\]]\s*", re.IGNORECASE)
_EMPHASIS = re.compile(r"\*\*|__|`")
_FENCE = re.compile(r"^\s*(?:```|~~~)")
_NO_BULLET = -1


class Marked(NamedTuple):
    """A piece of text without its marks, and what these said."""

    text: str
    locked: bool
    reason: str


@dataclass(slots=True)
class _Reader:
    """Goes down the lines, knowing under which section and field it stands."""

    entries: Entries = field(default_factory=Entries)
    section: str | None = None
    open: str | None = None
    """The field that takes what follows."""
    depth: int = _NO_BULLET
    """How far the bullet that opened the field is indented; a heading opens it for bullets of every depth."""
    unknown: tuple[int, str] | None = None
    """A heading that names nothing, and its line, until something under it shows that it was meant to."""
    silent: bool = False
    """What follows stands under a heading that has been reported."""

    def heading(self, line: int, level: int, text: str) -> None:
        marked = marks(text)
        catalogue = guideline_catalogue()
        self.unknown, self.silent, self.open, self.depth = None, False, None, _NO_BULLET
        if section := catalogue.section(marked.text):
            self.section = section
        elif found := catalogue.find(marked.text, self.section):
            self.open = found
            self._mark(line, marked)
        else:
            self.section = None
            self.unknown = (line, marked.text) if level > 1 else None

    def bullet(self, line: int, depth: int, text: str) -> None:
        if self.open is not None and self.depth >= depth:
            self.open = None
        if not self._pair(line, depth, text):
            self._item(line, text)

    def row(self, line: int, cells: list[str]) -> None:
        """A row of a table: the field, then its value."""
        self.open = None
        if len(cells) >= 2 and cells[0]:
            self._pair(line, _NO_BULLET, f"{cells[0]}: {cells[1]}")
            self.open = None

    def words(self, line: int, text: str) -> None:
        if self.open is not None and self.depth > _NO_BULLET:
            self.open = None
        if not self._pair(line, _NO_BULLET, text, sure=False):
            self._item(line, text)

    def _pair(self, line: int, depth: int, text: str, *, sure: bool = True) -> bool:
        """Takes `name: value`; unless `sure`, only where the name is a field's."""
        pair = _PAIR.match(text)
        if pair is None:
            return False
        name, value = marks(pair[1]), marks(pair[2])
        found = guideline_catalogue().find(name.text, self.section)
        if found is None:
            if self.open is not None or not sure:
                return False
            self._report(line, name.text)
            return True
        self.open, self.depth = found, depth
        both = Marked(value.text, name.locked or value.locked, name.reason or value.reason)
        if both.text:
            self.entries.say(line, found, both.text, locked=both.locked, reason=both.reason)
        else:
            self._mark(line, both)
        return True

    def _item(self, line: int, text: str) -> None:
        marked = marks(text)
        if self.open is None:
            self._report(line, marked.text)
            return
        self.entries.more(line, self.open, marked.text)
        if marked.locked:
            self.entries.lock(self.open)

    def _report(self, line: int, text: str) -> None:
        """Reports words that no field takes; under an unknown heading the heading, once, in their place."""
        if self.unknown is not None:
            self.entries.unknown(*self.unknown)
            self.unknown, self.silent = None, True
        elif self.silent:
            return
        elif self.section is None and guideline_catalogue().near(text) is None:
            self.entries.stray(line, text)
        else:
            self.entries.unknown(line, text)

    def _mark(self, line: int, marked: Marked) -> None:
        if self.open is not None and (marked.locked or marked.reason):
            self.entries.say(line, self.open, "", locked=marked.locked, reason=marked.reason)


def read_markdown(text: str) -> Entries:
    """What a Markdown file says: headings name sections and fields, bullets and `name: value` fill them.

    `(locked)` or `(잠금)` after a name or value locks the field; `(reason: …)` or `(이유: …)` tells why.
    """
    reader = _Reader()
    fenced = False
    lines = text.splitlines()
    for number, (line, below) in enumerate(zip_longest(lines, lines[1:], fillvalue=""), 1):
        fence = _FENCE.match(line) is not None
        fenced ^= fence
        names_columns = _ROW.match(line) and _ROW.match(below) and _RULE.match(below)
        if not (fence or fenced or names_columns or _RULE.match(line)):
            _read_line(reader, number, line)
    return reader.entries


def _read_line(reader: _Reader, number: int, line: str) -> None:
    if heading := _HEADING.match(line):
        reader.heading(number, len(heading[1]), heading[2])
    elif row := _ROW.match(line):
        reader.row(number, [cell.strip() for cell in row[1].split("|")])
    elif bullet := _BULLET.match(line):
        reader.bullet(number, len(bullet[1].expandtabs(4)), bullet[2])
    else:
        reader.words(number, line.strip())


def marks(text: str) -> Marked:
    """The text without emphasis and marks."""
    reason = _REASON.search(text)
    rest = _REASON.sub(" ", text)
    locked = _LOCK.search(rest) is not None
    return Marked(
        _EMPHASIS.sub("", _LOCK.sub(" ", rest)).strip(), locked, reason[1].strip() if reason else ""
    )
