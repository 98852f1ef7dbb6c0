"""What is kept between starts: it is the same as made anew, nobody's data, and never in the way."""

import re
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from config.kept import Kept, kept
from config.patterns import compile_kept, regex
from config.tables import read_table

TEXT = "예산은 5천만 원, budget £400k, 12.5%"


@pytest.fixture
def shelf(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Iterator[Kept]:
    monkeypatch.setenv("STRATUM_HOME", str(tmp_path))
    kept.cache_clear()
    yield kept()
    kept.cache_clear()


@pytest.mark.parametrize(
    ("source", "flags"),
    [
        (r"(?P<n>\d+(?:\.\d+)?)\s?(?P<u>%|k)?", 0),
        (r"(?<![가-힣])예산(?=은)", re.UNICODE),
        (r"BUDGET | 예산", re.IGNORECASE | re.VERBOSE),
        (r"[£€]\d++", 0),
    ],
)
def test_a_kept_pattern_finds_what_a_new_one_finds(shelf: Kept, source: str, flags: int) -> None:
    fresh = re.compile(source, flags)
    wanted = [(m.span(), m.groupdict(), m.lastgroup) for m in fresh.finditer(TEXT)]
    for _ in range(2):
        found = compile_kept(source, int(flags))
        assert (found.pattern, found.flags, found.groups) == (fresh.pattern, fresh.flags, fresh.groups)
        assert [(m.span(), m.groupdict(), m.lastgroup) for m in found.finditer(TEXT)] == wanted


def test_a_pattern_is_compiled_when_it_is_used(shelf: Kept) -> None:
    late = regex(r"\d+")
    assert shelf.new == {}
    assert late.findall(TEXT) == ["5", "400", "12", "5"]
    assert len(shelf.new) == 1


def test_a_wrong_pattern_says_so_when_it_is_used(shelf: Kept) -> None:
    with pytest.raises(re.error):
        regex("(").search(TEXT)
    assert shelf.new == {}


def test_what_was_kept_is_there_at_the_next_start(shelf: Kept) -> None:
    regex(r"\d+k").search(TEXT)
    table = read_table("routing", "thanks.toml")
    shelf.save()
    kept.cache_clear()
    again = kept()
    assert again.values
    assert read_table("routing", "thanks.toml") == table
    assert again.new == {}


@pytest.mark.parametrize("broken", [b"", b"\x00\x01", b"not marshal at all", b"\xe3\xff"])
def test_a_broken_file_is_made_anew(shelf: Kept, broken: bytes) -> None:
    shelf.path.parent.mkdir(parents=True, exist_ok=True)
    shelf.path.write_bytes(broken)
    kept.cache_clear()
    assert regex(r"\d+k").findall(TEXT) == ["400k"]
    kept().save()
    kept.cache_clear()
    assert kept().values


def test_a_home_that_cannot_be_written_stops_nothing(shelf: Kept, tmp_path: Path) -> None:
    (tmp_path / "cache").write_text("a file where the folder should be", "utf-8")
    assert regex(r"\d+k").findall(TEXT) == ["400k"]
    kept().save()
    assert kept().new == {}


def test_a_table_is_the_callers_own(shelf: Kept) -> None:
    read_table("routing", "thanks.toml").clear()
    assert read_table("routing", "thanks.toml") != {}


def test_classes_are_the_same_with_kept_code(shelf: Kept) -> None:
    """In a process of its own: what it changes of `dataclasses` should not reach other tests."""
    program = """
from config.kept import compile_once, kept
compile_once()
from dataclasses import dataclass, replace
@dataclass(frozen=True, slots=True)
class Point:
    x: int
    y: int = 2
    def __post_init__(self): assert self.x >= 0
point = Point(1)
assert repr(point) == "Point(x=1, y=2)" and point == Point(1, 2) and hash(point) == hash(Point(1))
assert replace(point, y=3).y == 3
try: point.x = 4
except AttributeError: print(len(kept().new))
kept().save()
"""
    environ = {"STRATUM_HOME": str(shelf.path.parents[1]), "PYTHONPATH": "."}
    first, second = (
        subprocess.run(
            [sys.executable, "-c", program], env=environ, capture_output=True, text=True, check=True
        )
        for _ in range(2)
    )
    assert int(first.stdout) > 0
    assert int(second.stdout) == 0
