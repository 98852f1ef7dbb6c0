"""What every reader of an ad platform or of analytics keeps, against a server that speaks the vendor's protocol."""

import logging
from collections.abc import AsyncGenerator, Mapping
from dataclasses import dataclass, field, replace
from datetime import UTC, date, datetime

import pytest

from bot import plugins
from bot.measuring.errors import AccessDenied, PlatformBusy, PlatformFailed, PlatformUnreached
from bot.measuring.port import Account, AdReader, Given, Measured
from config.connecting import connecting
from config.errors import StratumError
from tests.wires.ads.vendor import DAYS, Back, Vendor

NOW = datetime(2026, 11, 20, 3, tzinfo=UTC)


@dataclass
class Stage:
    """A vendor, and what it takes to read it."""

    vendor: Vendor
    waits: list[float] = field(default_factory=list[float])
    readers: list[AdReader] = field(default_factory=list["AdReader"])

    def reader(self, keys: Mapping[str, str] | None = None, **reach: str) -> AdReader:
        told = connecting().platforms[self.vendor.platform]
        given = Given(
            keys or self.vendor.good,
            {**self.vendor.reach(), **reach},
            told.version,
            connecting().patience,
            lambda: NOW,
            self._wait,
        )
        self.readers.append(plugins.reader(self.vendor.platform)(given))
        return self.readers[-1]

    async def _wait(self, seconds: float) -> None:
        self.waits.append(seconds)

    async def account(self) -> Account:
        found = await self.reader().accounts()
        self.vendor.seen.clear()
        return found[0]


def plain(days: tuple[Measured, ...] | list[Measured]) -> list[Measured]:
    """Without what only some say."""
    bare = [replace(one, events=None, attribution="", flags="") for one in days]
    return sorted(bare, key=lambda one: (one.campaign_ref, one.ad_group_ref, one.day, one.spend or 0))


class AdReaderContract:
    """Inherited by each reader's tests, which say the vendor."""

    vendor: type[Vendor]

    @pytest.fixture
    async def stage(self) -> AsyncGenerator[Stage]:
        async with self.vendor().serving() as vendor:
            stage = Stage(vendor)
            yield stage
            for reader in stage.readers:
                await reader.aclose()

    async def test_all_accounts_are_found_over_all_pages(self, stage: Stage) -> None:
        found = await stage.reader().accounts()
        assert set(found) == stage.vendor.accounts()
        assert len(found) == len(stage.vendor.accounts())

    async def test_days_are_those_that_the_platform_holds_to_the_millionth(self, stage: Stage) -> None:
        account = await stage.account()
        pulled = await stage.reader().pull(account, DAYS[0], DAYS[-1])
        assert plain(pulled.days) == plain(stage.vendor.held())
        assert pulled.timezone or account.timezone
        assert pulled.currency or pulled.value_currency

    async def test_another_level_is_read_with_what_its_things_are_part_of(self, stage: Stage) -> None:
        account = await stage.account()
        levels = connecting().platforms[stage.vendor.platform].levels
        for level in levels[1:]:
            pulled = await stage.reader().pull(account, DAYS[0], DAYS[-1], level)
            assert plain(pulled.days) == plain(stage.vendor.finer(level))
        usual = await stage.reader().pull(account, DAYS[0], DAYS[-1], levels[0])
        assert plain(usual.days) == plain(stage.vendor.held())

    async def test_no_day_outside_the_window_is_read(self, stage: Stage) -> None:
        account = await stage.account()
        pulled = await stage.reader().pull(account, DAYS[1], DAYS[1])
        assert {one.day for one in pulled.days} == {DAYS[1]}
        assert (await stage.reader().pull(account, date(2025, 1, 1), date(2025, 1, 2))).days == ()

    async def test_a_busy_platform_is_waited_for_and_then_read(self, stage: Stage) -> None:
        account = await stage.account()
        stage.vendor.faults.append(stage.vendor.busy())
        pulled = await stage.reader().pull(account, DAYS[0], DAYS[-1])
        assert stage.waits == [stage.vendor.busy_seconds]
        assert plain(pulled.days) == plain(stage.vendor.held())

    async def test_nobody_waits_for_ever(self, stage: Stage) -> None:
        account = await stage.account()
        stage.vendor.faults.extend([stage.vendor.busy()] * 40)
        with pytest.raises(PlatformBusy):
            await stage.reader().pull(account, DAYS[0], DAYS[-1])
        assert max(stage.waits) <= connecting().patience.longest_wait

    async def test_a_long_wait_is_told_at_once(self, stage: Stage) -> None:
        account = await stage.account()
        stage.vendor.faults.extend([stage.vendor.busy_for_long()] * 4)
        with pytest.raises(PlatformBusy, match=r"\d+ min"):
            await stage.reader().pull(account, DAYS[0], DAYS[-1])
        assert stage.waits == []

    async def test_a_fault_of_the_platform_passes(self, stage: Stage) -> None:
        account = await stage.account()
        stage.vendor.faults.append(stage.vendor.broken())
        assert (await stage.reader().pull(account, DAYS[0], DAYS[0])).days
        assert len(stage.waits) == 1

    async def test_wrong_credentials_are_told_and_never_repeated(self, stage: Stage) -> None:
        bad = {name: f"wrong-{value}" for name, value in stage.vendor.good.items()}
        with pytest.raises(AccessDenied):
            await stage.reader(bad).accounts()
        assert stage.waits == []

    async def test_nothing_secret_is_in_an_error_or_a_log(
        self, stage: Stage, caplog: pytest.LogCaptureFixture
    ) -> None:
        caplog.set_level(logging.DEBUG)
        account = await stage.account()
        stage.vendor.faults.extend([stage.vendor.denied()] * 4)
        with pytest.raises(AccessDenied) as told:
            await stage.reader().pull(account, DAYS[0], DAYS[-1])
        stage.vendor.faults.clear()
        await stage.reader().expires()
        error: StratumError = told.value
        said = "\n".join((error.say("en"), error.say("ko"), repr(error), repr(error.__cause__), caplog.text))
        assert "very-secret" not in said
        assert "HTTP Request" in caplog.text
        assert "appsecret_proof=" not in said

    async def test_an_answer_that_is_none_is_told(self, stage: Stage) -> None:
        account = await stage.account()
        stage.vendor.faults.extend([Back("<html>gateway</html>", 200)] * 8)
        with pytest.raises(PlatformFailed):
            await stage.reader().pull(account, DAYS[0], DAYS[-1])

    async def test_a_platform_that_is_not_there_is_told_with_its_host_only(self, stage: Stage) -> None:
        account = await stage.account()
        nowhere = "http://127.0.0.1:9"
        reader = stage.reader(api=nowhere)
        with pytest.raises(PlatformUnreached, match=r"127\.0\.0\.1:9"):
            await reader.pull(account, DAYS[0], DAYS[-1])
        assert len(stage.waits) >= connecting().patience.attempts - 1
