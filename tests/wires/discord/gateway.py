"""The gateway of the loopback Discord: sessions, heartbeats, resuming with replay, and all the ways to lose one."""

import asyncio
import contextlib
import json
import zlib
from collections.abc import Callable
from typing import Any

from aiohttp import WSMsgType, web

from tests.wires.discord.payloads import APP, BOT, Json, snowflake
from tests.wires.discord.world import World

DISPATCH, HEARTBEAT, IDENTIFY, RESUME, RECONNECT, INVALID, HELLO, ACK = 0, 1, 2, 6, 7, 9, 10, 11
CONTENT, MESSAGES, DIRECT = 1 << 15, 1 << 9, 1 << 12


class Line:
    """One websocket; compressed as it was asked for."""

    def __init__(self, socket: web.WebSocketResponse, compress: str) -> None:
        self.socket = socket
        self.dead = False
        """Whether heartbeats stay unanswered, and nothing is sent."""
        self._pack = zlib.compressobj() if compress == "zlib-stream" else None

    async def send(self, op: int, data: Any = None, **more: Any) -> None:
        text = json.dumps({"op": op, "d": data, "s": None, "t": None, **more})
        if self._pack is None:
            await self.socket.send_str(text)
            return
        packed = self._pack.compress(text.encode()) + self._pack.flush(zlib.Z_SYNC_FLUSH)
        await self.socket.send_bytes(packed)


class Session:
    def __init__(self, key: str, intents: int) -> None:
        self.key = key
        self.intents = intents
        self.sent: list[tuple[str, Json]] = []
        self.line: Line | None = None


class Gateway:
    def __init__(self, world: World) -> None:
        self._world = world
        world.emit = self.emit
        self.address = ""
        self.interval = 41250
        """Milliseconds between two heartbeats."""
        self.sessions: dict[str, Session] = {}
        self.identified: list[Json] = []
        self.resumed = 0
        self.withholds = False
        """Whether a new session is told nothing of its servers."""
        self.forgets = False
        """Whether sessions cannot be resumed."""
        self.closes_with = 0
        """The code with which the next IDENTIFY is turned away."""
        self.greeted = 0
        self.beats = 0
        """Heartbeats since the last HELLO."""
        self.acked = 0
        """The last sequence that a heartbeat named."""
        self._sending: set[asyncio.Task[None]] = set()
        self._order = asyncio.Lock()

    @property
    def live(self) -> list[Session]:
        return [one for one in self.sessions.values() if one.line and not one.line.socket.closed]

    def emit(self, event: str, data: Json) -> None:
        """To every session, in order; kept for those that come back."""
        for session in self.sessions.values():
            if (seen := _visible(session, event, data)) is not None:
                session.sent.append((event, seen))
                if session in self.live:
                    self._later(self._dispatch(session, len(session.sent)))

    async def handle(self, request: web.Request) -> web.WebSocketResponse:
        socket = web.WebSocketResponse(max_msg_size=0)
        await socket.prepare(request)
        line = Line(socket, request.query.get("compress", ""))
        self.greeted, self.beats = self.greeted + 1, 0
        await line.send(HELLO, {"heartbeat_interval": self.interval})
        async for message in socket:
            if message.type is WSMsgType.TEXT:
                await self._received(line, json.loads(message.data))
        return socket

    async def reconnect(self) -> None:
        """Tells every session to come again."""
        for session in self.live:
            if session.line:
                await session.line.send(RECONNECT)

    def go_silent(self) -> None:
        """Every connection of now is dead, and nobody closes it."""
        for session in self.live:
            if session.line:
                session.line.dead = True

    async def invalidate(self, meanwhile: Callable[[], object] = lambda: None) -> None:
        """Ends every session for good; what happens before they know of it is told to nobody."""
        lines = [session.line for session in self.live]
        self.sessions.clear()
        meanwhile()
        for line in lines:
            if line:
                await line.send(INVALID, False)

    async def cut(self, code: int = 0) -> None:
        """Cuts every connection: without a word, or with a close code."""
        for session in self.live:
            line, session.line = session.line, None
            if line and code:
                await line.socket.close(code=code)
            elif line and (transport := line.socket._req.transport if line.socket._req else None):  # noqa: SLF001
                transport.abort()

    async def aclose(self) -> None:
        for session in self.live:
            if session.line:
                await session.line.socket.close()
        for task in self._sending:
            task.cancel()

    async def _received(self, line: Line, message: Json) -> None:
        match message["op"]:
            case 1:
                self.beats += 1
                self.acked = message["d"] or 0
                if not line.dead:
                    await line.send(ACK)
            case 2:
                await self._identify(line, message["d"])
            case 6:
                await self._resume(line, message["d"])
            case _:
                await line.socket.close(code=4001)

    async def _identify(self, line: Line, asked: Json) -> None:
        self.identified.append(asked)
        code, self.closes_with = self.closes_with, 0
        if asked["token"] != self._world.token:
            code = 4004
        elif asked["intents"] & CONTENT and not self._world.intents_allowed:
            code = 4014
        if code:
            await line.socket.close(code=code)
            return
        session = self.sessions[key] = Session((key := snowflake()), asked["intents"])
        session.line = line
        guilds = self._world.guilds()
        ready = {
            "v": 10,
            "user": self._world.user(BOT),
            "guilds": [{"id": one["id"], "unavailable": True} for one in guilds],
            "session_id": key,
            "resume_gateway_url": self.address,
            **({} if self._world.terse else {"shard": asked["shard"]}),
            "application": {"id": APP, "flags": self._world.flags},
        }
        for event, data in [
            ("READY", ready),
            *([] if self.withholds else _told(guilds)),
        ]:
            session.sent.append((event, data))
            await self._dispatch(session, len(session.sent))

    async def tell(self) -> None:
        """Tells every session of its servers, at last."""
        for session in self.live:
            for event, data in _told(self._world.guilds()):
                session.sent.append((event, data))
                await self._dispatch(session, len(session.sent))

    async def _resume(self, line: Line, asked: Json) -> None:
        session = self.sessions.get(asked["session_id"])
        if session is None or self.forgets:
            await line.send(INVALID, False)
            return
        self.resumed += 1
        session.line = line
        for number in range(asked["seq"] + 1, len(session.sent) + 1):
            await self._dispatch(session, number)
        session.sent.append(("RESUMED", {}))
        await self._dispatch(session, len(session.sent))

    async def _dispatch(self, session: Session, number: int) -> None:
        event, data = session.sent[number - 1]
        async with self._order:
            if session.line is not None and not session.line.dead:
                with contextlib.suppress(ConnectionError):
                    await session.line.send(DISPATCH, data, s=number, t=event)

    def _later(self, sending: Any) -> None:
        task = asyncio.ensure_future(sending)
        self._sending.add(task)
        task.add_done_callback(self._sending.discard)


def _told(guilds: list[Json]) -> list[tuple[str, Json]]:
    return [("GUILD_CREATE", {**one, "unavailable": False}) for one in guilds]


def _visible(session: Session, event: str, data: Json) -> Json | None:
    """What the session's intents let it see: without that for contents, only what is said to the bot."""
    if not event.startswith("MESSAGE_"):
        return data
    if not session.intents & (MESSAGES if "guild_id" in data else DIRECT):
        return None
    author = data.get("author", {}).get("id")
    called = any(one["id"] == BOT for one in data.get("mentions", []))
    if (
        event == "MESSAGE_DELETE"
        or session.intents & CONTENT
        or "guild_id" not in data
        or called
        or author == BOT
    ):
        return data
    return {**data, "content": "", "attachments": [], "embeds": [], "components": []}
