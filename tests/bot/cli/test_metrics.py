"""`stratum import metrics` and `stratum metrics`, as a script reads them."""

import csv
import io
import json
from pathlib import Path
from typing import Any

import pytest

from bot.cli import execute

EXPORT = (
    "Day,Campaign,Campaign ID,Currency code,Impr.,Clicks,Cost,Conversions\n"
    "2026-11-01,Brand,7,USD,100,5,12.5,1\n2026-11-02,Brand,7,USD,--,6,2,0\n"
)


@pytest.fixture
def file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]) -> Path:
    monkeypatch.setenv("STRATUM_HOME", str(tmp_path / "home"))
    monkeypatch.setenv("STRATUM_LOCALE", "en")
    for command in (
        ["org", "add", "acme", "--type", "agency", "--locale", "en"],
        ["client", "add", "acme", "nike"],
        ["user", "add", "acme", "vera", "--role", "viewer"],
    ):
        assert execute(command) == 0
    capfd.readouterr()
    path = tmp_path / "export.csv"
    path.write_text(EXPORT, "utf-8")
    return path


def run(capfd: pytest.CaptureFixture[str], *args: str, status: int = 0) -> str:
    assert execute(args) == status
    return capfd.readouterr().out


def test_preview_import_again_and_the_table(file: Path, capfd: pytest.CaptureFixture[str]) -> None:
    take = ("import", "metrics", str(file), "--scope", "acme/nike", "--json")
    preview: dict[str, Any] = json.loads(run(capfd, *take, "--preview"))
    assert (preview["imported"], preview["totals"][0]["spend"], preview["files"][0]["kind"]) == (
        2,
        14.5,
        "google_ads",
    )
    assert json.loads(run(capfd, *take)) == {"imported": 2, "updated": 0, "skipped": 0, "rejected": []}
    assert json.loads(run(capfd, *take)) == {"imported": 0, "updated": 0, "skipped": 2, "rejected": []}
    file.write_text(EXPORT.replace("12.5", "12.6"), "utf-8")
    assert json.loads(run(capfd, *take)) == {"imported": 0, "updated": 1, "skipped": 1, "rejected": []}
    told = json.loads(
        run(capfd, "metrics", "acme/nike", "--level", "campaign", "--from", "2026-11-02", "--json")
    )
    assert set(told) == {"columns", "rows"}
    (row,) = told["rows"]
    assert list(row) == told["columns"]
    assert (row["date_day"], row["campaign_id"], row["spend"], row["impressions"]) == (
        "2026-11-02",
        "7",
        2.0,
        None,
    )
    assert (row["currency"], row["data_state"]) == ("USD", "provisional")
    rows = list(csv.DictReader(io.StringIO(run(capfd, "metrics", "acme/nike", "--csv"))))
    assert [one["spend"] for one in rows] == ["12.6", "2.0"]


def test_money_in_another_currency_by_imported_rates(
    file: Path, tmp_path: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    run(capfd, "import", "metrics", str(file), "--scope", "acme/nike")
    fx = tmp_path / "fx.csv"
    fx.write_text("date,base,quote,rate\n2026-11-01,USD,KRW,1400\n", "utf-8")
    assert json.loads(run(capfd, "import", "fx", str(fx), "--scope", "acme", "--json"))["imported"] == 1
    told = json.loads(run(capfd, "metrics", "acme/nike", "--currency", "KRW", "--json"))
    assert [(row["spend"], row["spend_base"], row["fx_date"]) for row in told["rows"]] == [
        (12.5, 17_500.0, "2026-11-01"),
        (2.0, 2_800.0, "2026-11-01"),
    ]


def test_rejected_rows_say_line_and_reason(file: Path, capfd: pytest.CaptureFixture[str]) -> None:
    file.write_text(EXPORT + "soon,Brand,7,USD,1,1,1,1\n", "utf-8")
    told = json.loads(run(capfd, "import", "metrics", str(file), "--scope", "acme/nike", "--json"))
    assert (told["imported"], told["rejected"][0]["line"]) == (2, 4)
    assert told["rejected"][0]["reason"] == "no day can be read here: soon"
    assert "line 4" in run(capfd, "import", "metrics", str(file), "--scope", "acme/nike")


def test_what_cannot_be_taken_changes_nothing(file: Path, capfd: pytest.CaptureFixture[str]) -> None:
    file.write_text("Day,Campaign,Campaign ID,Currency code,Impr.,Cost\nsoon,B,1,USD,1,1\n", "utf-8")
    told = json.loads(run(capfd, "import", "metrics", str(file), "--scope", "acme/nike", "--json", status=1))
    assert (told["imported"], len(told["rejected"])) == (0, 1)
    run(capfd, "import", "metrics", str(file.parent / "none.csv"), "--scope", "acme/nike", status=1)
    run(capfd, "import", "metrics", str(file), "--scope", "acme/nike", "--platform", "myspace", status=2)
    run(capfd, "import", "metrics", str(file), "--scope", "acme/nike", "--as", "vera", status=3)
    run(capfd, "import", "metrics", str(file), "--scope", "acme/puma", status=3)
    assert "No numbers" in run(capfd, "metrics", "acme/nike")
