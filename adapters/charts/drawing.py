"""An SVG that is drawn from the top down: its height is known when it is finished."""

from collections.abc import Sequence
from html import escape

from adapters.charts.ink import PAPER, RULE, Ink
from adapters.charts.lettering import LEADING, Face, wrap

MARGIN = 40.0

Point = tuple[float, float]

_TITLE = Face(26, bold=True)
_SHAPES: dict[str, tuple[Point, ...]] = {
    "square": ((-0.9, -0.9), (0.9, -0.9), (0.9, 0.9), (-0.9, 0.9)),
    "diamond": ((0, -1.25), (1.25, 0), (0, 1.25), (-1.25, 0)),
    "triangle": ((0, -1.2), (1.1, 0.9), (-1.1, 0.9)),
}


class Drawing:
    def __init__(self, width: float) -> None:
        self.width = width
        self._marks: list[str] = []

    def rect(self, at: Point, size: Point, fill: str, *, corner: float = 0, stroke: str = "none") -> None:
        self._marks.append(
            f'<rect x="{at[0]:.1f}" y="{at[1]:.1f}" width="{size[0]:.1f}" height="{size[1]:.1f}" '
            f'rx="{corner:.1f}" fill="{fill}" stroke="{stroke}"/>'
        )

    def circle(self, at: Point, radius: float, fill: str, *, stroke: str = PAPER, opacity: float = 1) -> None:
        self._marks.append(
            f'<circle cx="{at[0]:.1f}" cy="{at[1]:.1f}" r="{radius:.1f}" fill="{fill}" '
            f'fill-opacity="{opacity}" stroke="{stroke}" stroke-width="1.5"/>'
        )

    def line(
        self, points: Sequence[Point], stroke: str = RULE, *, weight: float = 1.5, dash: str = ""
    ) -> None:
        self._marks.append(
            f'<polyline points="{_points(points)}" fill="none" stroke="{stroke}" stroke-width="{weight}" '
            f'stroke-dasharray="{dash or "none"}" stroke-linejoin="round"/>'
        )

    def curve(
        self, start: Point, end: Point, stroke: str, *, weight: float, dash: str, opacity: float
    ) -> None:
        """From one point to another, level at both of its ends."""
        middle = (start[0] + end[0]) / 2
        self._marks.append(
            f'<path d="M{start[0]:.1f},{start[1]:.1f} C{middle:.1f},{start[1]:.1f} {middle:.1f},{end[1]:.1f} '
            f'{end[0]:.1f},{end[1]:.1f}" fill="none" stroke="{stroke}" stroke-width="{weight}" '
            f'stroke-dasharray="{dash or "none"}" stroke-opacity="{opacity}"/>'
        )

    def area(self, points: Sequence[Point], fill: str, *, opacity: float = 1, stroke: str = "none") -> None:
        self._marks.append(
            f'<polygon points="{_points(points)}" fill="{fill}" fill-opacity="{opacity}" stroke="{stroke}"/>'
        )

    def marker(self, at: Point, style: Ink, radius: float) -> None:
        """A point of a series, in the shape that tells the series apart without its colour."""
        if style.marker == "circle":
            self.circle(at, radius, style.solid)
        else:
            corners = [(at[0] + x * radius, at[1] + y * radius) for x, y in _SHAPES[style.marker]]
            self.area(corners, style.solid, stroke=PAPER)

    def text(self, at: Point, lines: Sequence[str], face: Face) -> float:
        """Writes the lines from this baseline on, and says how high they are."""
        halo = f' stroke="{PAPER}" stroke-width="4" stroke-linejoin="round" paint-order="stroke"'
        for place, line in enumerate(lines):
            self._marks.append(
                f'<text x="{at[0]:.1f}" y="{at[1] + place * face.size * LEADING:.1f}" '
                f'font-size="{face.size}" font-weight="{700 if face.bold else 400}" fill="{face.fill}" '
                f'text-anchor="{face.anchor}"{halo if face.halo else ""}>{escape(line)}</text>'
            )
        return len(lines) * face.size * LEADING

    def heading(self, title: str) -> float:
        """Writes the chart's title, and says where the room below it begins."""
        lines = wrap(title, self.width - 2 * MARGIN, _TITLE, lines=2)
        return MARGIN + 20 + self.text((MARGIN, MARGIN + 20), lines, _TITLE)

    def finish(self, height: float) -> str:
        return (
            f'<svg xmlns="http://www.w3.org/2000/svg" width="{self.width:.0f}" height="{height:.0f}" '
            f'font-family="Pretendard, sans-serif"><rect width="100%" height="100%" fill="{PAPER}"/>'
            f"{''.join(self._marks)}</svg>"
        )


def _points(points: Sequence[Point]) -> str:
    return " ".join(f"{x:.1f},{y:.1f}" for x, y in points)
