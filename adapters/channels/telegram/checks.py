"""What `doctor` looks at: token, groups, privacy mode, where updates go, the clock."""

from collections.abc import AsyncIterator
from datetime import UTC, datetime, timedelta
from email.utils import parsedate_to_datetime

from aiogram.methods import GetWebhookInfo
from aiogram.types import WebhookInfo
from aiohttp import ClientError, ClientTimeout

from adapters.channels.telegram.line import Line
from bot.ports import Finding, Rejected, Unposted

_PENDING = 100
_RECENT = timedelta(minutes=30)
_SKEW = 60.0
"""Seconds by which this clock may differ from Telegram's."""


async def examine(line: Line, address: str) -> AsyncIterator[Finding]:
    """All findings; only the first where the token does not count. `address` is "" where it polls."""
    try:
        me = await line.me()
    except Rejected as rejected:
        yield Finding(
            "telegram.token" if rejected.reason == "revoked" else "telegram.reached", False, str(rejected)
        )
        return
    except Unposted as unposted:
        yield Finding("telegram.reached", False, str(unposted))
        return
    yield Finding("telegram.token", True, f"@{me.username}")
    yield Finding("telegram.groups", me.can_join_groups is not False, "")
    yield Finding("telegram.privacy", not me.can_read_all_group_messages, "")
    try:
        info = await line.call(GetWebhookInfo())
        yield _webhook(info, address) if address else _polling(info)
    except Unposted as unposted:
        if not _unknown(unposted):
            yield Finding("telegram.reached", False, str(unposted))
    skew = await _skew(line)
    if skew is not None:
        yield Finding("telegram.clock", abs(skew) <= _SKEW, f"{skew:+.0f} s")


def _unknown(unposted: Unposted) -> bool:
    """Whether the server, which knows the token, does not know what it was asked: it is another maker's."""
    return isinstance(unposted, Rejected) and unposted.reason == "revoked"


def _polling(info: WebhookInfo) -> Finding:
    return Finding("telegram.polling", not info.url, info.url or f"{info.pending_update_count}")


def _webhook(info: WebhookInfo, address: str) -> Finding:
    failed = info.last_error_date and datetime.now(UTC) - info.last_error_date < _RECENT
    trouble = (info.last_error_message or "") if failed else ""
    well = info.url == address and not trouble and info.pending_update_count < _PENDING
    return Finding(
        "telegram.webhook", well, f"{info.url or '-'}, {info.pending_update_count}, {trouble or '-'}"
    )


async def _skew(line: Line) -> float | None:
    """The seconds by which this clock is ahead of Telegram's, which every answer of it tells."""
    url = line.session.api.api_url(line.bot.token, "getMe")
    client = await line.session.create_session()
    try:
        async with client.get(url, timeout=ClientTimeout(total=10)) as answer:
            told = answer.headers.get("Date", "")
        return (datetime.now(UTC) - parsedate_to_datetime(told)).total_seconds()
    except (ClientError, OSError, ValueError, TypeError):
        return None
