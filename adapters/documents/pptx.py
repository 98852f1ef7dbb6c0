"""A paper as slides: what it says, its pictures, then its tables, as many rows on a slide as it holds."""

import io
from collections.abc import Sequence
from typing import Any

from PIL import Image
from pptx import Presentation
from pptx.dml.color import RGBColor
from pptx.presentation import Presentation as Slides
from pptx.util import Emu, Inches, Pt

from adapters.documents.columns import lines, shares
from adapters.documents.packing import FONT, steady
from agents.types import Block, Bullets, Paragraph, Section, Table
from bot.documents.paper import Paper, Picture
from config.wording import words

_WIDTH, _HEIGHT, _SIDE = Inches(13.333), Inches(7.5), Inches(0.6)
_ROOM = _WIDTH - 2 * _SIDE
_TOP, _DEEP = Inches(1.25), Inches(5.5)
_INK, _MUTED, _ACCENT, _SHADE = (
    RGBColor(0x1F, 0x23, 0x28), RGBColor(0x57, 0x60, 0x6A), RGBColor(0x00, 0x50, 0x7D), RGBColor(0xF3, 0xF6, 0xF8)
)  # fmt: skip
_TITLE_ONLY = 5
_CELL, _SAID = 11, 14
_LINE, _PAD = 0.19, 0.12
"""Inches that a line of a cell takes, and that a row has around it."""
_PER_INCH = 13.0
"""Cells of width in an inch at the size of a table."""
_CELLS = _ROOM / Inches(1) * _PER_INCH
"""Cells of text that a slide is wide in a table."""
_SAID_CELLS, _SAID_LINE = 112.0, 0.33
"""Cells and inches of a line of plain text."""
_HEAD, _BELOW, _BESIDE = 0.5, 0.25, 0.06
"""Inches of a heading within a slide, below a table, and beside the text of a cell."""


def bind(paper: Paper) -> bytes:
    """The file; the same paper gives the same bytes."""
    slides: Slides = Presentation()
    slides.slide_width, slides.slide_height = _WIDTH, _HEIGHT
    _front(slides, paper)
    for picture in paper.pictures:
        _picture(slides, paper, picture)
    flow = _Flow(slides, paper)
    for section in paper.sections:
        flow.section(section)
    properties = slides.core_properties
    properties.title, properties.author, properties.last_modified_by = paper.title, "Stratum", "Stratum"
    properties.language = paper.locale
    written = io.BytesIO()
    slides.save(written)
    return steady(written.getvalue(), paper.made)


def _slide(slides: Slides, paper: Paper, title: str) -> Any:
    """A slide with its title, and with where it belongs at its foot."""
    slide: Any = slides.slides.add_slide(slides.slide_layouts[_TITLE_ONLY])
    head = slide.shapes.title
    head.left, head.top, head.width, head.height = _SIDE, Inches(0.35), _ROOM, Inches(0.8)
    _say(head.text_frame, [title], 24, _ACCENT, bold=True)
    foot = slide.shapes.add_textbox(_SIDE, Inches(6.95), _ROOM, Inches(0.35)).text_frame
    _say(foot, [" · ".join(part for part in (paper.trail, paper.mark) if part)], 9, _MUTED)
    return slide


def _say(frame: Any, texts: Sequence[str], size: float, colour: RGBColor, *, bold: bool = False) -> None:
    frame.word_wrap = True
    for place, text in enumerate(texts):
        words_ = frame.paragraphs[0] if place == 0 else frame.add_paragraph()
        words_.alignment = 1
        words_.space_after = Pt(size / 3)
        run = words_.add_run()
        run.text = text
        run.font.size, run.font.bold, run.font.color.rgb = Pt(size), bold, colour
        _face(run)


def _face(run: Any) -> None:
    """Latin and Hangul in the same face."""
    run.font.name = FONT
    marks = run._r.get_or_add_rPr()  # noqa: SLF001 - python-pptx names the Latin face alone
    for script in ("ea", "cs"):
        face = marks.makeelement(
            f"{{http://schemas.openxmlformats.org/drawingml/2006/main}}{script}", {"typeface": FONT}
        )
        marks.append(face)


def _front(slides: Slides, paper: Paper) -> None:
    slide = _slide(slides, paper, paper.title)
    facts = slide.shapes.add_textbox(_SIDE, _TOP, _ROOM, Inches(1.4)).text_frame
    _say(facts, [" · ".join(f"{name} {value}" for name, value in paper.facts)], 12, _MUTED)
    said = slide.shapes.add_textbox(_SIDE, _TOP + Inches(1.1), _ROOM, _DEEP - Inches(1.1)).text_frame
    _say(said, paper.lines, 20, _INK)


