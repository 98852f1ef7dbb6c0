"""Everything of one organisation in one file: a zip of JSON lines, a member for each table, and a manifest.

It is read through the guard like everything else. It would hold only what the access may see; therefore an
access that does not see all of the organisation is refused.
"""

import asyncio
import base64
import hashlib
import json
import os
from collections.abc import AsyncGenerator, Sequence
from contextlib import suppress
from dataclasses import asdict, dataclass
from datetime import date, datetime
from pathlib import Path
from typing import IO, Any
from zipfile import ZIP_DEFLATED, BadZipFile, ZipFile

from sqlalchemy import Row, Table, select

from config.errors import StratumError
from memory.access import Access
from memory.db import Database, Unit
from memory.errors import NotYours
from memory.migrations import HEAD
from memory.policy import ReachName
from memory.store import organizations
from memory.tables.whole import metadata
from memory.types import Json

FORMAT = "stratum-archive"
FORMAT_VERSION = 1
NOT_KEPT = frozenset(
    {
        *("credentials", "data_keys", "installations", "link_codes"),
        *("doorsteps", "invitations", "notifications", "handed_files", "openings", "unasked_posts"),
        *("inbound_bodies", "inbound_events", "inbound_keys", "leases", "turn_steps"),
        *("erasures", "revisions", "search_entries", "search_vectors"),
    }
)
"""Secrets, and tables that say nothing outside of this installation or nothing that others do not."""
_NEEDED: tuple[ReachName, ...] = ("read", "audit", "usage", "team")


class ArchiveNotWritten(StratumError):
    """The archive {path} could not be written: {detail}. Nothing was left behind. Choose another folder or make room.

    ko: 아카이브 {path}을(를) 쓸 수 없습니다: {detail}. 남은 파일은 없습니다. 다른 폴더를 고르거나 공간을 비우세요.
    """  # noqa: E501 - users read it in one line


@dataclass(frozen=True, slots=True)
class Member:
    """A table in an archive: its rows as JSON lines."""

    table: str
    file: str
    rows: int
    sha256: str


@dataclass(frozen=True, slots=True)
class Archive:
    """A written archive."""

    path: Path
    members: tuple[Member, ...]


async def export(db: Database, access: Access, path: Path, *, page: int = 2_000) -> Archive:
    """Writes the archive of the access's organisation, as of one moment; an older file is replaced.

    `page` rows are held in memory at a time.
    Raises NotYours for an access that does not reach all of it, ArchiveNotWritten.
    """
    if access.scope.level != "organization" or not all(access.reaches[name].everything for name in _NEEDED):
        raise NotYours()
    part = path.with_name(f"{path.name}.part")
    try:
        await asyncio.to_thread(_private, part)
        async with db.reading(access) as unit:
            members = await _write(unit, part, page)
        await asyncio.to_thread(os.replace, part, path)
    except OSError as error:
        raise ArchiveNotWritten(path=path, detail=error.strerror or str(error)) from error
    finally:
        with suppress(OSError):
            part.unlink()
    return Archive(path, members)


def faults(path: Path) -> tuple[str, ...]:
    """The files of an archive that are missing or are not what its manifest says; none when it is whole."""
    try:
        with ZipFile(path) as archive:
            manifest: Json = json.loads(archive.read("manifest.json"))
            members = [Member(**member) for member in manifest["tables"]]
            return tuple(member.file for member in members if not _sound(archive, member))
    except (BadZipFile, KeyError, ValueError, OSError):
        return ("manifest.json",)


async def _write(unit: Unit, part: Path, page: int) -> tuple[Member, ...]:
    tables = [table for table in metadata.sorted_tables if table.name not in NOT_KEPT]
    with ZipFile(part, "w", ZIP_DEFLATED) as archive:
        members = tuple([await _table(unit, table, archive, page) for table in tables])
        org = asdict(await organizations.of(unit))
        manifest = {
            "format": FORMAT,
            "format_version": FORMAT_VERSION,
            "schema": HEAD,
            "organization": org,
            "exported_at": unit.now().isoformat(),
            "exported_by": unit.actor.name,
            "tables": [asdict(member) for member in members],
        }
        archive.writestr("manifest.json", json.dumps(manifest, ensure_ascii=False, indent=2))
    return members


async def _table(unit: Unit, table: Table, archive: ZipFile, page: int) -> Member:
    file, rows, digest = f"{table.name}.jsonl", 0, hashlib.sha256()
    with archive.open(file, "w", force_zip64=True) as member:
        async for found in _pages(unit, table, page):
            lines = await asyncio.to_thread(_lines, table.c.keys(), found, member)
            digest.update(lines)
            rows += len(found)
    return Member(table.name, file, rows, digest.hexdigest())


async def _pages(unit: Unit, table: Table, page: int) -> AsyncGenerator[Sequence[Row[Any]]]:
    """The rows of a table in the order of their ids, some at a time."""
    key = table.c.id if "id" in table.c else table.c.org_id
    own = table.c.org_id if "org_id" in table.c else table.c.id
    query = select(table).where(own == unit.scope.org).order_by(key).limit(page)
    found = await unit.all(query)
    while found:
        yield found
        last = getattr(found[-1], key.name)
        found = await unit.all(query.where(key > last)) if len(found) == page else ()


def _private(path: Path) -> None:
    """An empty file that only its owner reads, in a folder that exists."""
    path.parent.mkdir(parents=True, exist_ok=True)
    path.unlink(missing_ok=True)
    path.touch(mode=0o600)


def _lines(names: Sequence[str], page: Sequence[Row[Any]], member: IO[bytes]) -> bytes:
    documents = (dict(zip(names, row, strict=True)) for row in page)
    text = "".join(f"{json.dumps(each, ensure_ascii=False, default=_plain)}\n" for each in documents)
    data = text.encode()
    member.write(data)
    return data


def _plain(value: object) -> str:
    """Times in ISO 8601, bytes in base 64."""
    if isinstance(value, datetime | date):
        return value.isoformat()
    if isinstance(value, bytes):
        return base64.b64encode(value).decode()
    raise TypeError(f"no JSON for {value!r}")


def _sound(archive: ZipFile, member: Member) -> bool:
    try:
        data = archive.read(member.file)
    except (KeyError, BadZipFile):
        return False
    return hashlib.sha256(data).hexdigest() == member.sha256 and data.count(b"\n") == member.rows
