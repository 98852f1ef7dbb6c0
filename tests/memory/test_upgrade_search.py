"""A database of the version before insights: its messages can be found after the upgrade."""

from collections.abc import AsyncIterator
from datetime import UTC, datetime

import pytest
from alembic import command
from alembic.config import Config
from sqlalchemy import Connection, bindparam, make_url, text
from sqlalchemy.ext.asyncio import create_async_engine

from memory.db import Database
from memory.migrate import bring_sqlite_up
from memory.migrate_postgres import bring_postgres_up
from memory.recall import recall
from memory.store.entrance import enter
from memory.tables.base import UtcTime, physical
from tests.memory.upgraded import fresh_database

BEFORE = "v0002"
ROWS = (
    "insert into {organizations} (id, slug, name, type, locale, timezone, currency, created_at)"
    " values ('o', 'acme', 'Acme', 'SME', 'en', 'UTC', 'USD', '2026-01-01')",
    "insert into {users} (org_id, id, name, locale, created_at) values ('o', 'u', 'owner', 'en', '2026-01-01')",
    "insert into {memberships} (org_id, id, level, user_id, role, created_at)"
    " values ('o', 'm', 'organization', 'u', 'owner', '2026-01-01')",
    "insert into {audit_heads} (org_id, seq, hash) values ('o', 0, '')",
)
MESSAGE = (
    "insert into {messages} (org_id, id, level, conversation, thread, kind, author, text, external_id,"
    " created_at, content_hash, meta) values ('o', :id, 'organization', 'c', 't', :kind, 'jin', :text, :id,"
    " :at, 'h', '{{}}')"
)
SAID = [
    {"id": "m2", "kind": "turn", "text": "The zebra runs", "at": datetime(2026, 1, 3, tzinfo=UTC)},
    {"id": "m1", "kind": "turn", "text": "봄 예산은 천만 원입니다", "at": datetime(2026, 1, 2, tzinfo=UTC)},
    {"id": "m3", "kind": "reply", "text": "A zebra, noted", "at": datetime(2026, 1, 4, tzinfo=UTC)},
    {"id": "m4", "kind": "brief", "text": "We sell zebra food", "at": datetime(2026, 1, 5, tzinfo=UTC)},
]


def old(connection: Connection) -> None:
    """The tables of that version, with rows."""
    config = Config()
    config.set_main_option("script_location", "memory:migrations")
    config.attributes["connection"] = connection
    command.upgrade(config, BEFORE)
    names = {
        name: physical(name, connection.dialect.name)
        for name in ("organizations", "users", "memberships", "messages", "audit_heads")
    }
    for statement in ROWS:
        connection.execute(text(statement.format_map(names)))
    message = text(MESSAGE.format_map(names)).bindparams(bindparam("at", type_=UtcTime()))
    connection.execute(message, SAID)


@pytest.fixture(params=["sqlite", "postgres"])
async def upgraded(request: pytest.FixtureRequest, tmp_path: object) -> AsyncIterator[Database]:
    if request.param == "sqlite":
        url = f"sqlite+aiosqlite:///{tmp_path}/stratum.db"
        await _make(url)
        await bring_sqlite_up(make_url(url))
    else:
        owner, login = await fresh_database(request.getfixturevalue("postgres"))
        await _make(owner.render_as_string(hide_password=False), force=True)
        await bring_postgres_up(owner, login)
        url = login.render_as_string(hide_password=False)
    async with await Database.open(url) as db:
        yield db


async def _make(url: str, *, force: bool = False) -> None:
    engine = create_async_engine(url)
    async with engine.begin() as connection:
        await connection.run_sync(old)
        for rule in ("enable", "force") if force else ():
            await connection.execute(text(f"alter table messages {rule} row level security"))
    await engine.dispose()


async def test_messages_of_before_are_found(upgraded: Database) -> None:
    access = (await enter(upgraded, "acme")).access
    zebra = [hit.id for hit in await recall(upgraded, access, "zebra")]
    assert sorted(zebra[:2]) == ["m2", "m4"]
    assert "m3" not in zebra
    assert (await recall(upgraded, access, "예산"))[0].id == "m1"
