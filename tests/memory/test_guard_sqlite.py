"""The guard beneath SQLAlchemy: what a connection of its own refuses, and what it costs."""

import re
import sqlite3
import time
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import make_url

from memory.guard_sqlite import GuardedConnection
from memory.migrate import bring_sqlite_up

ORG = "insert into organizations values (?, ?, 'n', 'SME', 'en', 'UTC', 'USD', '2026-01-01')"


@pytest.fixture
async def path(tmp_path: Path) -> Path:
    await bring_sqlite_up(make_url(f"sqlite+aiosqlite:///{tmp_path / 'stratum.db'}"))
    return tmp_path / "stratum.db"


@pytest.fixture
def guarded(path: Path) -> Iterator[GuardedConnection]:
    connection = sqlite3.connect(path, factory=GuardedConnection, isolation_level=None)
    for org in ("ours", "theirs"):
        connection.session = {"org": org, "write_levels": '["organization"]'}
        connection.execute(ORG, (org, org))
    connection.session = {"org": "ours", "read_levels": '["organization"]'}
    yield connection
    connection.close()


def test_it_shows_the_session_its_own_rows(guarded: GuardedConnection) -> None:
    assert guarded.execute("select id from organizations").fetchall() == [("ours",)]
    guarded.session = {}
    assert guarded.execute("select id from organizations").fetchall() == []


def test_a_statement_that_is_run_again_reads_the_new_session(guarded: GuardedConnection) -> None:
    statement = "select id from organizations"
    cursor = guarded.cursor()
    assert cursor.execute(statement).fetchall() == [("ours",)]
    guarded.session = {"org": "theirs", "read_levels": '["organization"]'}
    assert cursor.execute(statement).fetchall() == [("theirs",)]


SPACES = st.lists(
    st.sampled_from(
        [" ", "\t", "\n", "\r", "\f", ";", "/* x */", "/**/", "-- x\n", "--\n", "\ufeff", "/*\n--*/"]
    )
)


@given(
    before=SPACES,
    word=st.sampled_from(["explain", "EXPLAIN", "ExPlAiN"]),
    plan=st.sampled_from(["", " query plan"]),
)
def test_explain_is_refused_in_every_spelling(before: list[str], word: str, plan: str) -> None:
    from memory.guard_sqlite import _refuse_explain  # pyright: ignore[reportPrivateUsage]

    with pytest.raises(sqlite3.DatabaseError, match="not authorized"):
        _refuse_explain(f"{''.join(before)}{word}{plan} select 1")


@pytest.mark.parametrize(
    "door",
    [
        "execute",
        "executemany",
        "executescript",
        "cursor.execute",
        "cursor.executemany",
        "cursor.executescript",
    ],
)
def test_explain_is_refused_at_every_door(door: str, guarded: GuardedConnection) -> None:
    thing = guarded.cursor() if door.startswith("cursor") else guarded
    run = getattr(thing, door.removeprefix("cursor."))
    with pytest.raises(sqlite3.DatabaseError, match="not authorized"):
        run("/**/ explain select 1", *([[()]] if door.endswith("many") else []))


@pytest.mark.parametrize(
    "door", ["blobopen", "backup", "serialize", "deserialize", "iterdump", "set_authorizer"]
)
def test_doors_that_ask_no_authorizer_are_shut(door: str, guarded: GuardedConnection) -> None:
    with pytest.raises(sqlite3.DatabaseError, match="not authorized"):
        getattr(guarded, door)("rls_organizations", "name", 1)


def test_nothing_else_goes_with_a_search(guarded: GuardedConnection) -> None:
    """A search that fails on a row of others would tell of it."""
    guarded.execute("select searched(?)", ('[["a"], "9999", []]',))
    with pytest.raises(sqlite3.DatabaseError, match="not authorized"):
        guarded.execute("select 1 from clients where slug = ? and searched(slug)", ("x",))


