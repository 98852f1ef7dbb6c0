"""References to cells, after rows were put in: what lies below moves down, and a range that ends there grows.

A range whose last row is the repeated one takes the new rows in: a sum below a row of platforms sums all of them.
"""

import re
from dataclasses import dataclass
from typing import Any

from openpyxl.formula import Tokenizer

_CELLS = re.compile(r"(\$?[A-Z]{1,3}\$?)(\d+)(?::(\$?[A-Z]{1,3}\$?)(\d+))?")
_ROWS = re.compile(r"(\$?)(\d+):(\$?)(\d+)")


@dataclass(frozen=True, slots=True)
class Insertion:
    """So many rows, put in below a row of a sheet."""

    sheet: str
    row: int
    count: int

    def single(self, row: int) -> int:
        """Where a row is now."""
        return row + self.count if row > self.row else row

    def last(self, row: int) -> int:
        """Where the end of a range is now."""
        return row + self.count if row >= self.row else row

    def reference(self, text: str) -> str:
        """`B5`, `$B$5:$C$9` or `5:9` on the sheet itself."""
        if found := _CELLS.fullmatch(text):
            first, row, end, last = found.groups()
            if end is None:
                return f"{first}{self.single(int(row))}"
            return f"{first}{self.single(int(row))}:{end}{self.last(int(last))}"
        if found := _ROWS.fullmatch(text):
            mark, row, second, last = found.groups()
            return f"{mark}{self.single(int(row))}:{second}{self.last(int(last))}"
        return text

    def spread(self, text: str) -> str:
        """The same, of what holds for all rows: a cell of the repeated row becomes a range of them."""
        found = _CELLS.fullmatch(text)
        if found and found[4] is None and int(found[2]) == self.row:
            return f"{text}:{found[1]}{self.row + self.count}"
        return self.reference(text)

    def references(self, text: str) -> str:
        """Several of what holds for all rows, with spaces between them."""
        return " ".join(self.spread(one) for one in text.split())

    def formula(self, text: str, on: str, *, spread: bool = False) -> str:
        """A formula, without its sign, that stands on the sheet `on`."""
        tokens: Any = Tokenizer(f"={text}").items
        told = ((one.value, one.subtype == "RANGE") for one in tokens)
        return "".join(self._operand(value, on, spread=spread) if cells else value for value, cells in told)

    def _operand(self, value: str, on: str, *, spread: bool) -> str:
        sheet, mark, cells = value.rpartition("!")
        named = sheet.removeprefix("'").removesuffix("'").replace("''", "'") if mark else on
        if named.casefold() != self.sheet.casefold():
            return value
        return f"{sheet}{mark}{self.spread(cells) if spread else self.reference(cells)}"
