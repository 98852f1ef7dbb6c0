"""One HTTP client for all platforms: what is sent, how long a busy platform is waited for, and what is told of errors.

Nothing that is secret is told on: neither tokens nor the queries of addresses are in a log or an error.
"""

import json
import logging
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from json import JSONDecodeError
from typing import Any, Literal, Protocol, TypeVar, cast
from urllib.parse import urlsplit

import httpx2
from pydantic import TypeAdapter, ValidationError

from bot.measuring.errors import AccessDenied, PlatformBusy, PlatformFailed, PlatformUnreached, VersionSunset
from bot.measuring.port import Given
from config.errors import StratumError
from config.logging import without_tokens

T = TypeVar("T")
Kind = Literal["denied", "busy", "sunset", "failed", "unreached"]
_SAID = 300
"""Characters of a platform's own words that are told on."""
_SHORTEST = 6
"""A shorter key is no secret, and would make holes in words."""


@dataclass(frozen=True, slots=True)
class Got:
    """An answer as it came."""

    status: int
    headers: Mapping[str, str]
    body: Any
    """JSON with decimals; None where it is none."""

    @property
    def after(self) -> float | None:
        """Seconds to wait, where the answer's header says so."""
        told = self.headers.get("retry-after", "").strip()
        return float(told) if told.replace(".", "", 1).isdecimal() else None


@dataclass(frozen=True, slots=True)
class Trouble:
    """What a platform means by an answer that is none."""

    kind: Kind
    said: str
    passes: bool = False
    """Whether asking again may help."""
    after: float | None = None
    trace: str = ""
    """The platform's own id of the request, and its code."""
    stale: bool = False
    """Whether another badge may be accepted where this one was not."""


class Dialect(Protocol):
    """How one platform says that something is wrong."""

    def trouble(self, got: Got) -> Trouble | None:
        """None where the answer is good."""
        ...

    def strain(self, got: Got) -> float:
        """How much of its limits is used, in per cent; 0 where it does not say."""
        del got
        return 0


class Badge(Protocol):
    """What shows a platform who asks."""

    async def headers(self) -> Mapping[str, str]: ...

    async def renew(self, shown: Mapping[str, str]) -> bool:
        """Whether there is, or will be, another badge than the one that was shown and not accepted."""
        ...


@dataclass(frozen=True, slots=True)
class Fixed:
    """A badge that stays as it is."""

    shown: Mapping[str, str] = field(default_factory=dict[str, str], repr=False)

    async def headers(self) -> Mapping[str, str]:
        return self.shown

    async def renew(self, shown: Mapping[str, str]) -> bool:
        del shown
        return False


class _NoQueries(logging.Filter):
    """The client logs addresses; what stands behind their question mark is nobody's business."""

    def filter(self, record: logging.LogRecord) -> bool:
        told = record.args if isinstance(record.args, tuple) else ()
        record.args = tuple(str(one).split("?", 1)[0] if "?" in str(one) else one for one in told)
        return True


_NO_QUERIES = _NoQueries()


@dataclass(frozen=True, slots=True)
class Call:
    method: str
    url: str
    """Whole, as it is sent: nothing in it is encoded again."""
    json: Any = None
    form: Mapping[str, str] | None = None
    headers: Mapping[str, str] = field(default_factory=dict[str, str])


