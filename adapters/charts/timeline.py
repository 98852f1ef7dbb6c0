"""Lanes over days: stretches and single days, weeks ruled, days off marked across."""

from collections.abc import Iterator, Sequence
from datetime import date, timedelta

from adapters.charts import legend
from adapters.charts.axis import Axis
from adapters.charts.drawing import MARGIN, Drawing
from adapters.charts.ink import FAINT, MUTED, RULE, Ink, ink
from adapters.charts.lettering import Face, wrap
from agents.types import Lane, Timeline

_WIDTH = 1200.0
_NAMES = 340.0
_LANE = 40.0
_NAME = Face(16)
_TICK = Face(14, MUTED)
_MARK = Face(13, "#9a4400")
_MARKED = "#d55e00"
_MOST_TICKS = 14
_ROWS = 4
_STEP = 17.0


def draw(chart: Timeline) -> str:
    drawing = Drawing(_WIDTH)
    groups = list(dict.fromkeys(lane.group for lane in chart.lanes if lane.group))
    y = drawing.heading(chart.title)
    y = legend.draw(drawing, y, groups, stroked=False) if groups else y
    axis = Axis(0.0, max((chart.ends - chart.starts).days, 1) + 1.0, MARGIN + _NAMES, _WIDTH - MARGIN)
    top = y + 24 + _STEP * _ROWS
    bottom = top + _LANE * len(chart.lanes)
    _rules(drawing, chart, axis, (top, bottom))
    _marks(drawing, chart, axis, (top, bottom))
    for place, lane in enumerate(chart.lanes):
        _lane(
            drawing,
            lane,
            chart,
            axis,
            (top + place * _LANE, ink(groups.index(lane.group) if lane.group else 0)),
        )
    return drawing.finish(bottom + 34)


def _at(day: date, chart: Timeline, axis: Axis) -> float:
    return axis.at(float((day - chart.starts).days))


def _rules(drawing: Drawing, chart: Timeline, axis: Axis, span: tuple[float, float]) -> None:
    """A rule each week, so many of them named as there is room for."""
    mondays = list(_mondays(chart.starts, chart.ends))
    every = -(-len(mondays) // _MOST_TICKS) or 1
    for place, day in enumerate(mondays):
        x = _at(day, chart, axis)
        named = place % every == 0
        drawing.line([(x, span[0]), (x, span[1])], RULE if named else FAINT, weight=1)
        if named:
            drawing.text((x + 2, span[1] + 20), [f"{day.month}/{day.day}"], _TICK)


def _mondays(starts: date, ends: date) -> Iterator[date]:
    day = starts + timedelta(days=-starts.weekday() % 7)
    while day <= ends:
        yield day
        day += timedelta(days=7)


def _marks(drawing: Drawing, chart: Timeline, axis: Axis, span: tuple[float, float]) -> None:
    """A line for each marked day; names that would meet stand in rows, and what finds no room is not named."""
    ends = [0.0] * _ROWS
    for day, name in sorted(chart.marks):
        if not chart.starts <= day <= chart.ends:
            continue
        x = _at(day, chart, axis)
        drawing.line([(x, span[0]), (x, span[1])], _MARKED, weight=1.5, dash="4 4")
        label = wrap(f"{day.month}/{day.day} {name}", 190, _MARK, lines=1)
        row = next((place for place in range(_ROWS) if ends[place] <= x), None)
        if row is not None:
            left = min(x, _WIDTH - MARGIN - 150)
            drawing.text((left, span[0] - 8 - (_ROWS - 1 - row) * _STEP), label, _MARK)
            ends[row] = left + 13 * _length(label) + 10


def _length(label: Sequence[str]) -> float:
    """In em, rather too long."""
    return sum(0.95 if ord(char) > 0x1100 else 0.56 for char in label[0])  # noqa: PLR2004 - where Hangul begins


def _lane(drawing: Drawing, lane: Lane, chart: Timeline, axis: Axis, at: tuple[float, Ink]) -> None:
    y, style = at
    middle = y + _LANE / 2
    drawing.text((MARGIN, middle + 6), wrap(lane.name, _NAMES - 16, _NAME, lines=1), _NAME)
    drawing.line([(MARGIN, y + _LANE), (_WIDTH - MARGIN, y + _LANE)], FAINT, weight=1)
    if lane.stretch:
        first, last = (_at(day, chart, axis) for day in lane.stretch)
        day = axis.at(1.0) - axis.at(0.0)
        drawing.rect((first, middle - 8), (max(last + day - first, 4.0), 16), style.solid, corner=4)
    for one in lane.days:
        drawing.marker((_at(one, chart, axis) + 3, middle), style, 7)
