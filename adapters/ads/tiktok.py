"""TikTok: campaigns by day from the integrated report. Only code 0 is success, whatever the status says.

Its ids are longer than a number holds and stay texts; its addresses end with a slash before the question mark.
"""

import json
from collections.abc import Mapping
from datetime import date, timedelta
from typing import Generic, TypeVar
from urllib.parse import quote, urlencode

from adapters.ads.answers import Answer, Micros, Text, Whole
from adapters.ads.reader import Reader, at_level
from adapters.ads.wire import Call, Dialect, Fixed, Got, Trouble, as_object, paged, sentence, traced
from bot.measuring.port import Account, Given, Measured, Pulled
from memory.metrics import Grain, known_sum

T = TypeVar("T")
NAME = "TikTok"
_THROTTLED = {40100, 40016, 40133}
_DENIED = {40001, 40102, 40104, 40105, 40106, 40110}
_BROKEN = range(50000, 60000)
_DAYS = 30
"""A report by day covers no more."""
_AT_ONCE = 100
"""Advertisers that are looked up together."""
_METRICS = [
    *("campaign_name", "spend", "impressions", "clicks", "conversion"),
    *("total_purchase_value", "total_sales_lead_value"),
]
_ABOVE = ("campaign_id", "adgroup_name")
_LEVELS: Mapping[Grain, tuple[str, str, tuple[str, ...]]] = {
    "campaign": ("AUCTION_CAMPAIGN", "campaign_id", ()),
    "ad_group": ("AUCTION_ADGROUP", "adgroup_id", _ABOVE),
    "ad": ("AUCTION_AD", "ad_id", (*_ABOVE, "adgroup_id", "ad_name")),
}
"""Level -> TikTok's name of it, its dimension, and the attributes that say what it is part of."""


class _Listed(Answer):
    advertiser_id: Text


class _Advertiser(Answer):
    advertiser_id: Text
    name: str = ""
    currency: str = ""
    timezone: str = ""
    display_timezone: str = ""


class _Dimensions(Answer):
    campaign_id: Text = ""
    adgroup_id: Text = ""
    ad_id: Text = ""
    stat_time_day: str


class _Metrics(Answer):
    campaign_id: Text = ""
    campaign_name: str = ""
    adgroup_id: Text = ""
    adgroup_name: str = ""
    ad_name: str = ""
    spend: Micros = None
    impressions: Whole = None
    clicks: Whole = None
    conversion: Micros = None
    total_purchase_value: Micros = None
    total_sales_lead_value: Micros = None


class _Row(Answer):
    dimensions: _Dimensions
    metrics: _Metrics


class _PageInfo(Answer):
    page: int = 1
    total_page: int = 1


class _List(Answer, Generic[T]):
    list: tuple[T, ...] = ()
    page_info: _PageInfo = _PageInfo()


class _Data(Answer, Generic[T]):
    data: _List[T]


class Codes(Dialect):
    """{code, message, request_id, data}, with HTTP 200 for errors too."""

    def trouble(self, got: Got) -> Trouble | None:
        told = as_object(got.body)
        code = told.get("code")
        if code == 0 and got.status < 400:  # noqa: PLR2004 - HTTP
            return None
        said = sentence(str(told.get("message") or got.status))
        trace = traced(got.status if code is None else code, told.get("request_id"))
        if code in _THROTTLED or got.status == 429:  # noqa: PLR2004 - HTTP
            return Trouble("busy", said, True, got.after, trace)
        if code in _DENIED or got.status == 401:  # noqa: PLR2004 - HTTP
            return Trouble("denied", said, trace=trace)
        passes = code in _BROKEN or got.status >= 500  # noqa: PLR2004 - HTTP
        return Trouble("failed", said, passes, got.after, trace)


class TikTok(Reader):
    """`AdReader` of TikTok."""

    def __init__(self, given: Given) -> None:
        super().__init__(NAME, given, Codes())
        self._badge = Fixed({"access-token": given.keys["access_token"]})

    async def accounts(self) -> tuple[Account, ...]:
        keys = self._given.keys
        url = self._url("oauth2/advertiser/get", {"app_id": keys["app_id"], "secret": keys["app_secret"]})
        listed = await self._wire.ask(Call("GET", url), _Data[_Listed], self._badge)
        refs = [one.advertiser_id for one in listed.data.list]
        found: list[Account] = []
        for start in range(0, len(refs), _AT_ONCE):
            found += await self._told(refs[start : start + _AT_ONCE])
        return tuple(found)

    async def _told(self, refs: list[str]) -> list[Account]:
        fields = ["advertiser_id", "name", "currency", "timezone", "display_timezone"]
        asked = {"advertiser_ids": json.dumps(refs), "fields": json.dumps(fields)}
        call = Call("GET", self._url("advertiser/info", asked))
        told = await self._wire.ask(call, _Data[_Advertiser], self._badge)
        return [
            Account(one.advertiser_id, one.name, one.currency, one.display_timezone or one.timezone)
            for one in told.data.list
        ]

    async def pull(self, account: Account, since: date, until: date, level: str = "") -> Pulled:
        grain = at_level(level, _LEVELS)
        rows: list[_Row] = []
        while since <= until:
            last = min(until, since + timedelta(days=_DAYS - 1))
            rows += await self._rows(account, since, last, grain)
            since = last + timedelta(days=1)
        days = tuple(_measured(row, grain) for row in rows)
        return Pulled(days, account.currency, account.currency, account.timezone)

    async def _rows(self, account: Account, since: date, until: date, grain: Grain) -> list[_Row]:
        named, dimension, more = _LEVELS[grain]
        asked = {
            "advertiser_id": account.ref,
            "report_type": "BASIC",
            "data_level": named,
            "dimensions": json.dumps([dimension, "stat_time_day"]),
            "metrics": json.dumps([*more, *_METRICS]),
            "start_date": since.isoformat(),
            "end_date": until.isoformat(),
            "page_size": "1000",
        }

        async def page(number: str) -> _Data[_Row]:
            url = self._url("report/integrated/get", {**asked, "page": number or "1"})
            return await self._wire.ask(Call("GET", url), _Data[_Row], self._badge)

        pages = await paged(page, lambda one: _next(one.data.page_info))
        return [row for each in pages for row in each.data.list]

    def _url(self, path: str, asked: Mapping[str, str]) -> str:
        return f"{self._base}/{path}/?{urlencode(asked, quote_via=quote)}"


def _next(info: _PageInfo) -> str:
    return str(info.page + 1) if info.page < info.total_page else ""


def _measured(row: _Row, grain: Grain) -> Measured:
    metrics, own = row.metrics, row.dimensions
    return Measured(
        grain,
        date.fromisoformat(own.stat_time_day[:10]),
        own.campaign_id or metrics.campaign_id,
        metrics.campaign_name,
        *(own.adgroup_id or metrics.adgroup_id, metrics.adgroup_name, own.ad_id, metrics.ad_name),
        spend=metrics.spend,
        impressions=metrics.impressions,
        clicks=metrics.clicks,
        conversions=metrics.conversion,
        conversions_value=known_sum((metrics.total_purchase_value, metrics.total_sales_lead_value)),
    )


READER = TikTok
