"""Bringing a database up: by itself when embedded, once however many start, or else with plain words."""

import asyncio
import os
import sqlite3
import subprocess
import sys
from importlib.resources import files
from pathlib import Path

import pytest
from sqlalchemy import make_url, text
from sqlalchemy.ext.asyncio import create_async_engine

from config.errors import StratumError
from memory.db import Database
from memory.errors import (
    CorruptDatabase,
    DatabaseTooNew,
    DiskFull,
    NotUpgraded,
    ReadOnlyHome,
    StorageFailed,
    UnsafeRole,
)
from memory.migrate import known_revisions, sqlite_revision
from memory.migrate_postgres import bring_postgres_up
from memory.migrations import HEAD
from memory.store import organizations
from tests.memory.server import Server
from tests.memory.tenants import organization
from tests.memory.upgraded import fresh_database


def address(path: Path) -> str:
    return f"sqlite+aiosqlite:///{path}"


def test_head_is_the_newest_revision() -> None:
    from alembic.config import Config
    from alembic.script import ScriptDirectory

    config = Config()
    config.set_main_option("script_location", str(files("memory.migrations")))
    assert ScriptDirectory.from_config(config).get_current_head() == HEAD
    assert known_revisions()[-1] == HEAD


async def test_the_first_use_makes_the_folder_and_the_tables(tmp_path: Path) -> None:
    path = tmp_path / "a" / "b" / "stratum.db"
    async with await Database.open(address(path)) as db:
        await organizations.add(db, organization("acme", "SME"))
    assert sqlite_revision(make_url(address(path))) == HEAD


OPEN = """
import asyncio, sys
from memory.db import Database
async def main():
    async with await Database.open(sys.argv[1]):
        print("alembic" in sys.modules, "sqlalchemy.dialects.postgresql" in sys.modules)
asyncio.run(main())
"""


def open_elsewhere(path: Path) -> subprocess.Popen[str]:
    return subprocess.Popen([sys.executable, "-c", OPEN, address(path)], stdout=subprocess.PIPE, text=True)


def test_a_start_that_has_nothing_to_migrate_does_not_import_alembic(tmp_path: Path) -> None:
    first, second = (open_elsewhere(tmp_path / "stratum.db").communicate()[0].split() for _ in range(2))
    assert first[0] == "True"
    assert second == ["False", "False"]


def test_processes_that_start_together_all_succeed(tmp_path: Path) -> None:
    processes = [open_elsewhere(tmp_path / "new" / "stratum.db") for _ in range(6)]
    assert [process.wait(500) for process in processes] == [0] * 6
    for process in processes:
        process.communicate()


async def test_a_newer_database_is_left_alone(tmp_path: Path) -> None:
    path = tmp_path / "stratum.db"
    await (await Database.open(address(path))).close()
    connection = sqlite3.connect(path)
    connection.execute("update alembic_version set version_num = 'v9999'")
    connection.commit()
    connection.close()
    with pytest.raises(DatabaseTooNew) as raised:
        await Database.open(address(path))
    assert "v9999" in raised.value.say("ko")
    assert sqlite_revision(make_url(address(path))) == "v9999"


@pytest.mark.parametrize(
    "content", [b"this is no database at all, by any means", b"SQLite format 3\x00" + b"\xff" * 4096]
)
async def test_a_file_that_is_no_database(content: bytes, tmp_path: Path) -> None:
    path = tmp_path / "stratum.db"
    path.write_bytes(content)
    with pytest.raises(CorruptDatabase) as raised:
        await Database.open(address(path))
    assert str(path) in raised.value.say("ko")
    assert path.read_bytes() == content


