"""A Markdown table as Slack's own table block, where it fits into one."""

import re
from dataclasses import dataclass

_ROWS, _COLUMNS, _LETTERS = 100, 20, 9000
"""What a table block takes; letters are all of a message's tables together, with some to spare."""
_TABLE = re.compile(r"(?m)^\|[^\n]*\|[ \t]*\n\|(?: *:?-+:? *\|)+[ \t]*(?:\n\|[^\n]*\|[ \t]*)*(?:\n|\Z)")
_CELL = re.compile(r"(?<!\\)\|")
_NUMBER = re.compile(r"[-+−]?[₩$€£]?[\d.,]+ ?[%원x×배]?")
_MARKED = re.compile(r"\*\*|`|\]\(|~~|<br")


@dataclass(frozen=True, slots=True)
class Around:
    """A text with one table in it that a block can show."""

    before: str
    block: dict[str, object]
    after: str


def around(text: str) -> Around | None:
    """None where there is no table, more than the one that a message may hold, or one that does not fit."""
    found = list(_TABLE.finditer(text))
    if len(found) != 1 or "```" in text:
        return None
    head, _, *body = found[0][0].strip("\n").split("\n")
    rows = [_cells(line) for line in (head, *body)]
    if not _fits(rows):
        return None
    block: dict[str, object] = {
        "type": "table",
        "column_settings": [{"align": "right" if _numeric(rows, n) else "left"} for n in range(len(rows[0]))],
        "rows": [[{"type": "raw_text", "text": cell or " "} for cell in row] for row in rows],
    }
    return Around(text[: found[0].start()], block, text[found[0].end() :])


def _cells(line: str) -> list[str]:
    inner = line.strip().removeprefix("|").removesuffix("|")
    return [cell.strip().replace("\\|", "|") for cell in _CELL.split(inner)]


def _fits(rows: list[list[str]]) -> bool:
    width = len(rows[0])
    return (
        len(rows) <= _ROWS
        and width <= _COLUMNS
        and all(len(row) == width for row in rows)
        and sum(len(cell) for row in rows for cell in row) <= _LETTERS
        and not any(_MARKED.search(cell) for row in rows for cell in row)
    )


def _numeric(rows: list[list[str]], column: int) -> bool:
    cells = [row[column] for row in rows[1:] if row[column] not in {"", "-", "–"}]
    return bool(cells) and all(_NUMBER.fullmatch(cell) for cell in cells)
