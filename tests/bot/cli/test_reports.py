"""`stratum report` as one would type it, in both languages."""

from datetime import date, timedelta
from typing import Any

import openpyxl
import pytest

from tests.bot.cli.test_digest import Shell

DAYS = 40


@pytest.fixture(scope="module")
def shell(tmp_path_factory: pytest.TempPathFactory) -> Shell:
    """With Google's figures of forty days at Nike, and a workbook of Nike's own."""
    tmp_path = tmp_path_factory.mktemp("home")
    made = Shell(tmp_path)
    rows = ["Day,Campaign,Currency code,Cost,Impressions,Clicks,Conversions,Conv. value"]
    rows += [f"{date.today() - timedelta(days=n)},Brand,USD,100.00,20000,500,20,900" for n in range(1, DAYS)]  # noqa: DTZ011 - days
    (tmp_path / "google.csv").write_text("\n".join(rows))
    ran = made.run("import", "metrics", "google.csv", "--platform", "google_ads", "--scope", "acme/nike")
    assert ran.returncode == 0, ran.stderr
    book: Any = openpyxl.Workbook()
    book.active["A1"], book.active["A2"] = "{{client}} {{period}}", "{{spend}}"
    book.save(tmp_path / "nike.xlsx")
    book.active["A3"] = "{{mood}}"
    book.save(tmp_path / "wrong.xlsx")
    return made


def test_a_report_is_made_filled_and_kept(shell: Shell) -> None:
    told = shell.json("report", "terms", "acme/nike", "markup", "10%", "vat", "10%")
    assert told == {"terms": {"markup": 1000, "vat": 1000, "reported": "", "markups": {}}, "own": True}
    kept = shell.json("report", "template", "set", "nike.xlsx", "--scope", "acme/nike")
    assert (kept["kind"], kept["name"], kept["scope"]) == ("xlsx", "nike.xlsx", "acme/nike")
    made = shell.json("report", "make", "acme/nike", "weekly", "--to", "xlsx", "--client", "-o", "out")
    assert (made["status"], made["rhythm"], made["error"]) == ("ok", "weekly", None)
    assert [one["billed"] for one in made["bills"]] == [77_000]
    [path] = made["documents"]
    sheet: Any = openpyxl.load_workbook(shell.home / path).active
    assert sheet["A1"].value.startswith("nike ")
    assert sheet["A2"].value == 770
    listed = shell.json("output", "list", "acme/nike")["items"]
    assert {one["output_type"] for one in listed} == {"report"}


def test_what_cannot_be_done_is_said_with_its_status(shell: Shell) -> None:
    wrong = shell.run("report", "template", "set", "wrong.xlsx", "--scope", "acme/nike", locale="ko")
    assert (wrong.returncode, "{{mood}}" in wrong.stderr, "spend(광고비)" in wrong.stderr) == (2, True, True)
    terms = shell.run("report", "terms", "acme/nike", "markup", "lots")
    assert (terms.returncode, "'lots'" in terms.stderr) == (2, True)
    assert shell.run("report", "make", "acme/nike").returncode == 0
    nowhere = shell.run("report", "send", "acme/nike")
    assert (nowhere.returncode, "No channel here is open to the client" in nowhere.stderr) == (2, True)
    assert shell.run("report", "make", "acme/puma").returncode == 3


def test_drafts_are_scheduled_and_taken_away(shell: Shell) -> None:
    made = shell.json("report", "schedule", "add", "acme/nike", "monthly", "08:30", "country=KR")
    assert (made["rhythm"], made["at"], made["zone"], made["country"]) == (
        "monthly",
        "08:30",
        "Asia/Seoul",
        "KR",
    )
    assert [one["id"] for one in shell.json("report", "schedule", "list", "acme/nike")["items"]] == [
        made["id"]
    ]
    gone = shell.run("report", "schedule", "remove", "acme/nike", made["id"], locale="ko")
    assert (gone.returncode, gone.stdout.startswith("해제했습니다")) == (0, True)
    assert shell.json("report", "schedule", "list", "acme/nike") == {"items": []}
