"""Bars that lie one below the other, each with its name above and its value behind."""

from adapters.charts import legend
from adapters.charts.drawing import MARGIN, Drawing
from adapters.charts.ink import FAINT, MUTED, ink
from adapters.charts.lettering import Face, width, wrap
from agents.types import Bars

_WIDTH = 1200.0
_ROW = 62.0
_BAR = 20.0
_NAME = Face(17)
_VALUE = Face(16, MUTED)
_NOTE = Face(15, MUTED)


def draw(chart: Bars) -> str:
    drawing = Drawing(_WIDTH)
    groups = list(dict.fromkeys(bar.group for bar in chart.bars if bar.group))
    y = drawing.heading(chart.title)
    y = legend.draw(drawing, y, groups, stroked=False) + 8 if groups else y + 8
    most = max((bar.value for bar in chart.bars), default=0.0) or 1.0
    labels = max((width(bar.label, _VALUE) for bar in chart.bars), default=0.0)
    room = _WIDTH - 2 * MARGIN - labels - 16
    for bar in chart.bars:
        style = ink(groups.index(bar.group) if bar.group else 0)
        drawing.text((MARGIN, y + 17), wrap(bar.name, _WIDTH - 2 * MARGIN, _NAME, lines=1), _NAME)
        long = room * max(bar.value, 0.0) / most
        drawing.rect((MARGIN, y + 28), (room, _BAR), FAINT, corner=3)
        if long > 0:
            drawing.rect((MARGIN, y + 28), (max(long, 2.0), _BAR), style.solid, corner=3)
        drawing.text((MARGIN + room + 12, y + 28 + 16), wrap(bar.label, labels + 12, _VALUE, lines=1), _VALUE)
        y += _ROW
    if chart.note:
        y += drawing.text((MARGIN, y + 16), wrap(chart.note, _WIDTH - 2 * MARGIN, _NOTE, lines=2), _NOTE)
    return drawing.finish(y + MARGIN / 2)
