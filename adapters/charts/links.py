"""Names on two sides, in groups, and curves between them in the colour of the group that they start from.

A group that stands on both sides has one colour.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from adapters.charts.drawing import MARGIN, Drawing, Point
from adapters.charts.ink import MUTED, Ink, ink
from adapters.charts.lettering import Anchor, Face, wrap
from agents.types import Links

_WIDTH = 1200.0
_ROW = 27.0
_HEAD = 34.0
_BETWEEN = 12.0
_NAMES = 340.0
"""Room for the names of one side."""
_DOT = 5.0
_LEAST = 280.0

Groups = tuple[tuple[str, tuple[str, ...]], ...]


@dataclass(frozen=True, slots=True)
class _Side:
    """Where one side's names stand."""

    anchor: Anchor
    spots: Mapping[str, tuple[Point, Ink]]
    bottom: float


def draw(chart: Links) -> str:
    drawing = Drawing(_WIDTH)
    top = drawing.heading(chart.title)
    styles = {title: ink(place) for place, title in enumerate(dict(chart.left) | dict(chart.right))}
    left = _side(chart.left, styles, (MARGIN + _NAMES, top), "end")
    right = _side(chart.right, styles, (_WIDTH - MARGIN - _NAMES, top), "start")
    for start, end, firm in sorted(chart.curves, key=lambda curve: curve[2]):
        _link(drawing, left.spots[start], right.spots[end][0], firm=firm)
    for side, groups in ((left, chart.left), (right, chart.right)):
        _write(drawing, side, groups)
    return drawing.finish(max(left.bottom, right.bottom, _LEAST) + MARGIN)


def _side(groups: Groups, styles: Mapping[str, Ink], at: Point, anchor: Anchor) -> _Side:
    spots, (x, y) = dict[str, tuple[Point, Ink]](), at
    for title, names in groups:
        y += _HEAD
        for name in names:
            spots[name] = ((x, y), styles[title])
            y += _ROW
        y += _BETWEEN
    return _Side(anchor, spots, y)


def _link(drawing: Drawing, start: tuple[Point, Ink], end: Point, *, firm: bool) -> None:
    (x, y), style = start
    drawing.curve(
        (x + _DOT, y),
        (end[0] - _DOT, end[1]),
        style.solid,
        weight=2.2 if firm else 1.3,
        dash="" if firm else "4 4",
        opacity=0.95 if firm else 0.5,
    )


def _write(drawing: Drawing, side: _Side, groups: Groups) -> None:
    away = -14 if side.anchor == "end" else 14
    for title, names in groups:
        for (x, y), head in _heads(side, title, names):
            drawing.text((x + away, y), wrap(title, _NAMES, head, lines=1), head)
        for name in names:
            (x, y), style = side.spots[name]
            face = Face(15, anchor=side.anchor, halo=True)
            drawing.circle((x, y), _DOT, style.solid)
            drawing.text((x + away, y + 5), wrap(name, _NAMES - 20, face, lines=1), face)


def _heads(side: _Side, title: str, names: tuple[str, ...]) -> Iterator[tuple[Point, Face]]:
    """Where the title of a group stands: above its first name."""
    if title and names:
        (x, y), _ = side.spots[names[0]]
        yield (x, y - 22), Face(13, MUTED, bold=True, anchor=side.anchor, halo=True)
