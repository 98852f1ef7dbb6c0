"""A chat platform on the loopback: rooms of posts, each under its key; it can be slow, drop, throttle, refuse.

Run as a program it prints its address, and ends with its standard input.
"""

import asyncio
import json
import sys
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from typing import Any

from aiohttp import web

Json = dict[str, Any]


@dataclass
class Chat:
    """What is to be seen in each room, and what goes wrong next."""

    posts: list[Json] = field(default_factory=list[Json])
    events: list[Json] = field(default_factory=list[Json])
    """What users said; hearers ask for what comes after a number."""
    faults: list[Json] = field(default_factory=list[Json])
    """`{"kind": "throttle"|"drop"|"refuse"|"slow", ...}`, one for each of the next posts."""
    finds: bool = True
    """Whether it can be asked for a post by its key."""

    def app(self) -> web.Application:
        app = web.Application()
        app.router.add_post("/post", self._post)
        app.router.add_post("/edit", self._edit)
        app.router.add_get("/find", self._find)
        app.router.add_get("/events", self._events)
        app.router.add_post("/say", self._say)
        app.router.add_post("/fault", self._fault)
        app.router.add_get("/posts", self._posts)
        return app

    async def _post(self, request: web.Request) -> web.Response:
        body = await request.json()
        fault = self.faults.pop(0) if self.faults else {"kind": "none"}
        if fault["kind"] == "throttle":
            return web.json_response({"retry_after": fault["seconds"]}, status=429)
        if fault["kind"] == "refuse":
            return web.json_response(
                {"reason": fault["reason"], "moved_to": fault.get("moved_to", "")}, status=400
            )
        if fault["kind"] == "slow":
            await asyncio.sleep(fault["seconds"])
        self.posts.append({"id": str(len(self.posts) + 1), **body})
        if fault["kind"] in ("drop", "lose"):
            if fault["kind"] == "lose":
                self.posts.pop()
            if request.transport:
                request.transport.abort()
        return web.json_response({"id": str(len(self.posts))})

    async def _edit(self, request: web.Request) -> web.Response:
        body = await request.json()
        post = next(post for post in self.posts if post["id"] == body["id"])
        post |= {"text": body["text"], "key": body.get("key", "")}
        return web.json_response({"id": post["id"]})

    async def _find(self, request: web.Request) -> web.Response:
        key = request.query["key"]
        found = [post["id"] for post in self.posts if post["key"] == key] if self.finds else []
        return web.json_response({"ids": found})

    async def _say(self, request: web.Request) -> web.Response:
        said = await request.json()
        self.events += said if isinstance(said, list) else [said]
        return web.json_response({"count": len(self.events)})

    async def _events(self, request: web.Request) -> web.Response:
        after = int(request.query["after"])
        for _ in range(50):
            if len(self.events) > after:
                break
            await asyncio.sleep(0.02)
        return web.json_response(self.events[after:])

    async def _fault(self, request: web.Request) -> web.Response:
        fault = await request.json()
        if fault["kind"] == "blind":
            self.finds = False
        else:
            self.faults.append(fault)
        return web.json_response({})

    async def _posts(self, _: web.Request) -> web.Response:
        return web.json_response(self.posts)


@asynccontextmanager
async def serving(chat: Chat) -> AsyncIterator[str]:
    """The address of a chat platform."""
    runner = web.AppRunner(chat.app(), access_log=None, shutdown_timeout=0.1)
    await runner.setup()
    site = web.TCPSite(runner, "127.0.0.1", 0)
    await site.start()
    try:
        yield f"http://127.0.0.1:{runner.addresses[0][1]}"
    finally:
        await runner.cleanup()


async def main() -> None:
    async with serving(Chat()) as url:
        sys.stdout.write(json.dumps({"url": url}) + "\n")
        sys.stdout.flush()
        await asyncio.to_thread(sys.stdin.read)


if __name__ == "__main__":
    asyncio.run(main())
