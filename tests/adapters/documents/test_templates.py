"""A client's own workbook and slides, filled: opened again, what was there is there, and the figures are in it."""

import io
from collections.abc import Mapping
from importlib import import_module
from typing import Any

import openpyxl
import pptx
import pytest
from openpyxl.chart import BarChart, Reference
from openpyxl.comments import Comment
from openpyxl.styles import Font
from openpyxl.workbook.defined_name import DefinedName
from PIL import Image
from pptx.util import Inches

from adapters.documents.templates.pptx import FILLER as SLIDES
from adapters.documents.templates.references import Insertion
from adapters.documents.templates.xlsx import FILLER as BOOKS
from agents.kit.reporting.fields import Fields, Value
from bot.documents.filling import (
    Filling,
    NoPlaceholders,
    Survey,
    UnknownPlaceholders,
    checked,
    resolved,
)
from config.reporting import placeholders

SHEET = "월간 보고"


def picture() -> bytes:
    made = io.BytesIO()
    Image.new("RGB", (640, 360), "white").save(made, "PNG")
    return made.getvalue()


def filling(**single: Value) -> Filling:
    """Three platforms, and what is named; everything else is not known."""
    rows: list[Mapping[str, Value]] = [
        {name: Value("–") for name in placeholders().lists["platforms"]}
        | {
            "name": Value(name),
            "spend": Value(f"{spend:,}원", spend, "money"),
            "clicks": Value(str(n), n, "count"),
        }
        for name, spend, n in (
            ("구글", 3_000_000, 9_000),
            ("네이버", 2_000_000, 6_000),
            ("=메타", 1_000_000, 500),
        )
    ]
    known = {name: Value("–") for name in placeholders().single} | single
    return Filling(Fields(known, {"platforms": tuple(rows), "targets": ()}), picture(), "대체 텍스트")


def workbook() -> bytes:
    book: Any = openpyxl.Workbook()
    sheet: Any = book.active
    sheet.title = SHEET
    sheet["A1"], sheet["A1"].font = "{{광고주}} 보고", Font(bold=True, size=18)
    sheet.merge_cells("A1:C1")
    sheet["A2"], sheet["B2"] = "{{spend}}", "{{ctr}}"
    sheet["A2"].number_format = '#,##0"원"'
    for cell, text in (("A4", "매체"), ("B4", "광고비"), ("C4", "비중")):
        sheet[cell] = text
    sheet["A5"], sheet["B5"], sheet["C5"], sheet["D5"] = (
        "{{platform.name}}",
        "{{매체.광고비}}",
        "=B5/B$6",
        "{{summary}}",
    )
    sheet["B5"].number_format = "#,##0"
    sheet.merge_cells("D5:E5")
    sheet["A6"], sheet["B6"] = "합계", "=SUM(B5:B5)"
    sheet["A8"] = "{{chart}}"
    colour: Any = import_module("openpyxl.formatting.rule").CellIsRule
    sheet.conditional_formatting.add(
        "B5:B5", colour(operator="greaterThan", formula=["B6/2"], font=Font(bold=True))
    )
    chart: Any = BarChart()
    chart.add_data(Reference(sheet, min_col=2, min_row=4, max_row=5), titles_from_data=True)
    sheet.add_chart(chart, "H6")
    other: Any = book.create_sheet("요약")
    other["A1"], other["A2"] = f"='{SHEET}'!B6", "old"
    book.defined_names["billed_total"] = DefinedName("billed_total", attr_text="'요약'!$A$2")
    book.defined_names["until"] = DefinedName("until", attr_text="'요약'!$C$7")
    sheet["B6"].comment = Comment("합계 메모", "a")
    book.defined_names["합계"] = DefinedName("합계", attr_text=f"'{SHEET}'!$B$6")
    made = io.BytesIO()
    book.save(made)
    return made.getvalue()


