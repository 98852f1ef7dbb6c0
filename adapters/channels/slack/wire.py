"""Calls of Slack's Web API, each of them made once; what can become of one is said in the house's own words."""

import time
from collections import OrderedDict
from collections.abc import Awaitable, Callable, Mapping
from typing import Any, TypeVar, cast

import aiohttp
from slack_sdk.errors import SlackApiError, SlackRequestError
from slack_sdk.web.async_client import AsyncWebClient
from slack_sdk.web.async_slack_response import AsyncSlackResponse

from adapters.channels.slack.discreet import sdk_logger
from bot.ports import Ambiguous, Rejected, Rejection, Throttled

Sent = Mapping[str, object]
T = TypeVar("T")

_SECONDS = 20
_CONNECT = 5
_IDLE = 10
"""Seconds that a connection is kept: shorter than the server does, since a POST on a closed one is ambiguous."""
_PATIENCE = 30.0
"""What is waited for when a 429 does not say how long."""
SOON = 1.0
"""Seconds that a question may take for which an event waits: it must be acknowledged within three."""
Now = Callable[[], float]

_REASONS: Mapping[str, Rejection] = {
    **dict.fromkeys(
        ("user_not_found", "file_not_found",
         "expired_trigger_id", "exchanged_trigger_id", "trigger_expired", "trigger_exchanged", "used_url",
         "expired_url", "file_deleted"),
        "gone",
    ),
    **dict.fromkeys(
        ("channel_not_found", "not_in_channel", "app_missing_action_url", "user_not_in_channel"), "removed"
    ),
    **dict.fromkeys(
        ("token_revoked", "token_expired", "invalid_auth", "account_inactive", "not_authed", "org_login_required",
         "invalid_refresh_token", "team_access_not_granted"),
        "revoked",
    ),
    "is_archived": "archived",
    **dict.fromkeys(
        ("missing_scope", "no_permission", "access_denied", "ekm_access_denied", "cant_update_message",
         "restricted_action", "restricted_action_read_only_channel", "restricted_action_thread_only_channel",
         "restricted_action_non_threadable_channel", "restricted_action_thread_locked", "messages_tab_disabled",
         "cannot_dm_bot", "user_disabled", "user_not_visible", "not_allowed_token_type", "team_not_found"),
        "forbidden",
    ),
    **dict.fromkeys(("msg_too_long", "msg_blocks_too_long", "too_many_attachments"), "too_long"),
}  # fmt: skip
_READING = {
    "users.info",
    "conversations.info",
    "conversations.history",
    "conversations.replies",
    "files.info",
}
"""Asked for by GET, as the SDK's own methods do."""
_HARMLESS = {"auth.test", "conversations.open"}
"""What is asked before something is posted: where its answer is lost, nothing has been posted for certain."""
_UNSURE = {"internal_error", "fatal_error", "request_timeout", "service_unavailable"}
"""With these, some of what was asked for may have been done."""


class Denied(Rejected):
    """A refusal with Slack's own word for it."""

    def __init__(self, code: str) -> None:
        super().__init__(_REASONS.get(code, "invalid"), code)
        self.code = code


class Holds:
    """Conversations that Slack wants to be left alone, and until when. Bounded: the oldest are forgotten."""

    def __init__(self, now: Now = time.monotonic, most: int = 5000) -> None:
        self._until: OrderedDict[str, float] = OrderedDict()
        self._now, self._most = now, most

    def hold(self, place: str, seconds: float) -> None:
        self._until[place] = self._now() + seconds
        self._until.move_to_end(place)
        while len(self._until) > self._most:
            self._until.popitem(last=False)

    def held(self, place: str) -> bool:
        until = self._until.get(place, 0.0)
        if until and until <= self._now():
            del self._until[place]
        return until > self._now()


class Wire:
    """The one client. It opens its connections at the first call, in the loop that calls."""

    def __init__(self, api_url: str, now: Now = time.monotonic, soon: float = SOON) -> None:
        self._api_url = api_url
        self._session: aiohttp.ClientSession | None = None
        self.now, self.soon, self.holds = now, soon, Holds(now)

    def client(self) -> AsyncWebClient:
        """The SDK's client on the shared connections. It repeats nothing by itself."""
        return web_client(self._api_url, self.session())

    def session(self) -> aiohttp.ClientSession:
        if self._session is None or self._session.closed:
            self._session = aiohttp.ClientSession(
                connector=aiohttp.TCPConnector(keepalive_timeout=_IDLE, limit=50),
                timeout=aiohttp.ClientTimeout(total=_SECONDS, connect=_CONNECT),
            )
        return self._session

    async def call(self, token: str, method: str, sent: Sent, *, form: bool = False) -> dict[str, Any]:
        """The answer, which is ok. Raises Throttled, Denied, Rejected (never reached), Ambiguous."""
        return dict((await self.ask(token, method, sent, form=form))[0])

    async def ask(
        self, token: str, method: str, sent: Sent, *, form: bool = False
    ) -> tuple[Mapping[str, Any], Mapping[str, str]]:
        """As `call`, with the answer's headers."""
        filled = {name: value for name, value in sent.items() if value is not None}
        filled["token"] = token
        given = {"params": filled} if form else {"json": filled}
        verb = "GET" if method in _READING else "POST"
        api = cast("Callable[..., Awaitable[AsyncSlackResponse]]", self.client().api_call)
        try:
            response = await guarded(api(method, http_verb=verb, **given))
        except Ambiguous as error:
            if method not in _HARMLESS:
                raise
            raise Rejected("unavailable", str(error)) from None
        return cast("Mapping[str, Any]", response.data), cast("Mapping[str, str]", response.headers)

    async def aclose(self) -> None:
        if self._session is not None:
            await self._session.close()


def web_client(api_url: str, session: aiohttp.ClientSession | None = None) -> AsyncWebClient:
    return AsyncWebClient(
        base_url=api_url, session=session, timeout=_SECONDS, retry_handlers=[], logger=sdk_logger()
    )


async def guarded(asked: Awaitable[T]) -> T:
    """What was asked for, its failures said as the house says them, without anything of their bodies."""
    try:
        return await asked
    except SlackApiError as error:
        raise unposted(error) from None
    except (aiohttp.ClientConnectorError, aiohttp.ConnectionTimeoutError) as error:
        raise Rejected("unavailable", type(error).__name__) from None
    except (TimeoutError, aiohttp.ClientError, OSError, SlackRequestError) as error:
        raise Ambiguous(type(error).__name__) from None


def unposted(error: SlackApiError) -> Throttled | Ambiguous | Denied:
    """What became of a call that Slack answered with an error."""
    response: Any = error.response  # pyright: ignore[reportUnknownMemberType, reportUnknownVariableType]
    status = int(getattr(response, "status_code", None) or getattr(response, "status", 0) or 0)
    headers = cast("Mapping[str, str]", getattr(response, "headers", {}) or {})
    data: object = getattr(response, "data", None)
    code = str(cast("Mapping[str, object]", data).get("error", "")) if isinstance(data, Mapping) else ""
    if status == 429 or code in {"ratelimited", "rate_limited"}:
        return Throttled(_seconds(headers))
    if status >= 500 or code in _UNSURE or (not code and status < 400):
        return Ambiguous(code or str(status))
    return Denied(code or f"http_{status}")


def _seconds(headers: Mapping[str, str]) -> float:
    said = headers.get("Retry-After") or headers.get("retry-after") or ""
    return float(said) if said.replace(".", "", 1).isdigit() else _PATIENCE
