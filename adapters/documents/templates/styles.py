"""Formats of cells: a template's own stay; one that says nothing of numbers gets a copy that does."""

from copy import deepcopy
from typing import Any

from adapters.documents.templates.package import Package

S = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"
PART = "xl/styles.xml"
_WHOLE, _HUNDREDTHS, _PERCENT, _TIMES = 3, 4, 10, 2
"""`#,##0`, `#,##0.00`, `0.00%`, `0.00`: numbers of formats that every workbook has (ECMA-376, 18.8.30)."""
_PLAIN = ("0", "49")
"""General, and text."""


class Styles:
    """The cells' formats of a workbook, in the order by which cells name them."""

    def __init__(self, package: Package) -> None:
        self._package: Package = package
        self._root: Any = package.xml(PART) if PART in package.parts else None
        self._made: dict[tuple[int, str], int] = {}

    def fitting(self, style: int, kind: str, number: float) -> int:
        """A format for a number of this kind, if the cell's own is general."""
        own = self._formats()
        if style >= len(own) or own[style].get("numFmtId", "0") not in _PLAIN:
            return style
        whole = float(number).is_integer()
        wanted = {"percent": _PERCENT, "times": _TIMES}.get(kind, _WHOLE if whole else _HUNDREDTHS)
        return self._copy(style, f"numFmtId={wanted}", {"numFmtId": str(wanted), "applyNumberFormat": "1"})

    def quoted(self, style: int) -> int:
        """The same, of a text that must never be taken for a formula."""
        return self._copy(style, "quoted", {"quotePrefix": "1"})

    def _formats(self) -> list[Any]:
        return [] if self._root is None else self._root.findall(f"{S}cellXfs/{S}xf")

    def _copy(self, style: int, what: str, values: dict[str, str]) -> int:
        own = self._formats()
        if style >= len(own):
            return style
        if (style, what) not in self._made:
            copy = deepcopy(own[style])
            for name, value in values.items():
                copy.set(name, value)
            own[-1].addnext(copy)
            copy.getparent().set("count", str(len(own) + 1))
            self._made[style, what] = len(own)
        return self._made[style, what]

    def save(self) -> None:
        if self._root is not None:
            self._package.put(PART, self._root)
