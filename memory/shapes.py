"""What the walls of a database have to know of each table, kept on this machine: a start need not make them all."""

import hashlib
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import TYPE_CHECKING, Any

from config.kept import derived

if TYPE_CHECKING:
    from sqlalchemy import Column, Table


@dataclass(frozen=True, slots=True)
class Shape:
    name: str
    columns: tuple[str, ...]
    keys: tuple[tuple[str, ...], ...]
    """The columns of the primary key, then those of each unique constraint."""
    referenced: frozenset[str]
    """The columns that foreign keys of any table point to."""
    pointing: frozenset[str]
    """The columns of its own foreign keys."""

    @property
    def fixed(self) -> frozenset[str]:
        """The columns that never change in a row: its key, and what foreign keys of any table point to."""
        return self.referenced | {*self.keys[0]}

    @property
    def compared(self) -> frozenset[str]:
        """What a database reads to check foreign keys."""
        return self.referenced | self.pointing


@cache
def shapes() -> Mapping[str, Shape]:
    """All tables, by name."""
    told = derived("shapes", tuple(_told()), lambda: tuple(_made()))
    return {name: Shape(name, *rest) for name, *rest in told}


def _told() -> Iterator[str]:
    """The files that say what tables there are."""
    for one in sorted(files("memory.tables").iterdir(), key=lambda file: file.name):
        if one.name.endswith(".py"):
            yield hashlib.blake2b(one.read_bytes(), digest_size=16).hexdigest()


def _made() -> Iterator[tuple[Any, ...]]:
    from memory.tables.whole import metadata  # noqa: PLC0415 - made once for each state of the files

    keys = [key for table in metadata.tables.values() for key in table.foreign_keys]
    for name, table in metadata.tables.items():
        pointed = frozenset(_names(key.column for key in keys if key.column.table is table))
        pointing = frozenset(_names(key.parent for key in table.foreign_keys))
        yield f"{name}", _names(table.columns), tuple(_keys(table)), pointed, pointing


def _keys(table: "Table") -> Iterator[tuple[str, ...]]:
    from sqlalchemy import UniqueConstraint  # noqa: PLC0415 - as above

    yield _names(table.primary_key.columns)
    unique = (c for c in table.constraints if isinstance(c, UniqueConstraint))
    yield from sorted(_names(constraint.columns) for constraint in unique)


def _names(columns: "Iterable[Column[Any]]") -> tuple[str, ...]:
    """As plain texts: some of SQLAlchemy's names are more than that, and cannot be kept."""
    return tuple(f"{column.name}" for column in columns)
