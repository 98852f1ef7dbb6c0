"""What `doctor` finds out about a Discord application."""

from collections.abc import Awaitable, Callable
from typing import Any, cast

import discord

from adapters.channels.discord.wire import Wire
from bot.ports import Finding, Rejected, Rejection, Unposted

_SKEW = 60.0
_READS_CONTENT = discord.ApplicationFlags.gateway_message_content.flag | (
    discord.ApplicationFlags.gateway_message_content_limited.flag
)
_NEEDED = discord.Permissions(
    view_channel=True,
    send_messages=True,
    create_public_threads=True,
    send_messages_in_threads=True,
    attach_files=True,
    read_message_history=True,
)
Json = dict[str, Any]
Check = Callable[[Wire], Awaitable[Finding]]


async def findings(wire: Wire) -> tuple[Finding, ...]:
    """One finding for each thing to look at; without a token that counts there is only that one."""
    token = await _looked(wire, "discord.token", _token)
    if not token.ok:
        return (token,)
    checks: tuple[tuple[str, Check], ...] = (
        ("discord.intents", _intents),
        ("discord.interactions", _interactions),
        ("discord.gateway", _gateway),
        ("discord.permissions", _permissions),
        ("discord.clock", _clock),
    )
    return (token, *[await _looked(wire, name, check) for name, check in checks])


async def _looked(wire: Wire, name: str, check: Check) -> Finding:
    try:
        return await check(wire)
    except Rejected as rejected:
        return Finding(_at_fault(name, rejected.reason), False, rejected.reason)
    except (Unposted, LookupError, TypeError, ValueError) as error:
        return Finding("discord.reached", False, type(error).__name__)


def _at_fault(name: str, reason: Rejection) -> str:
    """Without an answer of Discord's nothing is known of what was looked at."""
    unreached = reason in {"unavailable", "invalid"} or (name == "discord.token" and reason != "revoked")
    return "discord.reached" if unreached else name


async def _token(wire: Wire) -> Finding:
    user = (await wire.client()).user
    return Finding("discord.token", user is not None, str(user))


async def _intents(wire: Wire) -> Finding:
    """The intent for contents is worth having, and nothing fails without it."""
    return Finding(
        "discord.intents", True, "message content" if await reads_content(wire) else "mentions only"
    )


async def reads_content(wire: Wire) -> bool:
    """Whether the application may read messages that do not mention it."""
    return bool(int((await _application(wire)).get("flags") or 0) & _READS_CONTENT)


async def _interactions(wire: Wire) -> Finding:
    address = (await _application(wire)).get("interactions_endpoint_url")
    return Finding("discord.interactions", not address, str(address or "gateway"))


async def _gateway(wire: Wire) -> Finding:
    said = cast("Json", await wire.call("GET", "/gateway/bot"))
    left = cast("Json", said.get("session_start_limit") or {}).get("remaining")
    there = bool(said.get("url")) and left != 0
    return Finding("discord.gateway", there, f"{said.get('url') or '-'} · {'-' if left is None else left}")


async def _permissions(wire: Wire) -> Finding:
    guilds = cast("list[Json]", await wire.call("GET", "/users/@me/guilds"))
    told = [one for one in guilds if one.get("permissions") is not None]
    lacking = [str(one.get("name") or one["id"]) for one in told if not _enough(int(one["permissions"]))]
    return Finding("discord.permissions", not lacking, ", ".join(lacking) or str(len(guilds)))


def _enough(value: int) -> bool:
    has = discord.Permissions(value)
    return has.administrator or has.is_superset(_NEEDED)


async def _clock(wire: Wire) -> Finding:
    return Finding("discord.clock", abs(wire.skew) < _SKEW, f"{wire.skew:+.0f} s")


async def _application(wire: Wire) -> Json:
    return cast("Json", await wire.call("GET", "/oauth2/applications/@me"))
