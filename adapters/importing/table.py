"""A file as a table of texts: its encoding, its separator, and what stands above its header."""

import csv
import io
import zipfile
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from itertools import islice
from typing import Any

import polars as pl
from polars.exceptions import PolarsError

from bot.importing import UnevenTable, UnreadableTable

_SEPARATORS = ("\t", ",", ";", "|")
_SNIFFED = 400
"""Bytes in which a text of two bytes a letter shows itself."""
_LOOKED_AT = 40
"""Lines above which a header stands."""
LINE = "line"


@dataclass(frozen=True, slots=True)
class Sheet:
    """Rows of texts under a header; empty cells are null, `line` is the line in the file."""

    name: str
    header: tuple[str, ...]
    frame: pl.DataFrame
    above: tuple[str, ...] = field(default_factory=tuple[str, ...])
    """What stands above the header."""
    crowded: tuple[int, ...] = ()
    """Lines with more cells than there are headers: nobody knows which cell is which, so they are not in the frame."""

    def column(self, header: str) -> str:
        """The frame's name of a column."""
        return f"c{self.header.index(header)}"


Known = Callable[[Sequence[str]], int]
"""How many of a line's cells are headers that somebody knows."""


def sheet(name: str, data: bytes, known: Known, *, ours: bool = False) -> Sheet:
    """Reads CSV in UTF-8, UTF-16 or CP949, with any usual separator, or the first sheet of an XLSX that has a table.

    What is known to be a table of numbers (`ours`, or by its headers) must have as many headers as cells.
    Raises UnreadableTable, UnevenTable.
    """
    if data.startswith(b"PK\x03\x04"):
        return _workbook(name, data, known)
    text = decoded(name, data)
    separator = _separator(text)
    lines = list(islice(_cells(text, separator), _LOOKED_AT))
    at = _header(name, [cells for _, cells in lines], known)
    first = lines[at][0]
    header = lines[at][1]
    if ours or known(header):
        header = _even(name, header, [cells for _, cells in lines[at + 1 :]], separator)
    above = tuple(" ".join(cells).strip() for _, cells in lines[:at])
    wide = _wide(name, _behind(text, first), separator, len(header))
    frame, crowded = _clean(wide, len(header), first)
    return Sheet(name, _unlike(header), frame, above, crowded)


def _wide(name: str, text: str, separator: str, width: int) -> pl.DataFrame:
    """The rows with a column more than there are headers, and a row before them that says so.

    Raises UnreadableTable.
    """
    columns = [f"c{n}" for n in range(width + 1)]
    try:
        return pl.read_csv(
            f"{separator.join(columns)}\n{text}".encode(),
            has_header=False,
            infer_schema=False,
            separator=separator,
            truncate_ragged_lines=True,
            new_columns=columns,
        )
    except PolarsError as error:
        raise UnreadableTable(name=name, detail=str(error).split("\n", 1)[0]) from error


def _behind(text: str, lines: int) -> str:
    """What stands behind so many lines."""
    at = 0
    for _ in range(lines):
        at = text.index("\n", at) + 1
    return text[at:]


def _even(name: str, header: list[str], rows: Sequence[Sequence[str]], separator: str) -> list[str]:
    """The header in as many cells as its rows have: one with a separator in its brackets is put together again.

    Raises UnevenTable.
    """
    while header and not header[-1]:
        header = header[:-1]
    widest = max((len(cells) for cells in rows if any(cells)), default=0)
    if not widest or widest >= len(header):
        return header
    mended = _bracketed(header, separator)
    if len(mended) != widest:
        raise UnevenTable(name=name, headers=len(header), cells=widest, separator=separator)
    return mended


def _bracketed(header: Sequence[str], separator: str) -> list[str]:
    """`총비용(VAT포함` and `원)` are one header."""
    told: list[str] = []
    for cell in header:
        if told and told[-1].count("(") > told[-1].count(")"):
            told[-1] = f"{told[-1]}{separator}{cell}"
        else:
            told.append(cell)
    return told


def decoded(name: str, data: bytes) -> str:
    """The text of a file without its byte order mark. Raises UnreadableTable."""
    encodings = ["utf-8-sig", "cp949"]
    if data[:2] in (b"\xff\xfe", b"\xfe\xff"):
        encodings = ["utf-16"]
    elif b"\x00" in data[:_SNIFFED]:
        encodings = ["utf-16-le"]
    for encoding in encodings:
        try:
            text = data.decode(encoding)
        except UnicodeDecodeError:
            continue
        if "\x00" not in text:
            return text
    raise UnreadableTable(name=name, detail="UTF-8, UTF-16, CP949")


