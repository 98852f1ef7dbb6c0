"""A command imports what it needs and no more; what that buys in time and memory, `make bench` says."""

import os
import re
import subprocess
import sys
from pathlib import Path

MODULE = re.compile(r"^import time:\s+\d+ \|\s+\d+ \|\s+([\w.]+)", re.MULTILINE)
NOT_FOR_AN_ANSWER = {"alembic", "asyncpg", "hypothesis", "mako", "prompt_toolkit", "rich", "vl_convert"}
TABLES_OF_OTHERS = {f"memory.tables.{name}" for name in ("whole", "facts", "interviews", "delivery")}
STRATUM = Path(sys.executable).with_name("stratum")


def loaded(home: Path, *args: str) -> set[str]:
    """The modules that the command imports, and the packages that hold them."""
    env = {"PATH": os.defpath, "HOME": str(home), "STRATUM_HOME": str(home / "data"), "LANG": "C.UTF-8"}
    command = [sys.executable, "-X", "importtime", STRATUM, *args]
    ran = subprocess.run(command, env=env, capture_output=True, text=True, timeout=300, check=False)
    assert ran.returncode == 0, ran.stdout + ran.stderr[-2000:]
    found = MODULE.findall(ran.stderr)
    return {*found, *(name.partition(".")[0] for name in found)}


def test_an_answer_loads_neither_migrations_nor_pictures_nor_the_console(tmp_path: Path) -> None:
    loaded(tmp_path, "org", "add", "crumb", "--type", "sme")
    loaded(tmp_path, "campaign", "add", "crumb", "spring")
    ask = ("ask", "/strategy swot Rent rises by 12% in March.", "--scope", "crumb/spring", "--json")
    loaded(tmp_path, *ask)
    found = loaded(tmp_path, *ask)
    assert found & NOT_FOR_AN_ANSWER == set()
    assert found & TABLES_OF_OTHERS == set(), "the second time, what the guard knows of all tables is kept"


def test_the_version_costs_no_database(tmp_path: Path) -> None:
    assert loaded(tmp_path, "--version") & (NOT_FOR_AN_ANSWER | {"sqlalchemy"}) == set()
