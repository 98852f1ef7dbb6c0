"""A workbook that is filled: placeholders in cells and text boxes, defined names, rows of lists, the chart.

It is changed part by part, not read and written anew: formats, formulas, charts, pictures and pivots stay as they are.
"""

import re
from collections.abc import Iterator
from typing import Any

from adapters.documents.templates.drawings import moved_drawing, picture_at
from adapters.documents.templates.package import Package
from adapters.documents.templates.references import Insertion
from adapters.documents.templates.runs import fill_all, paragraphs, text_of
from adapters.documents.templates.sheet import S, Sheet, names_of
from adapters.documents.templates.styles import Styles
from bot.documents.filling import CHART, PLACE, Filling, Survey, resolved

_BOOK = "xl/workbook.xml"
_STRINGS = "xl/sharedStrings.xml"
_CHAIN = "xl/calcChain.xml"
_ID = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}id"
_ROW = re.compile(rb"(<x:Row>)(\d+)(</x:Row>)")
_C = "{http://schemas.openxmlformats.org/drawingml/2006/chart}"


class _Book:
    """`bot.documents.filling.Filler` of workbooks."""

    def survey(self, data: bytes) -> Survey:
        """Raises ValueError."""
        package, found = _opened(data), Survey()
        for name in names_of(package.xml(_BOOK)):
            found.name(name)
        if not any(b"{{" in part for part in package.parts.values()):
            return found
        for sheet in _sheets(package):
            for text in sheet.texts():
                found.read(text)
        for part in package.named("xl/drawings/"):
            for paragraph in paragraphs(package.xml(part)):
                found.read(text_of(paragraph))
        return found

    def fill(self, data: bytes, filling: Filling) -> bytes:
        package = _opened(data)
        sheets = _sheets(package)
        charts = list(_chart_cells(sheets))
        for sheet in sheets:
            sheet.unshared()
        for sheet in sheets:
            for at, of in sheet.listed():
                extra = max(filling.count(of), 1) - 1
                _inserted(package, sheets, Insertion(sheet.name, at, extra))
                for record, row in enumerate(sheet.repeat(at, extra + 1)):
                    sheet.fill(row, filling, record)
        _named(package, sheets, filling)
        for sheet in sheets:
            for row in sheet.rows():
                sheet.fill(row, filling)
            sheet.forget_results()
            package.put(sheet.part, sheet.root)
        for part in package.named("xl/drawings/"):
            root = package.xml(part)
            fill_all(root, filling)
            package.put(part, root)
        for sheet, cell in charts:
            picture_at(package, sheet.part, cell.get("r"), filling)
        if sheets:
            sheets[0].styles.save()
        _recalculated(package)
        return package.packed()


def _opened(data: bytes) -> Package:
    """Raises ValueError."""
    package = Package(data)
    if _BOOK not in package.parts or any(name.endswith("vbaProject.bin") for name in package.parts):
        raise ValueError(f"no {_BOOK}, or with macros")
    return package


def _sheets(package: Package) -> list[Sheet]:
    strings = _strings(package)
    related, styles = package.related(_BOOK), Styles(package)
    found: list[Sheet] = []
    for one in package.xml(_BOOK).iterfind(f"{S}sheets/{S}sheet"):
        kind, part = related.get(one.get(_ID), ("", ""))
        if kind.endswith("/worksheet") and part in package.parts:
            found.append(Sheet(one.get("name"), part, package.xml(part), strings, styles))
    return found


def _strings(package: Package) -> list[str]:
    if _STRINGS not in package.parts:
        return []
    items: Any = package.xml(_STRINGS).iterfind(f"{S}si")
    phonetic = f"{S}rPh"
    return [
        "".join(t.text or "" for t in item.iter(f"{S}t") if t.getparent().tag != phonetic) for item in items
    ]


def _chart_cells(sheets: list[Sheet]) -> Iterator[tuple[Sheet, Any]]:
    """The cells that the chart is named in; they move with their rows."""
    for sheet in sheets:
        for cell in sheet.root.iterfind(f"{S}sheetData/{S}row/{S}c"):
            found = [resolved(one) for one in PLACE.findall(sheet.text(cell))]
            if any(one is not None and one.name == CHART and not one.of for one in found):
                yield sheet, cell


def _named(package: Package, sheets: list[Sheet], filling: Filling) -> None:
    """Cells that a defined name makes a placeholder."""
    by_name = {sheet.name.casefold(): sheet for sheet in sheets}
    for name, (where, ref) in names_of(package.xml(_BOOK)).items():
        named, sheet = resolved(name), by_name.get(where.casefold())
        if named and not named.of and named.name != CHART and sheet:
            sheet.put(sheet.cell(ref), filling.value(named))


def _inserted(package: Package, sheets: list[Sheet], by: Insertion) -> None:
    """Makes room for rows, everywhere that names cells of the sheet."""
    if not by.count:
        return
    for sheet in sheets:
        sheet.moved(by)
    book = package.xml(_BOOK)
    for one in book.iterfind(f"{S}definedNames/{S}definedName"):
        one.text = by.formula(one.text or "", "")
    package.put(_BOOK, book)
    for part in package.named("xl/charts/"):
        root = package.xml(part)
        for one in root.iter(f"{_C}f"):
            one.text = by.formula(one.text or "", "", spread=True)
        package.put(part, root)
    _related(package, next(one.part for one in sheets if one.name == by.sheet), by)
    for part in package.named("xl/pivotCache/pivotCacheDefinition"):
        root = package.xml(part)
        for one in root.iter(f"{S}worksheetSource"):
            if one.get("sheet") == by.sheet and one.get("ref"):
                one.set("ref", by.reference(one.get("ref")))
        package.put(part, root)


def _related(package: Package, part: str, by: Insertion) -> None:
    """Drawings, tables and comments of the sheet itself."""
    for kind, target in package.related(part).values():
        if target in package.parts and target.endswith(".vml"):
            package.parts[target] = _ROW.sub(lambda found: _vml(found, by), package.parts[target])
        if target not in package.parts or not target.endswith(".xml"):
            continue
        root = package.xml(target)
        if kind.endswith("/drawing"):
            moved_drawing(root, by)
        elif kind.endswith(("/table", "/comments")):
            for one in root.iter():
                if isinstance(one.tag, str) and one.get("ref"):
                    one.set("ref", by.reference(one.get("ref")))
        package.put(target, root)


def _vml(found: re.Match[bytes], by: Insertion) -> bytes:
    """The row, counted from 0, of the cell that a note belongs to."""
    return b"%s%d%s" % (found[1], by.single(int(found[2]) + 1) - 1, found[3])


def _recalculated(package: Package) -> None:
    """Formulas are computed when the file is opened, and charts drawn from the cells as they are then."""
    package.drop(_CHAIN)
    book = package.xml(_BOOK)
    told = book.find(f"{S}calcPr")
    if told is None:
        told = book.makeelement(f"{S}calcPr")
        before = [
            one
            for name in ("definedNames", "externalReferences", "sheets")
            for one in book.findall(f"{S}{name}")
        ]
        before[0].addnext(told)
    told.set("fullCalcOnLoad", "1")
    package.put(_BOOK, book)
    for part in package.named("xl/charts/"):
        root = package.xml(part)
        for name in ("numCache", "strCache"):
            for one in list(root.iter(f"{_C}{name}")):
                one.getparent().remove(one)
        package.put(part, root)


FILLER = _Book()
