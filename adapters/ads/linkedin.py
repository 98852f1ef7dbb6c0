"""LinkedIn: its campaign is our ad group, its campaign group our campaign; days are UTC.

Brackets, colons and commas stand in the query as they are, only what is inside a URN is encoded: addresses are
therefore put together by hand. Spend is in dollars, and in the account's own currency beside it.
"""

import asyncio
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta

from adapters.ads.answers import Answer, Camel, Micros, Text, Whole
from adapters.ads.reader import Reader, at_level
from adapters.ads.wire import Call, Dialect, Fixed, Got, Trouble, Wire, as_object, paged, sentence, traced
from bot.measuring.port import Account, Given, Keys, Measured, Pulled
from memory.metrics import Grain, known_sum

NAME = "LinkedIn"
_MOST = 15_000
"""Elements that an answer holds at most; it has no pages, so a window that has more is read in halves."""
_FIELDS = (
    "pivotValues,dateRange,costInUsd,costInLocalCurrency,impressions,clicks,externalWebsiteConversions,"
    "oneClickLeads,conversionValueInLocalCurrency"
)
_LEVELS: Mapping[Grain, str] = {"ad_group": "CAMPAIGN", "campaign": "CAMPAIGN_GROUP", "ad": "CREATIVE"}
"""Level -> LinkedIn's pivot."""
_SUNSET, _UNAUTHENTICATED, _DENIED, _BUSY, _BROKEN = 426, 401, 403, 429, 500


class _Metadata(Camel):
    next_page_token: str = ""


class _Account(Camel):
    id: Text
    name: str = ""
    currency: str = ""


class _Accounts(Camel):
    elements: tuple[_Account, ...] = ()
    metadata: _Metadata = _Metadata()


class _Named(Camel):
    id: Text
    name: str = ""
    campaign_group: str = ""


class _Creative(Camel):
    id: Text
    name: str = ""
    campaign: str = ""


class _Creatives(Camel):
    elements: tuple[_Creative, ...] = ()
    metadata: _Metadata = _Metadata()


class _NamedPage(Camel):
    elements: tuple[_Named, ...] = ()
    metadata: _Metadata = _Metadata()


class _Day(Camel):
    year: int
    month: int
    day: int


class _Range(Camel):
    start: _Day


class _Row(Camel):
    pivot_values: tuple[str, ...]
    date_range: _Range
    cost_in_usd: Micros = None
    cost_in_local_currency: Micros = None
    impressions: Whole = None
    clicks: Whole = None
    external_website_conversions: Micros = None
    one_click_leads: Micros = None
    conversion_value_in_local_currency: Micros = None


class _Rows(Camel):
    elements: tuple[_Row, ...] = ()


class _Granted(Answer):
    access_token: str
    refresh_token: str = ""


class _Inspected(Answer):
    expires_at: int = 0


class Restli(Dialect):
    """{message, serviceErrorCode, status}; 426 is a version that is switched off, 429 says no time to wait."""

    def trouble(self, got: Got) -> Trouble | None:
        if got.status < 400:  # noqa: PLR2004 - HTTP
            return None
        told = as_object(got.body)
        said = sentence(
            str(told.get("message") or told.get("error_description") or told.get("error") or got.status)
        )
        trace = traced(told.get("serviceErrorCode") or got.status, got.headers.get("x-li-uuid"))
        if got.status == _SUNSET:
            return Trouble("sunset", said, trace=trace)
        refused = told.get("error") in ("invalid_grant", "invalid_request")
        if refused or got.status in (_UNAUTHENTICATED, _DENIED):
            return Trouble("denied", said, trace=trace, stale=got.status == _UNAUTHENTICATED)
        if got.status == _BUSY:
            return Trouble("busy", said, True, got.after, trace)
        return Trouble("failed", said, got.status >= _BROKEN, got.after, trace)


@dataclass(slots=True)
class _Renewing:
    """A token of 60 days, exchanged by the refresh token when it is not accepted any more."""

    wire: Wire
    given: Given
    keys: Keys = field(repr=False)
    _lock: asyncio.Lock = field(default_factory=asyncio.Lock)

    async def headers(self) -> Mapping[str, str]:
        return {
            "authorization": f"Bearer {self.keys['access_token']}",
            "linkedin-version": self.given.version,
            "x-restli-protocol-version": "2.0.0",
        }

    async def renew(self, shown: Mapping[str, str]) -> bool:
        named = ("refresh_token", "client_id", "client_secret")
        if not all(self.keys.get(name) for name in named):
            return False
        async with self._lock:
            if shown.get("authorization") == f"Bearer {self.keys['access_token']}":
                form = {"grant_type": "refresh_token", **{name: self.keys[name] for name in named}}
                call = Call("POST", f"{self.given.reach['token']}/accessToken", form=form)
                granted = await self.wire.ask(call, _Granted, Fixed())
                self.wire.hide(granted.access_token)
                self.wire.hide(granted.refresh_token)
                fresh = {"access_token": granted.access_token, "refresh_token": granted.refresh_token}
                self.keys = {**self.keys, **{name: value for name, value in fresh.items() if value}}
        return True


