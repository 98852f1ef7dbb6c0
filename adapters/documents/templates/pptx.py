"""Slides that are filled: text frames, tables, notes, and a shape whose place the chart takes."""

import io
from collections.abc import Iterator
from copy import deepcopy
from typing import Any

from PIL import Image
from pptx import Presentation
from pptx.exc import PackageNotFoundError
from pptx.util import Emu

from adapters.documents.templates.package import Package
from adapters.documents.templates.runs import A, fill_all, paragraphs, text_of
from bot.documents.filling import CHART, PLACE, Filling, Survey, lists_in, resolved

_MAIN = "ppt/presentation.xml"


class _Slides:
    """`bot.documents.filling.Filler` of slides."""

    def survey(self, data: bytes) -> Survey:
        """Raises ValueError."""
        found = Survey()
        for root in _roots(_opened(data)):
            for paragraph in paragraphs(root):
                found.read(text_of(paragraph))
            for one in root.iter("{*}cNvPr"):
                found.read(f"{one.get('name', '')} {one.get('descr', '')}")
        return found

    def fill(self, data: bytes, filling: Filling) -> bytes:
        slides = _opened(data)
        for slide in slides.slides:
            for shape in [one for one in slide.shapes if _is_chart(one)]:
                _picture(slide, shape, filling)
        for root in _roots(slides):
            for row in [one for one in root.iter(f"{A}tr") if lists_in(_texts(one))]:
                _repeat(row, filling)
            fill_all(root, filling)
        made = io.BytesIO()
        slides.save(made)
        return made.getvalue()


def _opened(data: bytes) -> Any:
    """Raises ValueError."""
    package = Package(data)
    if _MAIN not in package.parts or any(name.endswith("vbaProject.bin") for name in package.parts):
        raise ValueError(f"no {_MAIN}, or with macros")
    try:
        return Presentation(io.BytesIO(data))
    except (PackageNotFoundError, KeyError, AttributeError) as error:
        raise ValueError(str(error)) from error


def _roots(slides: Any) -> Iterator[Any]:
    """Of each slide what stands on it, and its notes."""
    for slide in slides.slides:
        yield slide.shapes._spTree  # noqa: SLF001 - python-pptx shows no tree
        if slide.has_notes_slide:
            yield slide.notes_slide.shapes._spTree  # noqa: SLF001 - python-pptx shows no tree


def _texts(element: Any) -> list[str]:
    return [text_of(one) for one in paragraphs(element)]


def _is_chart(shape: Any) -> bool:
    """Whether a shape says, in its text, its name or its alternative text, that the chart stands there."""
    told = shape._element.xpath(".//p:cNvPr")  # noqa: SLF001 - python-pptx shows no alternative text
    said = [f"{told[0].get('name', '')} {told[0].get('descr', '')}" if told else ""]
    said += [shape.text_frame.text] if shape.has_text_frame else []
    found = [resolved(one) for text in said for one in PLACE.findall(text)]
    return any(one is not None and one.name == CHART and not one.of for one in found)


def _picture(slide: Any, shape: Any, filling: Filling) -> None:
    """The chart, as large as it fits into the shape's place; without one the shape stays, and its name goes."""
    if filling.picture is None:
        return
    with Image.open(io.BytesIO(filling.picture)) as image:
        wide, high = image.size
    scale = min(shape.width / wide, shape.height / high)
    width, height = Emu(int(wide * scale)), Emu(int(high * scale))
    left, top = shape.left + (shape.width - width) // 2, shape.top + (shape.height - height) // 2
    made = slide.shapes.add_picture(io.BytesIO(filling.picture), left, top, width, height)
    made._element.nvPicPr.cNvPr.set("descr", filling.alt)  # noqa: SLF001 - python-pptx has no alt text
    shape._element.addprevious(made._element)  # noqa: SLF001 - in front of and behind the same shapes
    shape._element.getparent().remove(shape._element)  # noqa: SLF001


def _repeat(row: Any, filling: Filling) -> None:
    """A table's row for each record of the list that it names."""
    copies = [row, *(deepcopy(row) for _ in range(filling.count(lists_in(_texts(row))) - 1))]
    for place, copy in enumerate(copies[1:], start=1):
        for own in copy.findall(f"{A}extLst"):
            copy.remove(own)
        copies[place - 1].addnext(copy)
    for place, copy in enumerate(copies):
        fill_all(copy, filling, place)


FILLER = _Slides()
