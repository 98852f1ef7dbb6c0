"""The locks: every package with its hashes, no host, and one version of each for running and for testing."""

import re
import tomllib
from pathlib import Path

import pytest

from tests.architecture.tree import ROOT

REQUIREMENT = re.compile(
    r"^([a-z0-9-]+)==(\S+)(?: ; (.+?))?((?: \\\n    --hash=sha256:[0-9a-f]{64})+)$", re.MULTILINE
)
PINNED = re.compile(r"^[a-z0-9-]+==", re.MULTILINE)
NAME = re.compile(r"^[A-Za-z0-9-]+")
LOCKS = sorted((ROOT / "requirements").glob("*.lock"))


def locked(path: Path) -> dict[str, str]:
    return {name: version for name, version, _, _ in REQUIREMENT.findall(path.read_text("utf-8"))}


@pytest.mark.parametrize("path", LOCKS, ids=lambda path: path.name)
def test_every_package_has_hashes_and_no_host(path: Path) -> None:
    text = path.read_text("utf-8")
    assert len(REQUIREMENT.findall(text)) == len(PINNED.findall(text)) > 10
    assert "://" not in text
    assert not re.search(r"^-", text, re.MULTILINE)


def test_what_runs_is_what_is_tested() -> None:
    run, dev = locked(ROOT / "requirements/run.lock"), locked(ROOT / "requirements/dev.lock")
    assert run.items() <= dev.items()


def test_every_dependency_is_locked() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))
    extras = project["project"]["optional-dependencies"]
    groups = project["dependency-groups"]
    run = [*project["project"]["dependencies"], *extras["pictures"], *groups["build"]]
    dev = [*run, *extras["postgres"], *(entry for entry in groups["dev"] if isinstance(entry, str))]
    for name, wanted in (("run", run), ("dev", dev)):
        names = {match[0].lower() for entry in wanted if (match := NAME.match(entry))}
        assert names <= set(locked(ROOT / f"requirements/{name}.lock"))
