# ruff: noqa: S608 - the SQL is made of names from the tables, never of anybody's words
"""The views and triggers that put the policy of a table in force on SQLite."""

import secrets
from collections.abc import Iterable

from memory.policy import Never, Policy, Predicate
from memory.search_sqlite import ENTRIES
from memory.shapes import Shape
from memory.tables.base import physical


class Names:
    """The objects of one connection, by what they are for."""

    def __init__(self) -> None:
        self.bases: set[str] = set()
        self.public: set[str] = set()
        self.filters: set[str] = set()
        self.keys: set[str] = set()
        self.triggers: set[str] = set()
        self.compared: set[tuple[str, str]] = set()
        """Base table and column: what SQLite reads inside a trigger to check foreign keys, and ROWID."""
        self.numbered = self.new(self.filters)
        """The filter of the search entries, with their row numbers."""
        self.note = self.new(set())
        """The function by which the triggers of the search entries say what changes."""

    def new(self, kind: set[str]) -> str:
        name = f"g{secrets.token_hex(8)}"
        kind.add(name)
        return name


class SqliteLanguage:
    """How SQLite says what the policies need."""

    def value(self, name: str) -> str:
        return f"session('{name}')"

    def among(self, column: str, name: str) -> str:
        return f"{column} in (select value from json_each(session('{name}')))"


def enrol(shapes: Iterable[Shape], names: Names) -> None:
    """Tells the authorizer of the tables, whose views may come later: foreign keys are checked between them."""
    for shape in shapes:
        base = physical(shape.name, "sqlite")
        names.bases.add(base)
        names.public.add(shape.name)
        names.compared |= {(base, column) for column in {"ROWID", *shape.compared}}


def guarded_table(shape: Shape, policy: Policy, names: Names) -> list[str]:
    """The statements that put the guard of one table in place."""
    base, listed = physical(shape.name, "sqlite"), ", ".join(shape.columns)
    rows, keys = names.new(names.filters), names.new(names.keys)
    read = policy.read.sql(SqliteLanguage(), "")
    keyed = ", ".join(sorted({c for key in shape.keys for c in key}))
    statements = [
        f"create temp view {rows} as select {listed} from main.{base} where {read}",
        f"create temp view {keys} as select rowid as r, {keyed} from main.{base}",
        f"create temp view {shape.name} as select {listed} from temp.{rows}",
    ]
    if shape.name == ENTRIES:
        numbered = f"select rowid as r, {listed} from main.{base} where {read}"
        statements.append(f"create temp view {names.numbered} as {numbered}")
    note = names.note if shape.name == ENTRIES else ""
    for event, body in Triggers(shape, keys, note).bodies(policy).items():
        name = names.new(names.triggers)
        statements.append(f"create temp trigger {name} instead of {event} on {shape.name} begin {body} end")
    return statements


class Triggers:
    """The bodies of a table's triggers.

    `INSERT OR REPLACE` reaches into a trigger and deletes the rows that stand in its way, whosever they are:
    therefore each unique key is looked up before writing, and a taken one aborts.
    """

    def __init__(self, shape: Shape, keys: str, note: str = "") -> None:
        """`note` is the function that is told of each change; "" where nobody needs to know."""
        self._note = note
        self._name, self._base, self._keys = shape.name, physical(shape.name, "sqlite"), keys
        self._columns, self._fixed = shape.columns, shape.fixed
        self._primary, *self._others = shape.keys
        own = " and ".join(f"{c} = OLD.{c}" for c in self._primary)
        self._row = f"(select r from temp.{keys} where {own})"

    def bodies(self, policy: Policy) -> dict[str, str]:
        """Event -> body. What a policy never allows has no trigger: SQLite refuses it by itself."""
        events = {"insert": self.insert, "update": self.update, "delete": self.delete}
        return {name: body(policy) for name, body in events.items() if getattr(policy, name) != Never()}

    def insert(self, policy: Policy) -> str:
        values = ", ".join(f"NEW.{c}" for c in self._columns)
        return (
            f"{self._must(policy.insert, 'NEW.')} {self._free([self._primary, *self._others], '')}"
            f" insert into {self._base} ({', '.join(self._columns)}) values ({values});"
            f"{self._told('last_insert_rowid()', 'NEW', 'null', 'NEW.terms')}"
        )

    def update(self, policy: Policy) -> str:
        """Keys that others point to stay as they are: a row never moves to another tenant."""
        values = ", ".join(f"{c} = NEW.{c}" for c in self._columns if c not in self._fixed)
        moved = " or ".join(f"NEW.{c} is not OLD.{c}" for c in sorted(self._fixed))
        return (
            f"{self._must(policy.update, 'OLD.')} {self._must(policy.update, 'NEW.')}"
            f" select raise(abort, 'key of {self._name} violates the policy') where {moved};"
            f" {self._free(self._others, f' and r is not {self._row}')}"
            f"{self._told(self._row, 'OLD', 'OLD.terms', 'NEW.terms')}"
            f" update {self._base} set {values} where rowid = {self._row};"
        )

    def delete(self, policy: Policy) -> str:
        return (
            f"{self._must(policy.delete, 'OLD.')} {self._told(self._row, 'OLD', 'OLD.terms', 'null')}"
            f" delete from {self._base} where rowid = {self._row};"
        )

    def _told(self, row: str, entry: str, before: str, after: str) -> str:
        level = ", ".join(f"{entry}.{column}" for column in ("org_id", "client_id", "campaign_id"))
        return f" select {self._note}({row}, {level}, {before}, {after});" if self._note else ""

    def _must(self, predicate: Predicate, row: str) -> str:
        """Aborts unless the predicate is true: null is not. As a case SQLite looks at no more of it than it must."""
        allowed, no = predicate.sql(SqliteLanguage(), row), f"row violates the policy of {self._name}"
        return f"select case when {allowed} then null else raise(abort, '{no}') end;"

    def _free(self, keys: Iterable[tuple[str, ...]], but: str) -> str:
        return " ".join(
            f"select raise(abort, 'UNIQUE constraint failed: {self._name} ({', '.join(key)})') where exists("
            f"select 1 from temp.{self._keys} where {' and '.join(f'{c} = NEW.{c}' for c in key)}{but});"
            for key in keys
        )
