"""The charts as pictures: their size, what is drawn, and what must not be."""

import re
from dataclasses import replace
from datetime import date
from io import BytesIO

import pytest
import vl_convert
from hypothesis import given, settings
from hypothesis import strategies as st
from PIL import Image

from adapters.charts import draw, paint
from agents.types import Bar, Bars, Bubble, Chart, Curves, Grid, Lane, Links, Matrix, Radar, Timeline

GRID = Grid(
    "온기 베이커리 SWOT",
    "SWOT grid of Ongi bakery",
    (
        ("강점", ("인스타그램 팔로워 11,000명", "반경 3 km에서 유일한 천연 발효 빵")),
        ("약점", ("매출의 38%가 카페 한 곳에 달려 있다",)),
        ("기회", ("푸드홀이 10월부터 입점을 제안했다",)),
        ("위협", ()),
    ),
)
MATRIX = Matrix(
    "Portfolio",
    "BCG matrix: two units",
    "Relative market share",
    "Market growth, %",
    1.0,
    10.0,
    ("Stars", "Question marks", "Cash cows", "Dogs"),
    (Bubble("Bread", 2.0, 4.0, 400), Bubble("Boxes", 0.05, 22.0, 100), Bubble("Merch", 0.0, 3.0, 1)),
    x_log_reversed=True,
)
CURVES = Curves(
    "Strategy canvas",
    "Two curves over four factors",
    "Level",
    ("Price", "Place", "Range", "Sourdough"),
    (("Industry", (6, 8, 9, 2)), ("We", (5, None, 5, 9))),
)
RADAR = Radar(
    "7S",
    "Radar of seven scores",
    ("Strategy", "Structure", "Systems", "Shared values", "Skills", "Staff", "Style"),
    (("Now", (4, 3, 2, 4, None, 3, 4)), ("Goal", (5, 4, 4, 5, 4, 4, 4))),
)
LINKS = Links(
    "흐름",
    "Two curves from strategy to plan and content",
    (("전략", ("SWOT", "VRIO")),),
    (("계획", ("마케팅 계획",)), ("콘텐츠", ("콘텐츠",))),
    (("SWOT", "마케팅 계획", True), ("VRIO", "콘텐츠", False)),
)
BARS = Bars(
    "예산 배분",
    "2,100,000원, 900,000원",
    (
        Bar("R1 검색광고", 2_100_000, "2,100,000원", "검증된 것"),
        Bar("R2 숏폼", 900_000, "900,000원", "실험"),
        Bar("R3", 0, "0원"),
    ),
    "합계 3,000,000원",
)
TIMELINE = Timeline(
    "달력",
    "2월의 두 행",
    date(2027, 2, 1),
    date(2027, 3, 14),
    (
        Lane("R1 블로그", (date(2027, 2, 4), date(2027, 2, 11)), None, "고려"),
        Lane("R2 광고", (), (date(2027, 2, 1), date(2027, 3, 14)), "구매"),
    ),
    ((date(2027, 2, 7), "설날"), (date(2027, 4, 1), "그 뒤")),
)
CHARTS: list[Chart] = [GRID, MATRIX, CURVES, RADAR, LINKS, BARS, TIMELINE]
INDUSTRY, WE = "#0072b2", "#d55e00"


def opened(png: bytes) -> Image.Image:
    with Image.open(BytesIO(png)) as image:
        assert image.format == "PNG"
        return image.convert("RGB")


def circles(svg: str) -> list[tuple[float, float, float]]:
    return [
        (float(x), float(y), float(r))
        for x, y, r in re.findall(r'<circle cx="(.+?)" cy="(.+?)" r="(.+?)"', svg)
    ]


@pytest.mark.parametrize("chart", CHARTS, ids=lambda chart: type(chart).__name__)
def test_a_chart_is_a_wide_picture_on_white(chart: Chart) -> None:
    picture = opened(paint(chart))
    assert picture.width in {2000, 2400}
    assert 600 <= picture.height <= 2400
    assert picture.getpixel((1, 1)) == (255, 255, 255)
    assert len(picture.getcolors(1 << 24) or []) > 100
    assert paint(chart) == paint(chart)


@pytest.mark.parametrize("chart", CHARTS, ids=lambda chart: type(chart).__name__)
def test_the_alternative_text_stays_out_of_the_picture(chart: Chart) -> None:
    assert chart.alt not in draw(chart)
    assert paint(replace(chart, alt="또 다른 설명")) == paint(chart)


def test_every_syllable_has_a_glyph_of_its_own() -> None:
    """A missing glyph is drawn as the same bars for all, so no two of these pictures may be equal."""
    syllables = (
        "가각간갇갈갉갊감갑값갓갔강갖갗같갚갛개객갠갤갬갭갯갰갱뷁쀍똠펲힣햏괜찮뵙홑옳릎뙤쑝됬뜅콥틂튄훑"
        + "\U0003fffd"
    )
    svg = draw(Grid("가", "", ()))
    drawn = {vl_convert.svg_to_png(svg.replace(">가<", f">{syllable}<"), scale=1) for syllable in syllables}
    assert len(drawn) == len(syllables)


def test_bold_titles_are_bold() -> None:
    svg = draw(Grid("온기", "", ()))
    assert vl_convert.svg_to_png(svg) != vl_convert.svg_to_png(svg.replace('"700"', '"400"'))


def test_a_grid_counts_what_it_has_no_room_for() -> None:
    lines = tuple(f"clause {number}" for number in range(13))
    svg = draw(Grid("SWOT", "", (("Strengths", lines),)))
    assert ">clause 9<" in svg
    assert ">clause 10<" not in svg
    assert ">+3<" in svg


