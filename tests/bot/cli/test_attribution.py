"""`stratum attribution`, as a script reads it."""

import json
from pathlib import Path

import pytest

from bot.cli import execute

FILE = "path,conversions,value,nulls\nC1 > C2 > C3,1,100,0\nC1,0,0,1\nC2>C3,0,0,1\nC3>>C1,1,0,0\n"


@pytest.fixture
def file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("STRATUM_HOME", str(tmp_path))
    monkeypatch.setenv("STRATUM_LOCALE", "en")
    path = tmp_path / "paths.csv"
    path.write_text(FILE, "utf-8")
    return path


def test_one_model_is_one_document(file: Path, capfd: pytest.CaptureFixture[str]) -> None:
    assert execute(["attribution", str(file), "--model", "markov", "--json"]) == 0
    out, err = capfd.readouterr()
    told = json.loads(out)
    assert set(told) == {"model", "channels", "checks"}
    assert told["model"] == "markov"
    assert {one["channel"]: one["share"] for one in told["channels"]} == pytest.approx(
        {"C1": 0.2, "C2": 0.4, "C3": 0.4}
    )
    assert set(told["channels"][0]) == {"channel", "conversions", "value", "share"}
    rows = told["checks"][0]
    assert rows["rejected"] == [{"line": 5, "reason": "a channel of 'C3>>C1' has no name"}]
    assert err.startswith("5: ")


def test_without_a_model_all_stand_side_by_side(file: Path, capfd: pytest.CaptureFixture[str]) -> None:
    assert execute(["attribution", str(file)]) == 0
    out, _ = capfd.readouterr()
    assert "Shapley" in out
    assert "40.0%" in out


def test_a_file_that_says_nothing_fails_and_still_prints_its_document(
    file: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    file.write_text("path,conversions\nA,x\n", "utf-8")
    assert execute(["attribution", str(file), "--model", "last", "--json"]) == 1
    told = json.loads(capfd.readouterr().out)
    assert told["channels"] == []
    assert told["checks"][0]["rejected"][0]["line"] == 2


def test_an_unknown_model_is_wrong_usage(file: Path) -> None:
    assert execute(["attribution", str(file), "--model", "best"]) == 2
