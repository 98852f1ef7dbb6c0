"""The two ways in which Slack delivers: over a socket, or as signed requests; what is not confirmed comes again."""

import asyncio
import hashlib
import hmac
import json
import time
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Protocol
from urllib.parse import urlencode

import aiohttp

from tests.wires.slack.socket import Envelope, Sockets
from tests.wires.slack.workspace import SIGNING_SECRET

Json = dict[str, Any]


class Delivery(Protocol):
    async def deliver(self, kind: str, payload: Json) -> None: ...

    async def again(self) -> None:
        """The last one once more."""
        ...

    def acknowledged(self) -> bool: ...

    def answer(self) -> Json:
        """What the last one was acknowledged with."""
        ...


@dataclass
class BySocket:
    sockets: Sockets

    async def deliver(self, kind: str, payload: Json) -> None:
        await self.sockets.deliver(kind, payload)

    async def again(self) -> None:
        await self.sockets.redeliver(self.last)

    def acknowledged(self) -> bool:
        return all(envelope.answer is not None for envelope in self.sockets.envelopes)

    def answer(self) -> Json:
        return self.last.answer or {}

    @property
    def last(self) -> Envelope:
        return self.sockets.envelopes[-1]


@dataclass
class Post:
    """One signed request and what came back."""

    kind: str
    payload: Json
    attempts: int = 0
    status: int = 0
    body: str = ""


@dataclass
class ByRequest:
    """Signed as Slack signs; a retry says so in its headers."""

    url: str
    secret: str = SIGNING_SECRET
    skew: float = 0.0
    posts: list[Post] = field(default_factory=list[Post])
    _tasks: set[asyncio.Task[None]] = field(default_factory=set[asyncio.Task[None]])

    async def deliver(self, kind: str, payload: Json) -> None:
        self.posts.append(Post(kind, payload))
        self._send(self.posts[-1])

    async def again(self) -> None:
        self._send(self.posts[-1])

    def acknowledged(self) -> bool:
        return all(post.status == 200 for post in self.posts)

    def answer(self) -> Json:
        body = self.posts[-1].body
        return json.loads(body) if body.startswith("{") else {"text": body} if body else {}

    async def aclose(self) -> None:
        for task in self._tasks:
            task.cancel()
        await asyncio.gather(*self._tasks, return_exceptions=True)

    def _send(self, post: Post) -> None:
        post.status = 0
        task = asyncio.create_task(self._posted(post))
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)

    async def _posted(self, post: Post) -> None:
        body, kind = _body(post.kind, post.payload)
        headers = signed(body, self.secret, time.time() + self.skew) | {"Content-Type": kind}
        if post.attempts:
            headers |= {"X-Slack-Retry-Num": str(post.attempts), "X-Slack-Retry-Reason": "http_timeout"}
        post.attempts += 1
        async with (
            aiohttp.ClientSession() as session,
            session.post(self.url, data=body, headers=headers) as answer,
        ):
            post.status, post.body = answer.status, await answer.text()


def _body(kind: str, payload: Json) -> tuple[str, str]:
    """Events come as JSON, commands as a form, everything that was clicked as JSON within a form."""
    if kind == "events_api":
        return json.dumps(payload), "application/json"
    form = payload if kind == "slash_commands" else {"payload": json.dumps(payload)}
    return urlencode(form), "application/x-www-form-urlencoded"


def signed(body: str, secret: str, at: float) -> Mapping[str, str]:
    stamp = str(int(at))
    mark = hmac.new(secret.encode(), f"v0:{stamp}:{body}".encode(), hashlib.sha256).hexdigest()
    return {"X-Slack-Request-Timestamp": stamp, "X-Slack-Signature": f"v0={mark}"}
