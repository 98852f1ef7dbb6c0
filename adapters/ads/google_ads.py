"""Google Ads: campaigns by day, as GAQL over searchStream. Its whole numbers come as texts, and cost in micros."""

import asyncio
from collections.abc import Mapping
from datetime import date
from typing import TypeVar

from adapters.ads.answers import Camel, Micros, Text, Whole
from adapters.ads.google import Refreshed, Status
from adapters.ads.reader import Reader, at_level
from adapters.ads.wire import Call
from bot.measuring.errors import AccessDenied
from bot.measuring.port import Account, Given, Measured, Pulled
from memory.metrics import Grain

T = TypeVar("T")
NAME = "Google Ads"
_CLIENTS = (
    "SELECT customer_client.id, customer_client.descriptive_name, customer_client.currency_code, "
    "customer_client.time_zone, customer_client.manager FROM customer_client "
    "WHERE customer_client.status = 'ENABLED'"
)
_DAYS = (
    "SELECT customer.currency_code, customer.time_zone, campaign.id, campaign.name, {more}segments.date, "
    "metrics.cost_micros, metrics.impressions, metrics.clicks, metrics.conversions, metrics.conversions_value "
    "FROM {resource} WHERE segments.date BETWEEN '{since}' AND '{until}'"
)
_AD_GROUP = "ad_group.id, ad_group.name, "
_LEVELS: Mapping[Grain, tuple[str, str]] = {
    "campaign": ("campaign", ""),
    "ad_group": ("ad_group", _AD_GROUP),
    "ad": ("ad_group_ad", f"{_AD_GROUP}ad_group_ad.ad.id, ad_group_ad.ad.name, "),
}
"""Level -> GAQL's resource, and what names its things below their campaign. Performance Max has no ad groups."""


class _Reachable(Camel):
    resource_names: tuple[str, ...] = ()


class _Client(Camel):
    id: Text
    descriptive_name: str = ""
    currency_code: str = ""
    time_zone: str = ""
    manager: bool = False


class _Customer(Camel):
    currency_code: str = ""
    time_zone: str = ""


class _Campaign(Camel):
    id: Text
    name: str = ""


class _Ad(Camel):
    id: Text = ""
    name: str = ""


class _AdGroupAd(Camel):
    ad: _Ad = _Ad()


class _Segments(Camel):
    date: date


class _Metrics(Camel):
    cost_micros: Whole = None
    impressions: Whole = None
    clicks: Whole = None
    conversions: Micros = None
    conversions_value: Micros = None


class _ClientRow(Camel):
    customer_client: _Client


class _Row(Camel):
    customer: _Customer
    campaign: _Campaign
    ad_group: _Ad = _Ad()
    ad_group_ad: _AdGroupAd = _AdGroupAd()
    segments: _Segments
    metrics: _Metrics


class _Clients(Camel):
    results: tuple[_ClientRow, ...] = ()


class _Rows(Camel):
    results: tuple[_Row, ...] = ()


class GoogleAds(Reader):
    """`AdReader` of Google Ads."""

    def __init__(self, given: Given) -> None:
        super().__init__(NAME, given, Status())
        self._badge = Refreshed(self._wire, given)

    async def accounts(self) -> tuple[Account, ...]:
        """Customers that are no managers, those below a manager through it."""
        call = Call("GET", f"{self._base}/customers:listAccessibleCustomers")
        reachable = await self._wire.ask(call, _Reachable, self._badge)
        roots = [one.removeprefix("customers/") for one in reachable.resource_names]
        found = await asyncio.gather(*(self._below(root) for root in roots))
        told: dict[str, Account] = {}
        for account in (one for accounts in found for one in accounts):
            if account.ref not in told or not account.via:
                told[account.ref] = account
        return tuple(told.values())

    async def _below(self, root: str) -> tuple[Account, ...]:
        """A customer that is closed may be listed, and refuses to answer: it has no accounts to read."""
        manager = self._given.keys.get("login_customer_id", "").replace("-", "") or root
        try:
            pages = await self._search(root, manager, _CLIENTS, list[_Clients])
        except AccessDenied:
            return ()
        clients = [row.customer_client for page in pages for row in page.results]
        return tuple(
            Account(
                one.id,
                one.descriptive_name,
                one.currency_code,
                one.time_zone,
                manager if one.id != manager else "",
            )
            for one in clients
            if not one.manager
        )

    async def pull(self, account: Account, since: date, until: date, level: str = "") -> Pulled:
        grain = at_level(level, _LEVELS)
        resource, more = _LEVELS[grain]
        window = {"since": since.isoformat(), "until": until.isoformat()}
        query = _DAYS.format(resource=resource, more=more, **window)
        pages = await self._search(account.ref, account.via, query, list[_Rows])
        rows = [row for page in pages for row in page.results]
        customer = rows[0].customer if rows else _Customer()
        currency = customer.currency_code or account.currency
        days = tuple(_measured(row, grain) for row in rows)
        return Pulled(days, currency, currency, customer.time_zone or account.timezone)

    async def _search(self, customer: str, manager: str, query: str, kind: type[T]) -> T:
        url = f"{self._base}/customers/{customer}/googleAds:searchStream"
        headers = {"login-customer-id": manager} if manager else {}
        return await self._wire.ask(
            Call("POST", url, json={"query": query}, headers=headers), kind, self._badge
        )


def _measured(row: _Row, grain: Grain) -> Measured:
    metrics, group, ad = row.metrics, row.ad_group, row.ad_group_ad.ad
    return Measured(
        grain,
        row.segments.date,
        row.campaign.id,
        row.campaign.name,
        *(group.id, group.name, ad.id, ad.name),
        spend=metrics.cost_micros,
        impressions=metrics.impressions,
        clicks=metrics.clicks,
        conversions=metrics.conversions,
        conversions_value=metrics.conversions_value,
    )


READER = GoogleAds
