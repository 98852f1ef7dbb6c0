"""GA4 read over its own protocol."""

from tests.contracts.ad_reader import AdReaderContract, Stage
from tests.wires.ads.google import GA4Wire
from tests.wires.ads.vendor import DAYS


class TestGA4(AdReaderContract):
    vendor = GA4Wire

    async def test_key_events_are_told_by_name_and_count_as_truth(self, stage: Stage) -> None:
        pulled = await stage.reader().pull(await stage.account(), DAYS[0], DAYS[0])
        events = [
            (one["event"], one["count"], one["value"]) for day in pulled.days for one in day.events or ()
        ]
        assert events == [("purchase", 2_000_000, 59_900_000), ("sign_up", 1_000_000, 0)]
        truth = [(one.event, one.ref, one.count, one.value, one.currency) for one in pulled.counted]
        ref = "2026-11-17|google|cpc|여름 세일"
        assert truth == [
            ("purchase", ref, 2_000_000, 59_900_000, "KRW"),
            ("sign_up", ref, 1_000_000, 0, "KRW"),
        ]
        assert all(one.spend is None and one.clicks is None for one in pulled.days)

    async def test_rows_that_fit_no_page_are_asked_for_by_offset(self, stage: Stage) -> None:
        await stage.reader().pull(await stage.account(), DAYS[0], DAYS[-1])
        asked = [
            one.json["offset"] for one in stage.vendor.asked("runReport") if len(one.json["dimensions"]) == 5
        ]
        assert asked == ["0", "3", "6"]

    async def test_what_is_withheld_and_what_is_left_of_the_quota_are_told(self, stage: Stage) -> None:
        assert isinstance(stage.vendor, GA4Wire)
        account = await stage.account()
        assert (await stage.reader().pull(account, DAYS[0], DAYS[0])).notes == ()
        stage.vendor.thresholded, stage.vendor.tokens_left = True, 900
        pulled = await stage.reader().pull(account, DAYS[0], DAYS[0])
        assert pulled.notes == ("quota_low",)
        assert {one.flags for one in pulled.days} == {"id_from_name,thresholded"}
