# ruff: noqa: S608 - the SQL is made of names that stand here, never of anybody's words
"""Full-text search on SQLite, within the guard.

FTS5 keeps its index in shadow tables of its own, and its statements on these carry no context by which the
authorizer could tell them from anybody's. Therefore nobody may name the index or its shadow tables, except
while `SearchIndex.open` is set, and it is set only while the fixed statements of this module run: those that
write at the end of a transaction what its triggers have noted, and those that search. What was noted is found
once it is committed.

The tenant filter is in the MATCH expression itself, made of the session's values, which no caller can widen;
the entries are then read through the guard's own filter all the same.
"""

import json
import re
from collections.abc import Callable, Generator, Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from sqlite3 import Cursor
from typing import Any, Literal

from memory.access import SessionValues
from memory.search import MOST_CANDIDATES, around, chosen
from memory.terms import scope_tokens
from memory.types import CampaignId, ClientId, OrgId, Scope

INDEX = "rls_search_index"
ENTRIES = "search_entries"
SHADOWS = frozenset(f"{INDEX}_{part}" for part in ("data", "idx", "config"))
"""What FTS5 makes beside a table without content and without column sizes."""

CREATE = (
    f"create virtual table {INDEX} using fts5("
    "scope, terms, content='', columnsize=0, detail=column, tokenize='ascii')"
)
"""Terms are cut and folded already: `ascii` leaves each of them whole."""
ADD = f"insert into {INDEX} (rowid, scope, terms) values (?, ?, ?)"
DROP = f"insert into {INDEX} ({INDEX}, rowid, scope, terms) values ('delete', ?, ?, ?)"
OPTIMIZE = f"insert into {INDEX} ({INDEX}) values ('optimize')"
"""Writes the index anew, without the words of entries that are gone."""

_ASKED_BY_FTS5 = frozenset({"data_version", "sqlite_master"})
"""By the pragma it learns that another connection has written; its columns are parsed like a new table's."""
_MATCHED = f"from main.{INDEX} where {INDEX} match ?"
_TERM = re.compile(r"[^\W_]+")
_SAVEPOINT = re.compile(r"(?P<act>SAVEPOINT|ROLLBACK TO SAVEPOINT) (?P<name>\w+)", re.IGNORECASE)

Run = Callable[[str, Sequence[Any]], Cursor]
Noted = tuple[int, str, str | None, str | None]
"""Row number, scope tokens, the terms before and after; None where there was or is no entry."""


def entry_scope(org: str, client: str | None, campaign: str | None) -> str:
    """The words in the index that say where an entry stands."""
    return scope_tokens(
        Scope(OrgId(org), ClientId(client) if client else None, CampaignId(campaign) if campaign else None)
    )


def changes(noted: Iterable[Noted]) -> Iterator[tuple[str, tuple[int, str, str]]]:
    """The statements, with their parameters, that bring the index up to date."""
    for row, scope, before, after in noted:
        if before is not None:
            yield DROP, (row, scope, before)
        if after is not None:
            yield ADD, (row, scope, after)


