"""New, upgraded databases at the price of a copy: the upgrade itself is made once a process."""

import atexit
import shutil
import tempfile
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path
from uuid import uuid4

from sqlalchemy import URL, make_url, text
from sqlalchemy.ext.asyncio import create_async_engine

from memory.migrate import bring_sqlite_up
from memory.migrate_postgres import bring_postgres_up
from tests.memory.server import SECRET, Server

_COPIES: dict[str, str] = {}
"""By server, or "" for files: the upgraded database that others are copies of."""


async def upgraded_file(path: Path) -> str:
    """The address of a new SQLite database at this path."""
    if "" not in _COPIES:
        folder = tempfile.mkdtemp(prefix="stratum-upgraded-")
        atexit.register(shutil.rmtree, folder, ignore_errors=True)
        await bring_sqlite_up(make_url(f"sqlite+aiosqlite:///{folder}/stratum.db"))
        _COPIES[""] = f"{folder}/stratum.db"
    shutil.copyfile(_COPIES[""], path)
    return f"sqlite+aiosqlite:///{path}"


@asynccontextmanager
async def upgraded_database(server: Server) -> AsyncIterator[tuple[URL, URL]]:
    """A new database on this server, with the roles of all its copies: (owner, login). It is dropped at the end."""
    key = server.admin.render_as_string()
    if key not in _COPIES:
        owner, login = await fresh_database(server)
        await bring_postgres_up(owner, login)
        _COPIES[key] = str(owner.database)
    name = f"{_COPIES[key]}_{uuid4().hex[:12]}"
    await _run(
        server,
        f"create database {name} template {_COPIES[key]} owner {server.owner(name).username}",
        f"revoke create, temporary on database {name} from public",
    )
    try:
        yield server.owner(name), server.login(name)
    finally:
        await _run(server, f"drop database {name} with (force)")


async def fresh_database(server: Server) -> tuple[URL, URL]:
    """A new, empty database with an owner of its own: (owner, login)."""
    name = f"t{uuid4().hex}"
    owner, login = server.owner(name), server.login(name)
    await _run(
        server,
        f"create role {owner.username} login createrole password '{SECRET}'",
        f"create database {name} owner {owner.username}",
    )
    return owner, login


async def _run(server: Server, *statements: str) -> None:
    engine = create_async_engine(server.admin, isolation_level="AUTOCOMMIT")
    async with engine.connect() as connection:
        for statement in statements:
            await connection.execute(text(statement))
    await engine.dispose()
