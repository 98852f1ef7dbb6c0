"""Named values over spokes from one middle; a spoke without a value opens the line."""

from collections.abc import Sequence
from math import cos, pi, sin

from adapters.charts import legend
from adapters.charts.axis import Axis
from adapters.charts.drawing import MARGIN, Drawing, Point
from adapters.charts.ink import MUTED, RULE, ink
from adapters.charts.lettering import LEADING, Anchor, Face, width, wrap
from agents.types import Radar

_WIDTH = 1000.0
_RADIUS = 240.0
_AROUND = 80.0
"""Room above and below the spokes for their names."""
_BEYOND = 24.0
_GAP = 14.0
_TICK = Face(13, MUTED, anchor="end", halo=True)
_SPOKE = Face(16, bold=True)


def draw(chart: Radar) -> str:
    drawing = Drawing(_WIDTH)
    top = legend.draw(drawing, drawing.heading(chart.title), [name for name, _ in chart.series], stroked=True)
    centre = (_WIDTH / 2, top + _AROUND + _RADIUS)
    axis = _axis(chart)
    count = len(chart.spokes)
    _web(drawing, centre, axis, count)
    for place, (_, values) in enumerate(chart.series):
        points = [None if v is None else _point(centre, axis.at(v), i, count) for i, v in enumerate(values)]
        _outline(drawing, place, points)
    _ticks(drawing, centre, axis)
    for place in range(count):
        _spoke(drawing, centre, chart, place)
    return drawing.finish(centre[1] + _RADIUS + _AROUND + MARGIN / 2)


def _axis(chart: Radar) -> Axis:
    values = [value for _, series in chart.series for value in series if value is not None]
    return Axis(0, max([1e-9, chart.maximum, *values]), 0, _RADIUS)


def _point(centre: Point, reach: float, place: int, count: int) -> Point:
    """A point on a spoke; the first spoke points up, the others follow clockwise."""
    angle = 2 * pi * place / count - pi / 2
    return centre[0] + cos(angle) * reach, centre[1] + sin(angle) * reach


def _web(drawing: Drawing, centre: Point, axis: Axis, count: int) -> None:
    for tick in {*axis.ticks(), axis.high}:
        ring = [_point(centre, axis.at(tick), place, count) for place in range(count)]
        drawing.line([*ring, *ring[:1]], RULE, weight=2 if tick == axis.high else 1)
    for place in range(count):
        drawing.line([centre, _point(centre, _RADIUS, place, count)], RULE, weight=1)


def _ticks(drawing: Drawing, centre: Point, axis: Axis) -> None:
    for tick in axis.ticks():
        if tick > 0:
            drawing.text((centre[0] - 10, centre[1] - axis.at(tick) + 5), [f"{tick:g}"], _TICK)


def _outline(drawing: Drawing, place: int, points: Sequence[Point | None]) -> None:
    """The line of one series; the first is filled too, when nothing in it is missing."""
    style = ink(place)
    known = [point for point in points if point is not None]
    if place == 0 and len(known) == len(points):
        drawing.area(known, style.solid, opacity=0.12)
    for start, end in zip(points, [*points[1:], *points[:1]], strict=True):
        if start is not None and end is not None:
            drawing.line([start, end], style.solid, weight=max(4 - place, 2), dash=style.dash)
    for point in known:
        drawing.marker(point, style, max(8 - 1.5 * place, 4.5))


def _spoke(drawing: Drawing, centre: Point, chart: Radar, place: int) -> None:
    """The spoke's name at its end, and below it the value of each series in the series' colour."""
    across, down = _point((0, 0), 1, place, len(chart.spokes))
    anchor: Anchor = "middle" if abs(across) < 0.2 else "start" if across > 0 else "end"
    lines = wrap(chart.spokes[place], 190, _SPOKE, lines=2)
    height = (len(lines) + 1) * _SPOKE.size * LEADING
    x = centre[0] + across * (_RADIUS + _BEYOND)
    y = centre[1] + down * (_RADIUS + _BEYOND) - height * (1 - down) / 2 + _SPOKE.size
    y += drawing.text((x, y), lines, Face(_SPOKE.size, bold=True, anchor=anchor))
    _values(drawing, (x, y), anchor, [values[place] for _, values in chart.series])


def _values(drawing: Drawing, at: Point, anchor: Anchor, values: Sequence[float | None]) -> None:
    told = ["–" if value is None else f"{value:g}" for value in values]
    wide = sum(width(text, _SPOKE) + _GAP for text in told) - _GAP
    x = at[0] - {"start": 0.0, "middle": wide / 2, "end": wide}[anchor]
    for place, text in enumerate(told):
        drawing.text((x, at[1]), [text], Face(_SPOKE.size, ink(place).dark, bold=True))
        x += width(text, _SPOKE) + _GAP