def test_the_share_axis_is_logarithmic_and_reversed() -> None:
    wide = replace(MATRIX, bubbles=tuple(Bubble(str(x), x, 10.0, 1) for x in (10.0, 1.0, 0.1)))
    (ten, *_), (one, *_), (tenth, *_), *_ = circles(draw(wide))
    assert ten < one < tenth
    assert one - ten == pytest.approx(tenth - one, abs=0.2)


def test_the_area_of_a_bubble_follows_its_size() -> None:
    (_, _, large), (_, _, small), *_ = circles(draw(MATRIX))
    assert large**2 / small**2 == pytest.approx(4, rel=0.01)


def test_a_share_of_nothing_is_told_since_no_logarithm_holds_it() -> None:
    assert ">Merch (0)<" in draw(MATRIX)


def test_quadrants_cuts_and_axes_are_named() -> None:
    svg = draw(MATRIX)
    assert all(f">{name}<" in svg for name in (*MATRIX.corners, MATRIX.x_title, MATRIX.y_title, "Bread"))
    assert len(re.findall(r'font-weight="700"[^>]*>(?:1|10)<', svg)) == 2


def test_groups_have_a_legend() -> None:
    grouped = (Bubble("Bread", 2, 4, 1, "Shop"), Bubble("Boxes", 0.5, 22, 1, "Online"))
    svg = draw(replace(MATRIX, bubbles=grouped))
    assert ">Shop<" in svg
    assert ">Online<" in svg


def test_a_gap_in_a_curve_stays_a_gap() -> None:
    strokes = re.findall(
        r'<polyline points="([^"]*)" fill="none" stroke="(#\w+)" stroke-width="[34]', draw(CURVES)
    )
    lengths = {
        colour: [len(points.split()) for points, c in strokes if c == colour] for colour in (INDUSTRY, WE)
    }
    key = 2
    assert lengths == {INDUSTRY: [key, 4], WE: [key, 1, 2]}


def test_a_spoke_without_a_value_opens_the_line_and_is_shown_as_a_dash() -> None:
    svg = draw(RADAR)
    strokes = re.findall(r'stroke="(#\w+)" stroke-width="(?:4|3)" ', svg)
    assert strokes.count(INDUSTRY) == 1 + 5
    assert strokes.count(WE) == 1 + 7
    assert ">–<" in svg


@pytest.mark.parametrize(
    "chart",
    [
        Grid("", "", ()),
        Matrix("", "", "", "", 1, 10, ("", "", "", ""), (), x_log_reversed=True),
        Matrix("", "", "", "", 0, 0, ("", "", "", ""), (Bubble("", 0, 0, 0),)),
        Curves("", "", "", (), ()),
        Curves("", "", "", ("one",), (("s", (None,)),)),
        Radar("", "", (), ()),
        Bars("", "", ()),
        Timeline("", "", date(2027, 2, 1), date(2027, 2, 1), ()),
        Radar("", "", ("a", "b"), (("s", (1, 2)),)),
    ],
    ids=lambda chart: type(chart).__name__,
)
def test_a_chart_of_next_to_nothing_is_still_a_picture(chart: Chart) -> None:
    assert opened(paint(chart)).width >= 2000


@pytest.mark.parametrize("value", [float("inf"), float("nan")])
def test_a_value_that_is_no_number_is_refused(value: float) -> None:
    with pytest.raises(ValueError, match="no axis|no place"):
        paint(replace(MATRIX, bubbles=(Bubble("Bread", 1.0, value, 1),)))


@settings(max_examples=15, deadline=None)
@given(st.text(max_size=600))
def test_hostile_text_is_drawn_as_text(text: str) -> None:
    text = f'<image href="x"/></text><script>&{text}]]>'
    for chart in (
        Grid(text, text, ((text, (text,)),)),
        replace(
            MATRIX, title=text, x_title=text, corners=(text,) * 4, bubbles=(Bubble(text, 1, 1, 1, text),)
        ),
        Curves(text, text, text, (text,), ((text, (1,)),)),
        Radar(text, text, (text,) * 3, ((text, (1, 2, 3)),)),
        Bars(text, text, (Bar(text, 1, text, text),), text),
        Timeline(text, text, TIMELINE.starts, TIMELINE.ends, (Lane(text),), ((TIMELINE.starts, text),)),
    ):
        svg = draw(chart)
        assert set(re.findall(r"<(\w+)", svg)) <= {"svg", "rect", "circle", "polyline", "polygon", "text"}
        assert vl_convert.svg_to_png(svg, scale=0.2)


def test_a_bar_is_as_long_as_its_value() -> None:
    drawn = re.findall(r'<rect [^>]*width="([\d.]+)" height="20.0" rx="3.0" fill="(#\w+)"', draw(BARS))
    solid = {fill: float(width) for width, fill in drawn if fill in (INDUSTRY, WE)}
    assert solid[INDUSTRY] / solid[WE] == pytest.approx(2_100_000 / 900_000, rel=0.01)
    assert len(solid) == 2


def test_days_beyond_a_timeline_are_not_marked() -> None:
    svg = draw(TIMELINE)
    assert "2/7 설날" in svg
    assert "그 뒤" not in svg
    assert svg.count('stroke-dasharray="4 4"') == 1


def test_a_flow_that_waits_is_dashed() -> None:
    works, waits = re.findall(r'<path [^>]*stroke-dasharray="([^"]+)"', draw(LINKS))[::-1]
    assert (works, waits) == ("none", "4 4")