def filled_book() -> Any:
    values = filling(
        client=Value("한라러닝"),
        spend=Value("6,000,000원", 6_000_000, "money"),
        ctr=Value("2.50%", 0.025, "percent"),
        summary=Value('=HYPERLINK("http://evil")'),
        billed_total=Value("7,590,000원", 7_590_000, "money"),
        until=Value("2026-11-22"),
    )
    return openpyxl.load_workbook(io.BytesIO(BOOKS.fill(workbook(), values)))


def test_cells_take_figures_and_rows_are_repeated_with_what_points_to_them() -> None:
    book = filled_book()
    sheet = book[SHEET]
    rows = [[cell.value for cell in row] for row in sheet.iter_rows(min_row=1, max_row=8, max_col=3)]
    assert rows == [
        ["한라러닝 보고", None, None],
        [6_000_000, 0.025, None],
        [None, None, None],
        ["매체", "광고비", "비중"],
        ["구글", 3_000_000, "=B5/B$8"],
        ["네이버", 2_000_000, "=B6/B$8"],
        ["=메타", 1_000_000, "=B7/B$8"],
        ["합계", "=SUM(B5:B7)", None],
    ]
    assert book["요약"]["A1"].value == f"='{SHEET}'!B8"
    assert (book["요약"]["A2"].value, book["요약"]["C7"].value) == (7_590_000, "2026-11-22")
    assert (sheet["B8"].comment.text, sheet["B6"].comment) == ("합계 메모", None)
    assert book.defined_names["합계"].attr_text == f"'{SHEET}'!$B$8"


def test_formats_charts_and_merged_cells_stay_and_the_chart_is_laid_over() -> None:
    sheet = filled_book()[SHEET]
    assert sheet["A1"].font.size == 18
    assert (sheet["A2"].number_format, sheet["B2"].number_format, sheet["B7"].number_format) == (
        '#,##0"원"', "0.00%", "#,##0",
    )  # fmt: skip
    assert {str(one) for one in sheet.merged_cells.ranges} == {"A1:C1", "D5:E5", "D6:E6", "D7:E7"}
    [rule] = sheet.conditional_formatting
    assert (str(rule.sqref), rule.rules[0].formula) == ("B5:B7", ["B8/2"])
    [chart] = sheet._charts  # noqa: SLF001 - openpyxl has no other door to them
    assert chart.series[0].val.numRef.f == f"'{SHEET}'!$B$5:$B$7"
    assert chart.anchor._from.row == 7  # noqa: SLF001 - as above
    [drawn] = sheet._images  # noqa: SLF001 - as above
    assert drawn.anchor._from.row == 9  # noqa: SLF001 - as above


def test_what_begins_as_a_formula_stays_a_text() -> None:
    sheet = filled_book()[SHEET]
    assert (sheet["A7"].data_type, sheet["A7"].quotePrefix) == ("s", True)
    assert (sheet["D5"].value, sheet["D5"].data_type) == ('=HYPERLINK("http://evil")', "s")


@pytest.mark.parametrize(
    ("text", "moved"),
    [
        ("SUM(B5:B5)+B6", "SUM(B5:B7)+B8"),
        ("SUM(B$2:B9)*B5", "SUM(B$2:B11)*B5"),
        ("'월간 보고'!B6&\"B6\"", "'월간 보고'!B8&\"B6\""),
        ("요약!B6", "요약!B6"),
        ("SUM(5:5)+Table1[B6]", "SUM(5:7)+Table1[B6]"),
    ],
)
def test_references_follow_rows_that_were_put_in(text: str, moved: str) -> None:
    assert Insertion(SHEET, 5, 2).formula(text, SHEET) == moved


