"""`stratum init` and `keys` on a machine with nothing on it, as one would run them."""

import asyncio
import json
import os
import stat
import subprocess
import sys
from pathlib import Path

import pytest

from config.settings import Settings
from memory.db import Database
from memory.keyring import keyring
from memory.store.vault import Vault


def stratum(home: Path, *args: str, **more: str) -> subprocess.CompletedProcess[str]:
    environ = {**os.environ, "STRATUM_HOME": str(home), "STRATUM_LOCALE": "en", **more}
    program = [sys.executable, "-c", "from bot.cli import main; main()", *args]
    folder = {**environ, "PYTHONPATH": str(Path.cwd())}
    return subprocess.run(program, check=False, capture_output=True, text=True, env=folder, cwd=home)


@pytest.fixture
def home(tmp_path: Path) -> Path:
    return tmp_path


async def keep(home: Path, secret: bytes = b"xoxb-secret") -> None:
    settings = Settings(home=home)
    async with await Database.open(settings.database) as database:
        await Vault(database, keyring("", home)).put("slack", "T1", secret)


async def opened(home: Path) -> bytes | None:
    settings = Settings(home=home)
    async with await Database.open(settings.database) as database:
        return await Vault(database, keyring("", home)).get("slack", "T1")


def test_init_makes_the_keys_and_leaves_those_that_are_there(home: Path) -> None:
    assert stratum(home, "init").returncode == 0
    made = (home / "keyring.json").read_bytes()
    assert stat.S_IMODE((home / "keyring.json").stat().st_mode) == 0o600
    assert stratum(home, "init", "--force").returncode == 0
    assert (home / "keyring.json").read_bytes() == made


def test_rotating_and_pruning_leaves_one_key_that_opens_everything(home: Path) -> None:
    stratum(home, "init")
    asyncio.run(keep(home))
    before = json.loads(stratum(home, "keys", "list", "--json").stdout)["items"]
    rotated = json.loads(stratum(home, "keys", "rotate", "--json").stdout)
    assert rotated["rewrapped"] == 1
    pruned = json.loads(stratum(home, "keys", "prune", "--json").stdout)
    assert pruned["dropped"] == [before[0]["kid"]]
    (only,) = json.loads(stratum(home, "keys", "list", "--json").stdout)["items"]
    assert only == {"kid": rotated["kid"], "wraps": 1, "present": True, "newest": True}
    assert asyncio.run(opened(home)) == b"xoxb-secret"


def test_without_its_keys_the_program_refuses_to_start_and_says_why(home: Path) -> None:
    stratum(home, "init")
    asyncio.run(keep(home))
    (home / "keyring.json").rename(home / "elsewhere.json")
    refused = stratum(home, "run", TELEGRAM_BOT_TOKEN="1:a", TELEGRAM_API_URL="http://127.0.0.1:9")  # noqa: S106
    assert refused.returncode == 1
    assert "keyring.json" in refused.stderr
    assert "STRATUM_KEYRING" in refused.stderr
    assert keyring_is_well(home) is False
    given = (home / "elsewhere.json").read_text("utf-8")
    assert keyring_is_well(home, STRATUM_KEYRING=given)
    assert keyring_is_well(home, STRATUM_KEYRING=str(home / "elsewhere.json"))


def keyring_is_well(home: Path, **more: str) -> bool:
    checks = json.loads(stratum(home, "doctor", "--json", **more).stdout)["checks"]
    (found,) = [check["ok"] for check in checks if check["name"] == "keyring"]
    return bool(found)


def test_no_key_and_no_secret_is_ever_printed(home: Path) -> None:
    stratum(home, "init")
    asyncio.run(keep(home))
    keys = json.loads((home / "keyring.json").read_text("utf-8")).values()
    runs = [stratum(home, *words) for words in (["keys", "list"], ["keys", "rotate"], ["doctor"])]
    said = "".join(run.stdout + run.stderr for run in runs)
    assert not [key for key in keys if key in said]
    assert "xoxb" not in said
