"""What people really type and hand in: every wrong thing gets a clear message, and nothing is half saved."""

import json
import sqlite3
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

import pytest

from bot.cli import execute

PLACE = "nabi/may"
Run = Callable[..., tuple[int, str, str]]


@pytest.fixture
def stratum(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]) -> Run:
    """Runs a command in a home of its own: (exit status, stdout, stderr)."""
    monkeypatch.setenv("STRATUM_HOME", str(tmp_path / "home"))
    monkeypatch.setenv("STRATUM_LOCALE", "ko")
    monkeypatch.chdir(tmp_path)

    def command(*args: str) -> tuple[int, str, str]:
        capfd.readouterr()
        status = execute(args)
        out, err = capfd.readouterr()
        return status, out, err

    assert command("org", "add", "nabi", "--type", "sme", "--locale", "ko")[0] == 0
    assert command("campaign", "add", "nabi", "may")[0] == 0
    return command


@pytest.mark.parametrize(
    ("data", "word"),
    [
        (b"", "글이 없습니다"),
        (b"\x00\x01\x02binary", "글이 아니라"),
        (b"%PDF-1.7", "PDF"),
        ("매출이 늘었습니다".encode() + b"\xff\xfe", "UTF-8도 CP949도"),
        (b"a" * 5_000_000, "5,000,000"),
    ],
)
def test_a_brief_that_cannot_be_read_leaves_nothing(
    stratum: Run, tmp_path: Path, data: bytes, word: str
) -> None:
    (tmp_path / "brief.md").write_bytes(data)
    status, out, err = stratum("import", "brief", "brief.md", "--scope", PLACE, "--json")
    assert (status, out) == (1, "")
    assert word in err
    assert json.loads(stratum("context", PLACE, "--json")[1])["outputs"] == []


def test_korean_files_of_every_make_are_read_once(stratum: Run, tmp_path: Path) -> None:
    text = "화요일은 비어 있습니다. 6월에 월세가 10% 오릅니다. 🥐\x07"
    (tmp_path / "a.md").write_bytes(text.replace("🥐", "").encode("cp949"))
    (tmp_path / "b.md").write_text(text, "utf-8")
    for name in ("a.md", "b.md"):
        counts = json.loads(stratum("import", "brief", name, "--scope", PLACE, "--json")[1])
        assert counts == {"imported": 1, "updated": 0, "skipped": 0, "rejected": []}
    assert json.loads(stratum("import", "brief", "b.md", "--scope", PLACE, "--json")[1])["skipped"] == 1


def test_names_are_data(stratum: Run) -> None:
    hostile = "Robert'); DROP TABLE clients;-- 🥐"
    assert stratum("org", "add", "bobby", "--type", "agency", "--name", hostile)[0] == 0
    listed = json.loads(stratum("org", "list", "--json")[1])["items"]
    assert hostile in [item["name"] for item in listed]


@pytest.mark.parametrize(
    ("args", "status", "word"),
    [
        (("org", "add", "nabi", "--type", "sme"), 1, "'nabi'"),
        (("org", "add", "Nabi!", "--type", "sme"), 2, "nabi"),
        (("org", "add", "x", "--type", "club"), 2, "agency"),
        (("org", "add"), 2, "SLUG"),
        (("org", "ad"), 2, "ad"),
        (("ask", "SWOT", "--scope", "nabi/june"), 3, "nabi/june"),
        (("ask", "SWOT", "--scope", "wonka/june"), 3, "wonka/june"),
        (("ask", "SWOT", "--scope", PLACE, "--as", "nobody"), 3, "nobody"),
        (("ask",), 2, "TEXT"),
        (("output", "show", "0000"), 3, "0000"),
        (("import", "brief", "nothing.md", "--scope", PLACE), 1, "nothing.md"),
        (("campaign", "add", "nabi", "june", "--start", "2026-06-30", "--end", "2026-06-01"), 2, "--end"),
    ],
)
def test_wrong_usage_says_what_and_how_to_go_on(
    stratum: Run, args: tuple[str, ...], status: int, word: str
) -> None:
    found, out, err = stratum(*args)
    assert found == status, err
    assert out == ""
    assert word in err
    assert any("가" <= character <= "힣" for character in err)


def test_a_framework_that_does_not_exist_offers_the_nearest(stratum: Run) -> None:
    status, out, _ = stratum("ask", "/전략 swto", "--scope", PLACE, "--json")
    reply = json.loads(out)
    assert (status, reply["status"], reply["outputs"]) == (0, "needs_input", [])
    assert "strategy swot" in [button["action"] for button in reply["buttons"]]


def test_a_database_of_a_newer_version_is_left_alone(stratum: Run, tmp_path: Path) -> None:
    with closing(sqlite3.connect(tmp_path / "home" / "stratum.db")) as connection, connection:
        connection.execute("update alembic_version set version_num = 'v9999'")
    status, out, err = stratum("org", "list", "--json")
    assert (status, out) == (1, "")
    assert "v9999" in err


def test_a_file_that_is_no_database_is_left_alone(stratum: Run, tmp_path: Path) -> None:
    path = tmp_path / "home" / "stratum.db"
    for file in path.parent.glob("stratum.db*"):
        file.unlink()
    path.write_text("a shopping list", "utf-8")
    status, _, err = stratum("org", "list")
    assert status == 1
    assert path.name in err
    assert path.read_text("utf-8") == "a shopping list"


def test_a_home_that_cannot_be_made_is_named(
    stratum: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "taken").write_text("a file where the home should be", "utf-8")
    monkeypatch.setenv("STRATUM_HOME", str(tmp_path / "taken" / "home"))
    status, out, err = stratum("org", "list", "--json")
    assert (status, out) == (1, "")
    assert "taken" in err


def test_json_is_printed_for_a_refusal_too(stratum: Run) -> None:
    status, out, _ = stratum("ask", "SWOT", "--scope", "wonka/june", "--json")
    reply = json.loads(out)
    assert status == 3
    assert reply["status"] == "refused"
    assert "wonka/june" in reply["error"]