def slides() -> bytes:
    made: Any = pptx.Presentation()
    slide = made.slides.add_slide(made.slide_layouts[5])
    slide.shapes.title.text = "{{client}} 주간 보고"
    paragraph = slide.shapes.add_textbox(Inches(1), Inches(1), Inches(6), Inches(1)).text_frame.paragraphs[0]
    for text, bold in (("광고비 {{sp", True), ("en", False), ("d}} 끝, {", False), ("{until}}", True)):
        run = paragraph.add_run()
        run.text, run.font.bold = text, bold
    table = slide.shapes.add_table(3, 2, Inches(1), Inches(3), Inches(6), Inches(1)).table
    for place, texts in enumerate(
        (("매체", "광고비"), ("{{platforms.name}}", "{{platforms.spend}}"), ("합계", "{{spend}}"))
    ):
        for cell, text in zip(table.rows[place].cells, texts, strict=True):
            cell.text = text
    box = slide.shapes.add_shape(1, Inches(5), Inches(1), Inches(4), Inches(4))
    box.text_frame.text = "{{차트}}"
    slide.notes_slide.notes_text_frame.text = "다음: {{next_steps}}"
    written = io.BytesIO()
    made.save(written)
    return written.getvalue()


def test_slides_are_filled_where_an_editor_split_the_names() -> None:
    values = filling(
        client=Value("한라러닝"),
        spend=Value("6,000,000원"),
        until=Value("2026-11-22"),
        next_steps=Value("• 하나\n• 둘"),
    )
    again: Any = pptx.Presentation(io.BytesIO(SLIDES.fill(slides(), values)))
    [slide] = again.slides
    texts = [shape.text_frame.text for shape in slide.shapes if shape.has_text_frame]
    assert texts == ["한라러닝 주간 보고", "광고비 6,000,000원 끝, 2026-11-22"]
    runs = next(shape for shape in slide.shapes if shape.has_text_frame and "끝" in shape.text_frame.text)
    assert [(run.text, run.font.bold) for run in runs.text_frame.paragraphs[0].runs if run.text] == [
        ("광고비 6,000,000원", True), (" 끝, 2026-11-22", False),
    ]  # fmt: skip
    [table] = [shape.table for shape in slide.shapes if shape.has_table]
    assert [[cell.text for cell in row.cells] for row in table.rows] == [
        ["매체", "광고비"], ["구글", "3,000,000원"], ["네이버", "2,000,000원"], ["=메타", "1,000,000원"],
        ["합계", "6,000,000원"],
    ]  # fmt: skip
    [drawn] = [shape for shape in slide.shapes if shape.shape_type == 13]  # noqa: PLR2004 - a picture
    assert (drawn.left >= Inches(5), drawn.width <= Inches(4)) == (True, True)
    assert drawn._element.nvPicPr.cNvPr.get("descr") == "대체 텍스트"  # noqa: SLF001 - python-pptx has no other door
    assert slide.notes_slide.notes_text_frame.text == "다음: • 하나\v• 둘"


def test_a_template_is_looked_at_before_it_is_kept() -> None:
    assert checked(BOOKS.survey(workbook()), "t.xlsx", "ko")
    assert set(SLIDES.survey(slides()).found) >= {"client", "spend", "platforms.name", "차트", "next_steps"}
    with pytest.raises(UnknownPlaceholders) as unknown:
        checked(Survey(["client", "고객님", "platforms.mood"]), "t.xlsx", "en")
    assert "{{고객님}}, {{platforms.mood}}" in unknown.value.say("en")
    assert "platforms.spend" in unknown.value.say("ko")
    with pytest.raises(NoPlaceholders):
        checked(Survey(), "t.xlsx", "ko")


@pytest.mark.parametrize("data", [b"", b"PK\x03\x04broken", b"%PDF-1.7", slides()])
def test_what_is_no_workbook_is_no_template(data: bytes) -> None:
    with pytest.raises(ValueError, match=r".*"):
        BOOKS.survey(data)


def test_every_name_and_alias_is_one_placeholder() -> None:
    known = placeholders()
    for name, one in known.single.items():
        assert {resolved(word) for word in (name, name.upper(), *one.aliases)} == {resolved(name)}
    lists = [(of, part) for of, parts in known.lists.items() for part in parts]
    assert all(resolved(f"{of}.{part}") is not None for of, part in lists)
    aliases = [word for one in known.single.values() for word in one.aliases]
    assert len(aliases) == len(set(aliases))