def _separator(text: str) -> str:
    """The one that cuts the first lines most often, and most of them alike."""
    lines = [line for line in text[:20_000].splitlines()[:_LOOKED_AT] if line.strip()]
    return max(_SEPARATORS, key=lambda one: sorted((line.count(one) for line in lines), reverse=True)[:5])


def _cells(text: str, separator: str) -> Iterator[tuple[int, list[str]]]:
    """How many lines stand before each row, and its cells."""
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=separator)
    before = 0
    for cells in reader:
        yield before, [cell.strip() for cell in cells]
        before = reader.line_num


def _header(name: str, lines: Sequence[Sequence[str]], known: Known) -> int:
    """The line that holds the most known headers."""
    if not lines:
        raise UnreadableTable(name=name, detail="0")
    scores = [known(cells) for cells in lines]
    best = max(scores)
    if best:
        return scores.index(best)
    return next((n for n, cells in enumerate(lines) if sum(1 for cell in cells if cell) > 1), 0)


def _unlike(header: Sequence[str]) -> tuple[str, ...]:
    """Headers that stand twice get a number, so that each names one column."""
    told: list[str] = []
    for one in header:
        told.append(one if one not in told else f"{one} #{len(told)}")
    return tuple(told)


def _clean(frame: pl.DataFrame, width: int, above: int) -> tuple[pl.DataFrame, tuple[int, ...]]:
    """The rows behind the header, without empty ones, and the lines that have more cells than it."""
    names, beyond = [f"c{n}" for n in range(width)], f"c{width}"
    rows = frame.with_row_index(LINE, above).slice(2)
    stripped = rows.with_columns(pl.col(*names, beyond).str.strip_chars(" \t\r\n\ufeff\u00a0'"))
    texts = stripped.with_columns(
        pl.when(pl.col(name).str.len_chars() > 0).then(pl.col(name)).alias(name) for name in (*names, beyond)
    )
    crowded = texts.filter(pl.col(beyond).is_not_null())[LINE].to_list()
    even = texts.filter(pl.col(beyond).is_null() & pl.any_horizontal(pl.col(names).is_not_null()))
    return even.drop(beyond), tuple(crowded)


def _workbook(name: str, data: bytes, known: Known) -> Sheet:
    from openpyxl import load_workbook  # noqa: PLC0415 - most files are CSV
    from openpyxl.utils.exceptions import InvalidFileException  # noqa: PLC0415

    try:
        book = load_workbook(io.BytesIO(data), read_only=True, data_only=True)
        sheets = [[list(row) for row in one.iter_rows(values_only=True)] for one in book.worksheets]
    except (InvalidFileException, zipfile.BadZipFile, KeyError, ValueError, OSError) as error:
        raise UnreadableTable(name=name, detail=str(error)) from error
    tables = [[[_text(cell) for cell in row] for row in rows] for rows in sheets]
    if not tables:
        raise UnreadableTable(name=name, detail="0")
    rows = max(tables, key=lambda rows: max((known(row) for row in rows[:_LOOKED_AT]), default=0))
    at = _header(name, rows[:_LOOKED_AT], known)
    header = rows[at]
    while header and not header[-1]:
        header.pop()
    columns = {f"c{n}": [None, *(_at(row, n) for row in rows[at:])] for n in range(len(header) + 1)}
    wide = pl.DataFrame(columns, schema=dict.fromkeys(columns, pl.String))
    above = tuple(" ".join(cells).strip() for cells in rows[:at])
    frame, crowded = _clean(wide, len(header), at)
    return Sheet(name, _unlike(header), frame, above, crowded)


def _at(row: Sequence[str], n: int) -> str | None:
    return row[n] if n < len(row) and row[n] else None


def _text(cell: Any) -> str:
    if cell is None:
        return ""
    if isinstance(cell, datetime):
        return cell.isoformat(" ")
    if isinstance(cell, date):
        return cell.isoformat()
    if isinstance(cell, float):
        return str(int(cell)) if cell.is_integer() else repr(cell)
    return str(cell).strip()
