"""`stratum pacing`, `reconcile` and `reallocate`, as scripts read them."""

import json
from datetime import date, timedelta
from pathlib import Path

import pytest

from bot.cli import execute


@pytest.fixture
def crumb(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("STRATUM_HOME", str(tmp_path / "home"))
    monkeypatch.setenv("STRATUM_LOCALE", "en")
    assert (
        execute(["org", "add", "crumb", "--type", "sme", "--currency", "KRW", "--timezone", "Asia/Seoul"])
        == 0
    )
    assert execute(["campaign", "add", "crumb", "spring", "--budget", "1000000", "--currency", "KRW"]) == 0
    return tmp_path


def test_they_print_one_document_with_the_same_keys_whatever_is_known(
    crumb: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    first = date.today() - timedelta(days=10)  # noqa: DTZ011 - any ten days will do
    rows = [f"{first + timedelta(days=n)},봄,KRW,50000,1000,10,1,9000" for n in range(10)]
    file = crumb / "google.csv"
    file.write_text("\n".join(["일,캠페인,통화 코드,비용,노출수,클릭수,전환,전환 가치", *rows]), "utf-8")
    days = (
        f"{first.month}/{first.day}~{(first + timedelta(days=19)).month}/{(first + timedelta(days=19)).day}"
    )
    capfd.readouterr()
    assert execute(["pacing", "crumb/spring", "--json"]) == 0
    empty = json.loads(capfd.readouterr().out)
    assert (empty["spent"], empty["index"], empty["band"], empty["status"]) == (
        None,
        None,
        "unknown",
        "needs_input",
    )
    assert [one["field"] for one in empty["missing_inputs"]] == ["period", "facts"]
    assert (
        execute(["import", "metrics", str(file), "--platform", "google_ads", "--scope", "crumb/spring"]) == 0
    )
    capfd.readouterr()
    assert execute(["pacing", "crumb/spring", days, "--json"]) == 0
    told = json.loads(capfd.readouterr().out)
    assert (told["planned"], told["spent"], told["currency"], told["band"]) == (
        1_000_000,
        500_000,
        "KRW",
        "on",
    )
    assert told["index"] == pytest.approx(1.0)
    assert execute(["reconcile", "crumb/spring", "the", "shop", "says", "5", "--json"]) == 0
    claims = json.loads(capfd.readouterr().out)
    assert (claims["channels"][0]["claimed"], claims["channels"][0]["reconciled"]) == (10, 5)
    assert execute(["reallocate", "crumb/spring", "--json"]) == 0
    assert json.loads(capfd.readouterr().out)["moves"] == []


def test_a_place_that_is_not_there_is_refused(crumb: Path, capfd: pytest.CaptureFixture[str]) -> None:
    assert execute(["pacing", "crumb/nowhere", "--json"]) == 3
    assert json.loads(capfd.readouterr().out)["status"] == "refused"
