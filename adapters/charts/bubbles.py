"""The bubbles of a matrix and their names."""

from collections.abc import Sequence
from math import hypot, sqrt

from adapters.charts.drawing import Drawing
from adapters.charts.ink import TEXT, ink
from adapters.charts.lettering import LEADING, Face, width, wrap
from adapters.charts.placing import Box, Disc, Ground, place
from agents.types import Bubble

_SMALLEST, _LARGEST = 9.0, 46.0
_NAME = Face(15, bold=True, anchor="middle", halo=True)


def draw(
    drawing: Drawing, named: Sequence[tuple[Bubble, Disc]], groups: Sequence[str], ground: Ground
) -> None:
    """Draws the largest first, so that a small one on a large one is seen."""
    ordered = sorted(named, key=lambda pair: -pair[1].radius)
    for bubble, disc in ordered:
        style = ink(groups.index(bubble.group) if bubble.group else 0)
        drawing.circle((disc.x, disc.y), disc.radius, style.solid, stroke=style.dark, opacity=0.6)
    names = [wrap(bubble.name, 190, _NAME, lines=2) for bubble, _ in ordered]
    boxes = place([disc for _, disc in ordered], [_size(name) for name in names], ground)
    for (_, disc), box in zip(ordered, boxes, strict=True):
        _leader(drawing, disc, box)
    for name, box in zip(names, boxes, strict=True):
        drawing.text((box.x + box.width / 2, box.y + _NAME.size), name, _NAME)


def radius(size: float, largest: float) -> float:
    """The radius that makes the area follow the size."""
    return max(_SMALLEST, _LARGEST * sqrt(max(size, 0) / largest)) if largest > 0 else _SMALLEST


def _size(name: Sequence[str]) -> tuple[float, float]:
    return max(width(line, _NAME) for line in name), len(name) * _NAME.size * LEADING


def _leader(drawing: Drawing, disc: Disc, box: Box) -> None:
    """A line from the middle of the bubble to a name that found no place beside it."""
    end = box.nearest(disc.x, disc.y)
    if hypot(end[0] - disc.x, end[1] - disc.y) > disc.radius + 10:
        drawing.line([(disc.x, disc.y), end], TEXT, weight=1)
        drawing.circle((disc.x, disc.y), 2.5, TEXT, stroke="none")
