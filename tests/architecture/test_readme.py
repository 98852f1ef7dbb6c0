"""The commands of the documents: those marked as tested are run, in order, in an empty home."""

import re
import subprocess
import sys
from pathlib import Path

import pytest

from tests.architecture.tree import ROOT, files, label

BLOCK = re.compile(r"<!-- tested -->\n```sh\n(.*?)```", re.DOTALL)
BLOCKS = [
    pytest.param(block, id=f"{label(path)}-{number}")
    for path in files(".md")
    for number, block in enumerate(BLOCK.findall(path.read_text("utf-8")))
]


def test_the_readme_has_commands_to_run() -> None:
    assert BLOCK.search((ROOT / "README.md").read_text("utf-8"))


@pytest.mark.parametrize("block", BLOCKS)
def test_the_commands_of_a_document_run(block: str, tmp_path: Path) -> None:
    environment = {
        "PATH": f"{Path(sys.executable).parent}:/usr/bin:/bin",
        "HOME": str(tmp_path),
        "STRATUM_HOME": str(tmp_path / "home"),
        "LANG": "C.UTF-8",
    }
    ran = subprocess.run(
        ["sh", "-euxc", block],
        cwd=tmp_path,
        env=environment,
        capture_output=True,
        text=True,
        timeout=300,
        check=False,
    )
    assert ran.returncode == 0, ran.stdout + ran.stderr
