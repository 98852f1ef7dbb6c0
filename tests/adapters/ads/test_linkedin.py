"""LinkedIn read over its own protocol."""

import asyncio
from datetime import UTC, datetime

import pytest

from bot.measuring.errors import AccessDenied, VersionSunset
from tests.contracts.ad_reader import AdReaderContract, Stage
from tests.wires.ads.linkedin import KEYS, LinkedInWire
from tests.wires.ads.vendor import DAYS


class TestLinkedIn(AdReaderContract):
    vendor = LinkedInWire

    async def test_brackets_colons_and_commas_stand_as_they_are(self, stage: Stage) -> None:
        await stage.reader().pull(await stage.account(), DAYS[0], DAYS[-1])
        (asked,) = stage.vendor.asked("adAnalytics")
        window = "dateRange=(start:(year:2026,month:11,day:17),end:(year:2026,month:11,day:19))"
        assert window in asked.raw
        assert "accounts=List(urn%3Ali%3AsponsoredAccount%3A510)" in asked.raw

    async def test_dollars_and_the_accounts_currency_stand_side_by_side(self, stage: Stage) -> None:
        pulled = await stage.reader().pull(await stage.account(), DAYS[0], DAYS[-1])
        assert (pulled.currency, pulled.value_currency, pulled.timezone) == ("USD", "EUR", "UTC")
        assert {(one.spend, one.spend_local) for one in pulled.days} == {(10_500_000, 9_660_000), (1, 0)}

    async def test_a_version_that_is_switched_off_is_told(self, stage: Stage) -> None:
        assert isinstance(stage.vendor, LinkedInWire)
        stage.vendor.serves = "202712"
        with pytest.raises(VersionSunset, match="202611") as told:
            await stage.reader().accounts()
        assert "스트라텀을 업데이트하세요" in told.value.say("ko")
        assert stage.waits == []

    async def test_a_token_that_ended_is_renewed_once_by_all(self, stage: Stage) -> None:
        assert isinstance(stage.vendor, LinkedInWire)
        account = await stage.account()
        stage.vendor.token = "AQX-another"  # noqa: S105 - the server's, which is nobody's
        reader = stage.reader()
        await asyncio.gather(*(reader.pull(account, DAYS[0], DAYS[-1]) for _ in range(4)))
        assert stage.vendor.refreshes == 1
        assert reader.keys == {**KEYS, "access_token": "AQX-very-secret-2"}

    async def test_without_a_refresh_token_it_has_to_be_connected_again(self, stage: Stage) -> None:
        with pytest.raises(AccessDenied, match="stratum connect"):
            await stage.reader({"access_token": "AQX-old"}).accounts()

    async def test_when_a_token_ends_is_asked(self, stage: Stage) -> None:
        assert await stage.reader().expires() == datetime(2027, 1, 15, 8, tzinfo=UTC)
        assert await stage.reader({"access_token": KEYS["access_token"]}).expires() is None

    async def test_more_than_an_answer_holds_is_read_in_halves(self, stage: Stage) -> None:
        assert isinstance(stage.vendor, LinkedInWire)
        account = await stage.account()
        stage.vendor.rows = [{**one, "id": n} for one in stage.vendor.rows[:3] for n in range(5_000)]
        pulled = await stage.reader().pull(account, DAYS[0], DAYS[-1])
        assert len({(one.day, one.ad_group_ref) for one in pulled.days}) == len(pulled.days) == 15_000
        assert len(stage.vendor.asked("adAnalytics")) == 3
