"""The REST interface of Discord, and what its answers mean for a post."""

import asyncio
from collections.abc import AsyncGenerator, Mapping
from contextlib import asynccontextmanager
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from types import SimpleNamespace
from typing import Any, cast

import aiohttp
import discord
from discord.http import Route, handle_message_parameters

from adapters.channels.discord.layout import Sheet
from bot.ending import Beside
from bot.ports import Ambiguous, Rejected, Rejection, Throttled, Unposted

PATIENCE = 90.0
"""Seconds for one call, the library's own waiting for its buckets included."""
LONGEST_WAIT = 30.0
"""The library waits this long for a bucket; beyond, the call is given back."""

_REASONS: Mapping[int, Rejection] = {
    10003: "gone",
    10004: "removed",
    10008: "gone",
    10013: "gone",
    40005: "too_long",
    50001: "forbidden",
    50007: "forbidden",
    50013: "forbidden",
    50083: "archived",
    160005: "archived",
    50035: "invalid",
}
_BY_STATUS: Mapping[int, Rejection] = {401: "revoked", 403: "forbidden", 413: "too_long"}
"""A 404 without a number of Discord's own is a path that the server does not know, and no channel that is gone."""
_TOO_LONG = ("or fewer in length", "BASE_TYPE_MAX_LENGTH", "must be less than")
Json = dict[str, Any]


class Wire:
    """One signed-in client without a gateway, made when it is first needed."""

    def __init__(self, token: str, api_url: str) -> None:
        Route.BASE = api_url
        self._token = token
        self._client: discord.Client | None = None
        self._entering = asyncio.Lock()
        self.beside = Beside()
        """What is shown of answers while they are made."""
        self.skew = 0.0
        """Seconds by which this machine's clock is ahead of Discord's."""

    async def client(self) -> discord.Client:
        """Raises Throttled, Rejected when Discord does not let it in: nothing has been posted then."""
        async with self._entering:
            if self._client is None:
                client = discord.Client(
                    intents=discord.Intents(guilds=True),
                    allowed_mentions=discord.AllowedMentions.none(),
                    max_ratelimit_timeout=LONGEST_WAIT,
                    http_trace=self._trace(),
                )
                try:
                    async with unposted():
                        await client.login(self._token)
                except Ambiguous as error:
                    await client.close()
                    raise Rejected("unavailable", str(error)) from None
                except BaseException:
                    await client.close()
                    raise
                self._client = client
            return self._client

    async def aclose(self) -> None:
        await self.beside.aclose()
        if self._client is not None:
            await self._client.close()
            self._client = None

    async def call(self, method: str, path: str, **rest: Any) -> Any:
        """One request. Raises Throttled, Rejected, Ambiguous."""
        parameters = {key: rest.pop(key) for key in tuple(rest) if key not in {"json", "params", "message"}}
        client = await self.client()
        async with unposted():
            message: Mapping[str, Any] | None = rest.pop("message", None)
            if message is None:
                return await client.http.request(Route(method, path, **parameters), **rest)
            with handle_message_parameters(
                **message, allowed_mentions=discord.AllowedMentions.none()
            ) as sent:
                body: Json = {"form": sent.multipart, "files": sent.files}
                body = body if sent.files else {"json": sent.payload}
                return await client.http.request(Route(method, path, **parameters), **rest, **body)

    async def create(self, channel: str, sheet: Sheet, nonce: str, answers: str = "") -> Json:
        """Posts a message; with a nonce that Discord knows already it gives that message back."""
        message: Json = {"view": sheet.view, "files": sheet.files, "nonce": nonce}
        if answers:
            message["message_reference"] = {"message_id": answers, "fail_if_not_exists": False}
        path = "/channels/{channel_id}/messages"
        return cast("Json", await self.call("POST", path, channel_id=int(channel), message=message))

    async def edit(self, channel: str, message: str, sheet: Sheet) -> Json:
        changed = {"content": None, "view": sheet.view, "attachments": sheet.files}
        path = "/channels/{channel_id}/messages/{message_id}"
        where = {"channel_id": int(channel), "message_id": int(message)}
        return cast("Json", await self.call("PATCH", path, **where, message=changed))

    def _trace(self) -> aiohttp.TraceConfig:
        trace = aiohttp.TraceConfig()
        trace.on_request_end.append(self._ended)
        return trace

    async def _ended(
        self, _session: aiohttp.ClientSession, _context: SimpleNamespace, ended: aiohttp.TraceRequestEndParams
    ) -> None:
        """Before the library can repeat a call: whether it is to be left alone, and what time it is there."""
        response = ended.response
        if date := response.headers.get("Date"):
            self.skew = (datetime.now(UTC) - parsedate_to_datetime(date)).total_seconds()
        once = ended.method == "POST" and "/webhooks/" in ended.url.path
        if response.status == 429 and ended.method != "GET":
            response.close()
            raise Throttled(_retry_after(response.headers))
        if response.status >= 500 and once:
            response.close()
            raise Ambiguous(str(response.status))


def _retry_after(headers: Mapping[str, str]) -> float:
    said = headers.get("X-RateLimit-Reset-After") or headers.get("Retry-After") or "5"
    try:
        return max(float(said), 0.1)
    except ValueError:
        return 5.0


@asynccontextmanager
async def unposted() -> AsyncGenerator[None]:
    """Turns what the library and the wire raise into what has become of the post."""
    try:
        async with asyncio.timeout(PATIENCE):
            yield
    except Unposted:
        raise
    except discord.RateLimited as error:
        raise Throttled(error.retry_after) from None
    except discord.LoginFailure:
        raise Rejected("revoked") from None
    except discord.HTTPException as error:
        raise _meaning(error) from None
    except aiohttp.ClientConnectorError:
        raise Rejected("unavailable") from None
    except (aiohttp.ClientError, OSError, TimeoutError) as error:
        raise Ambiguous(type(error).__name__) from None


def _meaning(error: discord.HTTPException) -> Unposted:
    if error.status == 429:
        return Throttled(_retry_after(cast("Mapping[str, str]", error.response.headers)))
    if error.status >= 500:
        return Ambiguous(str(error.status))
    reason = _REASONS.get(error.code) or _BY_STATUS.get(error.status, "invalid")
    if reason == "invalid" and any(part in error.text for part in _TOO_LONG):
        reason = "too_long"
    return Refusal(reason, error.code)


class Refusal(Rejected):
    """A rejection with Discord's own number of it."""

    def __init__(self, reason: Rejection, code: int) -> None:
        super().__init__(reason, str(code))
        self.code = code
