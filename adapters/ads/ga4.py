"""GA4: sessions, and key events by their names, by day, campaign, source and medium. Every number comes as text.

A campaign of ours is the session's campaign, an ad group its source and medium, as in its exports. It measures the
site: there is no spend, and what it counts is truth beside what platforms claim.
"""

import asyncio
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from adapters.ads.answers import Camel, Text, micros, whole
from adapters.ads.google import Refreshed, Status
from adapters.ads.reader import Reader
from adapters.ads.wire import Call, paged
from bot.measuring.port import Account, Given, Measured, Pulled
from memory.loading import Counted, source_ref
from memory.metrics import known_sum

NAME = "GA4"
_ROWS = 100_000
"""Rows a page."""
_LITTLE = 0.1
"""The share of a day's or an hour's tokens below which the user is told."""
_KEYS = ("date", "sessionCampaignName", "sessionSource", "sessionMedium")
_Key = tuple[date, str, str, str]


class _Property(Camel):
    property: str
    display_name: str = ""


class _AccountSummary(Camel):
    property_summaries: tuple[_Property, ...] = ()


class _Summaries(Camel):
    account_summaries: tuple[_AccountSummary, ...] = ()
    next_page_token: str = ""


class _Value(Camel):
    value: Text = ""


class _Row(Camel):
    dimension_values: tuple[_Value, ...] = ()
    metric_values: tuple[_Value, ...] = ()


class _Metadata(Camel):
    currency_code: str = ""
    time_zone: str = ""
    subject_to_thresholding: bool = False
    sampling_metadatas: tuple[Any, ...] = ()


class _Quota(Camel):
    consumed: int = 0
    remaining: int = 0


class _Quotas(Camel):
    tokens_per_day: _Quota = _Quota()
    tokens_per_hour: _Quota = _Quota()


class _Report(Camel):
    rows: tuple[_Row, ...] = ()
    row_count: int = 0
    metadata: _Metadata = _Metadata()
    property_quota: _Quotas = _Quotas()


@dataclass(slots=True)
class _Seen:
    """What was measured of a day, campaign, source and medium."""

    sessions: int | None = None
    events: dict[str, tuple[int | None, int | None]] = field(
        default_factory=dict[str, tuple[int | None, int | None]]
    )


class GA4(Reader):
    """`AnalyticsSource` of Google Analytics 4."""

    def __init__(self, given: Given) -> None:
        super().__init__(NAME, given, Status())
        self._badge = Refreshed(self._wire, given)

    async def accounts(self) -> tuple[Account, ...]:
        """Properties; their currency and time come with their reports."""
        base = f"{self._given.reach['admin']}/{self._given.version}/accountSummaries?pageSize=200"

        async def page(token: str) -> _Summaries:
            url = base + (f"&pageToken={token}" if token else "")
            return await self._wire.ask(Call("GET", url), _Summaries, self._badge)

        pages = await paged(page, lambda one: one.next_page_token)
        found = (
            one for each in pages for summary in each.account_summaries for one in summary.property_summaries
        )
        return tuple(Account(one.property.removeprefix("properties/"), one.display_name) for one in found)

    async def pull(self, account: Account, since: date, until: date, level: str = "") -> Pulled:
        """There is one level alone: source and medium within a campaign."""
        del level
        window = {"startDate": since.isoformat(), "endDate": until.isoformat()}
        visits, events = await asyncio.gather(
            self._report(account, window, _KEYS, ("sessions",)),
            self._report(account, window, (*_KEYS, "eventName"), ("keyEvents", "totalRevenue")),
        )
        seen = _seen(visits, events)
        metadata = visits[0].metadata
        flags = ",".join(["id_from_name", *_quality([*visits, *events])])
        days = tuple(_measured(key, one, flags) for key, one in seen.items())
        return Pulled(
            days,
            value_currency=metadata.currency_code,
            timezone=metadata.time_zone,
            counted=tuple(_counted(seen, metadata)),
            notes=("quota_low",) if any(_scarce(one) for one in (*visits, *events)) else (),
        )

    async def _report(
        self, account: Account, window: Mapping[str, str], dimensions: Sequence[str], metrics: Sequence[str]
    ) -> list[_Report]:
        asked = {
            "dateRanges": [window],
            "dimensions": [{"name": name} for name in dimensions],
            "metrics": [{"name": name} for name in metrics],
            "orderBys": [{"dimension": {"dimensionName": name}} for name in dimensions],
            "limit": str(_ROWS),
            "returnPropertyQuota": True,
        }
        read = 0

        async def page(offset: str) -> _Report:
            nonlocal read
            url = f"{self._base}/properties/{account.ref}:runReport"
            found = await self._wire.ask(
                Call("POST", url, json={**asked, "offset": offset or "0"}), _Report, self._badge
            )
            read += len(found.rows)
            return found

        return await paged(page, lambda one: str(read) if one.rows and read < one.row_count else "")


def _seen(visits: Sequence[_Report], events: Sequence[_Report]) -> Mapping[_Key, _Seen]:
    """Sessions and events of the same day, campaign, source and medium together; events that never happened not."""
    seen: defaultdict[_Key, _Seen] = defaultdict(_Seen)
    for row in (one for page in visits for one in page.rows):
        seen[_key(row)].sessions = whole(row.metric_values[0].value)
    for row in (one for page in events for one in page.rows):
        count, value = (micros(one.value) for one in row.metric_values)
        if count:
            seen[_key(row)].events[row.dimension_values[4].value] = (count, value)
    return seen


def _key(row: _Row) -> _Key:
    day, campaign, source, medium = (one.value for one in row.dimension_values[:4])
    return date(int(day[:4]), int(day[4:6]), int(day[6:8])), campaign, source, medium


def _quality(pages: Sequence[_Report]) -> list[str]:
    states = {
        "sampled": any(one.metadata.sampling_metadatas for one in pages),
        "thresholded": any(one.metadata.subject_to_thresholding for one in pages),
    }
    return [flag for flag, holds in states.items() if holds]


def _scarce(report: _Report) -> bool:
    quotas = report.property_quota
    return any(
        one.consumed + one.remaining and one.remaining < _LITTLE * (one.consumed + one.remaining)
        for one in (quotas.tokens_per_day, quotas.tokens_per_hour)
    )


def _measured(key: _Key, seen: _Seen, flags: str) -> Measured:
    day, campaign, source, medium = key
    group = f"{source} / {medium}"
    events = tuple(
        {"event": name, "count": count, "value": value, "window": "", "model": "data_driven"}
        for name, (count, value) in sorted(seen.events.items())
    )
    counts = [count for count, _ in seen.events.values()]
    values = [value for _, value in seen.events.values()]
    return Measured(
        *("ad_group", day, campaign, campaign, group, group),
        sessions=seen.sessions,
        conversions=known_sum(counts) or 0,
        conversions_value=known_sum(values) or 0,
        events=events or None,
        flags=flags,
    )


def _counted(seen: Mapping[_Key, _Seen], metadata: _Metadata) -> list[Counted]:
    """Keyed as an import of the same report is, so that both are one entry."""
    return [
        Counted(
            "ga4",
            event,
            source_ref(day, source, medium, campaign),
            day,
            metadata.currency_code,
            metadata.time_zone,
            source,
            medium,
            campaign,
            count,
            value,
        )
        for (day, campaign, source, medium), one in seen.items()
        for event, (count, value) in sorted(one.events.items())
    ]


READER = GA4
