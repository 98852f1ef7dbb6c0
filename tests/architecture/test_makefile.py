"""Set-up says what is missing; the commands that the documents name are there."""

import re
import shutil
import subprocess
from pathlib import Path

import pytest

from tests.architecture.tree import ROOT, files

CALL = re.compile(r"(?:^|`)make ([a-z-]+)(?=`|$|  )", re.MULTILINE)


def make(folder: Path, *args: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(["make", *args], cwd=folder, capture_output=True, text=True, check=False)


@pytest.fixture
def bare(tmp_path: Path) -> Path:
    """A checkout as far as set-up looks at it."""
    for name in ("Makefile", "pyproject.toml"):
        shutil.copy(ROOT / name, tmp_path)
    shutil.copytree(ROOT / "requirements", tmp_path / "requirements")
    return tmp_path


def test_without_a_python_set_up_says_so(bare: Path) -> None:
    made = make(bare, "setup", "CANDIDATES=no-such-python")
    assert made.returncode == 2
    assert "Stratum needs Python 3.11 or newer" in made.stderr
    assert not (bare / ".venv").exists()


def test_a_python_that_does_not_fit_is_refused(bare: Path) -> None:
    made = make(bare, "setup", "PYTHON=/bin/false")
    assert made.returncode == 2
    assert "/bin/false is not Python 3.11 or newer" in made.stderr


def test_a_python_that_fails_is_passed_over(bare: Path) -> None:
    shim = bare / "python3.13"
    shim.write_text("#!/bin/sh\nexit 127\n")
    shim.chmod(0o755)
    made = make(bare, "setup", "--dry-run", f"CANDIDATES={shim} python3")
    assert "Making .venv with python3;" in made.stdout


def test_every_make_command_of_the_documents_exists() -> None:
    named = {name for path in files(".md") for name in CALL.findall(path.read_text("utf-8"))}
    rules = set(re.findall(r"^([a-z-]+):", (ROOT / "Makefile").read_text("utf-8"), re.MULTILINE))
    assert {"run", "test"} <= named <= rules
