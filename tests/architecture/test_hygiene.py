"""Nothing of the machine on which it was written, and no host of a registry, is in the project."""

import re
from pathlib import Path

import pytest

from tests.architecture.tree import files, label

HOSTS = re.compile(r"\b(?:pypi|pythonhosted|npmjs|debian|ubuntu|crates)\.(?:org|com|io)\b")
PLACES = re.compile(r"(?<![\w.:/}])/(?:root|Users|opt|home|mnt|srv|work)/\w")
UNFINISHED = re.compile(r"\b(?:TODO|FIXME|XXX|HACK)\b|(?:pytest|mark)\.skip|mark\.xfail")
TEXT = (".py", ".toml", ".md", ".lock", ".txt", "Makefile", "run", ".ini", ".mako", ".json", ".csv", ".yml")


@pytest.mark.parametrize("path", [path for path in files() if path.name.endswith(TEXT)], ids=label)
def test_a_file_names_no_registry_and_no_place_on_a_disk(path: Path) -> None:
    text = path.read_text("utf-8")
    assert HOSTS.findall(text) == []
    assert PLACES.findall(text) == []


@pytest.mark.parametrize("path", [path for path in files(".py") if path != Path(__file__)], ids=label)
def test_a_file_is_finished(path: Path) -> None:
    assert UNFINISHED.findall(path.read_text("utf-8")) == []
