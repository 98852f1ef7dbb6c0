"""Files of numbers taken in: read by an adapter, looked at, and stored as a whole."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Protocol

from config.errors import StratumError
from memory.db import Writing
from memory.loading import Kept, Reading, Wish
from memory.store import facts, rates, truth


class UnreadableTable(StratumError):
    """{name!r} cannot be read as a table: {detail}. Give a CSV (UTF-8, UTF-16 or CP949) or an XLSX file.

    ko: {name!r} 파일을 표로 읽지 못했습니다: {detail}. CSV(UTF-8, UTF-16, CP949)나 XLSX 파일을 주세요.
    """


class UnevenTable(StratumError):
    """{name!r} has {headers} headers and {cells} cells in its rows, so that nobody knows which number is which;
    nothing was imported. A header that has {separator!r} in it must stand in quotation marks: export the file again.

    ko: {name!r} 파일의 제목은 {headers}칸인데 행은 {cells}칸이라 어느 숫자가 어느 지표인지 알 수 없어 아무것도 가져오지
    않았습니다. {separator!r}이(가) 든 제목은 따옴표로 묶여 있어야 합니다. 파일을 다시 내려받아 주세요.
    """


class UnknownTable(StratumError):
    """{name!r} has no columns that I know as a day and a number. Its headers are: {headers}.
    Name the platform with --platform, or the columns with --map day=HEADER --map spend=HEADER.

    ko: {name!r} 파일에서 날짜와 지표 열을 찾지 못했습니다. 이 파일의 열: {headers}.
    --platform 으로 매체를 정하거나 --map day=열이름 --map spend=열이름 으로 알려 주세요.
    """


class UnknownColumn(StratumError):
    """{name!r} has no column {header!r}. Its headers are: {headers}.

    ko: {name!r} 파일에 {header!r} 열이 없습니다. 이 파일의 열: {headers}.
    """


class UnknownPlatform(StratumError):
    """There is no platform {name!r}. There are: {known}. For any other one, map its columns with --map.

    ko: {name!r} 매체는 없습니다. 쓸 수 있는 매체: {known}. 다른 매체는 --map 으로 열을 알려 주세요.
    """

    exit_status = 2


class MissingTables(StratumError):
    """The table {table} of {platform} cannot be read alone: {missing} say what its rows belong to.
    Hand them over together, in one command or as a folder.

    ko: {platform}의 {table} 테이블만으로는 읽을 수 없습니다. {missing} 테이블이 있어야 무엇의 숫자인지 알 수 있습니다.
    한 번에 함께, 또는 폴더째 주세요.
    """


class NothingToImport(StratumError):
    """There is no table in {name!r}. Give CSV, TSV or XLSX files, or a folder of them.

    ko: {name!r}에 표가 없습니다. CSV, TSV, XLSX 파일이나 그 폴더를 주세요.
    """


@dataclass(frozen=True, slots=True)
class Handed:
    """A file by its name and contents."""

    name: str
    data: bytes


class Reader(Protocol):
    """What reads tables: adapters/importing, reached through bot/plugins.py."""

    def __call__(self, files: Sequence[Handed], wish: Wish) -> Reading:
        """Raises UnreadableTable, UnevenTable, UnknownTable, UnknownColumn, UnknownPlatform, MissingTables,
        NothingToImport.
        """
        ...


ENDINGS = (".csv", ".tsv", ".txt", ".xlsx")
"""Of files that may hold a table."""
Progress = Callable[[int], None]


def silent(count: int) -> None:
    del count


async def store(unit: Writing, reading: Reading, done: Progress = silent, *, preview: bool = False) -> Kept:
    """Stores all of a reading at the unit's scope, or counts what storing it would do."""
    kept = Kept()
    for load in reading.loads:
        kept.add(await facts.keep(unit, load, done, preview=preview))
    if reading.truth:
        kept.add(await truth.keep(unit, reading.truth, unit.now(), preview=preview))
    if reading.rates:
        kept.add(await rates.keep(unit, reading.rates, preview=preview))
    return kept
