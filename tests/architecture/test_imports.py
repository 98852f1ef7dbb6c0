"""The arrow of imports, and what is imported when."""

import ast
import subprocess
import sys
from pathlib import Path

import pytest

from tests.architecture.tree import ROOMS, ROOT, files, label

HEAVY = {"vl_convert", "asyncpg", "PIL", "hypothesis", "pytest"}
SQL = {"sqlalchemy", "aiosqlite", "alembic", "asyncpg", "sqlite3"}


def imported(path: Path) -> set[str]:
    """The top-level packages that a file imports, anywhere in it."""
    found: set[str] = set()
    for node in ast.walk(ast.parse(path.read_text("utf-8"))):
        if isinstance(node, ast.Import):
            found |= {alias.name.partition(".")[0] for alias in node.names}
        elif isinstance(node, ast.ImportFrom) and node.module:
            found.add(node.module.partition(".")[0])
    return found


def test_the_import_contracts_hold() -> None:
    linter = Path(sys.executable).with_name("lint-imports")
    checked = subprocess.run([linter, "--no-cache"], cwd=ROOT, capture_output=True, text=True, check=False)
    assert checked.returncode == 0, checked.stdout + checked.stderr
    assert "0 broken" in checked.stdout


@pytest.mark.parametrize(
    "path", files(".py", under=tuple(room for room in ROOMS if room != "memory")), ids=label
)
def test_only_memory_holds_sql(path: Path) -> None:
    assert imported(path) & SQL == set()


@pytest.mark.parametrize("room", ROOMS)
def test_a_room_imports_nothing_heavy_by_itself(room: str) -> None:
    script = f"import sys, {room}; print(*sorted(sys.modules))"
    loaded = subprocess.run(
        [sys.executable, "-c", script], cwd=ROOT, capture_output=True, text=True, check=True
    )
    assert set(loaded.stdout.split()) & (HEAVY | {"sqlalchemy", "pydantic"}) == set()
