"""A vendor's interface on the loopback address: it checks who asks, holds numbers, and fails as it is told to."""

from collections import deque
from collections.abc import AsyncGenerator, Mapping
from contextlib import asynccontextmanager
from dataclasses import dataclass, field, replace
from datetime import date
from typing import Any, ClassVar
from urllib.parse import parse_qs

from aiohttp import web

from bot.measuring.port import Account, Measured
from memory.metrics import Grain

Json = Any
DAYS = tuple(date(2026, 11, day) for day in (17, 18, 19))


@dataclass(frozen=True)
class Seen:
    """A request as it came over the wire."""

    method: str
    raw: str
    """Path and query, not decoded."""
    path: str
    query: Mapping[str, str]
    headers: Mapping[str, str]
    form: Mapping[str, str]
    json: Json


@dataclass(frozen=True)
class Back:
    body: Json
    status: int = 200
    headers: Mapping[str, str] = field(default_factory=dict[str, str])


class Vendor:
    """What all have in common; each says how it answers, and how it says that something is wrong."""

    platform: ClassVar[str]
    good: ClassVar[Mapping[str, str]]
    """Credentials that are accepted."""

    def __init__(self) -> None:
        self.seen: list[Seen] = []
        self.faults: deque[Back] = deque()
        """Given instead of an answer, one each."""
        self.address = ""

    def reach(self) -> Mapping[str, str]:
        return {"api": self.address}

    def environ(self) -> Mapping[str, str]:
        """The variables with which the command line connects here."""
        raise NotImplementedError

    def answer(self, seen: Seen) -> Back:
        raise NotImplementedError

    def accounts(self) -> set[Account]:
        """All that the credentials reach."""
        raise NotImplementedError

    def held(self) -> list[Measured]:
        """What is measured of the first account, as it should be understood."""
        raise NotImplementedError

    def finer(self, level: str) -> list[Measured]:
        """The same by another level: each thing has one ad group, and that one ad."""
        told = part(level)
        return [replace(one, grain=told.grain, **told.names(one.campaign_ref)) for one in self.held()]

    def busy(self) -> Back:
        """Throttled, with a wait of `busy_seconds`."""
        raise NotImplementedError

    busy_seconds: ClassVar[float] = 2.0
    """What is to be waited at first."""

    def busy_for_long(self) -> Back:
        """Throttled for so long that nobody waits; where the vendor cannot say, the same as `busy`."""
        raise NotImplementedError

    def denied(self) -> Back:
        """Credentials are not accepted, with the token in the vendor's words."""
        raise NotImplementedError

    def broken(self) -> Back:
        """The vendor's own fault, which passes."""
        return Back({"message": "oops"}, 503)

    def restate(self) -> None:
        """The first campaign's first day counts one conversion more from now on."""
        raise NotImplementedError

    def asked(self, part: str) -> list[Seen]:
        return [one for one in self.seen if part in one.path]

    @asynccontextmanager
    async def serving(self) -> AsyncGenerator["Vendor"]:
        app = web.Application()
        app.router.add_route("*", "/{tail:.*}", self._handle)
        runner = web.AppRunner(app, access_log=None)
        await runner.setup()
        site = web.TCPSite(runner, "127.0.0.1", 0)
        await site.start()
        assert runner.addresses
        self.address = f"http://127.0.0.1:{runner.addresses[0][1]}"
        try:
            yield self
        finally:
            await runner.cleanup()

    async def _handle(self, request: web.Request) -> web.Response:
        body = await request.text()
        kind = request.content_type
        form = {name: values[0] for name, values in parse_qs(body).items()} if "form" in kind else {}
        seen = Seen(
            request.method,
            request.raw_path,
            request.path,
            dict(request.query),
            {name.lower(): value for name, value in request.headers.items()},
            form,
            await request.json() if kind == "application/json" and body else None,
        )
        self.seen.append(seen)
        back = self.faults.popleft() if self.faults and not self.of_tokens(seen) else self.answer(seen)
        if isinstance(back.body, str):
            return web.Response(text=back.body, status=back.status, headers=back.headers)
        return web.json_response(back.body, status=back.status, headers=back.headers)

    def of_tokens(self, seen: Seen) -> bool:
        """Whether a request is for tokens, which faults leave alone."""
        return seen.path.startswith("/oauth")


@dataclass(frozen=True)
class Part:
    """What is named at a level below campaigns."""

    grain: Grain

    def names(self, campaign: str) -> dict[str, str]:
        group = {"ad_group_ref": f"{campaign}1", "ad_group_name": "광고그룹"}
        ad = {"ad_ref": f"{campaign}12", "ad_name": "Ad, new"} if self.grain == "ad" else {}
        return group | ad


def part(level: str) -> Part:
    return Part("ad" if level == "ad" else "ad_group")


def within(days: list[Any], since: str, until: str) -> list[Any]:
    return [one for one in days if since <= one["day"].isoformat() <= until]
