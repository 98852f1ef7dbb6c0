"""A paper as a Word file."""

import io
from collections.abc import Iterable
from typing import Any

from docx import Document
from docx.document import Document as Word
from docx.enum.section import WD_ORIENT
from docx.enum.table import WD_TABLE_ALIGNMENT
from docx.oxml.ns import qn
from docx.shared import Emu, Mm, Pt, RGBColor
from docx.table import Table as Grid
from docx.text.paragraph import Paragraph as Words
from docx.text.run import Run

from adapters.documents.columns import lies_across, shares
from adapters.documents.packing import FONT, steady
from agents.types import Block, Bullets, Paragraph, Table
from bot.documents.paper import Paper, Picture

_CELL = 66_000
"""EMU that a cell of text is wide in a table."""
_MOST_ACROSS, _MOST_UPRIGHT = 0.58, 0.75
"""How much of a page's height a picture takes at most."""
_MUTED, _ACCENT, _SHADE = RGBColor(0x57, 0x60, 0x6A), RGBColor(0x00, 0x50, 0x7D), "F3F6F8"
_RULE = "D0D7DE"
_LANGUAGES = {"ko": "ko-KR", "en": "en-GB"}
_STYLES = {
    "Normal": 10.0,
    "Title": 20.0,
    "Heading 1": 13.0,
    "List Bullet": 10.0,
    "Header": 8.0,
    "Footer": 8.0,
}


def bind(paper: Paper) -> bytes:
    """The file; the same paper gives the same bytes."""
    word = Document()
    _dress(word, paper)
    _page(word, paper)
    word.add_paragraph(paper.title, style="Title")
    _facts(word, paper)
    for line in paper.lines:
        word.add_paragraph(line).paragraph_format.space_after = Pt(6)
    for picture in paper.pictures:
        _picture(word, picture)
    for section in paper.sections:
        word.add_heading(section.title, 1)
        for block in section.blocks:
            _block(word, block)
    written = io.BytesIO()
    word.save(written)
    return steady(written.getvalue(), paper.made)


def _dress(word: Word, paper: Paper) -> None:
    """One face for Latin and Hangul in every style, the language, and the properties of the file."""
    for name, size in _STYLES.items():
        style: Any = word.styles[name]
        style.font.name, style.font.size, style.font.italic = FONT, Pt(size), False
        style.font.color.rgb = _ACCENT if name == "Heading 1" else None
        style.font.bold = name in {"Title", "Heading 1"}
        _named(style.element.get_or_add_rPr())
    normal: Any = word.styles["Normal"].element
    for script in ("autoSpaceDE", "autoSpaceDN"):
        _mark(normal.get_or_add_pPr(), script, val="0")
    properties = word.core_properties
    properties.title, properties.author, properties.comments = paper.title, "Stratum", ""
    properties.language = _LANGUAGES[paper.locale]
    properties.last_modified_by = "Stratum"


def _named(marks: Any) -> None:
    """The face for every script; Latin words are not Korean ones, or they would be broken anywhere."""
    fonts = marks.get_or_add_rFonts()
    for theme in ("asciiTheme", "hAnsiTheme", "eastAsiaTheme", "cstheme"):
        fonts.attrib.pop(qn(f"w:{theme}"), None)
    for script in ("ascii", "hAnsi", "eastAsia", "cs"):
        fonts.set(qn(f"w:{script}"), FONT)
    _mark(marks, "lang", val="en-GB", eastAsia="ko-KR")


def _mark(owner: Any, name: str, text: str = "", **values: str) -> Any:
    """Adds an element of Word's to one of python-docx's, and gives it."""
    marked = owner.makeelement(qn(f"w:{name}"), {qn(f"w:{key}"): value for key, value in values.items()})
    marked.text = text or None
    owner.append(marked)
    return marked


def _page(word: Word, paper: Paper) -> None:
    page = word.sections[0]
    across = lies_across(paper)
    page.orientation = WD_ORIENT.LANDSCAPE if across else WD_ORIENT.PORTRAIT
    page.page_width, page.page_height = (Mm(297), Mm(210)) if across else (Mm(210), Mm(297))
    page.left_margin = page.right_margin = page.top_margin = page.bottom_margin = Mm(20)
    above, below = page.header.paragraphs[0], page.footer.paragraphs[0]
    above.text = f"{paper.trail} · {paper.mark}" if paper.mark else paper.trail
    _page_number(below.add_run())
    for run in (*above.runs, *below.runs):
        run.font.color.rgb = _MUTED


