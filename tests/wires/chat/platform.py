"""The adapter of the loopback's chat platform: the smallest that keeps what `bot.ports` promises."""

import asyncio
from contextlib import suppress
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

import aiohttp

from bot.ports import Ambiguous, Finding, Inbox, Painter, Posted, Rejected, Throttled
from bot.types import File, Heard, Reply

Json = dict[str, Any]


@dataclass(frozen=True)
class Address:
    """Where the platform is, and whether one process alone may hear."""

    url: str
    alone: bool = True


@dataclass
class Line:
    """The wire: what can become of a post, as the ports name it."""

    url: str
    _open: aiohttp.ClientSession | None = None

    @property
    def session(self) -> aiohttp.ClientSession:
        if self._open is None:
            self._open = aiohttp.ClientSession(timeout=aiohttp.ClientTimeout(total=30))
        return self._open

    async def send(self, path: str, body: Json) -> str:
        try:
            async with self.session.post(f"{self.url}{path}", json=body) as response:
                answer = await response.json()
                status = response.status
        except aiohttp.ClientConnectorError as error:
            raise Rejected("unavailable", str(error)) from error
        except (aiohttp.ClientError, TimeoutError) as error:
            raise Ambiguous(str(error)) from error
        if status == 429:
            raise Throttled(answer["retry_after"])
        if status != 200:
            raise Rejected(answer["reason"], "refused", answer["moved_to"])
        return answer["id"]

    async def aclose(self) -> None:
        if self._open:
            await self._open.close()


@dataclass
class LoopbackVoice:
    line: Line
    heard: Heard
    told: list[str] = field(default_factory=list[str])

    async def status(self, text: str) -> None:
        self.told.append(text)

    async def preview(self, text: str) -> None:
        self.told.append(text)

    async def final(self, reply: Reply, key: str) -> Posted:
        return Posted((await self.line.send("/post", _body(self.heard, reply.text, key)),))

    async def stopped(self, text: str) -> None:
        with suppress(Throttled, Rejected, Ambiguous):
            await self.line.send("/post", _body(self.heard, text, ""))


@dataclass
class LoopbackMouth:
    line: Line

    def voice(self, heard: Heard) -> LoopbackVoice:
        return LoopbackVoice(self.line, heard)

    async def post(self, to: Heard, reply: Reply, key: str) -> Posted:
        return Posted((await self.line.send("/post", _body(to, reply.text, key)),))

    async def find(self, to: Heard, key: str) -> Posted | None:
        try:
            async with self.line.session.get(f"{self.line.url}/find", params={"key": key}) as response:
                found = (await response.json())["ids"]
        except aiohttp.ClientError as error:
            raise Rejected("unavailable", str(error)) from error
        return Posted(tuple(found)) if found else None

    async def fetch(self, heard: Heard, file: File) -> bytes:
        raise Rejected("gone")


class Loopback:
    """Hears by asking again and again; what it has given to the inbox, it does not ask for again."""

    def __init__(self, inbox: Inbox, settings: Address, painter: Painter) -> None:
        self._inbox, self._settings = inbox, settings
        self._line = Line(settings.url)
        self.heard = 0

    @property
    def alone(self) -> bool:
        return self._settings.alone

    @cached_property
    def mouth(self) -> LoopbackMouth:
        return LoopbackMouth(self._line)

    async def run(self) -> None:
        while True:
            params = {"after": str(self.heard)}
            async with self._line.session.get(f"{self._settings.url}/events", params=params) as response:
                said = await response.json()
            for event in said:
                await self._inbox.take(heard_of(event))
                self.heard += 1
            await asyncio.sleep(0.005)

    def share(self, among: int) -> None:
        pass

    def mount(self, web: object) -> None:
        pass

    async def check(self) -> tuple[Finding, ...]:
        return ()

    async def aclose(self) -> None:
        await self._line.aclose()


def heard_of(event: Json) -> Heard:
    return Heard(**{"platform": "loopback", "workspace": "W", "account": "U", **event})  # pyright: ignore


def _body(heard: Heard, text: str, key: str) -> Json:
    place = {"channel": heard.channel, "thread": heard.thread, "to": heard.event_id}
    return {**place, "text": text, "key": key}


CHANNEL = Loopback
