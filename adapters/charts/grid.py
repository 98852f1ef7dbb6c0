"""Cards of lines, two by two."""

from collections.abc import Sequence

from adapters.charts.drawing import MARGIN, Drawing, Point
from adapters.charts.ink import MUTED, Ink, ink
from adapters.charts.lettering import LEADING, Face, wrap
from agents.types import Grid

_WIDTH = 1200.0
_GAP = 16.0
_PAD = 22.0
_CARD = (_WIDTH - 2 * MARGIN - _GAP) / 2
_HEAD = 62.0
_BETWEEN = 8.0
_INDENT = 18.0
_LINE = Face(17)
_MOST = 10

Item = tuple[str, ...]


def draw(chart: Grid) -> str:
    drawing = Drawing(_WIDTH)
    y = drawing.heading(chart.title)
    cells = [(title, _items(lines)) for title, lines in chart.cells]
    for first in range(0, len(cells), 2):
        row = cells[first : first + 2]
        height = max(_height(items) for _, items in row)
        for place, (title, items) in enumerate(row):
            x = MARGIN + place * (_CARD + _GAP)
            _card(drawing, (x, y), height, ink(first + place))
            _fill(drawing, (x + _PAD, y), (title, items), ink(first + place))
        y += height + _GAP
    return drawing.finish(y - _GAP + MARGIN)


def _items(lines: Sequence[str]) -> list[Item]:
    """Each line broken to the card; those that are too many are counted, not hidden."""
    items = [wrap(line, _CARD - 2 * _PAD - _INDENT, _LINE, lines=5) for line in lines[:_MOST]]
    return [*items, (f"+{len(lines) - _MOST}",)] if len(lines) > _MOST else items


def _height(items: Sequence[Item]) -> float:
    rows = sum(len(item) for item in items or [("–",)])
    return _HEAD + rows * _LINE.size * LEADING + max(len(items) - 1, 0) * _BETWEEN + _PAD


def _card(drawing: Drawing, corner: Point, height: float, style: Ink) -> None:
    drawing.rect(corner, (_CARD, height), style.tint, corner=6)
    drawing.rect(corner, (_CARD, 6), style.solid, corner=3)


def _fill(drawing: Drawing, at: Point, cell: tuple[str, Sequence[Item]], style: Ink) -> None:
    x, y = at
    title, items = cell
    head = Face(20, style.dark, bold=True)
    drawing.text((x, y + 40), wrap(title, _CARD - 2 * _PAD, head, lines=1), head)
    y += _HEAD + _LINE.size
    if not items:
        drawing.text((x, y), ["–"], Face(_LINE.size, MUTED))
    for item in items:
        drawing.circle((x + 4, y - 6), 3.5, style.solid, stroke="none")
        y += drawing.text((x + _INDENT, y), item, _LINE) + _BETWEEN
