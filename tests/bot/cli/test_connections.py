"""`stratum connect`, `connection` and `pull`, as a person and a script use them, against vendors on loopback."""

import asyncio
import json
import sqlite3
import threading
from collections.abc import Generator
from contextlib import closing, contextmanager
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from bot.cli import execute
from bot.measuring.port import Measured
from memory.metrics import MICROS
from tests.wires.ads.google import GA4Wire, GoogleAdsWire
from tests.wires.ads.linkedin import LinkedInWire
from tests.wires.ads.meta import MetaWire
from tests.wires.ads.tiktok import ADVERTISER, TikTokWire
from tests.wires.ads.vendor import Vendor

WINDOW = ("--from", "2026-11-17", "--to", "2026-11-19")
EVERY: dict[type[Vendor], str] = {
    GoogleAdsWire: "5550001111",
    MetaWire: "770",
    LinkedInWire: "510",
    TikTokWire: ADVERTISER,
    GA4Wire: "331",
}


@contextmanager
def serving(vendor: Vendor) -> Generator[Vendor]:
    """The vendor in a thread of its own: a command has its own loop."""
    loop, ready = asyncio.new_event_loop(), threading.Event()
    stop = asyncio.Event()

    async def serve() -> None:
        async with vendor.serving():
            ready.set()
            await stop.wait()

    def run() -> None:
        loop.run_until_complete(serve())
        loop.close()

    thread = threading.Thread(target=run)
    thread.start()
    ready.wait()
    try:
        yield vendor
    finally:
        loop.call_soon_threadsafe(stop.set)
        thread.join()


@pytest.fixture
def place(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]) -> Path:
    home = tmp_path / "home"
    monkeypatch.setenv("STRATUM_HOME", str(home))
    monkeypatch.setenv("STRATUM_LOCALE", "en")
    monkeypatch.chdir(tmp_path)
    for command in (
        ["init"],
        ["org", "add", "acme", "--type", "agency", "--locale", "en"],
        ["client", "add", "acme", "nike"],
        ["client", "add", "acme", "adidas"],
        ["user", "add", "acme", "vera", "--role", "viewer"],
        ["user", "add", "acme", "ana", "--role", "analyst"],
    ):
        assert execute(command) == 0
    capfd.readouterr()
    return tmp_path


def run(capfd: pytest.CaptureFixture[str], *args: str, status: int = 0) -> str:
    assert execute(args) == status
    told = capfd.readouterr()
    assert "very-secret" not in told.out + told.err
    return told.out


def connect(
    vendor: Vendor, monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str], *more: str
) -> dict[str, Any]:
    for name, value in vendor.environ().items():
        monkeypatch.setenv(name, value)
    account = ("--account", EVERY[type(vendor)])
    return json.loads(run(capfd, "connect", vendor.platform, "acme/nike", *account, "--json", *more))


@pytest.mark.parametrize("kind", EVERY, ids=lambda kind: kind.platform)
def test_facts_are_what_the_platform_holds_and_a_second_pull_changes_nothing(
    kind: type[Vendor], place: Path, monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]
) -> None:
    with serving(kind()) as vendor:
        made = connect(vendor, monkeypatch, capfd)
        assert made["account"] == EVERY[kind]
        assert made["currency"]
        take = ("pull", "acme/nike", *WINDOW, "--json")
        preview = json.loads(run(capfd, *take, "--preview"))
        first = json.loads(run(capfd, *take))
        again = json.loads(run(capfd, *take))
        vendor.restate()
        restated = json.loads(run(capfd, *take))
    held = vendor.held()
    assert preview["preview"]
    counted = first["imported"] - len(held)
    """What analytics counts stands there as truth as well."""
    assert counted == (6 if kind is GA4Wire else 0)
    assert (preview["imported"], first["updated"]) == (first["imported"], 0)
    assert (again["imported"], again["updated"], again["skipped"]) == (0, 0, first["imported"])
    assert (restated["imported"], restated["updated"]) == (0, 2 if kind is GA4Wire else 1)
    assert facts(place) == sorted(map(_fact, held))
    assert [one for one in restatements(place) if one] == [{"conversions": _before(held[0])}]
    told = json.loads(run(capfd, "metrics", "acme/nike", "--level", held[0].grain, *WINDOW, "--json"))["rows"]
    assert {one["data_state"] for one in told} <= {"provisional", "final"}
    assert all(one["account_timezone"] and one["attribution_setting"] for one in told)
    assert json.loads(run(capfd, "metrics", "acme/adidas", "--json"))["rows"] == []


