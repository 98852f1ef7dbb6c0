"""Where names go beside their bubbles, so that they cover neither each other nor what is drawn."""

from collections.abc import Sequence
from dataclasses import dataclass
from math import cos, hypot, pi, sin

_ANGLES = tuple(pi / 4 * turn for turn in (0, 4, -2, 2, -1, 1, -3, 3))
_DISTANCES = (6.0, 24.0, 48.0, 80.0, 120.0)
_ROUNDS = 4
_COVERING = 300.0
_CROSSING = 40.0
"""What it costs to cover something, or to be crossed by a line, in pixels of distance."""


@dataclass(frozen=True, slots=True)
class Box:
    """A rectangle by its upper left corner, in pixels; without width or height it is a line."""

    x: float
    y: float
    width: float
    height: float

    def meets(self, other: "Box") -> bool:
        across = min(self.x + self.width, other.x + other.width) - max(self.x, other.x)
        down = min(self.y + self.height, other.y + other.height) - max(self.y, other.y)
        return across >= 0 and down >= 0

    def nearest(self, x: float, y: float) -> tuple[float, float]:
        """The point of the box that is nearest to this one."""
        return min(max(x, self.x), self.x + self.width), min(max(y, self.y), self.y + self.height)


@dataclass(frozen=True, slots=True)
class Disc:
    x: float
    y: float
    radius: float

    def box(self) -> Box:
        return Box(self.x - self.radius, self.y - self.radius, 2 * self.radius, 2 * self.radius)


@dataclass(frozen=True, slots=True)
class Ground:
    """Where names may stand: inside `room`, off the `taken` boxes, and rather not across the `lines`."""

    room: Box
    taken: tuple[Box, ...]
    lines: tuple[Box, ...]


def place(discs: Sequence[Disc], sizes: Sequence[tuple[float, float]], ground: Ground) -> list[Box]:
    """A box of its size for each disc's name.

    Starts with every name at its disc's right, then lets each in turn take its best place given the others.
    """
    options = [_options(disc, size, ground.room) for disc, size in zip(discs, sizes, strict=True)]
    chosen = [boxes[0] for boxes in options]
    drawn = [*ground.taken, *(disc.box() for disc in discs)]
    for _ in range(_ROUNDS):
        for at, disc in enumerate(discs):
            names = [*chosen[:at], *chosen[at + 1 :]]
            costs = [_cost(box, disc, drawn, names, ground.lines) for box in options[at]]
            chosen[at] = options[at][costs.index(min(costs))]
    return chosen


def _options(disc: Disc, size: tuple[float, float], room: Box) -> list[Box]:
    beside = (_beside(disc, size, angle, distance) for distance in _DISTANCES for angle in _ANGLES)
    return [_inside(box, room) for box in beside]


def _beside(disc: Disc, size: tuple[float, float], angle: float, distance: float) -> Box:
    """The box that the ray at this angle enters at this distance from the disc."""
    width, height = size
    reach = disc.radius + distance
    x, y = disc.x + cos(angle) * reach, disc.y + sin(angle) * reach
    return Box(x - width * (1 - cos(angle)) / 2, y - height * (1 - sin(angle)) / 2, width, height)


def _inside(box: Box, room: Box) -> Box:
    x = min(max(box.x, room.x), room.x + room.width - box.width)
    y = min(max(box.y, room.y), room.y + room.height - box.height)
    return Box(x, y, box.width, box.height)


def _cost(box: Box, disc: Disc, drawn: Sequence[Box], names: Sequence[Box], lines: Sequence[Box]) -> float:
    x, y = box.nearest(disc.x, disc.y)
    covered = sum(box.meets(other) for other in (*drawn, *names))
    crossed = sum(box.meets(line) for line in lines) + _under_leader(disc, (x, y), names)
    return covered * _COVERING + crossed * _CROSSING + hypot(x - disc.x, y - disc.y) - disc.radius


def _under_leader(disc: Disc, end: tuple[float, float], names: Sequence[Box]) -> int:
    """How many names the line from the disc to its own name would run through."""
    steps = [step / 8 for step in range(8)]
    path = [Box(disc.x + (end[0] - disc.x) * s, disc.y + (end[1] - disc.y) * s, 0, 0) for s in steps]
    return sum(any(name.meets(point) for point in path) for name in names)