class SearchIndex:
    """The full-text index as one guarded connection uses it."""

    def __init__(self, run: Run, rows: str) -> None:
        """`run` executes on the connection; `rows` is the guard's filter of entries, with row numbers."""
        self.open = False
        self._run = run
        self._noted: list[Noted] = []
        self._savepoints: dict[str, int] = {}
        self._statements = _Statements(rows)

    def allows(self, name: str) -> bool:
        """Whether the fixed statements are running and this is the index, or what FTS5 needs for it."""
        return self.open and (name == INDEX or name in SHADOWS or name in _ASKED_BY_FTS5)

    @contextmanager
    def opened(self) -> Generator[None]:
        """While nothing is prepared on the connection but what stands in this module, and FTS5's own."""
        self.open = True
        try:
            yield
        finally:
            self.open = False

    def note(
        self,
        row: int | None,
        level: tuple[str, str | None, str | None],
        before: str | None,
        after: str | None,
    ) -> None:
        """An entry changes; called by the triggers of the entries."""
        if row is not None and before != after:
            self._noted.append((row, entry_scope(*level), before, after))

    def forget(self, mark: int = 0) -> None:
        """What was noted since then is undone."""
        del self._noted[mark:]

    @contextmanager
    def following(self, sql: str) -> Generator[None]:
        """Keeps what was noted in step with a statement that fails, and with savepoints."""
        before = len(self._noted)
        try:
            yield
        except BaseException:
            self.forget(before)
            raise
        if said := _SAVEPOINT.fullmatch(sql):
            self._pass(said["act"].upper(), said["name"])

    def _pass(self, act: str, name: str) -> None:
        if act == "SAVEPOINT":
            self._savepoints[name] = len(self._noted)
        else:
            self.forget(self._savepoints.get(name, 0))

    def write(self) -> None:
        """Writes what was noted into the index, as the last act of the transaction."""
        noted, self._noted = self._noted, []
        for statement, parameters in changes(noted):
            self._run(statement, parameters)

    def search(self, session: SessionValues, asked: str) -> str:
        """The answer to a request, both as JSON: the entries, and the totals of the session's reach.

        The request is `[terms, at, ids]`. Raises ValueError for a term that is no single word.
        """
        tokens = _reach(session)
        terms, at, also = json.loads(asked)
        if not tokens or not all(_TERM.fullmatch(term) for term in terms):
            raise ValueError("a search needs a scope, and looks for words only")
        with self.opened():
            found = [*self._candidates(tokens, terms, at), *self._named(also, at)]
            found += self._neighbours(found, at)
            totals = self._run(self._statements.totals, ()).fetchall()
        return json.dumps([found, totals], ensure_ascii=False, separators=(",", ":"))

    def _candidates(self, tokens: Sequence[str], terms: Sequence[str], at: str) -> list[Any]:
        counts = {term: self._count(_expression(tokens, [term])) for term in terms}
        wanted = chosen(counts)
        if not wanted:
            return []
        parameters = (_expression(tokens, wanted), at, at, MOST_CANDIDATES)
        return self._run(self._statements.matched, parameters).fetchall()

    def _count(self, expression: str) -> int:
        return int(self._run(f"select count(*) {_MATCHED}", (expression,)).fetchone()[0])

    def _named(self, ids: Sequence[str], at: str) -> list[Any]:
        return self._run(self._statements.named, (json.dumps(ids), at, at)).fetchall() if ids else []

    def _neighbours(self, found: Iterable[Sequence[Any]], at: str) -> list[Any]:
        runs = around((entry[2], entry[3]) for entry in found if entry[0] == "message")
        return self._run(self._statements.beside, (json.dumps(runs), at, at)).fetchall() if runs else []


@dataclass(frozen=True, slots=True)
class _Statements:
    """The fixed statements on the entries of one connection."""

    rows: str
    """The guard's filter of entries, with row numbers as `r`."""

    @property
    def _entry(self) -> str:
        sources = (
            "case e.kind when 'insight' then ("
            "select group_concat(s.message_id, ' ') from temp.insight_sources s"
            " where s.org_id = e.org_id and s.level = e.level and s.insight_id = e.id) else '' end"
        )
        return f"select e.kind, e.id, e.conversation, e.position, e.terms, {sources}"

    @property
    def matched(self) -> str:
        return (
            f"{self._entry} from main.{INDEX} cross join temp.{self.rows} e on e.r = {INDEX}.rowid"
            f" where {INDEX} match ? and {_HELD} order by {INDEX}.rowid desc limit ?"
        )

    @property
    def named(self) -> str:
        return (
            f"{self._entry} from json_each(?) asked cross join temp.{self.rows} e"
            f" on e.org_id = session('org') and e.id = asked.value where {_HELD}"
        )

    @property
    def beside(self) -> str:
        return (
            f"{self._entry} from json_each(?) run cross join temp.{self.rows} e on e.org_id = session('org')"
            " and e.conversation = json_extract(run.value, '$[0]') and e.kind = 'message'"
            " and e.position between json_extract(run.value, '$[1]') and json_extract(run.value, '$[2]')"
            f" where {_HELD}"
        )

    @property
    def totals(self) -> str:
        return f"select kind, count(*), sum(length) from temp.{self.rows} group by kind"


_HELD = "e.starts_at <= ? and (e.ends_at is null or e.ends_at > ?)"
_REACHED: tuple[tuple[Literal["read_levels", "read_whole"], str], ...] = (
    ("read_levels", "at"),
    ("read_whole", "in"),
)


def _reach(session: SessionValues) -> list[str]:
    """The words of which each entry in the session's reach has one: the read policy, as the index says it."""
    org = session.get("org", "")
    if not org:
        return []
    listed = [
        f"{where}{_word(level, org)}"
        for name, where in _REACHED
        for level in json.loads(session.get(name, "[]"))
    ]
    return [*listed, f"in{_word(org, org)}"] if session.get("read_everything") else listed


def _word(level: str, org: str) -> str:
    """The id in the name of a level, such as `client:<id>`."""
    return (org if level == "organization" else level.rpartition(":")[2]).replace("-", "")


def _expression(tokens: Sequence[str], terms: Iterable[str]) -> str:
    return f"scope : ({_any(tokens)}) AND terms : ({_any(terms)})"


def _any(words: Iterable[str]) -> str:
    return " OR ".join(f'"{word}"' for word in words)
