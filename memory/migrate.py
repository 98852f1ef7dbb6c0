"""Brings a database to this code's revision, which is read with plain SQL: a start needs no Alembic."""

import asyncio
import sqlite3
from collections.abc import Sequence
from importlib.resources import files
from pathlib import Path

from sqlalchemy import URL, Connection, create_engine, event, make_url
from sqlalchemy.exc import DBAPIError

from memory.engine_sqlite import check_folder, failure
from memory.errors import DatabaseTooNew
from memory.migrations import HEAD

_REVISION = "select version_num from alembic_version"
_LOCK_SECONDS = 60


def known_revisions() -> Sequence[str]:
    """The revisions that this code can start from, oldest first."""
    names = (entry.name for entry in files("memory.migrations").joinpath("versions").iterdir())
    return sorted(name.split("_")[0] for name in names if name.startswith("v") and name.endswith(".py"))


def check_known(revision: str | None, url: str) -> None:
    """Raises DatabaseTooNew for a revision that this code has never heard of."""
    if revision not in (None, HEAD, *known_revisions()):
        raise DatabaseTooNew(url=url, found=revision, known=HEAD)


async def bring_sqlite_up(url: URL) -> None:
    """Creates the file or upgrades it where needed; processes that start together wait for each other.

    Raises a StorageFailed that says what is wrong with the file or its folder.
    """
    try:
        revision = await asyncio.to_thread(sqlite_revision, url)
        if revision != HEAD:
            check_known(revision, str(url.database))
            check_folder(url)
            await asyncio.to_thread(_upgrade_sqlite, url)
    except (sqlite3.Error, DBAPIError) as error:
        told = failure(str(url.database), error)
        if told is None:
            raise
        raise told from error


def sqlite_revision(url: URL) -> str | None:
    """The revision of a SQLite file; None where there is no file, or nothing in it yet."""
    path = Path(url.database or "")
    if not path.is_file():
        return None
    connection = sqlite3.connect(path, timeout=_LOCK_SECONDS)
    try:
        if not connection.execute("select 1 from sqlite_schema where name = 'alembic_version'").fetchone():
            return None
        row = connection.execute(_REVISION).fetchone()
        return row[0] if row else None
    finally:
        connection.close()


def upgrade(connection: Connection) -> None:
    """Runs the missing revisions on this connection, whose transaction its owner ends."""
    from alembic import command  # noqa: PLC0415 - a start that has nothing to migrate does not pay for it
    from alembic.config import Config  # noqa: PLC0415

    config = Config()
    config.set_main_option("script_location", "memory:migrations")
    config.attributes["connection"] = connection
    command.upgrade(config, "head")


def _upgrade_sqlite(url: URL) -> None:
    _write_ahead(Path(url.database or ""))
    engine = create_engine(
        url.set(drivername="sqlite"), connect_args={"isolation_level": None, "timeout": _LOCK_SECONDS}
    )
    event.listen(engine, "begin", _begin_exclusive)
    try:
        with engine.begin() as connection:
            upgrade(connection)
    finally:
        engine.dispose()


def _write_ahead(path: Path) -> None:
    """Lets readers and a writer work at once; the file remembers it."""
    connection = sqlite3.connect(path, timeout=_LOCK_SECONDS)
    try:
        connection.execute("pragma journal_mode = wal")
    finally:
        connection.close()


def _begin_exclusive(connection: Connection) -> None:
    connection.exec_driver_sql("BEGIN EXCLUSIVE")


async def revision_of(url: str) -> str | None:
    """The revision of the database at a URL, for `stratum db status`."""
    return await asyncio.to_thread(sqlite_revision, make_url(url))
