"""Meta: campaigns by day from the Graph API's insights. Pages go by cursors; of actions only those of its map count.

The addresses that Meta gives for the next page hold the token: only their cursor is used.
"""

import hashlib
import hmac
import json
from collections.abc import Iterable, Mapping
from datetime import UTC, date, datetime
from typing import Any
from urllib.parse import quote, urlencode

from adapters.ads.answers import Answer, Micros, Text, Whole
from adapters.ads.reader import Reader, at_level
from adapters.ads.wire import Call, Dialect, Fixed, Got, Trouble, as_object, paged, sentence, traced
from bot.measuring.errors import PlatformFailed
from bot.measuring.port import Account, Given, Keys, Measured, Pulled
from config.importing import header_map
from memory.metrics import Grain, known_sum

NAME = "Meta"
_FIELDS = (
    "campaign_id,campaign_name,{more}date_start,spend,impressions,inline_link_clicks,actions,action_values,"
    "account_currency,attribution_setting"
)
_LEVELS: Mapping[Grain, tuple[str, str]] = {
    "campaign": ("campaign", ""),
    "ad_group": ("adset", "adset_id,adset_name,"),
    "ad": ("ad", "adset_id,adset_name,ad_id,ad_name,"),
}
"""Level -> Meta's name of it, and the fields that name its things below their campaign."""
_THROTTLED = {4, 17, 32, 613}
_THROTTLED_USE_CASES = range(80000, 80100)
_DENIED = {10, 102, 190, *range(200, 300)}
_TOO_MUCH = {99, 1487534}
"""Subcodes for a report that is too large to be waited for."""
_SUNSET = 2635
"""A version that is not served any more."""
_BROKEN = 500
_DONE, _FAILED = "Job Completed", ("Job Failed", "Job Skipped")
_POLLS, _BETWEEN = 60, 5.0


class _Cursors(Answer):
    after: str = ""


class _Paging(Answer):
    cursors: _Cursors = _Cursors()
    next: str = ""


class _Account(Answer):
    account_id: Text
    name: str = ""
    currency: str = ""
    timezone_name: str = ""


class _Accounts(Answer):
    data: tuple[_Account, ...] = ()
    paging: _Paging = _Paging()


class _Action(Answer):
    action_type: str
    value: Micros = None


class _Row(Answer):
    campaign_id: Text
    campaign_name: str = ""
    adset_id: Text = ""
    adset_name: str = ""
    ad_id: Text = ""
    ad_name: str = ""
    date_start: date
    spend: Micros = None
    impressions: Whole = None
    inline_link_clicks: Whole = None
    actions: tuple[_Action, ...] = ()
    action_values: tuple[_Action, ...] = ()
    account_currency: str = ""
    attribution_setting: str = ""


class _Rows(Answer):
    data: tuple[_Row, ...] = ()
    paging: _Paging = _Paging()


class _Run(Answer):
    report_run_id: Text


class _Progress(Answer):
    async_status: str = ""


class _Token(Answer):
    expires_at: int = 0


class _Debugged(Answer):
    data: _Token


class Graph(Dialect):
    """The Graph API's errors and its three kinds of headers that tell how much of a limit is used."""

    def trouble(self, got: Got) -> Trouble | None:
        error = as_object(got.body).get("error")
        if got.status < 400 and not error:  # noqa: PLR2004 - HTTP
            return None
        told = as_object(error)
        code, subcode = int(told.get("code") or 0), int(told.get("error_subcode") or 0)
        said = sentence(str(told.get("error_user_msg") or told.get("message") or got.status))
        trace = traced(code or got.status, subcode or "", told.get("fbtrace_id"))
        if code in _THROTTLED or code in _THROTTLED_USE_CASES or got.status == 429:  # noqa: PLR2004
            return Trouble("busy", said, True, _regained(got), trace)
        if code == _SUNSET:
            return Trouble("sunset", said, trace=trace)
        if code in _DENIED or got.status == 401:  # noqa: PLR2004
            return Trouble("denied", said, trace=trace)
        if subcode in _TOO_MUCH:
            return Trouble("failed", said, trace=trace)
        return Trouble("failed", said, bool(told.get("is_transient")) or got.status >= _BROKEN, None, trace)

    def strain(self, got: Got) -> float:
        shares = [
            value
            for usage in _usages(got)
            for name, value in usage.items()
            if name in {"call_count", "total_cputime", "total_time"} or name.endswith("util_pct")
        ]
        return max((float(one) for one in shares), default=0.0)


def _usages(got: Got) -> Iterable[Mapping[str, Any]]:
    for name in ("x-app-usage", "x-ad-account-usage", "x-fb-ads-insights-throttle"):
        yield _object(got.headers.get(name, ""))
    for uses in _object(got.headers.get("x-business-use-case-usage", "")).values():
        yield from (one for one in uses if isinstance(one, dict))


def _object(text: str) -> dict[str, Any]:
    try:
        return as_object(json.loads(text or "{}"))
    except ValueError:
        return {}


