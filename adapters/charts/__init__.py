"""Charts as PNG: drawn as SVG and set in the shipped font, so that Hangul looks the same on every machine.

Importing this imports vl-convert, and raises ModuleNotFoundError without the extra `pictures`.
"""

from functools import cache
from importlib.resources import as_file, files
from typing import assert_never

import vl_convert

from adapters.charts import bars, curves, grid, links, matrix, radar, timeline
from agents.types import Bars, Chart, Curves, Grid, Links, Matrix, Radar, Timeline


def paint(chart: Chart) -> bytes:
    """The chart as a PNG on white, at two pixels for one. Blocks for about 0.1 s: call it in a thread."""
    _register_font()
    return vl_convert.svg_to_png(draw(chart), scale=2)


def draw(chart: Chart) -> str:
    """The chart as SVG."""
    match chart:
        case Grid():
            return grid.draw(chart)
        case Matrix():
            return matrix.draw(chart)
        case Curves():
            return curves.draw(chart)
        case Radar():
            return radar.draw(chart)
        case Links():
            return links.draw(chart)
        case Bars():
            return bars.draw(chart)
        case Timeline():
            return timeline.draw(chart)
        case _:
            assert_never(chart)


@cache
def _register_font() -> None:
    """Makes the shipped font known to vl-convert, once a process."""
    with as_file(files("config") / "fonts") as folder:
        vl_convert.register_font_directory(str(folder))