def _page_number(run: Run) -> None:
    marks: Any = run._r  # noqa: SLF001 - python-docx has no fields  # pyright: ignore[reportPrivateUsage]
    _mark(marks, "fldChar", fldCharType="begin")
    _mark(marks, "instrText", "PAGE")
    _mark(marks, "fldChar", fldCharType="end")


def _facts(word: Word, paper: Paper) -> None:
    """Two facts to a line, in a table without lines."""
    if not paper.facts:
        return
    grid = word.add_table(rows=(len(paper.facts) + 1) // 2, cols=4)
    grid.autofit = False
    for place, fact in enumerate(paper.facts):
        for side, text in enumerate(fact):
            cell = grid.cell(place // 2, 2 * (place % 2) + side)
            run = cell.paragraphs[0].add_run(text)
            cell.paragraphs[0].paragraph_format.space_after = Pt(1)
            run.font.size, run.font.color.rgb = Pt(9), None if side else _MUTED
    _spread(grid, [_room(word)[0] * part for part in (0.13, 0.37, 0.13, 0.37)])
    word.add_paragraph().paragraph_format.space_after = Pt(2)


def _picture(word: Word, picture: Picture) -> None:
    if picture.png is None:
        word.add_paragraph().add_run(picture.alt).italic = True
        return
    room, high = _room(word)
    shape: Any = word.add_picture(io.BytesIO(picture.png), width=Emu(room))
    most = int(high * (_MOST_ACROSS if room > high else _MOST_UPRIGHT))
    if shape.height > most:
        shape.width, shape.height = Emu(shape.width * most // shape.height), Emu(most)
    shape._inline.docPr.set("descr", picture.alt)  # noqa: SLF001 - python-docx has no alt text


def _room(word: Word) -> tuple[int, int]:
    """Width and height between the margins."""
    page = word.sections[0]
    sides = (
        page.page_width,
        page.left_margin,
        page.right_margin,
        page.page_height,
        page.top_margin,
        page.bottom_margin,
    )
    width, left, right, height, top, bottom = (int(side or 0) for side in sides)
    return width - left - right, height - top - bottom


def _block(word: Word, block: Block) -> None:
    match block:
        case Paragraph(text):
            word.add_paragraph(text)
        case Bullets(items):
            for item in items:
                word.add_paragraph(item, style="List Bullet")
        case Table() if block.columns:
            _table(word, block)
        case Table():
            pass


def _table(word: Word, block: Table) -> None:
    grid = word.add_table(rows=1, cols=len(block.columns), style="Table Grid")
    grid.alignment = WD_TABLE_ALIGNMENT.LEFT
    grid.autofit = False
    _row(grid, 0, block.columns, bold=True)
    for place, row in enumerate(block.rows, start=1):
        grid.add_row()
        _row(grid, place, row, bold=False)
    _ruled(grid)
    _repeat(grid)
    width = _room(word)[0]
    _spread(grid, [width * share for share in shares(block, width / _CELL)])
    word.add_paragraph().paragraph_format.space_after = Pt(2)


def _spread(grid: Grid, widths: Iterable[float]) -> None:
    for column, width in zip(grid.columns, widths, strict=True):
        column.width = Emu(int(width))
        for cell in column.cells:
            cell.width = Emu(int(width))


def _ruled(grid: Grid) -> None:
    """Thin lines between rows, and none between columns."""
    table: Any = grid._tbl  # noqa: SLF001  # pyright: ignore[reportPrivateUsage]
    lines = _mark(table.tblPr, "tblBorders")
    for side in ("top", "left", "bottom", "right", "insideH", "insideV"):
        drawn = side in {"bottom", "insideH"}
        _mark(lines, side, val="single" if drawn else "nil", sz="4", space="0", color=_RULE)


def _row(grid: Grid, place: int, texts: Iterable[str], *, bold: bool) -> None:
    for cell, text in zip(grid.rows[place].cells, texts, strict=True):
        words: Words = cell.paragraphs[0]
        words.paragraph_format.space_after = Pt(1)
        run = words.add_run(text)
        run.font.size, run.bold = Pt(8.5), bold
        if bold:
            marks: Any = cell._tc.get_or_add_tcPr()  # noqa: SLF001  # pyright: ignore[reportPrivateUsage]
            _mark(marks, "shd", val="clear", color="auto", fill=_SHADE)


def _repeat(grid: Grid) -> None:
    """The head of a table stands on every page that it runs over, and no row is torn apart."""
    for place, row in enumerate(grid.rows):
        marks: Any = row._tr.get_or_add_trPr()  # noqa: SLF001  # pyright: ignore[reportPrivateUsage]
        _mark(marks, "cantSplit")
        if place == 0:
            _mark(marks, "tblHeader")
