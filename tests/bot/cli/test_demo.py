"""The guided walk: what it says of reports is done by the commands that it shows."""

import shlex
from datetime import date
from pathlib import Path

import pytest

from bot.cli import execute
from bot.cli.demo import dated, facts
from config.tables import read_table


@pytest.mark.parametrize("locale", ["en", "ko"])
def test_a_report_is_drafted_billed_and_approved_by_a_person(
    locale: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("STRATUM_HOME", str(tmp_path))
    monkeypatch.setenv("STRATUM_LOCALE", locale)
    script = read_table("demo.toml")
    told = facts(script, tmp_path, locale)
    lines = {n: [line.format(**told) for line in step["run"]] for n, step in enumerate(script["steps"])}
    drafted = next(n for n, found in lines.items() if any(one.startswith("report make") for one in found))
    for line in (*lines[0], *lines[drafted], *lines[drafted + 1]):
        assert execute(shlex.split(line)) == 0, line
    shown = capfd.readouterr().out
    bill = ["₩491,000", "₩58,920", "₩549,920"] if locale == "en" else ["491,000원", "58,920원", "549,920원"]
    assert f"| {' | '.join(bill)} |" in shown
    assert "-0%" not in shown
    [listed] = [line for line in shown.splitlines() if "  report  " in line]
    assert "approved" in listed


def test_figures_end_on_the_sunday_before_this_week() -> None:
    export = {"header": "Day,X", "rows": ["1", "2", "3"]}
    for today in (date(2026, 11, 23), date(2026, 11, 29)):
        assert dated(export, today) == "Day,X\n2026-11-20,1\n2026-11-21,2\n2026-11-22,3\n"
