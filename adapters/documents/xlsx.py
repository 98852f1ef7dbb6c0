"""A paper as a workbook: what it says on the first sheet, then a sheet for each table.

A figure is a number there; a text is a text, whatever it begins with, and never a formula.
"""

import io
import re
from collections.abc import Iterable
from typing import Any

from openpyxl import Workbook
from openpyxl.drawing.image import Image
from openpyxl.styles import Alignment, Font, PatternFill
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.properties import PageSetupProperties
from openpyxl.worksheet.worksheet import Worksheet

from adapters.documents.columns import breadth, lines
from adapters.documents.packing import FONT, steady
from agents.types import Bullets, Paragraph, Section, Table
from bot.documents.paper import Paper, Picture
from bot.documents.writing import FORMULA
from config.wording import words

_NUMBER = re.compile(r"-?(?:\d{1,3}(?:,\d{3})+|\d{1,15})(?:\.\d+)?")
_BARRED = re.compile(r"[\\/*?:\[\]]")
_TITLE_MOST, _WIDEST, _WIDTH_PX = 31, 60, 760
_SHADE = PatternFill("solid", fgColor="F3F6F8")
_ABOUT = 92
_LINE, _FITS = 15.0, 1.15
"""Points that a line is high; what a column holds, over its width in cells."""


def bind(paper: Paper) -> bytes:
    """The file; the same paper gives the same bytes."""
    book = Workbook()
    first: Any = book.active
    first.title = _name(words("documents")("summary", paper.locale), set())
    _front(first, paper)
    taken = {first.title.casefold()}
    for section in paper.sections:
        for table in (block for block in section.blocks if isinstance(block, Table) and block.columns):
            sheet = book.create_sheet(_name(section.title, taken))
            taken.add(sheet.title.casefold())
            _table(sheet, table)
    for sheet in book.worksheets:
        _printed(sheet)
    properties = book.properties
    properties.title, properties.creator = paper.title, "Stratum"
    properties.language = paper.locale
    written = io.BytesIO()
    book.save(written)
    return steady(written.getvalue(), paper.made)


def _name(title: str, taken: set[str]) -> str:
    """A sheet's name: short, without what Excel bars, and not given yet."""
    stem = _BARRED.sub(" ", title).strip().strip("'") or "-"
    name, count = stem[:_TITLE_MOST], 1
    while name.casefold() in taken:
        count += 1
        name = f"{stem[: _TITLE_MOST - len(str(count)) - 1]} {count}"
    return name


def _front(sheet: Worksheet, paper: Paper) -> None:
    sheet.column_dimensions["A"].width, sheet.column_dimensions["B"].width = 18, _ABOUT
    _write(sheet, 1, 1, paper.title, Font(name=FONT, size=16, bold=True), wrap=False)
    _write(sheet, 2, 1, paper.trail, Font(name=FONT, size=9, color="57606A"), wrap=False)
    sheet.row_dimensions[1].height = 26
    row = 3
    for name, value in (*paper.facts, *((("", paper.mark),) if paper.mark else ())):
        _write(sheet, row, 1, name, Font(name=FONT, size=10, color="57606A"))
        _write(sheet, row, 2, value, Font(name=FONT, size=10))
        row += 1
    for text in ("", *paper.lines, *_texts(paper.sections)):
        _write(sheet, row, 2, text, Font(name=FONT, size=10))
        _high(sheet, row, [(text, _ABOUT)])
        row += 1
    for picture in paper.pictures:
        row = _picture(sheet, row + 1, picture)


def _texts(sections: Iterable[Section]) -> Iterable[str]:
    """What is said outside tables, under its heading."""
    for section in sections:
        said = [block for block in section.blocks if not isinstance(block, Table)]
        if said:
            yield from ("", section.title)
        for block in said:
            match block:
                case Paragraph(text):
                    yield text
                case Bullets(items):
                    yield from (f"• {item}" for item in items)


def _picture(sheet: Worksheet, row: int, picture: Picture) -> int:
    """The picture with its words above it, and the row below it."""
    _write(sheet, row, 2, picture.alt, Font(name=FONT, size=9, color="57606A"))
    _high(sheet, row, [(picture.alt, _ABOUT)])
    if picture.png is None:
        return row + 1
    image = Image(io.BytesIO(picture.png))
    image.width, image.height = _WIDTH_PX, round(image.height * _WIDTH_PX / image.width)
    sheet.add_image(image, f"B{row + 1}")
    return row + 2 + image.height // 20


def _table(sheet: Worksheet, table: Table) -> None:
    rows = (table.columns, *table.rows)
    widths = [min(max(breadth(row[n]) for row in rows) + 3, _WIDEST) for n in range(len(table.columns))]
    for place, row in enumerate(rows, start=1):
        for column, text in enumerate(row, start=1):
            _write(sheet, place, column, text, Font(name=FONT, size=10, bold=place == 1))
        _high(sheet, place, zip(row, widths, strict=True))
    for column, width in enumerate(widths, start=1):
        sheet.cell(1, column).fill = _SHADE
        sheet.column_dimensions[get_column_letter(column)].width = width
    sheet.freeze_panes = "A2"
    if table.rows:
        sheet.auto_filter.ref = sheet.dimensions


def _high(sheet: Worksheet, row: int, cells: Iterable[tuple[str, float]]) -> None:
    """As high as the text of its fullest cell needs."""
    most = max(lines(text, width * _FITS) for text, width in cells)
    sheet.row_dimensions[row].height = most * _LINE if most > 1 else None


def _printed(sheet: Worksheet) -> None:
    """On paper a sheet is one page wide, and lies across."""
    sheet.page_setup.orientation = "landscape"
    sheet.page_setup.fitToWidth, sheet.page_setup.fitToHeight = 1, 0
    sheet.sheet_properties.pageSetUpPr = PageSetupProperties(fitToPage=True)


def _write(sheet: Worksheet, row: int, column: int, text: str, font: Font, *, wrap: bool = True) -> None:
    cell: Any = sheet.cell(row, column)
    cell.font, cell.alignment = font, Alignment(vertical="top", wrap_text=wrap)
    if _NUMBER.fullmatch(text):
        plain = text.replace(",", "")
        cell.value = float(plain) if "." in plain else int(plain)
        cell.number_format = "#,##0.##" if "." in plain else "#,##0"
        cell.alignment = Alignment(vertical="top", horizontal="right", indent=1)
    elif text:
        cell.value = text
        cell.data_type = "s"
        cell.quotePrefix = text.startswith(FORMULA)
