"""`stratum erase`: a place or a person, asked before, told afterwards, in both languages and on both databases."""

import asyncio
import json
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest
from sqlalchemy import make_url, select

from bot.cli import execute
from memory.db import Database
from memory.store import audit, outputs
from memory.tables.ledger import audit as audit_rows
from memory.types import InputUsed
from tests.memory.conftest import postgres, url
from tests.memory.store.test_learning import NIKE, hear, rival
from tests.memory.tenants import Tenants, draft, settle

__all__ = ["postgres", "url"]

Run = Callable[..., tuple[int, str, str]]
SAID = "Our rival is zebrafish88"


async def fill(url: str) -> None:
    async with await Database.open(url) as db:
        tenants = await settle(db)
        learned = await hear(tenants, SAID, rival(SAID, "zebrafish88"), author="frida")
        async with db.writing((await tenants.at("acme")).access) as unit:
            used = (InputUsed("insight", learned.added[0].id, learned.added[0].content_hash),)
            made = replace(draft(f"One says: {SAID}", "overview"), title="Overview", inputs_used=used)
            await outputs.save(unit, made)


@pytest.fixture
def stratum(
    url: str,
    request: pytest.FixtureRequest,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capfd: pytest.CaptureFixture[str],
) -> Run:
    """Runs a command on a filled database: (exit status, stdout, stderr)."""
    monkeypatch.setenv("STRATUM_HOME", str(tmp_path))
    monkeypatch.setenv("STRATUM_DATABASE_URL", url)
    if not url.startswith("sqlite"):
        owner = request.getfixturevalue("postgres").owner(make_url(url).database)
        monkeypatch.setenv("STRATUM_DATABASE_OWNER_URL", owner.render_as_string(hide_password=False))
    monkeypatch.chdir(tmp_path)
    asyncio.run(fill(url))

    def command(*args: str, locale: str = "en") -> tuple[int, str, str]:
        monkeypatch.setenv("STRATUM_LOCALE", locale)
        capfd.readouterr()
        status = execute(args)
        return status, *capfd.readouterr()

    return command


def test_a_person_is_erased_and_what_used_their_words_is_named(stratum: Run, url: str) -> None:
    status, out, err = stratum("erase", "--user", "frida")
    assert (status, out) == (2, "")
    assert "acme · overview · Overview" in err
    assert "--yes" in err
    status, out, _ = stratum("erase", "acme", "--user", "frida", "--yes", "--json")
    assert status == 0
    told = json.loads(out)
    assert (told["erased"], told["kind"], told["rows"]["users"], told["rows"]["messages"]) == (
        *("frida", "user"),
        *(1, 1),
    )
    assert [used["title"] for used in told["used_by"]] == ["Overview"]
    assert "zebrafish88" not in stratum("context", "acme", "--json")[1]
    assert asyncio.run(erasures(url)) == [("user", "owner")]
    status, out, err = stratum("erase", "--user", "frida", "--yes", "--json")
    assert (status, out) == (3, "")
    assert "frida" in err


async def erasures(url: str) -> list[tuple[str, str]]:
    """What the audit says of erasures: what was erased, and by whom."""
    async with await Database.open(url) as db:
        root = (await Tenants(db).at("acme")).access
        async with db.reading(root) as unit:
            assert await audit.verify(unit) is None
            told = await unit.all(select(audit_rows).where(audit_rows.c.action == audit.ERASURE))
        return [(entry.subject, "owner" if entry.actor == root.actor.user else entry.actor) for entry in told]


def test_a_client_is_erased_in_korean(stratum: Run) -> None:
    status, out, err = stratum("erase", "acme/nike", locale="ko")
    assert (status, out) == (2, "")
    assert "남는 결과물" in err
    status, out, _ = stratum("erase", "acme/nike", "--yes", locale="ko")
    assert status == 0
    assert "지웠습니다" in out
    assert "acme · overview · Overview" in out
    assert stratum("context", NIKE, "--json")[0] == 3


@pytest.mark.parametrize("locale", ["en", "ko"])
def test_who_may_not_erase_cannot_and_nobody_is_erased_by_halves(stratum: Run, locale: str) -> None:
    refused = stratum("erase", "acme/adidas", "--user", "nina", "--as", "frida", "--yes", locale=locale)
    halves = stratum("erase", "acme/nike", "--user", "nina", "--yes", locale=locale)
    only_owner = stratum("erase", "acme", "--user", "owner", "--yes", locale=locale)
    several = stratum("erase", "--user", "owner", "--yes", locale=locale)
    nobody = stratum("erase", "--user", "nobody", "--yes", locale=locale)
    assert [each[0] for each in (refused, halves, only_owner, several, nobody)] == [3, 2, 3, 2, 3]
    assert "stratum erase acme --user nina" in halves[2]
    assert "acme, bakery, rival" in several[2]
    for _, out, err in (refused, halves, only_owner, several, nobody):
        assert out == ""
        assert ("니다" in err) is (locale == "ko")
    assert "frida" in stratum("user", "list", "acme")[1]
