"""Each format opened again by its own library: all that was said is there, Hangul is right, nothing runs."""

import io
import re
import zipfile
import zlib
from typing import Any

import pytest
import typst
from docx import Document as read_docx
from hypothesis import given, settings
from hypothesis import strategies as st
from openpyxl import load_workbook
from pptx import Presentation as read_pptx

from adapters.documents import docx, pdf, pptx, xlsx
from adapters.documents.columns import breadth, lines, shares
from agents.types import Table
from bot.documents.paper import Paper
from bot.plugins import binder
from config.errors import Locale
from tests.adapters.documents.papers import CHART, FORMULA, SECTIONS, paper, unpainted

LOCALES: list[Locale] = ["ko", "en"]


@pytest.fixture(scope="module", params=LOCALES)
def sheet(request: pytest.FixtureRequest) -> Paper:
    return paper(request.param)


def test_a_word_file_says_all_in_a_face_that_draws_hangul(sheet: Paper) -> None:
    word = read_docx(io.BytesIO(docx.bind(sheet)))
    said = [one.text for one in word.paragraphs]
    assert {sheet.title, *sheet.lines, "첫째 & 둘째 <셋째>", "* 가정입니다."} <= set(said)
    facts, wide, small = word.tables
    assert [cell.text for cell in facts.rows[0].cells] == ["작성일", "2026-06-02 14:30 KST", "버전", "v3"]
    assert len(wide.rows) == 41
    assert wide.rows[1].cells[2].text == "국산 밀로 만든 빵 1"
    assert small.rows[2].cells[0].text == FORMULA
    fonts: Any = word.styles["Normal"].element
    assert set(fonts.rPr.rFonts.values()) == {docx.FONT}
    assert word.core_properties.title == sheet.title
    assert "리틀크럼" in word.sections[0].header.paragraphs[0].text


def test_a_picture_has_its_words_in_word_and_on_slides(sheet: Paper) -> None:
    with zipfile.ZipFile(io.BytesIO(docx.bind(sheet))) as parts:
        assert f'descr="{CHART.alt}"' in parts.read("word/document.xml").decode()
    shapes = [one for slide in read_pptx(io.BytesIO(pptx.bind(sheet))).slides for one in slide.shapes]
    pictures: list[Any] = [one for one in shapes if hasattr(one, "image")]
    assert [one._element.nvPicPr.cNvPr.get("descr") for one in pictures] == [CHART.alt]


def test_slides_hold_every_row_and_no_slide_overflows(sheet: Paper) -> None:
    slides = read_pptx(io.BytesIO(pptx.bind(sheet)))
    heads: list[Any] = [slide.shapes.title for slide in slides.slides]
    titles: list[str] = [one.text_frame.text for one in heads]
    assert titles[0] == sheet.title
    assert len([one for one in titles if one.startswith("SWOT (")]) >= 2
    tables: list[Any] = [shape for slide in slides.slides for shape in slide.shapes if shape.has_table]
    wide = [one for one in tables if len(one.table.columns) == 8]
    named = [one.table.cell(row, 0).text for one in wide for row in range(1, len(one.table.rows))]
    assert named == [f"S{n}" for n in range(1, 41)]
    assert all(one.table.cell(0, 1).text == "구분" for one in wide)
    height = slides.slide_height or 0
    for shape in tables:
        assert shape.top + sum(row.height for row in shape.table.rows) <= height
    run: Any = heads[0].text_frame.paragraphs[0].runs[0]
    assert (
        run._r.rPr.find("{http://schemas.openxmlformats.org/drawingml/2006/main}ea").get("typeface")
        == pptx.FONT
    )


def test_a_workbook_has_a_sheet_a_table_and_figures_are_figures(sheet: Paper) -> None:
    book = load_workbook(io.BytesIO(xlsx.bind(sheet)))
    assert book.sheetnames == ["요약" if sheet.locale == "ko" else "Summary", "SWOT", "할 일 다음   이번 주"]
    rows: Any = book["SWOT"]
    assert [cell.value for cell in rows[2]][:6] == ["S1", "강점", "국산 밀로 만든 빵 1", "3*", 4, 1200]
    front: Any = book.worksheets[0]
    assert front["A1"].value == sheet.title
    every: list[Any] = [*book.worksheets]
    assert [len(one._images) for one in every] == [1, 0, 0]


def test_no_cell_of_a_workbook_runs(sheet: Paper) -> None:
    book = load_workbook(io.BytesIO(xlsx.bind(sheet)))
    cells: list[Any] = [cell for one in book.worksheets for row in one.iter_rows() for cell in row]
    assert {cell.data_type for cell in cells} <= {"s", "n"}
    [defused] = [cell for cell in cells if cell.value == FORMULA]
    assert defused.quotePrefix
    assert -2.5 in [cell.value for cell in cells]


def test_a_pdf_carries_the_face_its_title_and_its_language(sheet: Paper) -> None:
    made = pdf.bind(sheet)
    assert made.startswith(b"%PDF-")
    assert b"Pretendard-Regular" in made
    assert b"Pretendard-Bold" in made
    assert f"/Lang({sheet.locale})".encode() in made
    assert all(f"{ord(char):04X}" in _told(made) for char in "국산밀빵")
    pages = pdf.pages(sheet)
    assert len(pages) >= 2
    assert all(page.startswith(b"\x89PNG") for page in pages)


def _told(made: bytes) -> str:
    """The tables of a PDF that say which letter each shape is."""
    packed = re.findall(rb"stream\r?\n(.*?)\r?\nendstream", made, re.DOTALL)
    opened = [zlib.decompress(one) for one in packed if one[:1] == b"\x78"]
    return "".join(one.decode("latin-1") for one in opened if b"beginbfchar" in one or b"beginbfrange" in one)


def test_nothing_of_a_paper_is_read_as_markup() -> None:
    """`#let x = 1 $ * _` would not compile, were it code."""
    assert any(
        "#let" in item for one in SECTIONS for block in one.blocks for item in getattr(block, "items", ())
    )
    with pytest.raises(typst.TypstError):
        typst.compile(b"#let x = $ * _")
    assert pdf.bind(paper())


@pytest.mark.parametrize("name", ["pdf", "docx", "pptx", "xlsx"])
def test_the_same_paper_gives_the_same_bytes_and_no_picture_is_no_fault(name: str) -> None:
    bind = binder(name)
    bare = unpainted()
    assert bind(bare) == bind(bare)


@pytest.mark.parametrize("name", ["pdf", "docx", "pptx", "xlsx"])
def test_an_empty_paper_is_a_paper(name: str) -> None:
    one = paper()
    empty = Paper("", "", (), (), (), (), "en", one.made)
    assert binder(name)(empty)


@settings(max_examples=60, deadline=None)
@given(
    st.lists(st.lists(st.text(max_size=60), min_size=3, max_size=3).map(tuple), max_size=4),
    st.floats(20, 160),
)
def test_columns_share_the_whole_width(rows: list[tuple[str, ...]], room: float) -> None:
    found = shares(Table(("", "내용", "score"), tuple(rows)), room)
    assert sum(found) == pytest.approx(1)
    assert min(found) > 0


def test_hangul_is_two_cells_wide() -> None:
    assert (breadth("국산 밀"), breadth("wheat\nrye")) == (7, 5)
    assert lines("국산 밀로 만든 빵", 6) == 3