def test_the_names_that_explain_would_print_are_not_enough_for_content(guarded: GuardedConnection) -> None:
    """Behind the refusal stands a second wall: a trigger's name opens nothing but ids."""
    printed = sqlite3.Cursor.execute(
        guarded.cursor(), "explain update organizations set name = 'x'"
    ).fetchall()
    names = set(re.findall(r"TRIGGER (g[0-9a-f]{16})", repr(printed)))
    assert names
    for name in names:
        with pytest.raises(sqlite3.DatabaseError, match="prohibited"):
            guarded.execute(f"with {name} as (select name from main.rls_organizations) select * from {name}")  # noqa: S608


def test_an_error_names_no_random_name(guarded: GuardedConnection) -> None:
    for wrong in (
        "select x from organizations",
        "insert into organizations (id) values (1, 2)",
        "select * from no",
    ):
        with pytest.raises(sqlite3.OperationalError) as raised:
            guarded.execute(wrong)
        assert not re.search(r"g[0-9a-f]{16}", str(raised.value))


def test_every_connection_has_its_own_names(path: Path) -> None:
    printed: list[set[str]] = []
    for _ in range(2):
        connection = sqlite3.connect(path, factory=GuardedConnection)
        connection.execute("delete from messages")
        plan = sqlite3.Cursor.execute(connection.cursor(), "explain delete from messages").fetchall()
        printed.append(set(re.findall(r"g[0-9a-f]{16}", repr(plan))))
        connection.close()
    assert printed[0]
    assert printed[0].isdisjoint(printed[1])


def test_opening_a_connection_stays_cheap(path: Path) -> None:
    taken: list[float] = []
    for _ in range(15):
        start = time.process_time()
        connection = sqlite3.connect(path, factory=GuardedConnection)
        taken.append(time.process_time() - start)
        connection.close()
    assert min(taken) < 0.020


def test_views_come_with_the_first_statement_that_names_them(path: Path) -> None:
    connection = sqlite3.connect(path, factory=GuardedConnection)
    assert connection.execute("select count(*) from messages").fetchone() == (0,)
    for unnamed in (
        "select * from rls_messages",
        "select * from sqlite_temp_master",
        "select * from main.messages",
    ):
        with pytest.raises(sqlite3.DatabaseError):
            connection.execute(unnamed)
    connection.close()


@pytest.mark.parametrize("undo", ["rollback", "ROLLBACK TO SAVEPOINT before", "error"])
def test_views_that_were_undone_are_made_again(path: Path, undo: str) -> None:
    connection = sqlite3.connect(path, factory=GuardedConnection, isolation_level=None)
    connection.execute("begin")
    connection.execute("savepoint before")
    assert connection.execute("select count(*) from messages").fetchone() == (0,)
    if undo == "error":
        with pytest.raises(sqlite3.DatabaseError):
            connection.execute("select * from rls_messages")
        connection.rollback()
    else:
        connection.execute(undo)
    assert connection.execute("select count(*) from messages").fetchone() == (0,)
    with pytest.raises(sqlite3.DatabaseError):
        connection.execute("select * from rls_messages")
    connection.close()


def test_a_foreign_key_is_checked_against_a_table_without_views(path: Path) -> None:
    """A row of a client whose table nobody has named on this connection."""
    connection = sqlite3.connect(path, factory=GuardedConnection, isolation_level=None)
    connection.session = {
        "org": "o",
        "write_everything": "1",
        "write_levels": '["organization"]',
        "writing": "1",
    }
    columns = "id, org_id, client_id, level, parent_id, slug, name, status, goal, kpi, created_at"
    values = "'c', 'o', 'none', 'campaign:c', 'none', 's', 'n', 'draft', '', '', '2026-01-01'"
    with pytest.raises(sqlite3.IntegrityError, match="FOREIGN KEY"):
        connection.execute(f"insert into campaigns ({columns}) values ({values})")  # noqa: S608
    connection.close()
