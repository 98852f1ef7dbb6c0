"""The row that says which colour, stroke and shape stands for what."""

from collections.abc import Sequence

from adapters.charts.drawing import MARGIN, Drawing, Point
from adapters.charts.ink import Ink, ink
from adapters.charts.lettering import Face, width, wrap

_NAME = Face(16)
_KEY = {True: 56.0, False: 24.0}
_ROW = 28.0


def draw(drawing: Drawing, top: float, names: Sequence[str], *, stroked: bool) -> float:
    """Draws the keys in rows, with their strokes or as plain dots, and says where the room below begins."""
    x, y = MARGIN, top + _NAME.size
    for place, name in enumerate(names):
        label = wrap(name, 320, _NAME, lines=1)
        room = _KEY[stroked] + width(label[0], _NAME) + 28
        if x > MARGIN and x + room > drawing.width - MARGIN:
            x, y = MARGIN, y + _ROW
        _key(drawing, (x, y - 5), ink(place), stroked=stroked)
        drawing.text((x + _KEY[stroked], y), label, _NAME)
        x += room
    return y + _ROW


def _key(drawing: Drawing, at: Point, style: Ink, *, stroked: bool) -> None:
    x, y = at
    if stroked:
        drawing.line([(x, y), (x + 48, y)], style.solid, weight=3, dash=style.dash)
        drawing.marker((x + 24, y), style, 6)
    else:
        drawing.circle((x + 8, y), 8, style.solid)
