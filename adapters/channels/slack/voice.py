"""One answer on its way: a status, then what is written so far as a native stream or an edited message, then it."""

import asyncio
import re
from collections.abc import Awaitable, Callable, Mapping
from typing import Literal

from adapters.channels.slack.markup import calm, escaped, mrkdwn
from adapters.channels.slack.posting import Posting
from adapters.channels.slack.render import measured
from adapters.channels.slack.spot import Spot
from bot.ports import Posted
from bot.types import Reply

Speak = Callable[[Spot, Reply, str, str], Awaitable[Posted]]

_PREVIEW = 11_000
"""What a preview may hold; what is longer waits for the final."""
PACE = 1.0
"""Seconds between two previews: Slack takes about one edit a second in a channel."""
_STATUS = 50
_OPEN = re.compile(r"@\w*$")
"""A word that may yet become one that calls everybody: it is not shown before it has ended."""
Mode = Literal["stream", "edit", "none"]


class Voice:
    """The single owner of what is seen of one turn; all that it does goes through one lock."""

    def __init__(self, posting: Posting, spot: Spot, speak: Speak, pace: float = PACE) -> None:
        self._posting, self._spot, self._speak, self.pace = posting, spot, speak, pace
        self._lock = asyncio.Lock()
        self._mode: Mode = "stream" if spot.thread_ts and spot.user else "edit"
        self._ts = ""
        self._streaming = False
        self._shown = ""
        self._next = 0.0
        self._status = ""
        self._over = False
        self._lost = False
        """Whether a preview may be there whose id was not told."""
        if spot.surface or not spot.channel:
            self._mode = "none"

    async def status(self, text: str) -> None:
        if self._over or self._ts or not self._spot.thread_ts or self._lock.locked():
            return
        async with self._lock:
            await self._say_status(text)

    async def preview(self, text: str) -> None:
        text = _OPEN.sub("", text)
        async with self._lock:
            held = self._posting.wire.holds.held(self._spot.place)
            if self._over or held or self._mode == "none" or self._posting.wire.now() < self._next:
                return
            if not text.strip() or text == self._shown or measured(calm(text)) > _PREVIEW:
                return
            self._next = self._posting.wire.now() + self.pace
            await (self._stream(text) if self._mode == "stream" else self._edit(text))

    async def final(self, reply: Reply, key: str) -> Posted:
        async with self._lock:
            if self._over:
                return Posted(tuple(self._posting.there(key)))
            await self._settle()
            posted = await self._speak(self._spot, reply, key, self._ts)
            self._over = True
            return posted

    async def stopped(self, text: str) -> None:
        async with self._lock:
            self._over, shown = True, self._shown
            if self._status:
                await self._say_status("")
            if not self._ts:
                if self._spot.channel and not self._spot.surface:
                    await self._edit(text)
                return
            if self._streaming:
                await self._quietly("chat.stopStream", {"channel": self._spot.channel, "ts": self._ts})
            seen = mrkdwn(f"{shown}\n\n_{text}_" if shown else text)
            edit = {"channel": self._spot.channel, "ts": self._ts, "text": seen, "parse": "none"}
            await self._quietly("chat.update", edit)

    async def _stream(self, text: str) -> None:
        """Says what is new. What cannot be streamed any more is edited instead."""
        if not text.startswith(self._shown):
            return
        new = escaped(calm(text))[len(escaped(calm(self._shown))) :]
        if not self._streaming:
            await self._begin(text, new)
            return
        sent = {"channel": self._spot.channel, "ts": self._ts, "markdown_text": new}
        answer = await self._quietly("chat.appendStream", sent)
        if answer.get("ok"):
            self._shown = text
        elif answer.get("error") == "message_not_in_streaming_state":
            self._streaming, self._mode = False, "edit"

    async def _begin(self, text: str, new: str) -> None:
        spot = self._spot
        answer = await self._quietly(
            "chat.startStream",
            {
                "channel": spot.channel, "thread_ts": spot.thread_ts, "recipient_team_id": spot.team,
                "recipient_user_id": spot.user, "markdown_text": new,
            },
        )  # fmt: skip
        if answer.get("ok"):
            self._ts, self._streaming, self._shown = str(answer["ts"]), True, text
        elif answer.get("error") == "Ambiguous":
            self._mode, self._lost = "none", True
        elif answer and answer.get("error") != "Throttled":
            self._mode = "edit"
            await self._edit(text)

    async def _edit(self, text: str) -> None:
        spot = self._spot
        sent = {"channel": spot.channel, "text": mrkdwn(text)}
        if self._ts:
            answer = await self._quietly("chat.update", sent | {"ts": self._ts, "parse": "none"})
        else:
            quiet = {
                "thread_ts": spot.thread_ts or None,
                "parse": "none",
                "unfurl_links": False,
                "unfurl_media": False,
            }
            answer = await self._quietly("chat.postMessage", sent | quiet)
            self._ts = str(answer.get("ts") or "") if answer.get("ok") else ""
            if not self._ts and answer and answer.get("error") != "Throttled":
                self._mode, self._lost = "none", answer.get("error") == "Ambiguous"
        if answer.get("ok"):
            self._shown = text

    async def _settle(self) -> None:
        """Makes the preview a message that may be edited. Raises Throttled, with everything as it was."""
        if self._lost:
            self._ts, self._lost = await self._posting.lost(self._spot), False
            self._streaming = bool(self._ts)
        if self._streaming:
            await self._posting.end_stream(self._spot, self._ts)
            self._streaming = False

    async def _say_status(self, text: str) -> None:
        answer = await self._quietly(
            "assistant.threads.setStatus",
            {"channel_id": self._spot.channel, "thread_ts": self._spot.thread_ts, "status": text[:_STATUS]},
        )
        self._status = text if answer.get("ok") else ""

    async def _quietly(self, method: str, sent: Mapping[str, object]) -> Mapping[str, object]:
        """What came of it; empty where the place is held."""
        return await self._posting.quietly(self._spot, method, sent) or {}
