"""Cleaning, measuring and breaking text, and the measure against what is really drawn."""

import unicodedata
from io import BytesIO

import pytest
import vl_convert
from hypothesis import given
from hypothesis import strategies as st
from PIL import Image, ImageChops

from adapters.charts import paint
from adapters.charts.drawing import Drawing
from adapters.charts.lettering import LIMIT, Face, clean, width, wrap
from agents.types import Grid

HANGUL = st.characters(min_codepoint=0xAC00, max_codepoint=0xD7A3)
TEXTS = st.text(alphabet=st.one_of(HANGUL, st.characters(codec="ascii"), st.just(" ")), max_size=300)


def drawn_width(text: str, face: Face) -> int:
    """How wide the text is on the picture, in pixels at scale 1."""
    paint(Grid("", "", ()))  # registers the font
    drawing = Drawing(1600)
    drawing.text((10, 60), [text], face)
    with Image.open(BytesIO(vl_convert.svg_to_png(drawing.finish(100), scale=1))) as image:
        picture = image.convert("RGB")
    box = ImageChops.invert(picture).getbbox()
    assert box is not None
    return box[2] - box[0]


@pytest.mark.parametrize("bold", [False, True])
@pytest.mark.parametrize(
    "text",
    [
        "매출의 38%가 카페 한 곳(모리 커피)에 달려 있다",
        "The only naturally leavened sourdough within 3 km",
        "ROAS 4.2 → 5.0, £400k · ₩1,200,000 – €30 (12%)",
        "WWWWMMMM@@@@%%%%",
        "lliiijjj..,,::;;''",
    ],
)
def test_the_measure_is_a_little_wider_than_what_is_drawn(text: str, *, bold: bool) -> None:
    face = Face(20, bold=bold)
    drawn = drawn_width(text, face)
    assert drawn <= width(text, face) + 2 <= drawn * 1.3 + 8


@given(TEXTS, st.integers(40, 900), st.integers(1, 6))
def test_no_line_is_wider_than_the_room(text: str, room: int, lines: int) -> None:
    face = Face(15)
    broken = wrap(text, room, face, lines=lines)
    assert 1 <= len(broken) <= lines
    assert all(width(line, face) <= room for line in broken)


@given(TEXTS)
def test_what_fits_is_kept_whole(text: str) -> None:
    broken = wrap(text, 200, Face(15), lines=1000)
    assert "".join(broken).replace(" ", "") == clean(text).replace(" ", "")


def test_what_does_not_fit_ends_in_an_ellipsis() -> None:
    assert wrap("one two three four five six", 80, Face(15), lines=2)[-1].endswith("…")


@given(st.text(max_size=2000))
def test_cleaned_text_is_one_short_line_without_controls(text: str) -> None:
    line = clean(text)
    assert len(line) <= LIMIT
    assert line == line.strip()
    assert not any(unicodedata.category(char) in {"Cc", "Cf", "Cs", "Co", "Cn"} for char in line)
    assert bool(line) == bool(text)


@pytest.mark.parametrize(
    ("text", "line"),
    [
        ("빵\n 그리고\t커피", "빵 그리고 커피"),
        (unicodedata.normalize("NFD", "사워도우"), "사워도우"),
        ("Bread 🍞🇰🇷 & ☕️ coffee", "Bread & coffee"),
        ("★ 4.8 ① ✓", "★ 4.8 ① ✓"),
        ("evil \u202etxt\x00.exe", "evil txt.exe"),
        ("🔥", "–"),
        ("", ""),
    ],
)
def test_clean(text: str, line: str) -> None:
    assert clean(text) == line