class Wire:
    """The client of one platform."""

    def __init__(self, platform: str, given: Given, dialect: Dialect) -> None:
        self._platform = platform
        self._given = given
        self._dialect = dialect
        self._secrets = set(given.keys.values())
        patience = given.patience
        timeout = httpx2.Timeout(patience.read, connect=patience.connect)
        logging.getLogger("httpx2").addFilter(_NO_QUERIES)
        self._client = httpx2.AsyncClient(timeout=timeout, follow_redirects=False)

    def hide(self, secret: str) -> None:
        """Never tells this on, either."""
        self._secrets.add(secret)

    async def aclose(self) -> None:
        await self._client.aclose()

    async def ask(self, call: Call, kind: type[T], badge: Badge) -> T:
        """The answer. Raises AccessDenied, PlatformBusy, VersionSunset, PlatformFailed, PlatformUnreached."""
        renewed = False
        attempt = 1
        while True:
            shown = await badge.headers()
            got = await self._send(call, shown)
            if isinstance(got, Got):
                await self._spare(got)
                return self._read(got, kind)
            trouble = got
            if trouble.stale and not renewed and await badge.renew(shown):
                renewed = True
                continue
            await self._pause(trouble, attempt)
            attempt += 1

    async def _pause(self, trouble: Trouble, attempt: int) -> None:
        """Waits before the next attempt. Raises the trouble where there is to be none."""
        patience = self._given.patience
        wait = min(patience.first_wait * 2 ** (attempt - 1), patience.longest_wait)
        wait = wait if trouble.after is None else trouble.after
        if not trouble.passes or attempt >= patience.attempts or wait > patience.longest_wait:
            raise self._error(trouble)
        await self._given.sleep(wait)

    async def _send(self, call: Call, shown: Mapping[str, str]) -> Got | Trouble:
        headers = {"accept": "application/json", **shown, **call.headers}
        try:
            response = await self._client.request(
                call.method, call.url, headers=headers, json=call.json, data=call.form
            )
        except httpx2.TransportError as error:
            said = f"{urlsplit(call.url).netloc}, {type(error).__name__}"
            return Trouble("unreached", said, passes=True)
        got = Got(response.status_code, response.headers, _json(response.content))
        return self._dialect.trouble(got) or got

    async def _spare(self, got: Got) -> None:
        """Goes slower where a limit is near."""
        if self._dialect.strain(got) >= self._given.patience.slow_at:
            await self._given.sleep(self._given.patience.slow_by)

    def _read(self, got: Got, kind: type[T]) -> T:
        try:
            return TypeAdapter(kind).validate_python(got.body)
        except ValidationError as error:
            first = error.errors()[0]
            where = ".".join(map(str, first["loc"])) or "JSON"
            raise self._error(Trouble("failed", f"unreadable at {where} ({first['type']}).")) from None

    def _error(self, trouble: Trouble) -> StratumError:
        facts = {"platform": self._platform, "trace": self._plain(trouble.trace)}
        said = self._plain(trouble.said)
        if trouble.kind == "denied":
            return AccessDenied(**facts, said=said)
        if trouble.kind == "sunset":
            return VersionSunset(**facts, version=self._given.version)
        if trouble.kind == "unreached":
            return PlatformUnreached(platform=self._platform, said=said)
        if trouble.kind == "busy":
            return PlatformBusy(**facts, said=said, wait=_spoken(trouble.after))
        return PlatformFailed(**facts, said=said)

    def _plain(self, text: str) -> str:
        """A platform's words without anything secret."""
        for secret in sorted(self._secrets, key=len, reverse=True):
            if len(secret) >= _SHORTEST:
                text = text.replace(secret, "…")
        told = " ".join(without_tokens(text).split())
        return told if len(told) <= _SAID else f"{told[:_SAID]}…"


def _json(content: bytes) -> Any:
    try:
        return json.loads(content, parse_float=Decimal)
    except (JSONDecodeError, UnicodeDecodeError):
        return None


def as_object(body: Any) -> dict[str, Any]:
    """A JSON object, or the first of a list of them; an empty one where it is neither."""
    if isinstance(body, list):
        return as_object(cast("list[Any]", body)[0]) if body else {}
    return cast("dict[str, Any]", body) if isinstance(body, dict) else {}


def _spoken(seconds: float | None) -> str:
    if seconds is None:
        return "…"
    minutes = round(seconds / 60)
    return f"{minutes} min" if minutes else f"{seconds:g} s"


def sentence(text: str) -> str:
    """Words that end like a sentence, to stand among others."""
    plain = text.strip() or "?"
    return plain if plain[-1] in ".!?" else f"{plain}."


def traced(*parts: object) -> str:
    told = [str(part) for part in parts if part not in (None, "")]
    return f"[{' · '.join(told)}]" if told else ""


Page = TypeVar("Page")


async def paged(
    ask: Callable[[str], Awaitable[Page]], then: Callable[[Page], str], most: int = 10_000
) -> list[Page]:
    """All pages, each asked for by what the one before names; the first by ''. A page is never asked for twice."""
    pages: list[Page] = []
    token, seen = "", {""}
    while len(pages) < most:
        pages.append(page := await ask(token))
        token = then(page)
        if token in seen:
            break
        seen.add(token)
    return pages
