"""Behind a pooler of transactions: each one may run on another of few server connections."""

import asyncio
import shutil
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager, nullcontext
from pathlib import Path

import pytest
from sqlalchemy import URL, make_url, text

from memory.db import Database
from memory.store import clients
from memory.store.entrance import enter
from tests.memory.server import as_other_user, free_port
from tests.memory.tenants import settle

PGBOUNCER = shutil.which("pgbouncer", path="/usr/sbin:/usr/bin:/usr/local/bin:/usr/local/sbin")


@contextmanager
def pgbouncer(url: URL) -> Iterator[URL]:
    """Debian's PgBouncer before a server, with two server connections for everybody."""
    folder, port = Path(tempfile.mkdtemp(prefix="stratum-pgbouncer-")), free_port()
    (folder / "users").write_text(f'"{url.username}" "{url.password}"\n')
    (folder / "ini").write_text(
        f"[databases]\n{url.database} = host={url.host} port={url.port}\n[pgbouncer]\n"
        f"listen_addr = 127.0.0.1\nlisten_port = {port}\nunix_socket_dir =\nauth_type = plain\n"
        f"auth_file = {folder / 'users'}\npool_mode = transaction\ndefault_pool_size = 2\n"
        f"max_client_conn = 50\nserver_reset_query_always = 0\n"
    )
    other = as_other_user()
    if other:
        for part in (folder, *folder.iterdir()):
            shutil.chown(part, str(other["user"]))
    command = [str(PGBOUNCER), "-q", str(folder / "ini")]
    process = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, **other)
    try:
        yield url.set(host="127.0.0.1", port=port)
    finally:
        process.terminate()
        process.wait(120)
        shutil.rmtree(folder)


async def everybody_sees_their_own(url: URL) -> None:
    async with await _opened(url) as db:

        async def one(number: int) -> None:
            org = ("acme", "rival")[number % 2]
            access = (await enter(db, org)).access
            async with db.writing(access) as unit:
                await clients.add(unit, f"new-{number}")
            async with db.reading(access) as unit:
                slugs = {client.slug for client in await clients.every(unit)}
            assert f"new-{number}" in slugs
            assert slugs.isdisjoint(f"new-{other}" for other in range((number + 1) % 2, 40, 2))

        await asyncio.gather(*(one(number) for number in range(40)))


async def _opened(url: URL) -> Database:
    for _ in range(600):
        try:
            return await Database.open(url.render_as_string(hide_password=False))
        except Exception:  # noqa: BLE001 - it is only starting
            await asyncio.sleep(0.1)
    return await Database.open(url.render_as_string(hide_password=False))


@pytest.mark.parametrize("url", ["postgres"], indirect=True)
async def test_nothing_is_kept_on_a_server_connection(url: str) -> None:
    """What a pooler takes away between two transactions is not missed."""
    async with await Database.open(url, pool_size=1) as db:
        await settle(db)
        for _ in range(3):
            access = (await enter(db, "acme/nike")).access
            async with db.reading(access) as unit:
                assert [client.slug for client in await clients.every(unit)] == ["nike"]
                left = await unit.all(text("select name from pg_prepared_statements where name <> ''"))
            assert left == []


@pytest.mark.parametrize("url", ["postgres"], indirect=True)
async def test_many_sessions_on_two_server_connections(url: str) -> None:
    """Through PgBouncer where it is installed; else the server itself takes all of them."""
    async with await Database.open(url) as db:
        await settle(db)
    with pgbouncer(make_url(url)) if PGBOUNCER else nullcontext(make_url(url)) as pooled:
        await everybody_sees_their_own(pooled)
