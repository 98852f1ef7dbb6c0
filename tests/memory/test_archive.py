"""An archive holds all of one organisation, nothing of another, and can be checked."""

import json
import stat
from pathlib import Path
from typing import Any
from zipfile import ZipFile

import pytest

from memory.archive import NOT_KEPT, Archive, ArchiveNotWritten, export, faults
from memory.errors import NotYours
from memory.store import outputs
from memory.tables.whole import metadata
from tests.memory.tenants import Tenants, deliver, draft, say


def lines(path: Path, table: str) -> list[dict[str, Any]]:
    with ZipFile(path) as archive:
        return [json.loads(line) for line in archive.read(f"{table}.jsonl").splitlines()]


async def archived(tenants: Tenants, folder: Path, path: str = "acme", name: str = "owner") -> Archive:
    return await export(tenants.db, (await tenants.at(path, name)).access, folder / "out" / "acme.zip")


async def test_it_holds_every_table_of_the_organisation_and_nothing_of_another(
    tenants: Tenants, tmp_path: Path
) -> None:
    for path in ("acme/nike/summer", "acme/adidas/fall", "rival/puma/summer"):
        await deliver(tenants, path, f"body of {path}")
        await say(tenants, path, f"안녕 {path}")
    made = await archived(tenants, tmp_path)
    assert {member.table for member in made.members} == set(metadata.tables) - NOT_KEPT
    assert faults(made.path) == ()
    assert sorted(row["body"]["text"] for row in lines(made.path, "strategy_outputs")) == [
        "body of acme/adidas/fall",
        "body of acme/nike/summer",
    ]
    assert [row["slug"] for row in lines(made.path, "organizations")] == ["acme"]
    assert {row["text"] for row in lines(made.path, "messages")} == {
        "안녕 acme/nike/summer",
        "안녕 acme/adidas/fall",
    }
    assert len(lines(made.path, "users")) == 5
    with ZipFile(made.path) as archive:
        manifest = json.loads(archive.read("manifest.json"))
        everything = b"".join(archive.read(name) for name in archive.namelist())
    assert manifest["organization"]["slug"] == "acme"
    assert {each["table"]: each["rows"] for each in manifest["tables"]} == {
        m.table: m.rows for m in made.members
    }
    assert b"puma" not in everything
    assert b"bakery" not in everything


async def test_many_rows_come_in_pages_each_once(tenants: Tenants, tmp_path: Path) -> None:
    async with tenants.db.writing((await tenants.at("acme/nike")).access) as unit:
        for number in range(30):
            await outputs.save(unit, draft(str(number)))
    made = await export(tenants.db, (await tenants.at("acme")).access, tmp_path / "acme.zip", page=7)
    assert faults(made.path) == ()
    assert [row["version"] for row in lines(made.path, "strategy_outputs")] == list(range(1, 31))


async def test_only_who_sees_everything_gets_it(tenants: Tenants, tmp_path: Path) -> None:
    for path, name in (("acme/nike", "owner"), ("acme", "anna"), ("acme/adidas", "frida"), ("acme", "nina")):
        with pytest.raises(NotYours):
            await archived(tenants, tmp_path, path, name)
    assert not (tmp_path / "out").exists()


async def test_others_cannot_read_the_file_and_a_change_shows(tenants: Tenants, tmp_path: Path) -> None:
    made = await archived(tenants, tmp_path)
    assert stat.S_IMODE(made.path.stat().st_mode) == 0o600
    again = await archived(tenants, tmp_path)
    assert again.path == made.path
    assert [path.name for path in made.path.parent.iterdir()] == ["acme.zip"]
    with ZipFile(made.path) as old, ZipFile(tmp_path / "changed.zip", "w") as new:
        for name in old.namelist():
            data = old.read(name)
            if name != "audit.jsonl":
                new.writestr(name, data.replace(b"nike", b"mike") if name == "clients.jsonl" else data)
    assert faults(tmp_path / "changed.zip") == ("clients.jsonl", "audit.jsonl")
    made.path.write_bytes(b"no zip")
    assert faults(made.path) == ("manifest.json",)


async def test_a_folder_that_cannot_be_written_leaves_nothing(tenants: Tenants, tmp_path: Path) -> None:
    (tmp_path / "out").write_text("a file")
    with pytest.raises(ArchiveNotWritten):
        await archived(tenants, tmp_path)
