"""A SQLite file of a program's own, beside the database: opened so that writers wait, and by one process."""

import sqlite3
import time
from pathlib import Path
from typing import Any

from sqlalchemy import Engine, Pool, create_engine, event

_WAIT_SECONDS = 30
_PRAGMAS = (
    "journal_mode = wal",
    "synchronous = normal",
    f"busy_timeout = {_WAIT_SECONDS * 1000}",
    "foreign_keys = on",
    "cache_size = -500",
)
"""A connection keeps half a megabyte of pages by itself: there are a dozen, and the system keeps the file anyway."""


def wal_engine(path: Path) -> Engine:
    """An engine whose readers and one writer work at once; each transaction begins as a writer."""
    engine = create_engine(f"sqlite:///{path}", connect_args={"check_same_thread": False})
    event.listen(engine, "connect", _prepare)
    return engine


def _prepare(connection: Any, pool: Pool) -> None:
    del pool
    connection.isolation_level = "IMMEDIATE"
    for pragma in _PRAGMAS:
        connection.execute(f"pragma {pragma}")
    if sqlite3.sqlite_version_info < (3, 42):
        connection.create_function("unixepoch", -1, _unix_epoch)


def _unix_epoch(*asked: str) -> float | int:
    """What SQLite has from 3.42 on: the seconds since 1970, with their fraction where `subsec` is asked."""
    now = time.time()
    return now if asked and asked[-1] in ("subsec", "subsecond") else int(now)


class OnlyProcess:
    """A mark beside a file that one process holds; it is free again when that ends, however it ends."""

    def __init__(self, path: Path) -> None:
        self._path = path.with_name(f"{path.name}.lock")
        self._held: sqlite3.Connection | None = None

    def take(self) -> bool:
        """False where another process holds it."""
        held = sqlite3.connect(self._path, timeout=0, isolation_level=None, check_same_thread=False)
        try:
            held.execute("pragma locking_mode = exclusive")
            held.execute("begin exclusive")
        except sqlite3.OperationalError:
            held.close()
            return False
        self._held = held
        return True

    def let_go(self) -> None:
        if self._held:
            self._held.close()
            self._held = None
