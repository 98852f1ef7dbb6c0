"""One sheet of a workbook as XML: its cells' texts, values put into them, and rows that are repeated."""

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from copy import deepcopy
from dataclasses import dataclass
from typing import Any

from openpyxl.formula.translate import Translator
from openpyxl.utils import column_index_from_string

from adapters.documents.templates.references import Insertion
from adapters.documents.templates.styles import Styles
from agents.kit.reporting.fields import Value
from bot.documents.filling import PLACE, Filling, filled, lists_in, resolved
from bot.documents.writing import FORMULA

S = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"
_CELL = re.compile(r"([A-Z]+)(\d+)")
_XM = "{http://schemas.microsoft.com/office/excel/2006/main}"
_ONE_REF = ("mergeCell", "hyperlink", "autoFilter", "dimension", "tablePart")
_MANY_REFS = ("conditionalFormatting", "dataValidation", "ignoredError", "protectedRange", "selection")
_FORMULAS = ("f", "formula", "formula1", "formula2")


@dataclass(slots=True)
class Sheet:
    """A worksheet's part."""

    name: str
    part: str
    root: Any
    strings: Sequence[str]
    styles: Styles

    def rows(self) -> list[Any]:
        return self.root.findall(f"{S}sheetData/{S}row")

    def cell(self, ref: str) -> Any:
        """The cell, made in its place where nothing stands in it yet."""
        found = _CELL.fullmatch(ref)
        if found is None:
            raise ValueError(ref)
        row = self._placed(self.root.find(f"{S}sheetData"), "row", found[2], lambda one: int(one))
        return self._placed(row, "c", ref, lambda one: column_index_from_string(one.rstrip("0123456789")))

    def _placed(self, parent: Any, name: str, ref: str, order: Callable[[str], int]) -> Any:
        """The child of this reference, in the order of those beside it."""
        children = parent.findall(f"{S}{name}")
        same = next((one for one in children if one.get("r") == ref), None)
        if same is not None:
            return same
        made = _element(parent, name)
        made.set("r", ref)
        behind = next((one for one in children if order(one.get("r")) > order(ref)), None)
        if behind is None:
            parent.append(made)
        else:
            behind.addprevious(made)
        return made

    def text(self, cell: Any) -> str:
        """What somebody wrote into a cell; "" of numbers and of formulas."""
        if cell.find(f"{S}f") is not None:
            return ""
        if cell.get("t") == "s":
            at = cell.findtext(f"{S}v") or ""
            return self.strings[int(at)] if at.isdigit() and int(at) < len(self.strings) else ""
        return "".join(one.text or "" for one in cell.iterfind(f"{S}is//{S}t"))

    def texts(self) -> Iterator[str]:
        for row in self.rows():
            yield from (self.text(cell) for cell in row.iterfind(f"{S}c"))

    def put(self, cell: Any, value: Value) -> None:
        """A number as one, in the cell's own format or, where that is general, in one that fits; else words.

        What begins as a formula does stays a text.
        """
        for part in list(cell):
            cell.remove(part)
        cell.attrib.pop("t", None)
        if value.number is not None:
            cell.set("s", str(self.styles.fitting(int(cell.get("s", "0")), value.kind, value.number)))
            cell.append(_element(cell, "v", repr(value.number)))
            return
        if value.text.startswith(FORMULA):
            cell.set("s", str(self.styles.quoted(int(cell.get("s", "0")))))
        cell.set("t", "inlineStr")
        inline = _element(cell, "is")
        words = _element(cell, "t", value.text)
        words.set("{http://www.w3.org/XML/1998/namespace}space", "preserve")
        inline.append(words)
        cell.append(inline)

    def fill(self, row: Any, filling: Filling, record: int | None = None) -> None:
        for cell in row.findall(f"{S}c"):
            text = self.text(cell)
            if not PLACE.search(text):
                continue
            whole = PLACE.fullmatch(text.strip())
            named = resolved(whole[1]) if whole else None
            self.put(cell, filling.value(named, record) if named else Value(filled(text, filling, record)))

    def listed(self) -> list[tuple[int, str]]:
        """The rows that name a list, the lowest first, with the list."""
        told = [
            (int(row.get("r")), lists_in(self.text(one) for one in row.iterfind(f"{S}c")))
            for row in self.rows()
        ]
        return sorted(((row, of) for row, of in told if of), reverse=True)

    def repeat(self, at: int, count: int) -> list[Any]:
        """A row so many times, each below the other; what lies below has been moved by `moved` already."""
        row = next(one for one in self.rows() if int(one.get("r")) == at)
        copies = [row, *(deepcopy(row) for _ in range(count - 1))]
        for place, copy in enumerate(copies[1:], start=1):
            self._renumber(copy, at + place)
            copies[place - 1].addnext(copy)
        self._merge(at, count)
        return copies

    def _renumber(self, row: Any, to: int) -> None:
        row.set("r", str(to))
        for cell in row.findall(f"{S}c"):
            old = cell.get("r")
            new = _CELL.sub(lambda found: f"{found[1]}{to}", old)
            cell.set("r", new)
            formula = cell.find(f"{S}f")
            if formula is not None and formula.text:
                formula.text = _translated(formula.text, old, new)

    def _merge(self, at: int, count: int) -> None:
        """What is merged within the row is merged within each of its copies."""
        for one in self.root.findall(f"{S}mergeCells/{S}mergeCell"):
            rows = {int(found[2]) for found in _CELL.finditer(one.get("ref"))}
            if rows == {at}:
                for place in range(1, count):
                    copy = deepcopy(one)
                    copy.set("ref", _CELL.sub(lambda found, to=at + place: f"{found[1]}{to}", one.get("ref")))
                    one.addnext(copy)

    def unshared(self) -> None:
        """Formulas that share one text get their own."""
        masters: dict[str, tuple[str, str]] = {}
        for cell in self.root.iterfind(f"{S}sheetData/{S}row/{S}c"):
            formula = cell.find(f"{S}f")
            if formula is None or formula.get("t") != "shared":
                continue
            number = formula.get("si", "")
            if formula.text:
                masters[number] = (formula.text, cell.get("r"))
            elif number in masters:
                text, origin = masters[number]
                formula.text = _translated(text, origin, cell.get("r"))
            for name in ("t", "si", "ref"):
                formula.attrib.pop(name, None)

    def moved(self, by: Insertion) -> None:
        """References after rows were put in, here or on another sheet; rows and cells of this one."""
        if by.sheet == self.name:
            self._move_rows(by)
        for one in self.root.iter():
            tag = one.tag.rpartition("}")[2] if isinstance(one.tag, str) else ""
            if by.sheet == self.name:
                self._move_own(one, tag, by)
            if one.text and (tag in _FORMULAS) and (one.tag.startswith((S, _XM))):
                one.text = by.formula(one.text, self.name)

    def _move_rows(self, by: Insertion) -> None:
        for row in self.rows():
            at = int(row.get("r"))
            if by.single(at) != at:
                row.set("r", str(by.single(at)))
                for cell in row.findall(f"{S}c"):
                    cell.set("r", by.reference(cell.get("r")))

    def _move_own(self, one: Any, tag: str, by: Insertion) -> None:
        if tag == "mergeCell" and {int(found[2]) for found in _CELL.finditer(one.get("ref"))} == {by.row}:
            return
        if tag in _ONE_REF and one.get("ref"):
            one.set("ref", by.reference(one.get("ref")))
        elif tag in _MANY_REFS and one.get("sqref"):
            one.set("sqref", by.references(one.get("sqref")))
        elif tag == "sqref" and one.text:
            one.text = by.references(one.text)
        elif tag == "f" and one.get("ref"):
            one.set("ref", by.reference(one.get("ref")))
        elif tag == "brk" and one.getparent().tag == f"{S}rowBreaks":
            one.set("id", str(by.single(int(one.get("id")))))

    def forget_results(self) -> None:
        """What formulas came to before: they are computed anew when the file is opened."""
        for cell in self.root.iterfind(f"{S}sheetData/{S}row/{S}c"):
            held = cell.find(f"{S}v")
            if cell.find(f"{S}f") is not None and held is not None:
                cell.remove(held)
                if cell.get("t") in ("s", "str", "e", "b"):
                    cell.attrib.pop("t")


def _translated(text: str, origin: str, to: str) -> str:
    """A formula as it reads when it is copied from one cell to another."""
    translator: Any = Translator(f"={text}", origin=origin)
    return translator.translate_formula(to)[1:]


def _element(near: Any, name: str, text: str | None = None) -> Any:
    made = near.makeelement(f"{S}{name}")
    made.text = text
    return made


def names_of(workbook: Any) -> Mapping[str, tuple[str, str]]:
    """Defined names of single cells -> sheet and cell."""
    found: dict[str, tuple[str, str]] = {}
    for one in workbook.iterfind(f"{S}definedNames/{S}definedName"):
        sheet, mark, cell = (one.text or "").rpartition("!")
        plain = cell.replace("$", "")
        if mark and _CELL.fullmatch(plain):
            found[one.get("name")] = (sheet.removeprefix("'").removesuffix("'").replace("''", "'"), plain)
    return found
