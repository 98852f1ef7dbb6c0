"""A file of paths: `path,conversions,value,nulls`, `>` between the channels, with Korean headers too."""

import csv
import unicodedata
from collections.abc import Iterator, Mapping, Sequence
from decimal import Decimal, InvalidOperation

from agents.kit.budgeting.paths import MICRO, Path, Paths, Rejected, together
from config.budgeting import attribution
from config.errors import Locale, StratumError
from config.wording import words

_MOST = Decimal(10) ** 15
_SEPARATORS = ",;\t"


class NoPathColumns(StratumError):
    """The first line must name the columns `path` and `conversions` (and may name `value` and `nulls`); this
    one names: {found}.

    ko: 첫 줄에 `path`(경로)와 `conversions`(전환) 열 이름이 있어야 합니다(`value`, `nulls`는 선택).
    지금 있는 이름: {found}
    """


class LongPathFile(StratumError):
    """This file has {size} bytes; paths are read up to {limit}. Put equal paths together in one line and try again.

    ko: 파일이 {size}바이트입니다. 경로는 {limit}바이트까지 읽습니다. 같은 경로를 한 줄로 합쳐 다시 시도해 주세요.
    """


class _Unfit(Exception):  # noqa: N818 - a reason, said in the list of rejected lines
    def __init__(self, key: str, **facts: object) -> None:
        self.key = key
        self.facts = facts
        super().__init__(key)


def read_paths(data: bytes, locale: Locale = "en") -> Paths:
    """The paths of a CSV file in UTF-8 or CP949. Raises NoPathColumns, LongPathFile."""
    if len(data) > attribution().most_bytes:
        raise LongPathFile(size=f"{len(data):,}", limit=f"{attribution().most_bytes:,}")
    return paths_of(_text(data), locale)


def paths_of(text: str, locale: Locale = "en") -> Paths:
    """The paths of a CSV text. Raises NoPathColumns."""
    lines = text.lstrip("\ufeff").replace("\r\n", "\n").replace("\r", "\n").split("\n")
    head = next((line for line in lines if line.strip()), "")
    rows = csv.reader((f"{line}\n" for line in lines), delimiter=_separator(head))
    columns = _columns(rows)
    found: list[Path] = []
    rejected: list[Rejected] = []
    for row in rows:
        if any(cell.strip() for cell in row):
            try:
                found.append(_path(row, columns))
            except _Unfit as unfit:
                reason = words("budget")(f"paths.{unfit.key}", locale, **unfit.facts)
                rejected.append(Rejected(rows.line_num, reason))
    return Paths(together(found), tuple(rejected), len(found) + len(rejected))


def _text(data: bytes) -> str:
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError:
        return data.decode("cp949", errors="replace")


def _separator(head: str) -> str:
    return max(_SEPARATORS, key=head.count)


def _columns(rows: Iterator[list[str]]) -> Mapping[str, int]:
    """Where each column stands, by the program's own names."""
    none: list[str] = []
    head = next((row for row in rows if any(cell.strip() for cell in row)), none)
    names = [" ".join(unicodedata.normalize("NFC", cell).lower().split()) for cell in head]
    meant = {word: column for column, words_ in attribution().header.items() for word in words_}
    found = {meant[name]: at for at, name in reversed(list(enumerate(names))) if name in meant}
    if not {"path", "conversions"} <= set(found):
        raise NoPathColumns(found=", ".join(repr(name) for name in names) or "-")
    return {**found, "": len(head)}


def _path(row: Sequence[str], columns: Mapping[str, int]) -> Path:
    if len(row) > columns[""] and any(cell.strip() for cell in row[columns[""] :]):
        raise _Unfit("cells", found=len(row), expected=columns[""])
    touches = _touches(_cell(row, columns, "path"))
    conversions = _micros(row, columns, "conversions")
    nulls = _micros(row, columns, "nulls")
    value = _micros(row, columns, "value")
    if conversions is None:
        raise _Unfit("empty", column="conversions")
    if not conversions and not nulls:
        raise _Unfit("nobody")
    if not conversions and value:
        raise _Unfit("value")
    return Path(touches, conversions, value if conversions else 0, nulls or 0)


def _cell(row: Sequence[str], columns: Mapping[str, int], name: str) -> str:
    at = columns.get(name)
    return row[at].strip() if at is not None and at < len(row) else ""


def _touches(text: str) -> tuple[str, ...]:
    touches = tuple(" ".join(unicodedata.normalize("NFC", part).split()) for part in text.split(">"))
    if not text:
        raise _Unfit("path")
    if not all(touches):
        raise _Unfit("touch", path=text)
    return touches


def _micros(row: Sequence[str], columns: Mapping[str, int], name: str) -> int | None:
    """The number in millionths, more decimals rounded half to even; None for an empty cell or no such column."""
    text = _cell(row, columns, name)
    if not text:
        return None
    try:
        value = Decimal(text.replace(",", ""))
    except InvalidOperation as error:
        raise _Unfit("number", column=name, text=text) from error
    if not value.is_finite() or abs(value) > _MOST:
        raise _Unfit("number", column=name, text=text)
    if value < 0:
        raise _Unfit("negative", column=name, text=text)
    return int((value * MICRO).to_integral_value())
