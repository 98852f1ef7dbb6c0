"""TikTok read over its own protocol."""

from datetime import date

import pytest

from bot.measuring.errors import PlatformFailed
from tests.contracts.ad_reader import AdReaderContract, Stage, plain
from tests.wires.ads.tiktok import ADVERTISER, TikTokWire, told
from tests.wires.ads.vendor import DAYS


class TestTikTok(AdReaderContract):
    vendor = TikTokWire

    async def test_ids_beyond_two_to_the_53_keep_every_digit(self, stage: Stage) -> None:
        account = await stage.account()
        assert account.ref == ADVERTISER
        assert int(ADVERTISER) != int(float(ADVERTISER))
        pulled = await stage.reader().pull(account, DAYS[0], DAYS[0])
        assert {one.campaign_ref for one in pulled.days} == {"1790000000000000001", "1790000000000000002"}

    async def test_an_error_with_status_200_is_an_error(self, stage: Stage) -> None:
        account = await stage.account()
        stage.vendor.faults.append(told(40002, "Params error: advertiser_id"))
        with pytest.raises(PlatformFailed, match=r"Params error.*40002 · 20261120"):
            await stage.reader().pull(account, DAYS[0], DAYS[0])
        assert stage.waits == []

    async def test_a_long_window_is_asked_for_in_pieces_of_thirty_days(self, stage: Stage) -> None:
        account = await stage.account()
        pulled = await stage.reader().pull(account, date(2026, 9, 1), DAYS[-1])
        assert plain(pulled.days) == plain(stage.vendor.held())
        asked = [(one.query["start_date"], one.query["end_date"]) for one in stage.vendor.asked("report")]
        assert asked[0] == ("2026-09-01", "2026-09-30")
        assert asked[-1][1] == "2026-11-19"

    async def test_every_address_ends_with_a_slash(self, stage: Stage) -> None:
        await stage.reader().accounts()
        await stage.reader().pull(await stage.account(), DAYS[0], DAYS[-1])
        assert all(one.path.endswith("/") for one in stage.vendor.seen)