async def test_a_home_that_cannot_be_made(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("in the way")
    with pytest.raises(ReadOnlyHome):
        await Database.open(address(tmp_path / "file" / "stratum.db"))


WRITE = """
import asyncio, os, resource, sys
from memory.db import Database
from memory.store import organizations
from tests.memory.tenants import organization
from config.errors import StratumError
async def main():
    async with await Database.open(sys.argv[1]) as db:
        if sys.argv[2] == "full":
            import signal
            signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
            resource.setrlimit(resource.RLIMIT_FSIZE, (40_000, 40_000))
        await organizations.add(db, organization("bakery", "SME"))
try:
    asyncio.run(main())
except StratumError as error:
    print(type(error).__name__)
"""


def write_elsewhere(path: Path, how: str) -> str:
    """What another process says that adds an organisation; root gives up the right to write anywhere."""
    bound = ["setpriv", "--bounding-set=-dac_override,-dac_read_search"] if os.geteuid() == 0 else []
    command = [*bound, sys.executable, "-c", WRITE, address(path), how]
    done = subprocess.run(command, check=False, capture_output=True, text=True)
    assert done.returncode == 0, done.stderr
    return done.stdout.strip()


async def test_a_full_disk_leaves_nothing_half_saved(tmp_path: Path) -> None:
    path = tmp_path / "stratum.db"
    async with await Database.open(address(path)) as db:
        await organizations.add(db, organization("acme", "SME"))
    said = write_elsewhere(path, "full")
    assert said in ("DiskFull", "StorageFailed")
    connection = sqlite3.connect(path)
    assert connection.execute("select slug from rls_organizations").fetchall() == [("acme",)]
    connection.close()


def test_the_engine_s_own_word_for_a_full_disk() -> None:
    from memory.engine_sqlite import failure

    connection = sqlite3.connect(":memory:")
    connection.execute("pragma max_page_count = 2")
    connection.execute("create table t (x)")
    with pytest.raises(sqlite3.OperationalError) as raised:
        connection.execute("create table u (x)")
    connection.close()
    assert isinstance(failure("stratum.db", raised.value), DiskFull)


async def test_a_home_that_may_only_be_read(tmp_path: Path) -> None:
    home = tmp_path / "home"
    await (await Database.open(address(home / "stratum.db"))).close()
    for part in (home / "stratum.db", home):
        part.chmod(0o555)
    try:
        assert write_elsewhere(home / "stratum.db", "") == "ReadOnlyHome"
    finally:
        home.chmod(0o755)


async def test_postgres_is_upgraded_by_its_owner_and_twice_is_once(postgres: Server) -> None:
    owner, login = await fresh_database(postgres)
    secret = login.render_as_string(hide_password=False)
    await asyncio.gather(*(bring_postgres_up(owner, login) for _ in range(3)))
    async with await Database.open(secret) as db:
        await organizations.add(db, organization("acme", "SME"))
    await bring_postgres_up(owner, login)


async def test_postgres_without_tables_says_what_to_do(postgres: Server) -> None:
    owner, login = await fresh_database(postgres)
    engine = create_async_engine(owner)
    async with engine.begin() as connection:
        await connection.execute(text(f"create role {login.username} login password '{login.password}'"))
    await engine.dispose()
    with pytest.raises(NotUpgraded) as raised:
        await Database.open(login.render_as_string(hide_password=False))
    assert str(login.password) not in raised.value.say("en")


async def refused(url: str) -> StratumError:
    with pytest.raises(StorageFailed) as raised:
        await Database.open(url)
    return raised.value


async def test_a_role_that_the_policies_do_not_bind_is_refused(postgres: Server) -> None:
    owner, login = await fresh_database(postgres)
    await bring_postgres_up(owner, login)
    admin = create_async_engine(postgres.admin.set(database=owner.database))
    assert isinstance(await refused(owner.render_as_string(hide_password=False)), UnsafeRole)
    superuser = postgres.admin.set(database=owner.database).render_as_string(hide_password=False)
    assert isinstance(await refused(superuser), UnsafeRole)
    for made, undone in (("bypassrls", "nobypassrls"),):
        async with admin.begin() as connection:
            await connection.execute(text(f"alter role {login.username} {made}"))
        assert "bypass" in (await refused(login.render_as_string(hide_password=False))).say("en")
        async with admin.begin() as connection:
            await connection.execute(text(f"alter role {login.username} {undone}"))
    async with admin.begin() as connection:
        await connection.execute(text(f"alter table usage owner to {login.username}"))
    assert "owner" in (await refused(login.render_as_string(hide_password=False))).say("en")
    await admin.dispose()


async def test_a_changed_password_asks_for_an_upgrade(postgres: Server) -> None:
    owner, login = await fresh_database(postgres)
    await bring_postgres_up(owner, login)
    engine = create_async_engine(owner)
    async with engine.begin() as connection:
        await connection.execute(text(f"alter role {login.username} password 'another'"))
    await engine.dispose()
    changed = login.set(password="another")  # noqa: S106
    assert isinstance(await refused(changed.render_as_string(hide_password=False)), NotUpgraded)
    await bring_postgres_up(owner, changed)
    await (await Database.open(changed.render_as_string(hide_password=False))).close()


async def test_a_server_that_is_not_there() -> None:
    assert "nowhere" in (await refused("postgresql+asyncpg://somebody:hidden@127.0.0.1:9/nowhere")).say("en")
