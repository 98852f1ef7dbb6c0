"""Markdown as the house writes it, read into blocks of styled spans. Nothing but the marks themselves is dropped."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal

Style = Literal["bold", "italic", "strike", "code"]
Styles = frozenset[Style]


@dataclass(frozen=True, slots=True)
class Span:
    text: str
    styles: Styles = frozenset()
    url: str = ""


Spans = tuple[Span, ...]


@dataclass(frozen=True, slots=True)
class Heading:
    level: int
    spans: Spans


@dataclass(frozen=True, slots=True)
class Paragraph:
    spans: Spans


@dataclass(frozen=True, slots=True)
class Item:
    """A line of a list. `number` is "" where the list is not numbered, else as it was written: `3.`"""

    depth: int
    number: str
    spans: Spans


@dataclass(frozen=True, slots=True)
class Quote:
    spans: Spans


@dataclass(frozen=True, slots=True)
class Fence:
    language: str
    text: str


@dataclass(frozen=True, slots=True)
class Table:
    """The first row is the head. All rows are of one length."""

    rows: tuple[tuple[Spans, ...], ...]


@dataclass(frozen=True, slots=True)
class Rule:
    text: str


Block = Heading | Paragraph | Item | Quote | Fence | Table | Rule

_FENCE = re.compile(r" {0,3}(`{3,}|~{3,})[ \t]*([^`]*)$")
_HEADING = re.compile(r" {0,3}(#{1,6})[ \t]+(.*)$")
_ITEM = re.compile(r"([ \t]*)(?:[-*+]|(\d{1,9}[.)]))[ \t]+(.*)$")
_QUOTE = re.compile(r" {0,3}>[ \t]?(.*)$")
_RULE = re.compile(r"[ \t]*([-*_])(?:[ \t]*\1){2,}[ \t]*$")
_DELIMITERS = re.compile(r"[ \t]*\|?[ \t]*:?-+:?[ \t]*(?:\|[ \t]*:?-+:?[ \t]*)*\|?[ \t]*$")
_BAR = re.compile(r"(?<!\\)\|")
_INLINE = re.compile(
    r"\\(?P<escaped>[!-/:-@\[-`{-~])"
    r"|(?<!`)(?P<ticks>`+)(?!`)(?P<code>[^\n]{1,2000}?)(?<!`)(?P=ticks)(?!`)"
    r"|\[(?P<label>[^\[\]\n]{1,1000})\]\((?P<url>(?:https?|tg|mailto):[^\s()]{1,1500}(?:\([^\s()]*\)[^\s()]*)*)\)"
    r"|\*\*(?=\S)(?P<bold>[^\n]{1,2000}?)(?<=\S)\*\*"
    r"|~~(?=\S)(?P<strike>[^\n]{1,2000}?)(?<=\S)~~"
    r"|(?<![*\w])\*(?=[^\s*])(?P<star>[^*\n]{1,2000}?)(?<=\S)\*(?![*\w])"
    r"|(?<![_\w])_(?=[^\s_])(?P<under>[^\n]{1,2000}?)(?<=\S)_(?![_\w])"
)


def parse(source: str) -> tuple[Block, ...]:
    """The blocks of a text, in their order."""
    return tuple(_blocks(whole(source).split("\n")))


def whole(text: str) -> str:
    """The text with line ends as `\\n`, and with what no wire can carry (half a character) replaced."""
    text = text.encode("utf-16-le", "surrogatepass").decode("utf-16-le", "replace")
    return text.replace("\r\n", "\n").replace("\r", "\n")


def _blocks(lines: list[str]) -> Iterator[Block]:
    at = 0
    while at < len(lines):
        if not lines[at].strip():
            at += 1
            continue
        block, at = _special(lines, at) or _paragraph(lines, at)
        yield block


def _special(lines: list[str], at: int) -> tuple[Block, int] | None:
    """The block that begins here, and where the next one does; None for plain words."""
    line = lines[at]
    if found := _FENCE.match(line):
        return _fence(lines, at, found)
    if _is_table(lines, at):
        return _table(lines, at)
    if found := _HEADING.match(line):
        return Heading(len(found[1]), spans(found[2].strip())), at + 1
    if _RULE.match(line):
        return Rule("———"), at + 1
    if found := _ITEM.match(line):
        depth = min(len(found[1].expandtabs(4)) // 2, 8)
        return Item(depth, found[2] or "", spans(found[3])), at + 1
    if _QUOTE.match(line):
        return _quote(lines, at)
    return None


def _fence(lines: list[str], at: int, opened: re.Match[str]) -> tuple[Block, int]:
    ends = re.compile(rf" {{0,3}}{re.escape(opened[1][0])}{{{len(opened[1])},}}[ \t]*$")
    end = next((n for n in range(at + 1, len(lines)) if ends.match(lines[n])), len(lines))
    return Fence(opened[2].strip(), "\n".join(lines[at + 1 : end])), end + 1


def _is_table(lines: list[str], at: int) -> bool:
    if at + 1 >= len(lines) or "|" not in lines[at] or "|" not in lines[at + 1]:
        return False
    return _DELIMITERS.match(lines[at + 1]) is not None


def _table(lines: list[str], at: int) -> tuple[Block, int]:
    end = next((n for n in range(at + 2, len(lines)) if "|" not in lines[n]), len(lines))
    rows = [_cells(lines[n]) for n in (at, *range(at + 2, end))]
    width = max(len(row) for row in rows)
    padded = tuple(tuple(spans(cell) for cell in row + [""] * (width - len(row))) for row in rows)
    return Table(padded), end


def _cells(line: str) -> list[str]:
    bare = line.strip().removeprefix("|")
    cells = _BAR.split(bare)
    if len(cells) > 1 and not cells[-1].strip():
        cells.pop()
    return [cell.strip().replace("\\|", "|") for cell in cells]


def _quote(lines: list[str], at: int) -> tuple[Block, int]:
    said: list[str] = []
    while at < len(lines) and (found := _QUOTE.match(lines[at])):
        said.append(found[1])
        at += 1
    return Quote(spans("\n".join(said))), at


def _paragraph(lines: list[str], at: int) -> tuple[Block, int]:
    end = at + 1
    while end < len(lines) and lines[end].strip() and _special(lines, end) is None:
        end += 1
    return Paragraph(spans("\n".join(line.rstrip() for line in lines[at:end]))), end


def spans(text: str, styles: Styles = frozenset(), url: str = "") -> Spans:
    """The styled pieces of a line of text."""
    return tuple(_spans(text, styles, url))


def _spans(text: str, styles: Styles, url: str) -> Iterator[Span]:
    at = 0
    for found in _INLINE.finditer(text):
        if found.start() > at:
            yield Span(text[at : found.start()], styles, url)
        yield from _styled(found, styles, url)
        at = found.end()
    if at < len(text):
        yield Span(text[at:], styles, url)


def _styled(found: re.Match[str], styles: Styles, url: str) -> Iterator[Span]:
    match found.lastgroup:
        case "escaped":
            yield Span(found["escaped"], styles, url)
        case "code":
            yield Span(found["code"], _and(styles, "code"), url)
        case "url":
            yield from _spans(found["label"], styles, url or found["url"])
        case "bold":
            yield from _spans(found["bold"], _and(styles, "bold"), url)
        case "strike":
            yield from _spans(found["strike"], _and(styles, "strike"), url)
        case _:
            yield from _spans(found["star"] or found["under"], _and(styles, "italic"), url)


def _and(styles: Styles, style: Style) -> Styles:
    return styles | frozenset[Style]((style,))
