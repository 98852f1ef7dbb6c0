"""Row-level security for SQLite, which has none of its own.

The rows live in `rls_<table>`. Each connection gets temporary objects, and an authorizer whom SQLite asks
about every table that a statement touches, naming the view or trigger it is touched in (the *context*):

    messages    view      what everybody uses: all of the filter
    <random>    view      the filter: select ... from rls_messages where <read predicate>
    <random>    view      the keys: rowid and unique columns of all rows, which only triggers may read
    <random>    triggers  instead of insert, update, delete on messages: check the write predicate, then write

The authorizer lets a base table be read only inside a filter or key view, and written only inside a trigger.
A common table expression may take any name and so pretend to be a context. But nobody can name these: they
are random, the schema cannot be read, and `EXPLAIN`, which would print them, is refused before SQLite sees
it. And a trigger may read only ROWID and the ids that foreign keys compare, so that even its name would open
no content.

`memory.guard_tables` writes the views and triggers; this module makes the connection and shuts other ways.
"""

import re
import sqlite3
from collections.abc import Iterable, Mapping
from typing import Any, ClassVar

from memory.access import SessionValues
from memory.guard_tables import Names, guarded_table
from memory.policy import POLICIES, Policy
from memory.tables import metadata

_EXPLAIN = re.compile(
    r"(?:[\s;\ufeff]|--[^\n]*(?:\n|\Z)|/\*.*?(?:\*/|\Z))*+explain\b", re.IGNORECASE | re.DOTALL
)
_FREE = {
    sqlite3.SQLITE_SELECT,
    sqlite3.SQLITE_FUNCTION,
    sqlite3.SQLITE_TRANSACTION,
    sqlite3.SQLITE_SAVEPOINT,
    sqlite3.SQLITE_RECURSIVE,
}
_WRITES = {sqlite3.SQLITE_INSERT, sqlite3.SQLITE_UPDATE, sqlite3.SQLITE_DELETE}
PRAGMAS = ("foreign_keys = on", "synchronous = normal", "temp_store = memory", "secure_delete = on")
_READABLE_PRAGMAS = {"read_uncommitted"}  # SQLAlchemy asks for it when it first connects
_REFUSED_FUNCTIONS = {"load_extension", "fts3_tokenizer"}


class GuardedCursor(sqlite3.Cursor):
    """A cursor that refuses EXPLAIN and scripts: beneath SQLAlchemy, so that no statement comes round it."""

    def execute(self, sql: str, parameters: Any = (), /) -> "GuardedCursor":
        _refuse_explain(sql)
        super().execute(sql, parameters)
        return self

    def executemany(self, sql: str, parameters: Iterable[Any], /) -> "GuardedCursor":
        _refuse_explain(sql)
        super().executemany(sql, parameters)
        return self

    def executescript(self, sql_script: str, /) -> "GuardedCursor":
        raise sqlite3.DatabaseError("not authorized")


class GuardedConnection(sqlite3.Connection):
    """A connection that is guarded before anybody can use it: the `factory` of `sqlite3.connect`."""

    policies: ClassVar[Mapping[str, Policy]] = POLICIES

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        self.session: SessionValues = {}
        for pragma in PRAGMAS:
            super().execute(f"pragma {pragma}")
        self.guard()

    def guard(self) -> None:
        """Makes the views and triggers, then shuts every other way. There is no way back."""
        self.create_function("session", 1, self._session_value, deterministic=True)
        names = Names()
        super().execute("begin")
        for table, policy in self.policies.items():
            for statement in guarded_table(metadata.tables[table], policy, names):
                super().execute(statement)
        super().execute("commit")
        self.set_authorizer(Authorizer(names))

    def cursor(self, factory: Any = GuardedCursor) -> Any:
        del factory
        return super().cursor(GuardedCursor)

    def execute(self, sql: str, parameters: Any = (), /) -> GuardedCursor:
        return self.cursor().execute(sql, parameters)

    def executemany(self, sql: str, parameters: Iterable[Any], /) -> GuardedCursor:
        return self.cursor().executemany(sql, parameters)

    def executescript(self, sql_script: str, /) -> GuardedCursor:
        return self.cursor().executescript(sql_script)

    def close(self) -> None:
        """A cancelled statement may still hold its cursor, which would keep the file locked after closing."""
        if self.in_transaction:
            self.rollback()
        super().close()

    def _session_value(self, name: str) -> str | None:
        return self.session.get(name)


class Authorizer:
    """Decides, when a statement is prepared, whether it may touch what it names."""

    def __init__(self, names: Names) -> None:
        self._names = names

    def __call__(
        self, action: int, first: str | None, second: str | None, _: str | None, context: str | None
    ) -> int:
        if action in _FREE:
            allowed = action != sqlite3.SQLITE_FUNCTION or (second or "").lower() not in _REFUSED_FUNCTIONS
        elif action == sqlite3.SQLITE_READ:
            allowed = self._may_read(first or "", second or "", context or "")
        elif action in _WRITES:
            allowed = self._may_write(first or "", context or "")
        else:
            allowed = action == sqlite3.SQLITE_PRAGMA and first in _READABLE_PRAGMAS and second is None
        return sqlite3.SQLITE_OK if allowed else sqlite3.SQLITE_DENY

    def _may_read(self, table: str, column: str, context: str) -> bool:
        names = self._names
        if table in names.bases:
            inside = context in names.filters or context in names.keys
            return inside or (context in names.triggers and (table, column) in names.compared)
        if table in names.keys:
            return context in names.triggers
        return table in names.public or table in names.filters or table == "json_each"

    def _may_write(self, table: str, context: str) -> bool:
        names = self._names
        return context in names.triggers if table in names.bases else table in names.public


def _refuse_explain(sql: str) -> None:
    if _EXPLAIN.match(sql):
        raise sqlite3.DatabaseError("not authorized")
