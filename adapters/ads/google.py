"""What Google's services share: a refresh token's access token, fetched once by all who wait, and google.rpc.Status."""

import asyncio
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from pydantic import ValidationError

from adapters.ads.answers import Answer, Camel
from adapters.ads.wire import Call, Dialect, Fixed, Got, Trouble, Wire, as_object, sentence, traced
from bot.measuring.port import Given

_EARLY = timedelta(seconds=60)
"""So much before its end a token is fetched anew."""
_UNAUTHENTICATED = 401
_BUSY = 429
_BROKEN = 500
_DENIED = ("UNAUTHENTICATED", "PERMISSION_DENIED", "invalid_grant", "invalid_client", "unauthorized_client")
_PASSING = ("UNAVAILABLE", "DEADLINE_EXCEEDED", "INTERNAL", "ABORTED")


class Granted(Answer):
    access_token: str
    expires_in: int = 3600


@dataclass(slots=True)
class Refreshed:
    """A badge out of a refresh token. Those who need one at the same time wait for the same request."""

    wire: Wire
    given: Given
    more: Mapping[str, str] = field(default_factory=dict[str, str])
    _token: str = field(default="", repr=False)
    _until: datetime | None = None
    _lock: asyncio.Lock = field(default_factory=asyncio.Lock)

    async def headers(self) -> Mapping[str, str]:
        async with self._lock:
            if not self._token or self._until is None or self._until <= self.given.now():
                await self._grant()
            return {"authorization": f"Bearer {self._token}", **self.more}

    async def renew(self, shown: Mapping[str, str]) -> bool:
        """The next use fetches another token, unless somebody has fetched one since this was shown."""
        async with self._lock:
            if shown.get("authorization") == f"Bearer {self._token}":
                self._token = ""
        return True

    async def _grant(self) -> None:
        keys = self.given.keys
        form = {name: keys[name] for name in ("client_id", "client_secret", "refresh_token")}
        call = Call("POST", self.given.reach["token"], form={"grant_type": "refresh_token", **form})
        granted = await self.wire.ask(call, Granted, Fixed())
        self.wire.hide(granted.access_token)
        self._token = granted.access_token
        self._until = self.given.now() + timedelta(seconds=granted.expires_in) - _EARLY


class _Quota(Camel):
    retry_delay: str = ""


class _Where(Camel):
    quota_error_details: _Quota = _Quota()


class _Error(Camel):
    error_code: Mapping[str, str] = {}
    message: str = ""
    details: _Where = _Where()


class _Detail(Camel):
    """A GoogleAdsFailure, a RetryInfo, or something else."""

    errors: tuple[_Error, ...] = ()
    request_id: str = ""
    retry_delay: str = ""


class _Status(Camel):
    status: str = ""
    message: str = ""
    details: tuple[_Detail, ...] = ()

    @property
    def first(self) -> _Error:
        return next((error for detail in self.details for error in detail.errors), _Error())

    @property
    def after(self) -> float | None:
        """Seconds, as Google Ads says them of a quota, or google.rpc.RetryInfo."""
        said = (
            self.first.details.quota_error_details.retry_delay,
            *(one.retry_delay for one in self.details),
        )
        number = next(filter(None, said), "").removesuffix("s")
        return float(number) if number.replace(".", "", 1).isdecimal() else None


class Status(Dialect):
    """google.rpc.Status, with the failures of Google Ads in its details, and the errors of the token's address."""

    def trouble(self, got: Got) -> Trouble | None:
        body = as_object(got.body)
        error = body.get("error")
        if got.status < 400 and not error:  # noqa: PLR2004 - HTTP
            return None
        if isinstance(error, str):
            said = str(body.get("error_description") or error)
            return Trouble("denied" if error in _DENIED else "failed", sentence(said), trace=traced(error))
        try:
            told = _Status.model_validate(error or {})
        except ValidationError:
            told = _Status()
        return _trouble(got, told)


def _trouble(got: Got, told: _Status) -> Trouble:
    code = "/".join(told.first.error_code.values()) or told.status or str(got.status)
    said = sentence(told.first.message or told.message or str(got.status))
    request = next((one.request_id for one in told.details if one.request_id), "")
    trace = traced(code, request or got.headers.get("request-id"))
    if "UNSUPPORTED_VERSION" in code:
        return Trouble("sunset", said, trace=trace)
    if told.status in _DENIED or got.status == _UNAUTHENTICATED:
        return Trouble("denied", said, trace=trace, stale=got.status == _UNAUTHENTICATED)
    busy = told.status == "RESOURCE_EXHAUSTED" or got.status == _BUSY
    passes = busy or told.status in _PASSING or got.status >= _BROKEN
    after = told.after if got.after is None else got.after
    return Trouble("busy" if busy else "failed", said, passes, after, trace)