def _picture(slides: Slides, paper: Paper, picture: Picture) -> None:
    slide = _slide(slides, paper, words("documents")("picture", paper.locale))
    if picture.png is None:
        _say(slide.shapes.add_textbox(_SIDE, _TOP, _ROOM, _DEEP).text_frame, [picture.alt], _SAID, _INK)
        return
    with Image.open(io.BytesIO(picture.png)) as image:
        wide, high = image.size
    scale = min(_ROOM / wide, _DEEP / high)
    width, height = Emu(int(wide * scale)), Emu(int(high * scale))
    shape = slide.shapes.add_picture(io.BytesIO(picture.png), (_WIDTH - width) // 2, _TOP, width, height)
    shape._element.nvPicPr.cNvPr.set("descr", picture.alt)  # noqa: SLF001 - python-pptx has no alt text


class _Flow:
    """Sections one below the other, as many on a slide as it holds; what runs over goes on on the next one."""

    def __init__(self, slides: Slides, paper: Paper) -> None:
        self._slides: Slides = slides
        self._paper: Paper = paper
        self._slide: Any = None
        self._title: str = ""
        self._left: float = 0.0
        """Inches that are left on the slide."""

    def section(self, section: Section) -> None:
        self._head(section)
        for block in section.blocks:
            match block:
                case Paragraph(text):
                    self._texts([text])
                case Bullets(items):
                    self._texts([f"• {item}" for item in items])
                case Table() if block.columns:
                    self._table(block)
                case Table():
                    pass

    def _head(self, section: Section) -> None:
        """On a new slide as its title, unless there is room for the whole section below what is there."""
        self._title = section.title
        need = _HEAD + sum(_needs(block) for block in section.blocks)
        if need > self._left:
            self._turn(section.title)
        else:
            self._box([section.title], 15, _ACCENT, _HEAD, bold=True)

    def _turn(self, title: str) -> None:
        self._slide, self._left = _slide(self._slides, self._paper, title), _DEEP / Inches(1)

    def _more(self) -> None:
        self._turn(f"{self._title} ({words('documents')('more', self._paper.locale)})")

    @property
    def _y(self) -> int:
        return int(_TOP + _DEEP - Inches(self._left))

    def _box(
        self, texts: Sequence[str], size: float, colour: RGBColor, high: float, *, bold: bool = False
    ) -> None:
        frame = self._slide.shapes.add_textbox(_SIDE, self._y, _ROOM, Inches(high)).text_frame
        _say(frame, texts, size, colour, bold=bold)
        self._left -= high

    def _texts(self, texts: Sequence[str]) -> None:
        page: list[str] = []
        for text in texts:
            if _high([*page, text]) > self._left and (page or self._left < _DEEP / Inches(1)):
                self._said(page)
                page = []
                self._more()
            page.append(text)
        self._said(page)

    def _said(self, page: Sequence[str]) -> None:
        if page:
            self._box(page, _SAID, _INK, _high(page))

    def _table(self, table: Table) -> None:
        rows: list[tuple[str, ...]] = []
        used = _tall(table, table.columns)
        for row in table.rows:
            need = _tall(table, row)
            if used + need > self._left and (rows or self._left < _DEEP / Inches(1)):
                self._rows(table, rows)
                self._more()
                rows, used = [], _tall(table, table.columns)
            rows.append(row)
            used += need
        self._rows(table, rows)

    def _rows(self, table: Table, rows: Sequence[tuple[str, ...]]) -> None:
        if rows:
            part = Table(table.columns, tuple(rows))
            _table(self._slide, part, self._y, shares(table, _CELLS))
            self._left -= _needs(part)


def _needs(block: Block) -> float:
    """Inches that a block takes."""
    match block:
        case Paragraph(text):
            return _high([text])
        case Bullets(items):
            return _high(items)
        case Table(columns, rows):
            return sum(_tall(block, row) for row in (columns, *rows)) + _BELOW


def _high(texts: Sequence[str]) -> float:
    return sum(lines(text, _SAID_CELLS) for text in texts) * _SAID_LINE + _PAD


def _tall(table: Table, row: Sequence[str]) -> float:
    """How high a row will be, in inches."""
    rooms = [share * _ROOM / Inches(1) * _PER_INCH - 2 for share in shares(table, _CELLS)]
    return max(lines(cell, room) for cell, room in zip(row, rooms, strict=True)) * _LINE + _PAD


def _table(slide: Any, table: Table, y: int, widths: Sequence[float]) -> None:
    count = len(table.rows) + 1
    frame = slide.shapes.add_table(count, len(table.columns), _SIDE, y, _ROOM, Inches(0.3 * count))
    grid = frame.table
    for column, share in zip(grid.columns, widths, strict=True):
        column.width = Emu(int(_ROOM * share))
    for place, row in enumerate((table.columns, *table.rows)):
        grid.rows[place].height = Inches(_tall(table, row))
        for cell, text in zip(grid.rows[place].cells, row, strict=True):
            _say(cell.text_frame, [text], _CELL, _INK, bold=place == 0)
            cell.margin_top = cell.margin_bottom = Inches(_PAD / 3)
            cell.margin_left = cell.margin_right = Inches(_BESIDE)
            cell.fill.solid()
            cell.fill.fore_color.rgb = _SHADE if place == 0 else RGBColor(0xFF, 0xFF, 0xFF)
