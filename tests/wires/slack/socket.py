"""Socket Mode: a hello, envelopes that wait for their acknowledgement, redelivery, and goodbyes."""

import asyncio
import json
from dataclasses import dataclass
from itertools import count
from typing import Any

from aiohttp import WSMsgType, web

Json = dict[str, Any]


@dataclass
class Envelope:
    id: str
    kind: str
    payload: Json
    attempts: int = 0
    answer: Json | None = None
    """What it was acknowledged with."""


class Sockets:
    """The open sockets of one app; an envelope goes to one of them."""

    def __init__(self, tickets: set[str]) -> None:
        self._tickets = tickets
        self._open: list[web.WebSocketResponse] = []
        self._numbers = count(1)
        self.envelopes: list[Envelope] = []
        self.opened = 0
        self.pings = 0
        self.greets = True
        self.answers_pings = True

    async def serve(self, request: web.Request) -> web.StreamResponse:
        ticket = request.query.get("ticket", "")
        if ticket not in self._tickets:
            return web.Response(status=404, text="expired_ticket")
        self._tickets.discard(ticket)
        socket = web.WebSocketResponse(autoping=False)
        await socket.prepare(request)
        self._open.append(socket)
        self.opened += 1
        if self.greets:
            await socket.send_json(
                {"type": "hello", "num_connections": len(self._open), "connection_info": {}}
            )
        try:
            await self._listen(socket)
        finally:
            if socket in self._open:
                self._open.remove(socket)
        return socket

    async def _listen(self, socket: web.WebSocketResponse) -> None:
        async for frame in socket:
            if frame.type == WSMsgType.PING:
                self.pings += 1
                if self.answers_pings:
                    await socket.pong(frame.data)
            elif frame.type == WSMsgType.TEXT:
                self._acknowledge(json.loads(frame.data))

    def _acknowledge(self, said: Json) -> None:
        for envelope in self.envelopes:
            if envelope.id == said.get("envelope_id"):
                envelope.answer = said.get("payload") or {}

    async def connected(self) -> None:
        """Waits until there is a socket."""
        async with asyncio.timeout(120):
            while not self._open:  # noqa: ASYNC110 - the sockets have no event
                await asyncio.sleep(0.01)

    async def deliver(self, kind: str, payload: Json) -> Envelope:
        """`events_api`, `slash_commands` or `interactive`."""
        envelope = Envelope(f"envelope-{next(self._numbers)}", kind, payload)
        self.envelopes.append(envelope)
        await self.redeliver(envelope)
        return envelope

    async def redeliver(self, envelope: Envelope, reason: str = "timeout") -> None:
        await self.connected()
        retry = {"retry_attempt": envelope.attempts, "retry_reason": reason if envelope.attempts else ""}
        envelope.attempts += 1
        envelope.answer = None
        frame = {"envelope_id": envelope.id, "type": envelope.kind, "payload": envelope.payload}
        await self._open[-1].send_json(
            frame | {"accepts_response_payload": envelope.kind != "events_api"} | retry
        )

    async def goodbye(self, reason: str = "refresh_requested") -> None:
        """Says that this connection ends soon, as Slack does every hour or so."""
        for socket in tuple(self._open):
            await socket.send_json({"type": "disconnect", "reason": reason, "debug_info": {}})

    async def cut(self) -> None:
        """Drops the connections without a word."""
        for socket in tuple(self._open):
            await socket.close()

    async def aclose(self) -> None:
        await self.cut()
