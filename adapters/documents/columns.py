"""How wide a table's columns should be, by what stands in them."""

from math import ceil
from unicodedata import east_asian_width

from agents.types import Table
from bot.documents.paper import Paper

_LEAST = 3.5
"""Cells around a text."""
_SHORT = 16
"""Columns up to this width want no more than they need."""
_WIDE = 7
"""Columns from which on a table lies better across the page."""


def breadth(text: str) -> int:
    """The width of the longest line in cells; a Hangul syllable takes two."""
    return max(
        (sum(2 if east_asian_width(char) in "WF" else 1 for char in line) for line in text.split("\n")),
        default=0,
    )


def shares(table: Table, room: float) -> list[float]:
    """The share of the width for each column, together 1, where the whole width holds `room` cells.

    Each column gets its longest word, then what its longest line lacks, as far as there is room.
    """
    cells = [[row[place] for row in (table.columns, *table.rows)] for place in range(len(table.columns))]
    least = [
        _LEAST + max((breadth(word) for cell in one for word in cell.split()), default=0) for one in cells
    ]
    whole = [max(_LEAST + max(map(breadth, one)), low) for one, low in zip(cells, least, strict=True)]
    spare, lacking = max(room - sum(least), 0.0), sum(whole) - sum(least)
    part = min(spare / lacking, 1.0) if lacking else 0.0
    wants = [low + (high - low) * part for low, high in zip(least, whole, strict=True)]
    left = max(room - sum(wants), 0.0)
    wants = [
        want + left * high / sum(whole) * (high > _SHORT) for want, high in zip(wants, whole, strict=True)
    ]
    return [want / sum(wants) for want in wants]


def lines(cell: str, room: float) -> int:
    """How many lines the text takes in so many cells of width, at least one."""
    return sum(max(1, ceil(breadth(line) / max(room, 1.0))) for line in (cell or " ").split("\n"))


def lies_across(paper: Paper) -> bool:
    """Whether its pages lie across, for the sake of a wide table."""
    return any(len(table.columns) >= _WIDE for table in paper.tables)
