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

SQLite may look at a condition before it has looked at the filter: on columns of an index it asks first what it can
answer without the row. A function that fails or takes long would tell what stands in a row that is never shown.
Therefore only those may be called that do neither, whatever a row holds.

The views and triggers of a table are made when a statement first names it: a name without them is unknown to
SQLite, and so is open to nobody. `memory.guard_tables` writes them; this module makes the connection and shuts
other ways.
`memory.search_sqlite` is the one exception, and says why it is none.
"""

import re
import sqlite3
from collections.abc import Generator, Iterable, Mapping
from contextlib import contextmanager
from typing import Any, ClassVar

from memory.access import SessionValues
from memory.guard_tables import Names, enrol, guarded_table
from memory.policy import POLICIES, Policy
from memory.search_sqlite import ENTRIES, SearchIndex
from memory.shapes import shapes

_EXPLAIN = re.compile(
    r"(?:[\s;\ufeff]|--[^\n]*(?:\n|\Z)|/\*.*?(?:\*/|\Z))*+explain\b", re.IGNORECASE | re.DOTALL
)
_FREE = {
    sqlite3.SQLITE_SELECT,
    sqlite3.SQLITE_TRANSACTION,
    sqlite3.SQLITE_SAVEPOINT,
    sqlite3.SQLITE_RECURSIVE,
}
_WRITES = {sqlite3.SQLITE_INSERT, sqlite3.SQLITE_UPDATE, sqlite3.SQLITE_DELETE}
PRAGMAS = (
    *("foreign_keys = on", "synchronous = normal", "temp_store = memory", "secure_delete = on"),
    "cache_size = -1000",
)
"""A connection keeps a megabyte of pages by itself: there are a dozen of them, and the system keeps the file anyway."""
_READABLE_PRAGMAS = {"read_uncommitted"}  # SQLAlchemy asks for it when it first connects
_AGGREGATES = {"count", "sum", "total", "avg", "min", "max", "row_number"}
"""These see what the filter has left."""
_PLAIN = {"coalesce", "ifnull", "nullif", "lower", "upper", "length", "substr", "strftime", "session"}
CALLABLE = frozenset(_AGGREGATES | _PLAIN)
"""What anybody may call."""
_WORD = re.compile(r"[a-z_]+")
_SEARCHING = "searched"
"""The function whose fixed statements read these tables."""
_SEARCH = re.compile(rf"select {_SEARCHING}\(\?\)(?: as {_SEARCHING}_1)?", re.IGNORECASE)
"""Nothing but the search, so that no row decides what is searched for."""
_SEARCHED = frozenset({ENTRIES, "insight_sources"})


class GuardedCursor(sqlite3.Cursor):
    """A cursor that refuses EXPLAIN and scripts: beneath SQLAlchemy, so that no statement comes round it."""

    def __init__(self, connection: sqlite3.Connection, /) -> None:
        if not isinstance(connection, GuardedConnection):
            raise TypeError(f"a connection without its guard: {connection!r}")
        super().__init__(connection)
        self._guarded = connection
        self._index = connection.index

    def execute(self, sql: str, parameters: Any = (), /) -> "GuardedCursor":
        _refuse_explain(sql)
        self._guarded.open_for(sql)
        with self._index.following(sql), self._guarded.standing(sql):
            super().execute(sql, parameters)
        return self

    def executemany(self, sql: str, parameters: Iterable[Any], /) -> "GuardedCursor":
        _refuse_explain(sql)
        self._guarded.open_for(sql)
        with self._index.following(sql), self._guarded.standing(sql):
            super().executemany(sql, parameters)
        return self

    def executescript(self, sql_script: str, /) -> "GuardedCursor":
        raise sqlite3.DatabaseError("not authorized")


class GuardedConnection(sqlite3.Connection):
    """A connection that is guarded before anybody can use it: the `factory` of `sqlite3.connect`."""

    policies: ClassVar[Mapping[str, Policy]] = POLICIES
    callable: ClassVar[frozenset[str]] = CALLABLE

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        self.session: SessionValues = {}
        self._names = Names()
        self.index = SearchIndex(self._run, self._names.numbered)
        for pragma in PRAGMAS:
            super().execute(f"pragma {pragma}")
        self._made: set[str] = set()
        self._in_doubt = False
        self._version = 0
        self._authorizer: Authorizer | None = None
        self.guard()

    def guard(self) -> None:
        """Shuts every way but those that `open_for` opens. There is no way back."""
        self.create_function("session", 1, self._session_value, deterministic=True)
        self.create_function(_SEARCHING, 1, self._searched)
        self.create_function(self._names.note, 6, self._note)
        enrol((shapes()[table] for table in self.policies), self._names)
        self._authorizer = Authorizer(self._names, self.index, self.callable)
        super().set_authorizer(self._authorizer)

    def open_for(self, sql: str) -> None:
        """Makes the views and triggers of the tables that a statement names, as far as they are not there."""
        if self._authorizer is not None:
            self._authorizer.searching = bool(_SEARCH.fullmatch(sql))
        words = set(_WORD.findall(sql.lower()))
        named = (words | _SEARCHED if _SEARCHING in words else words) & self.policies.keys()
        if self._authorizer is None or (named <= self._made and not self._in_doubt):
            return
        self._authorizer.making = True
        try:
            self._look_again()
            for table in sorted(named - self._made):
                for statement in guarded_table(shapes()[table], self.policies[table], self._names):
                    self._run(statement, ())
                self._made.add(table)
            self._version = self._temp_version()
        finally:
            self._authorizer.making = False

    def _look_again(self) -> None:
        """Finds out what is left of the views where some may have been undone."""
        if self._in_doubt and self._temp_version() != self._version:
            self._made &= {row[0] for row in self._run("select name from sqlite_temp_master", ())}
        self._in_doubt = False

    def _temp_version(self) -> int:
        """Counts the changes of the temporary schema; an undone change is not counted."""
        return int(self._run("pragma temp.schema_version", ()).fetchone()[0])

    @contextmanager
    def standing(self, sql: str) -> Generator[None]:
        """What is undone may have been a view: after it, or after an error, it is looked which are there."""
        self._in_doubt |= "rollback" in sql.lower()
        try:
            yield
        except BaseException:
            self._in_doubt = True
            raise

    def cursor(self, factory: Any = GuardedCursor) -> Any:
        del factory
        return super().cursor(GuardedCursor)

    def execute(self, sql: str, parameters: Any = (), /) -> GuardedCursor:
        return self.cursor().execute(sql, parameters)

    def executemany(self, sql: str, parameters: Iterable[Any], /) -> GuardedCursor:
        return self.cursor().executemany(sql, parameters)

    def executescript(self, sql_script: str, /) -> GuardedCursor:
        return self.cursor().executescript(sql_script)

    def blobopen(self, *_: Any, **__: Any) -> Any:
        """SQLite opens a blob of a base table without asking the authorizer; a copy holds all of them."""
        raise sqlite3.DatabaseError("not authorized")

    backup = serialize = deserialize = iterdump = set_authorizer = blobopen

    def commit(self) -> None:
        """The one moment when the full-text index is written."""
        with self.index.opened():
            self.index.write()
            super().commit()

    def rollback(self) -> None:
        self._in_doubt |= self.in_transaction
        self.index.forget()
        with self.index.opened():
            super().rollback()

    def close(self) -> None:
        """A cancelled statement may still hold its cursor, which would keep the file locked after closing."""
        if self.in_transaction:
            self.rollback()
        super().close()

    def _session_value(self, name: str) -> str | None:
        return self.session.get(name)

    def _searched(self, asked: str) -> str:
        return self.index.search(self.session, asked)

    def _note(self, row: int | None, *entry: Any) -> None:
        org, client, campaign, before, after = entry
        self.index.note(row, (org, client, campaign), before, after)

    def _run(self, sql: str, parameters: Any) -> sqlite3.Cursor:
        """Only for the fixed statements of the full-text index."""
        return sqlite3.Cursor(self).execute(sql, parameters)


class Authorizer:
    """Decides, when a statement is prepared, whether it may touch what it names."""

    def __init__(self, names: Names, index: SearchIndex, functions: frozenset[str]) -> None:
        """`functions` are what anybody may call."""
        self._names = names
        self._functions = functions
        self._index = index
        self.searching = False
        """Whether the statement is nothing but a search."""
        self.making = False
        """While nothing is prepared on the connection but what makes views. Another authorizer for that time would
        have SQLite prepare all statements anew."""

    def __call__(
        self, action: int, first: str | None, second: str | None, _: str | None, context: str | None
    ) -> int:
        if self.making:
            allowed = True
        elif action == sqlite3.SQLITE_FUNCTION:
            allowed = self._may_call(second or "", context or "")
        elif action in _FREE or self._index.allows(first or ""):
            allowed = True
        elif action == sqlite3.SQLITE_READ:
            allowed = self._may_read(first or "", second or "", context or "")
        elif action in _WRITES:
            allowed = self._may_write(first or "", context or "")
        else:
            allowed = action == sqlite3.SQLITE_PRAGMA and first in _READABLE_PRAGMAS and second is None
        return sqlite3.SQLITE_OK if allowed else sqlite3.SQLITE_DENY

    def _may_call(self, function: str, context: str) -> bool:
        if context in self._names.triggers or context in self._names.filters or self._index.open:
            return True
        return function.lower() in self._functions or (function == _SEARCHING and self.searching)

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
