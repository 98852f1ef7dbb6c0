"""A text as rows: lines, bullets, sentences, parts between semicolons, rows of tables."""

from collections.abc import Iterator
from dataclasses import dataclass, replace

from agents.kit.frameworks.records.lexicon import Lane, Lexicon
from config.patterns import regex

_LINE = regex(r"[^\n]+")
_BULLET = regex(r"\s*(?:[-*•·▪◦‣]\s+|\(?\d{1,2}[.)]\s+|\[[ xX]\]\s+|>\s+|#+\s*)*")
_ITEM = regex(r"\s*(?:[-*•·▪◦‣]|\(?\d{1,2}[.)]|\[[ xX]\])\s+|\s{2,}\S")
_CUT = regex(r"[;；]|(?<![\d\s.])[.!。](?=\s|$)|(?<=\d)\.(?=\s+\D|$)|(?<=다)\.|(?<=요)\.")
_HEADING = regex(r"\s*(?:#|\*\*)")
_RULE = regex(r"[\s|:\-+]+")


@dataclass(frozen=True, slots=True)
class Row:
    """A part of the text, `start` its offset in it."""

    text: str
    start: int
    lane: Lane | None = None
    """The list that was announced for it: `ideas: ...`."""
    opened: bool = False
    """Whether the announcement stands in its own line, rather than above it."""
    item: bool = False
    """Whether its line is an item of a list."""
    cells: tuple[tuple[int, str], ...] = ()
    """Of a table's row: its cells with their offsets in the text."""
    heads: tuple[str, ...] = ()

    @property
    def announced(self) -> bool:
        """Whether it is a part of a list that was announced, and no prose below a heading."""
        return self.lane is not None and (self.opened or self.item or bool(self.cells))


def rows(text: str, words: Lexicon) -> Iterator[Row]:
    heads: tuple[str, ...] = ()
    lane: Lane | None = None
    for line in _LINE.finditer(text):
        cells = _cells(line[0], line.start())
        if cells:
            if heads and not _RULE.fullmatch(line[0]):
                yield Row(line[0], line.start(), lane, cells=cells, heads=heads)
            heads = heads or tuple(cell for _, cell in cells)
            continue
        heads = ()
        start = _BULLET.match(text, line.start(), line.end())
        found = list(_parts(text, start.end() if start else line.start(), line.end(), words, lane))
        found = [replace(row, item=bool(_ITEM.match(line[0]))) for row in found]
        yield from (row for row in found if row.text)
        lane = _next_lane(line[0], found, lane, words)


def _next_lane(line: str, found: list[Row], lane: Lane | None, words: Lexicon) -> Lane | None:
    """A heading or a line that only announces a list holds for the lines below it, until the next one."""
    if found and found[-1].lane and found[-1].opened and not found[-1].text:
        return found[-1].lane
    if not _HEADING.match(line):
        return lane
    named = f"{line.strip(' #*:')}:"
    lower = named.lower()
    return next(
        (lane for shape, lane in words.openings if shape.within(lower) and shape.pattern.fullmatch(named)),
        None,
    )


def _cells(line: str, start: int) -> tuple[tuple[int, str], ...]:
    mark = "|" if line.count("|") >= 2 else "\t"
    if mark not in line.strip():
        return ()
    cells: list[tuple[int, str]] = []
    at = start
    for part in line.split(mark):
        cells.append((at + len(part) - len(part.lstrip()), part.strip()))
        at += len(part) + 1
    return tuple(cells[1:-1] if mark == "|" and line.strip().startswith("|") else cells)


def _parts(text: str, start: int, end: int, words: Lexicon, above: Lane | None) -> Iterator[Row]:
    """The line cut at its sentences and semicolons, and before whatever announces a list."""
    cuts = {match.end() for match in _CUT.finditer(text, start, end)} | {start, end}
    opened: dict[int, tuple[int, Lane]] = {}
    lower = text[start:end].lower()
    for shape, lane in words.openings:
        for match in shape.pattern.finditer(text, start, end) if shape.within(lower) else ():
            known = opened.get(match.start())
            if known is None or known[0] < match.end():
                opened[match.start()] = (match.end(), lane)
    bounds = sorted(cuts | set(opened))
    lane, opening = above, False
    for left, right in zip(bounds, bounds[1:], strict=False):
        body = left
        if left in opened:
            (body, lane), opening = opened[left], True
        raw = text[min(body, right) : right]
        kept = raw.strip(" \t\r.;；!。•")
        yield Row(kept, body + (raw.find(kept) if kept else 0), lane, opening)