_MEASURED = "spend, spend_local, impressions, clicks, sessions, conversions, conversions_value"


def facts(place: Path) -> list[tuple[Any, ...]]:
    """As they are stored: whole numbers, and nothing where nothing is known."""
    query = (
        f"SELECT s.campaign_ref, s.ad_group_ref, s.campaign_name, f.day, {_MEASURED} FROM rls_metric_facts f"  # noqa: S608
        " JOIN rls_metric_series s ON s.id = f.series_id ORDER BY 1, 2, 4"
    )
    return _read(place, query)


def restatements(place: Path) -> list[dict[str, Any]]:
    found = _read(place, "SELECT restated_from FROM rls_metric_facts")
    told: list[dict[str, Any]] = [json.loads(one) if one else {} for (one,) in found]
    return [{name: value for name, value in one.items() if name != "as_of"} for one in told]


def _read(place: Path, query: str) -> list[tuple[Any, ...]]:
    with closing(sqlite3.connect(place / "home" / "stratum.db")) as database:
        return database.execute(query).fetchall()


def _fact(one: Measured) -> tuple[Any, ...]:
    key = (one.campaign_ref, one.ad_group_ref, one.campaign_name, one.day.isoformat())
    counts = (one.impressions, one.clicks, one.sessions, one.conversions, one.conversions_value)
    return (*key, one.spend, one.spend_local, *counts)


def _before(one: Measured) -> int:
    assert one.conversions is not None
    return one.conversions - MICROS


def test_one_failing_connection_keeps_no_other_from_its_numbers_and_ends_are_told(
    place: Path, monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]
) -> None:
    meta, tiktok = MetaWire(), TikTokWire()
    meta.expires_at = int((datetime.now(UTC) + timedelta(days=3, hours=1)).timestamp())
    with serving(meta), serving(tiktok):
        connect(meta, monkeypatch, capfd)
        connect(tiktok, monkeypatch, capfd)
        tiktok.faults.append(tiktok.denied())
        pulled = json.loads(run(capfd, "pull", "acme", *WINDOW, "--json", "--as", "ana", status=1))
        assert execute(["pull", "acme/nike", *WINDOW]) == 0
        said = capfd.readouterr().out
        assert "end in 3 days" in said
        assert "2026-11-17 to 2026-11-19 (America/Los_Angeles): new 0, changed 0, unchanged 9" in said
        tiktok.faults.append(tiktok.denied())
        listed = json.loads(run(capfd, "connection", "list", "acme/nike", "--test", "--json", status=1))[
            "items"
        ]
    checks = {one["name"]: one for one in json.loads(run(capfd, "doctor", "--json", status=1))["checks"]}
    assert checks["connections"]["detail"] == "acme/nike meta 770"
    by_platform = {one["platform"]: one for one in pulled["connections"]}
    assert (by_platform["meta"]["imported"], by_platform["meta"]["error"]) == (9, None)
    assert by_platform["meta"]["scope"] == "acme/nike"
    assert by_platform["meta"]["credentials_end_in_days"] == 3
    assert "40105" in by_platform["tiktok"]["error"]
    assert {one["platform"]: one["state"] == "ok" for one in listed} == {"meta": True, "tiktok": False}
    kept = b"".join(path.read_bytes() for path in place.rglob("*") if path.is_file())
    assert b"very-secret" not in kept
    run(capfd, "connection", "drop", "tiktok", ADVERTISER, "acme/nike")
    run(capfd, "connection", "drop", "tiktok", ADVERTISER, "acme/nike", status=1)
    assert len(json.loads(run(capfd, "connection", "list", "acme/nike", "--json"))["items"]) == 1


def test_a_renewed_token_is_kept_and_what_ends_by_itself_alarms_nobody(
    place: Path, monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]
) -> None:
    assert place
    linkedin = LinkedInWire()
    linkedin.expires_at = int(datetime.now(UTC).timestamp()) + 3600
    with serving(linkedin):
        connect(linkedin, monkeypatch, capfd)
        linkedin.token = "another"  # noqa: S105 - the one that is kept does not count any more
        for _ in range(2):
            (pulled,) = json.loads(run(capfd, "pull", "acme/nike", *WINDOW, "--json"))["connections"]
            assert pulled["credentials_end_in_days"] is None
    assert linkedin.refreshes == 1


