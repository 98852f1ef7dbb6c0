"""Bubbles over two axes with a cut on each, which makes four named quadrants."""

from dataclasses import dataclass, replace

from adapters.charts import bubbles, legend
from adapters.charts.axis import Axis, around, factors
from adapters.charts.drawing import MARGIN, Drawing
from adapters.charts.ink import MUTED, RULE
from adapters.charts.lettering import Anchor, Face, width, wrap
from adapters.charts.placing import Box, Disc, Ground
from agents.types import Bubble, Matrix

_WIDTH = 1200.0
_LEFT = 104.0
_PLOT = (_WIDTH - _LEFT - MARGIN, 600.0)
_TITLE = Face(15, MUTED)
_INSET = 14.0
_TINTS = ("#eef4f9", "#f6f8fa", "#f6f8fa", "#edf0f3")


@dataclass(frozen=True, slots=True)
class _Frame:
    """The plot: its place, its axes, and where its cuts lie."""

    box: Box
    x: Axis
    y: Axis
    across: float
    down: float

    def quadrants(self) -> tuple[Box, ...]:
        """Upper left, upper right, lower left, lower right."""
        lefts = (self.box.x, self.across), (self.across, self.box.x + self.box.width)
        tops = (self.box.y, self.down), (self.down, self.box.y + self.box.height)
        return tuple(Box(x, y, right - x, bottom - y) for y, bottom in tops for x, right in lefts)

    def cuts(self) -> tuple[Box, Box]:
        """The two lines, as boxes without width or height."""
        return Box(self.across, self.box.y, 0, self.box.height), Box(self.box.x, self.down, self.box.width, 0)


def draw(chart: Matrix) -> str:
    drawing = Drawing(_WIDTH)
    groups = list(dict.fromkeys(bubble.group for bubble in chart.bubbles if bubble.group))
    top = drawing.heading(chart.title)
    top = legend.draw(drawing, top, groups, stroked=False) if groups else top
    top += drawing.text((MARGIN, top + 15), wrap(chart.y_title, _PLOT[0], _TITLE, lines=1), _TITLE)
    frame = _frame(chart, Box(_LEFT, top + 12, *_PLOT))
    corners = _quadrants(drawing, frame, chart.corners)
    _ticks(drawing, frame, chart)
    bubbles.draw(drawing, _discs(chart, frame), groups, Ground(frame.box, corners, frame.cuts()))
    bottom = frame.box.y + _PLOT[1] + 56
    x_title = Face(15, MUTED, anchor="middle")
    drawing.text((_LEFT + _PLOT[0] / 2, bottom), wrap(chart.x_title, _PLOT[0], x_title, lines=1), x_title)
    return drawing.finish(bottom + MARGIN - 8)


def _frame(chart: Matrix, box: Box) -> _Frame:
    x_values = [bubble.x for bubble in chart.bubbles]
    left, right = box.x, box.x + box.width
    if chart.x_log_reversed:
        x = Axis(*factors(chart.x_cut, x_values), right, left, log=True)
    else:
        x = Axis(*around(chart.x_cut, x_values), left, right)
    y = Axis(*around(chart.y_cut, [bubble.y for bubble in chart.bubbles]), box.y + box.height, box.y)
    return _Frame(box, x, y, x.at(chart.x_cut), y.at(chart.y_cut))


def _quadrants(drawing: Drawing, frame: _Frame, names: tuple[str, ...]) -> tuple[Box, ...]:
    """Tints the quadrants, names them in the plot's corners, and says which room the names take."""
    quadrants = frame.quadrants()
    for quadrant, tint in zip(quadrants, _TINTS, strict=True):
        drawing.rect((quadrant.x, quadrant.y), (quadrant.width, quadrant.height), tint)
    for cut in frame.cuts():
        drawing.line([(cut.x, cut.y), (cut.x + cut.width, cut.y + cut.height)], MUTED, dash="7 5")
    drawing.rect((frame.box.x, frame.box.y), _PLOT, "none", stroke=RULE)
    return tuple(_corner(drawing, quadrants[at], name, at) for at, name in enumerate(names))


def _corner(drawing: Drawing, quadrant: Box, name: str, at: int) -> Box:
    right, lower = at % 2 == 1, at > 1
    face = Face(19, "#6e7781", bold=True, anchor="end" if right else "start")
    lines = wrap(name, quadrant.width - 2 * _INSET, face, lines=1)
    x = quadrant.x + quadrant.width - _INSET if right else quadrant.x + _INSET
    y = quadrant.y + quadrant.height - _INSET if lower else quadrant.y + _INSET + face.size * 0.8
    drawing.text((x, y), lines, face)
    wide = width(lines[0], face)
    return Box(x - wide if right else x, y - face.size, wide, face.size * 1.3)


def _ticks(drawing: Drawing, frame: _Frame, chart: Matrix) -> None:
    left, bottom = frame.box.x, frame.box.y + frame.box.height
    for value, x in _apart(frame.x, chart.x_cut, 44):
        drawing.line([(x, bottom), (x, bottom + 6)], MUTED)
        drawing.text((x, bottom + 24), [f"{value:g}"], _tick("middle", cut=value == chart.x_cut))
    for value, y in _apart(frame.y, chart.y_cut, 26):
        drawing.line([(left - 6, y), (left, y)], MUTED)
        drawing.text((left - 12, y + 5), [f"{value:g}"], _tick("end", cut=value == chart.y_cut))


def _tick(anchor: Anchor, *, cut: bool) -> Face:
    return Face(14, bold=True, anchor=anchor) if cut else Face(14, MUTED, anchor=anchor)


def _apart(axis: Axis, cut: float, pixels: float) -> list[tuple[float, float]]:
    """The cut, and the ticks that do not crowd it, each with its pixel."""
    ticks = [(tick, axis.at(tick)) for tick in axis.ticks()]
    return [(cut, axis.at(cut)), *(pair for pair in ticks if abs(pair[1] - axis.at(cut)) >= pixels)]


def _discs(chart: Matrix, frame: _Frame) -> list[tuple[Bubble, Disc]]:
    largest = max((bubble.size for bubble in chart.bubbles), default=0)
    return [
        (
            _told(bubble) if chart.x_log_reversed else bubble,
            Disc(frame.x.at(bubble.x), frame.y.at(bubble.y), bubbles.radius(bubble.size, largest)),
        )
        for bubble in chart.bubbles
    ]


def _told(bubble: Bubble) -> Bubble:
    """Names the value that a logarithmic axis cannot hold, since it is drawn at the axis's end."""
    return bubble if bubble.x > 0 else replace(bubble, name=f"{bubble.name} ({bubble.x:g})")
