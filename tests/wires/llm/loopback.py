"""An HTTP server on the loopback address that a test drives byte by byte: it can hang, and hang up."""

import asyncio
import json
from collections.abc import AsyncIterator, Callable, Mapping
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from typing import Any

Json = dict[str, Any]


@dataclass(frozen=True)
class Call:
    """A request as it came over the wire."""

    path: str
    headers: Mapping[str, str]
    """Names in lower case."""
    body: Json

    @property
    def text(self) -> str:
        """All that was sent, as one text, escapes undone."""
        return json.dumps(self.body, ensure_ascii=False)


@dataclass(frozen=True)
class Back:
    """What goes back: whole when `pieces` is one, else chunked. `then` says how the connection ends."""

    pieces: tuple[bytes, ...]
    status: int = 200
    headers: Mapping[str, str] = field(default_factory=dict[str, str])
    streamed: bool = False
    hang: float = 0.0
    """Seconds of silence before anything is sent."""
    pause: float = 0.0
    """Seconds between pieces."""
    hang_up: bool = False
    """Whether the connection is cut instead of being ended."""


Answer = Callable[[Call], Back]


@asynccontextmanager
async def serving(answer: Answer) -> AsyncIterator[str]:
    """The address of a server that answers every request by `answer`."""
    tasks: set[asyncio.Task[None]] = set()

    async def serve(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        task = asyncio.current_task()
        assert task
        tasks.add(task)
        try:
            while call := await _heard(reader):
                if not await _said(writer, answer(call)):
                    break
        except (ConnectionError, asyncio.CancelledError):
            pass
        finally:
            tasks.discard(task)
            writer.close()

    server = await asyncio.start_server(serve, "127.0.0.1", 0)
    host, port = server.sockets[0].getsockname()
    try:
        yield f"http://{host}:{port}"
    finally:
        server.close()
        for task in tuple(tasks):
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)


async def _heard(reader: asyncio.StreamReader) -> Call | None:
    try:
        head = (await reader.readuntil(b"\r\n\r\n")).decode("latin-1")
    except asyncio.IncompleteReadError:
        return None
    first, *lines = head.strip().split("\r\n")
    headers = {
        name.strip().lower(): value.strip() for name, _, value in (line.partition(":") for line in lines)
    }
    body = await reader.readexactly(int(headers.get("content-length", "0")))
    return Call(first.split(" ")[1], headers, json.loads(body) if body else {})


async def _said(writer: asyncio.StreamWriter, back: Back) -> bool:
    """Whether the connection can be used again."""
    await asyncio.sleep(back.hang)
    kind = "text/event-stream" if back.streamed else "application/json"
    length = (
        "transfer-encoding: chunked" if back.streamed else f"content-length: {sum(map(len, back.pieces))}"
    )
    extra = "".join(f"{name}: {value}\r\n" for name, value in back.headers.items())
    writer.write(f"HTTP/1.1 {back.status} X\r\ncontent-type: {kind}\r\n{length}\r\n{extra}\r\n".encode())
    for piece in back.pieces:
        writer.write(f"{len(piece):x}\r\n".encode() + piece + b"\r\n" if back.streamed else piece)
        await writer.drain()
        await asyncio.sleep(back.pause)
    if back.hang_up:
        writer.transport.abort()
        return False
    if back.streamed:
        writer.write(b"0\r\n\r\n")
    await writer.drain()
    return True
