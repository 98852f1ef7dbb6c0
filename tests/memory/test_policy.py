"""Every table has its policy, and what is in the database is what the code declares: on both engines."""

import ast
import sqlite3
from collections.abc import AsyncIterator
from pathlib import Path

import pytest
from sqlalchemy import (
    Connection,
    ForeignKeyConstraint,
    Inspector,
    Table,
    UniqueConstraint,
    inspect,
    make_url,
    text,
)
from sqlalchemy.ext.asyncio import AsyncEngine, create_async_engine

from memory.policy import POLICIES
from memory.policy_postgres import PostgresLanguage
from memory.search_sqlite import INDEX, SHADOWS
from memory.tables.base import physical
from memory.tables.whole import metadata

APART = {"alembic_version", "stratum_seals"}
"""The tables without a tenant: Alembic's own, and the keys that nobody but the owner is granted."""
FULL_TEXT = {INDEX, *SHADOWS}
"""On SQLite, the index and what FTS5 keeps it in, which no session may name."""
MADE = {"search_entries": {"search"}}
"""Columns that PostgreSQL makes by itself."""


def test_every_table_has_a_policy() -> None:
    assert POLICIES.keys() == metadata.tables.keys()


@pytest.fixture
async def plain(url: str) -> AsyncIterator[AsyncEngine]:
    engine = create_async_engine(url)
    yield engine
    await engine.dispose()


async def test_the_migrations_make_the_tables_that_the_code_declares(plain: AsyncEngine) -> None:
    def described(connection: Connection) -> dict[str, object]:
        seen = inspect(connection)
        names = {physical(name, connection.dialect.name): name for name in metadata.tables}
        beside = FULL_TEXT if connection.dialect.name == "sqlite" else set[str]()
        assert set(seen.get_table_names()) - APART == names.keys() | beside
        return {name: in_database(seen, base, names) for base, name in names.items()}

    async with plain.connect() as connection:
        found = await connection.run_sync(described)
    assert found == {name: declared(table) for name, table in metadata.tables.items()}


def in_database(seen: Inspector, base: str, names: dict[str, str]) -> dict[str, object]:
    return {
        "columns": {
            column["name"]: column["nullable"]
            for column in seen.get_columns(base)
            if column["name"] not in MADE.get(base, ())
        },
        "key": seen.get_pk_constraint(base)["constrained_columns"],
        "unique": {tuple(unique["column_names"]) for unique in seen.get_unique_constraints(base)},
        "foreign": {
            (tuple(key["constrained_columns"]), names[key["referred_table"]], tuple(key["referred_columns"]))
            for key in seen.get_foreign_keys(base)
        },
        "checks": {check["name"] for check in seen.get_check_constraints(base)},
        "indexes": {
            index["name"] for index in seen.get_indexes(base) if not index.get("duplicates_constraint")
        },
    }


def declared(table: Table) -> dict[str, object]:
    foreign = [c for c in table.constraints if isinstance(c, ForeignKeyConstraint)]
    return {
        "columns": {column.name: bool(column.nullable) for column in table.columns},
        "key": [column.name for column in table.primary_key.columns],
        "unique": {
            tuple(column.name for column in unique.columns)
            for unique in table.constraints
            if isinstance(unique, UniqueConstraint)
        },
        "foreign": {
            (
                tuple(key.column_keys),
                key.referred_table.name,
                tuple(element.column.name for element in key.elements),
            )
            for key in foreign
        },
        "checks": {f"{c.name}" for c in table.constraints if c.__visit_name__.endswith("check_constraint")},
        "indexes": {str(index.name) for index in table.indexes},
    }


async def test_postgres_has_the_policies_that_the_code_declares(url: str) -> None:
    if make_url(url).get_backend_name() == "sqlite":
        return await sqlite_opens_no_table_to_a_guarded_connection(url)
    engine = create_async_engine(url)
    async with engine.connect() as connection:
        forced = await connection.execute(
            text(
                "select relname from pg_class where relrowsecurity and relforcerowsecurity and relkind = 'r'"
            )
        )
        policies = await connection.execute(
            text("select tablename, cmd, qual is not null, with_check is not null from pg_policies")
        )
        assert set(forced.scalars()) == POLICIES.keys()
        assert set(map(tuple, policies)) == {
            (table, *kind)
            for table in POLICIES
            for kind in (
                ("SELECT", True, False),
                ("INSERT", False, True),
                ("UPDATE", True, True),
                ("DELETE", True, False),
            )
        }
    await engine.dispose()
    return None


async def sqlite_opens_no_table_to_a_guarded_connection(url: str) -> None:
    from memory.guard_sqlite import GuardedConnection

    connection = sqlite3.connect(str(make_url(url).database), factory=GuardedConnection)
    for name in [*(physical(table, "sqlite") for table in POLICIES), "alembic_version", *FULL_TEXT]:
        with pytest.raises(sqlite3.DatabaseError, match="prohibited|not authorized|constructor failed"):
            connection.execute(f"select * from {name}")  # noqa: S608
    connection.close()


def test_a_value_that_was_never_set_matches_nothing_on_postgres() -> None:
    language = PostgresLanguage()
    for policy in POLICIES.values():
        for predicate in (policy.read, policy.insert, policy.update, policy.delete):
            assert " is null" not in predicate.sql(language, "")


def test_only_access_makes_an_access() -> None:
    """`grant` and `found` are the only places where an Access is made."""
    makers = {
        path.name
        for path in Path("memory").rglob("*.py")
        for node in ast.walk(ast.parse(path.read_text("utf-8")))
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id == "Access"
    }
    assert makers == {"access.py"}