class LinkedIn(Reader):
    """`AdReader` of LinkedIn."""

    def __init__(self, given: Given) -> None:
        super().__init__(NAME, given, Restli())
        self._badge = _Renewing(self._wire, given, given.keys)
        self._base = given.reach["api"]

    @property
    def keys(self) -> Keys:
        return self._badge.keys

    async def expires(self) -> datetime | None:
        """Known where the client's id and secret are."""
        keys = self.keys
        if not keys.get("client_id") or not keys.get("client_secret"):
            return None
        form = {
            "client_id": keys["client_id"],
            "client_secret": keys["client_secret"],
            "token": keys["access_token"],
        }
        call = Call("POST", f"{self._given.reach['token']}/introspectToken", form=form)
        told = await self._wire.ask(call, _Inspected, Fixed())
        return datetime.fromtimestamp(told.expires_at, UTC) if told.expires_at else None

    async def accounts(self) -> tuple[Account, ...]:
        async def page(token: str) -> _Accounts:
            url = f"{self._base}/adAccounts?q=search&pageSize=100{_page(token)}"
            return await self._wire.ask(Call("GET", url), _Accounts, self._badge)

        pages = await paged(page, lambda one: one.metadata.next_page_token)
        found = (one for each in pages for one in each.elements)
        return tuple(Account(one.id, one.name, one.currency, "UTC") for one in found)

    async def pull(self, account: Account, since: date, until: date, level: str = "") -> Pulled:
        grain = at_level(level, _LEVELS)
        groups, campaigns, creatives, rows = await asyncio.gather(
            self._named(account, "adCampaignGroups"),
            self._named(account, "adCampaigns"),
            self._creatives(account, grain),
            self._rows(account, since, until, _LEVELS[grain]),
        )
        groups_, campaigns_ = {one.id: one for one in groups}, {one.id: one for one in campaigns}
        names = _Names(grain, groups_, campaigns_, creatives)
        return Pulled(tuple(_measured(row, names) for row in rows), "USD", account.currency, "UTC")

    async def _creatives(self, account: Account, grain: Grain) -> Mapping[str, _Creative]:
        """By their ids, which are asked for only where numbers are theirs."""
        if grain != "ad":
            return {}
        base = f"{self._base}/adAccounts/{account.ref}/creatives?q=criteria&pageSize=100"

        async def page(token: str) -> _Creatives:
            call = Call("GET", f"{base}{_page(token)}", headers={"x-restli-method": "FINDER"})
            return await self._wire.ask(call, _Creatives, self._badge)

        pages = await paged(page, lambda one: one.metadata.next_page_token)
        return {_ref(one.id): one for each in pages for one in each.elements}

    async def _named(self, account: Account, what: str) -> list[_Named]:
        async def page(token: str) -> _NamedPage:
            url = f"{self._base}/adAccounts/{account.ref}/{what}?q=search&pageSize=1000{_page(token)}"
            return await self._wire.ask(Call("GET", url), _NamedPage, self._badge)

        pages = await paged(page, lambda one: one.metadata.next_page_token)
        return [one for each in pages for one in each.elements]

    async def _rows(self, account: Account, since: date, until: date, pivot: str) -> list[_Row]:
        url = (
            f"{self._base}/adAnalytics?q=analytics&pivot={pivot}&timeGranularity=DAILY"
            f"&dateRange=(start:{_day(since)},end:{_day(until)})"
            f"&accounts=List(urn%3Ali%3AsponsoredAccount%3A{account.ref})&fields={_FIELDS}"
        )
        found = (await self._wire.ask(Call("GET", url), _Rows, self._badge)).elements
        if len(found) < _MOST or since == until:
            return list(found)
        middle = since + timedelta(days=(until - since).days // 2)
        first = await self._rows(account, since, middle, pivot)
        return first + await self._rows(account, middle + timedelta(days=1), until, pivot)


def _day(day: date) -> str:
    return f"(year:{day.year},month:{day.month},day:{day.day})"


def _page(token: str) -> str:
    return f"&pageToken={token}" if token else ""


def _ref(urn: str) -> str:
    """The number behind a URN's last colon."""
    return urn.rsplit(":", 1)[-1]


@dataclass(frozen=True, slots=True)
class _Names:
    """What the things of a level are part of, and are called; ours are named one higher than LinkedIn's."""

    grain: Grain
    groups: Mapping[str, _Named]
    campaigns: Mapping[str, _Named]
    creatives: Mapping[str, _Creative]

    def of(self, ref: str) -> tuple[str, str, str, str, str, str]:
        """Id and name of the campaign, of the ad group, of the ad."""
        if self.grain == "campaign":
            return (*self._group(ref), "", "", "", "")
        if self.grain == "ad_group":
            return (*self._above(ref), ref, self._name(ref), "", "")
        creative = self.creatives.get(ref)
        own = _ref(creative.campaign) if creative else ""
        return (*self._above(own), own, self._name(own), ref, creative.name if creative else "")

    def _above(self, campaign: str) -> tuple[str, str]:
        found = self.campaigns.get(campaign)
        return self._group(_ref(found.campaign_group) if found else "")

    def _group(self, ref: str) -> tuple[str, str]:
        return ref, self.groups[ref].name if ref in self.groups else ""

    def _name(self, campaign: str) -> str:
        return self.campaigns[campaign].name if campaign in self.campaigns else ""


def _measured(row: _Row, names: _Names) -> Measured:
    start = row.date_range.start
    return Measured(
        names.grain,
        date(start.year, start.month, start.day),
        *names.of(_ref(row.pivot_values[0])),
        spend=row.cost_in_usd,
        spend_local=row.cost_in_local_currency,
        impressions=row.impressions,
        clicks=row.clicks,
        conversions=known_sum((row.external_website_conversions, row.one_click_leads)) or 0,
        conversions_value=row.conversion_value_in_local_currency or 0,
    )


READER = LinkedIn
