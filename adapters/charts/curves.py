"""Named values over the same categories, as broken lines: a gap stays a gap."""

from collections.abc import Iterator, Sequence

from adapters.charts import legend
from adapters.charts.axis import Axis
from adapters.charts.drawing import MARGIN, Drawing, Point
from adapters.charts.ink import FAINT, MUTED, RULE, ink
from adapters.charts.lettering import LEADING, Face, width, wrap
from agents.types import Curves

_NARROWEST = 1200.0
_LEFT = 84.0
_HEIGHT = 440.0
_STEP = 96.0
"""The least room for one category that has a name."""
_TITLE = Face(15, MUTED)
_TICK = Face(14, MUTED, anchor="end")
_CATEGORY = Face(15, anchor="middle")


def draw(chart: Curves) -> str:
    count, named = max(len(chart.categories), 1), sum(map(bool, chart.categories))
    left = _left(chart)
    drawing = Drawing(max(_NARROWEST, left + MARGIN + named * _STEP))
    room = drawing.width - left - MARGIN
    top = legend.draw(drawing, drawing.heading(chart.title), [name for name, _ in chart.series], stroked=True)
    top += 12 + drawing.text((MARGIN, top + 15), wrap(chart.y_title, room, _TITLE, lines=1), _TITLE) + 10
    axis = _axis(chart, top)
    places = [left + room / count * (place + 0.5) for place in range(count)]
    _rulings(drawing, axis, left)
    lowest = _categories(drawing, chart.categories, places, axis.start)
    for place, (_, curve) in enumerate(chart.series):
        pairs = zip(places, curve, strict=False)
        _curve(drawing, place, [None if y is None else (x, axis.at(y)) for x, y in pairs])
    return drawing.finish(lowest + MARGIN / 2)


def _axis(chart: Curves, top: float) -> Axis:
    values = [value for _, curve in chart.series for value in curve if value is not None]
    return Axis(min([0.0, *values]), max([1e-9, chart.y_max, *values]), top + _HEIGHT, top)


def _left(chart: Curves) -> float:
    """Room for the widest tick, which is no wider than the highest value written out."""
    return max(_LEFT, *(width(_written(tick), _TICK) + MARGIN + 12 for tick in _axis(chart, 0.0).ticks()))


def _written(tick: float) -> str:
    return f"{tick:,.10g}"


def _rulings(drawing: Drawing, axis: Axis, left: float) -> None:
    for tick in axis.ticks():
        y = axis.at(tick)
        drawing.line([(left, y), (drawing.width - MARGIN, y)], RULE if tick == 0 else FAINT)
        drawing.text((left - 12, y + 5), [_written(tick)], _TICK)


def _categories(drawing: Drawing, names: Sequence[str], places: Sequence[float], y: float) -> float:
    """Writes the categories below the axis, and says how far down they reach; an empty name leaves its room."""
    step = places[-1] - places[-2] if len(places) > 1 else drawing.width / 2
    room = step * len(names) / max(sum(map(bool, names)), 1)
    broken = [wrap(name, room - 12, _CATEGORY, lines=4) for name in names]
    for x, lines in zip(places, broken, strict=False):
        drawing.line([(x, y), (x, y + 6)], RULE)
        drawing.text((x, y + 30), lines, _CATEGORY)
    return y + 30 + max((len(lines) for lines in broken), default=0) * _CATEGORY.size * LEADING


def _curve(drawing: Drawing, place: int, points: Sequence[Point | None]) -> None:
    """Later curves are drawn finer, so that one beneath another is seen."""
    style = ink(place)
    for run in _runs(points):
        drawing.line(run, style.solid, weight=max(4.5 - place, 2), dash=style.dash)
    for point in points:
        if point is not None:
            drawing.marker(point, style, max(9 - 1.5 * place, 5))


def _runs(points: Sequence[Point | None]) -> Iterator[list[Point]]:
    """The stretches between gaps."""
    run: list[Point] = []
    for point in [*points, None]:
        if point is not None:
            run.append(point)
        elif run:
            yield run
            run = []