def test_what_is_refused(
    place: Path, monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]
) -> None:
    file = place / "keys.env"
    with serving(MetaWire()) as vendor:
        monkeypatch.setenv("META_API_URL", vendor.address)
        run(capfd, "connect", "naver_searchad", "acme/nike", status=2)
        run(capfd, "connect", "meta", "acme/nike", status=2)
        file.write_text("".join(f"export {name}='{value}'\n" for name, value in vendor.environ().items()))
        file.chmod(0o644)
        given = ("connect", "meta", "acme/nike", "--credentials", str(file))
        run(capfd, *given, status=2)
        assert vendor.seen == []
        file.chmod(0o600)
        assert execute(given) == 2
        assert "770 (Ads 0), 771 (Ads 1), 772 (Ads 2)" in capfd.readouterr().err
        run(capfd, *given, "--account", "999", status=2)
        run(capfd, *given, "--account", "770", "--as", "ana", status=3)
        run(capfd, *given, "--account", "act_770")
        run(capfd, "pull", "acme/nike", "--as", "vera", status=3)
        run(capfd, "connection", "list", "acme/nike", "--as", "ana", status=3)
        run(capfd, "pull", "acme/adidas", status=1)
        run(capfd, "pull", "acme/nike", "--from", "2026-11-02", "--to", "2026-11-01", status=2)
    file.write_text('{"META_ACCESS_TOKEN": very-secret')
    run(capfd, *given, status=2)


def test_in_a_conversation_keys_are_never_asked_for_and_numbers_are_read(
    place: Path, monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]
) -> None:
    def ask(text: str, *more: str, status: int = 0) -> dict[str, Any]:
        told = run(capfd, "ask", text, "--scope", "acme/nike", "--json", *more, status=status)
        return json.loads(told)

    assert place
    empty = ask("/connect 메타")
    assert "`META_ACCESS_TOKEN`" in empty["text"]
    assert "키는 채팅으로 받지 않습니다" in empty["text"]
    meta = MetaWire()
    meta.developer = False
    with serving(meta) as vendor:
        assert connect(vendor, monkeypatch, capfd)["expires"] is None
        listed = ask("/connect")
        assert "770 (Ads 0)" in listed["text"]
        assert [one["label"] for one in listed["buttons"]] == ["Read the numbers"]
        told = ask("/pull", "--as", "ana")
        vendor.faults.append(vendor.denied())
        assert ask("/pull", status=1)["status"] == "failed"
    assert "Meta 770 (Ads 0)" in told["text"]
    assert ask("/pull", "--as", "vera", status=3)["status"] == "refused"
    assert ask("/connect", "--as", "ana", status=3)["status"] == "refused"


@pytest.mark.parametrize(
    "kind", [GoogleAdsWire, MetaWire, LinkedInWire, TikTokWire], ids=lambda one: one.platform
)
def test_ads_are_read_where_they_are_wanted_and_never_counted_beside_their_campaigns(
    kind: type[Vendor], place: Path, monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]
) -> None:
    with serving(kind()) as vendor:
        connect(vendor, monkeypatch, capfd)
        run(capfd, "pull", "acme/nike", *WINDOW, "--level", "ad")
    spent = sum(one.spend or 0 for one in vendor.held())
    for level in ("account", "campaign", "ad"):
        table = json.loads(run(capfd, "metrics", "acme/nike", "--level", level, "--json"))
        assert sum(round(row["spend"] * MICROS) for row in table["rows"]) == pytest.approx(spent, rel=1e-9)
    assert {row["ad_id"] for row in table["rows"]} == {one.ad_ref for one in vendor.finer("ad")}


def test_when_and_how_finely_an_account_is_read_can_be_said(
    place: Path, monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]
) -> None:
    with serving(TikTokWire()) as vendor:
        connect(vendor, monkeypatch, capfd)
        run(capfd, "connection", "set", "tiktok", ADVERTISER, "acme/nike", "--hour", "22", "--level", "ad")
        (unread,) = json.loads(run(capfd, "connection", "list", "acme", "--json"))["items"]
        run(capfd, "pull", "acme/nike")
        (read,) = json.loads(run(capfd, "connection", "list", "acme", "--json"))["items"]
        run(capfd, "connection", "set", "tiktok", "1", "acme/nike", "--hour", "22", status=1)
    assert (unread["last"], unread["level"], unread["failures"]) == (None, "ad", 0)
    assert read["last"].endswith("+09:00")
    assert "T22:00:00" in read["next"]
    assert any('"AUCTION_AD"' in one.raw or "AUCTION_AD&" in one.raw for one in vendor.asked("report"))
    assert execute(("connect", "ga4", "acme/nike", "--level", "ad")) == 2
