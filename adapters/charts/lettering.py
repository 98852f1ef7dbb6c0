"""Text as it is set in a chart: cleaned, measured without a font engine, and broken into lines."""

import re
import unicodedata
from dataclasses import dataclass
from typing import Literal

from adapters.charts.ink import TEXT

LIMIT = 240
"""Characters of one label; more than that is no label."""
LEADING = 1.36
"""Line height over font size."""

_ELLIPSIS = "…"
_DROPPED = {"Cc", "Cf", "Cs", "Co", "Cn"}
_EMOJI = re.compile("(?![★☆♪⚠✓✗❖❶-❿])[\u2600-\u27bf\u2b1b-\u2b55\U0001f000-\U0001faff\ufe0f\u20e3]")
"""What no text font draws: they would stand as bars."""
_ADVANCES = (
    (0.25, "'ijlI .:;·!,"),
    (0.37, '|/\\()[]{}ftr"'),
    (0.47, "-1^*`_–"),
    (0.55, "?sxzJkLcvyae7"),
    (0.6, "Fhnuogpq2Zbd#05P£E"),
    (0.66, "$&689RSTX34BK+<=>Y~€AV"),
    (0.74, "CDGHUNOQ"),
    (0.86, "wmM%…"),
    (0.96, "@→₩W—"),
)
_EMS = {char: em for em, chars in _ADVANCES for char in chars}
"""Advance widths of the shipped font's regular weight, in em, rounded up by classes."""

Anchor = Literal["start", "middle", "end"]


@dataclass(frozen=True, slots=True)
class Face:
    """How a text is set: size in pixels, colour, weight, the side it grows from, a halo over lines."""

    size: float
    fill: str = TEXT
    bold: bool = False
    anchor: Anchor = "start"
    halo: bool = False


def clean(text: str) -> str:
    """One line of drawable characters, composed, without controls, directions and emoji; cut at LIMIT.

    A text of which nothing can be drawn becomes a dash.
    """
    composed = unicodedata.normalize("NFC", text[: 4 * LIMIT])
    spaced = " ".join(_EMOJI.sub(" ", composed).split())
    line = "".join(c for c in spaced if unicodedata.category(c) not in _DROPPED).strip()
    if text and not line:
        return "–"
    return line if len(line) <= LIMIT else line[: LIMIT - 1].rstrip() + _ELLIPSIS


def width(text: str, face: Face) -> float:
    """About how wide the text is drawn, in pixels, rather too wide than too narrow."""
    return sum(map(_em, text)) * face.size * (1.05 if face.bold else 1.0)


def wrap(text: str, room: float, face: Face, *, lines: int) -> tuple[str, ...]:
    """The cleaned text in at most so many lines of at most `room` pixels; what is left out ends in `…`."""
    broken: list[str] = []
    line = ""
    for piece in _pieces(clean(text), room, face):
        longer = f"{line} {piece}" if line else piece
        if line and width(longer, face) > room:
            broken.append(line)
            line = piece
        else:
            line = longer
    broken.append(line)
    if len(broken) > lines:
        broken[lines - 1 :] = [_shorten(broken[lines - 1], room, face)]
    return tuple(broken)


def _em(char: str) -> float:
    if char in _EMS:
        return _EMS[char]
    if unicodedata.combining(char):
        return 0.0
    if unicodedata.east_asian_width(char) in "WF":
        return 0.87 if "가" <= char <= "힣" else 1.0
    return 0.74 if char.isupper() else 0.66


def _pieces(text: str, room: float, face: Face) -> list[str]:
    """The words; one that is wider than the room, in parts that are not."""
    pieces: list[str] = []
    for word in text.split():
        part = ""
        for char in word:
            if part and width(part + char, face) > room:
                pieces.append(part)
                part = ""
            part += char
        pieces.append(part)
    return pieces


def _shorten(line: str, room: float, face: Face) -> str:
    while line and width(line + _ELLIPSIS, face) > room:
        line = line[:-1]
    return line.rstrip() + _ELLIPSIS
