"""Meta read over its own protocol."""

import json
from datetime import UTC, datetime

import pytest

from bot.measuring.errors import PlatformBusy, VersionSunset
from config.connecting import connecting
from tests.contracts.ad_reader import AdReaderContract, Stage, plain
from tests.wires.ads.meta import SECRET, TOKEN, MetaWire, error
from tests.wires.ads.vendor import DAYS, Back


class TestMeta(AdReaderContract):
    vendor = MetaWire

    async def test_a_conversion_under_four_names_is_one(self, stage: Stage) -> None:
        pulled = await stage.reader().pull(await stage.account(), DAYS[0], DAYS[0])
        told = pulled.days[0]
        assert told.attribution == "7d_click_1d_view"
        window = {"window": "7d_click_1d_view", "model": ""}
        assert told.events == (
            {"event": "onsite_conversion.lead_grouped", "count": 1_000_000, "value": None, **window},
            {
                "event": "offsite_conversion.fb_pixel_purchase",
                "count": 2_000_000,
                "value": 49_980_000,
                **window,
            },
        )

    async def test_neither_token_nor_secret_is_in_an_address(self, stage: Stage) -> None:
        pulled = await stage.reader().pull(await stage.account(), DAYS[0], DAYS[-1])
        assert len(pulled.days) == 9
        assert len(stage.vendor.asked("insights")) == 5
        assert not any(one in seen.raw for seen in stage.vendor.seen for one in (TOKEN, SECRET))

    @pytest.mark.parametrize("code", [4, 17, 613, 80000, 80004])
    async def test_each_throttle_is_one(self, stage: Stage, code: int) -> None:
        account = await stage.account()
        use = [{"type": "ads_insights", "call_count": 100, "estimated_time_to_regain_access": 1}]
        headers = {"x-business-use-case-usage": json.dumps({"770": use})}
        back = error(code, "too many calls", 400)
        stage.vendor.faults.append(Back(back.body, 400, headers))
        await stage.reader().pull(account, DAYS[0], DAYS[0])
        assert stage.waits == [60]

    async def test_near_a_limit_it_goes_slower(self, stage: Stage) -> None:
        assert isinstance(stage.vendor, MetaWire)
        stage.vendor.usage = 95
        await stage.reader().accounts()
        assert stage.waits == [connecting().patience.slow_by] * 2

    async def test_a_report_that_is_too_large_is_made_by_the_platform(self, stage: Stage) -> None:
        assert isinstance(stage.vendor, MetaWire)
        account = await stage.account()
        stage.vendor.too_large = True
        pulled = await stage.reader().pull(account, DAYS[0], DAYS[-1])
        assert plain(pulled.days) == plain(stage.vendor.held())
        assert stage.vendor.polls == 3

    async def test_when_a_token_ends_is_asked(self, stage: Stage) -> None:
        assert isinstance(stage.vendor, MetaWire)
        assert await stage.reader().expires() is None
        stage.vendor.expires_at = 1_800_000_000
        assert await stage.reader().expires() == datetime(2027, 1, 15, 8, tzinfo=UTC)

    async def test_a_version_that_is_switched_off_is_told(self, stage: Stage) -> None:
        account = await stage.account()
        stage.vendor.faults.append(error(2635, "You are calling a deprecated version of the Ads API."))
        with pytest.raises(VersionSunset, match=r"v26\.0"):
            await stage.reader().pull(account, DAYS[0], DAYS[0])

    async def test_an_unhelpful_throttle_is_given_up_after_some_attempts(self, stage: Stage) -> None:
        account = await stage.account()
        stage.vendor.faults.extend([error(613, "Calls to this api have exceeded the rate limit.")] * 9)
        with pytest.raises(PlatformBusy, match="613"):
            await stage.reader().pull(account, DAYS[0], DAYS[0])
        assert stage.waits == [2.0, 4.0, 8.0]