def _regained(got: Got) -> float | None:
    """Seconds until Meta answers again: it estimates minutes, or says the reset of an account in seconds."""
    minutes = [float(one.get("estimated_time_to_regain_access") or 0) for one in _usages(got)]
    resets = [float(one.get("reset_time_duration") or 0) for one in _usages(got)]
    return max((60 * max(minutes, default=0.0), max(resets, default=0.0))) or got.after


class Meta(Reader):
    """`AdReader` of Meta."""

    def __init__(self, given: Given) -> None:
        super().__init__(NAME, given, Graph())
        self._badge = Fixed({"authorization": f"Bearer {given.keys['access_token']}"})
        self._proof = _proof(given.keys)
        self._wire.hide(self._proof)

    async def expires(self) -> datetime | None:
        """A system user's token may have no end."""
        url = self._url("debug_token", {"input_token": self._given.keys["access_token"]})
        told = await self._wire.ask(Call("GET", url), _Debugged, self._badge)
        return datetime.fromtimestamp(told.data.expires_at, UTC) if told.data.expires_at else None

    async def accounts(self) -> tuple[Account, ...]:
        asked = {"fields": "account_id,name,currency,timezone_name", "limit": "100"}

        async def page(after: str) -> _Accounts:
            url = self._url("me/adaccounts", asked | ({"after": after} if after else {}))
            return await self._wire.ask(Call("GET", url), _Accounts, self._badge)

        pages = await paged(page, lambda one: _next(one.paging))
        return tuple(
            Account(one.account_id, one.name, one.currency, one.timezone_name)
            for each in pages
            for one in each.data
        )

    async def pull(self, account: Account, since: date, until: date, level: str = "") -> Pulled:
        grain = at_level(level, _LEVELS)
        named, more = _LEVELS[grain]
        window = json.dumps({"since": since.isoformat(), "until": until.isoformat()}, separators=(",", ":"))
        fields = _FIELDS.format(more=more)
        asked = {"level": named, "time_increment": "1", "time_range": window, "fields": fields}
        try:
            rows = await self._rows(f"act_{account.ref}/insights", asked)
        except PlatformFailed as error:
            if not any(str(code) in str(error.facts["trace"]) for code in _TOO_MUCH):
                raise
            rows = await self._later(account, asked)
        currency = next((row.account_currency for row in rows if row.account_currency), account.currency)
        return Pulled(tuple(_measured(row, grain) for row in rows), currency, currency, account.timezone)

    async def _rows(self, path: str, asked: Mapping[str, str]) -> list[_Row]:
        async def page(after: str) -> _Rows:
            url = self._url(path, {**asked, "limit": "500"} | ({"after": after} if after else {}))
            return await self._wire.ask(Call("GET", url), _Rows, self._badge)

        pages = await paged(page, lambda one: _next(one.paging))
        return [row for each in pages for row in each.data]

    async def _later(self, account: Account, asked: Mapping[str, str]) -> list[_Row]:
        """A report too large for an answer is made by Meta in its own time, and then read."""
        form = {**asked, **self._proven()}
        call = Call("POST", f"{self._base}/act_{account.ref}/insights", form=form)
        run = (await self._wire.ask(call, _Run, self._badge)).report_run_id
        for _ in range(_POLLS):
            status = Call("GET", self._url(run, {"fields": "async_status"}))
            told = (await self._wire.ask(status, _Progress, self._badge)).async_status
            if told == _DONE:
                return await self._rows(f"{run}/insights", {})
            if told in _FAILED:
                break
            await self._given.sleep(_BETWEEN)
        raise PlatformFailed(platform=NAME, said="its report was not finished.", trace=traced(run))

    def _url(self, path: str, asked: Mapping[str, str]) -> str:
        return f"{self._base}/{path}?{urlencode({**asked, **self._proven()}, quote_via=quote)}"

    def _proven(self) -> Mapping[str, str]:
        return {"appsecret_proof": self._proof} if self._proof else {}


def _proof(keys: Keys) -> str:
    """HMAC-SHA256 of the token by the app's secret; "" where no secret is given."""
    secret = keys.get("app_secret", "")
    return (
        hmac.new(secret.encode(), keys["access_token"].encode(), hashlib.sha256).hexdigest() if secret else ""
    )


def _next(paging: _Paging) -> str:
    return paging.cursors.after if paging.next else ""


def _measured(row: _Row, grain: Grain) -> Measured:
    conversions = header_map("meta").actions
    counts = {one.action_type: one.value for one in row.actions if one.action_type in conversions}
    values = {one.action_type: one.value for one in row.action_values if one.action_type in conversions}
    window = row.attribution_setting
    events = tuple(
        {"event": name, "count": counts.get(name), "value": values.get(name), "window": window, "model": ""}
        for name in conversions
        if name in counts or name in values
    )
    return Measured(
        grain,
        row.date_start,
        row.campaign_id,
        row.campaign_name,
        *(row.adset_id, row.adset_name, row.ad_id, row.ad_name),
        spend=row.spend,
        impressions=row.impressions,
        clicks=row.inline_link_clicks or 0,
        conversions=known_sum(counts.values()) or 0,
        conversions_value=known_sum(values.values()) or 0,
        events=events or None,
        attribution=row.attribution_setting,
    )


READER = Meta
