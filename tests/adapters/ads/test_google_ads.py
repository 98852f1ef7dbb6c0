"""Google Ads read over its own protocol."""

import asyncio

import pytest

from bot.measuring.errors import AccessDenied, VersionSunset
from tests.contracts.ad_reader import AdReaderContract, Stage
from tests.wires.ads.google import GoogleAdsWire, status
from tests.wires.ads.vendor import DAYS


class TestGoogleAds(AdReaderContract):
    vendor = GoogleAdsWire

    async def test_one_token_is_fetched_by_all_who_wait_for_one(self, stage: Stage) -> None:
        account = await stage.account()
        reader = stage.reader()
        await asyncio.gather(*(reader.pull(account, DAYS[0], DAYS[-1]) for _ in range(8)))
        assert len(stage.vendor.asked("/oauth/token")) == 1
        assert isinstance(stage.vendor, GoogleAdsWire)
        stage.vendor.grants += 1
        await asyncio.gather(*(reader.pull(account, DAYS[0], DAYS[-1]) for _ in range(8)))
        assert len(stage.vendor.asked("/oauth/token")) == 2

    async def test_a_customer_that_is_closed_costs_no_token(self, stage: Stage) -> None:
        assert {one.ref for one in await stage.reader().accounts()} == {"5550001111", "5550002222"}
        assert len(stage.vendor.asked("/oauth/token")) == 1
        assert len(stage.vendor.asked("customers/1110000000/")) == 1

    async def test_a_manager_is_named_only_for_accounts_below_it(self, stage: Stage) -> None:
        below, alone = sorted(await stage.reader().accounts(), key=lambda one: not one.via)
        stage.vendor.seen.clear()
        for account in (below, alone):
            await stage.reader().pull(account, DAYS[0], DAYS[0])
        told = [one.headers.get("login-customer-id") for one in stage.vendor.asked("searchStream")]
        assert told == ["9990001111", None]
        assert not any("developer-token" in one.headers for one in stage.vendor.seen)

    async def test_the_request_of_a_failure_is_named(self, stage: Stage) -> None:
        account = await stage.account()
        error = {"errorCode": {"authorizationError": "USER_PERMISSION_DENIED"}, "message": "no access"}
        failure = {"@type": "GoogleAdsFailure", "errors": [error], "requestId": "rq-9"}
        stage.vendor.faults.extend([status(403, "PERMISSION_DENIED", "denied", failure)] * 2)
        with pytest.raises(AccessDenied, match=r"no access\..*\[USER_PERMISSION_DENIED · rq-9\]"):
            await stage.reader().pull(account, DAYS[0], DAYS[0])

    async def test_a_version_that_is_switched_off_is_told(self, stage: Stage) -> None:
        account = await stage.account()
        error = {
            "errorCode": {"requestError": "UNSUPPORTED_VERSION"},
            "message": "Version v26 is deprecated.",
        }
        stage.vendor.faults.append(status(400, "INVALID_ARGUMENT", "bad", {"errors": [error]}))
        with pytest.raises(VersionSunset, match="v26"):
            await stage.reader().pull(account, DAYS[0], DAYS[0])
