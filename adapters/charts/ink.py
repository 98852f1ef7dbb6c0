"""Colours that the colour-blind tell apart too (after Okabe and Ito), and strokes for where colour fails."""

from dataclasses import dataclass

PAPER = "#ffffff"
TEXT = "#1f2328"
MUTED = "#57606a"
RULE = "#d0d7de"
FAINT = "#eaeef2"


@dataclass(frozen=True, slots=True)
class Ink:
    """How one series, group or cell is drawn: its colour, its dark shade for text, its tint for areas."""

    solid: str
    dark: str
    tint: str
    dash: str
    marker: str


INKS = (
    Ink("#0072b2", "#00507d", "#eaf3f9", "", "circle"),
    Ink("#d55e00", "#9a4400", "#fcf0e8", "10 5", "square"),
    Ink("#009e73", "#00694c", "#e8f5f1", "3 5", "diamond"),
    Ink("#8f4a8b", "#6d3369", "#f5edf4", "14 4 3 4", "triangle"),
    Ink("#b8860b", "#7a5900", "#faf4e6", "1 4", "circle"),
    Ink("#4d5963", "#363f47", "#f0f2f3", "6 3", "square"),
)


def ink(place: int) -> Ink:
    return INKS[place % len(INKS)]
