"""One answer: what is seen of a turn from its first sign to its last message has one owner."""

import asyncio
import time
from collections.abc import Awaitable, Callable
from dataclasses import replace

from adapters.channels.discord.layout import Leaf, Picture, Sheet, leaves
from adapters.channels.discord.render import rendered
from adapters.channels.discord.spot import Spot, kept_out
from adapters.channels.discord.stamp import Stamp, coded, nonce
from adapters.channels.discord.wire import Wire
from agents.types import Button, Chart
from bot.ports import Posted, Rejected, Throttled, Unposted
from bot.types import Heard, Reply
from config.wording import words

_BETWEEN = 1.2
"""Seconds between two previews; Discord takes five changes in five seconds and the last one must be free."""
_BEFORE_STATUS = 3.0
"""Seconds after which the state of the work is worth a message; until then the bot is seen typing."""
_TYPING = 8.0
FIRST = 2.0
"""Seconds for which a turn waits until its first preview is there."""
_SHORT_HOLD = 3.0
_GREY = 0x8A8F98
_UNFINISHED = Stamp("unfinished", 0, 1)
"""The stamp of what is not the answer yet."""

Paint = Callable[[tuple[Chart, ...]], Awaitable[tuple[Picture, ...]]]
Holds = dict[str, float]
"""Until when a channel wants to be left alone, on the monotonic clock."""


class Voice:
    def __init__(
        self,
        wire: Wire,
        heard: Heard,
        paint: Paint,
        holds: Holds,
        pace: float = _BETWEEN,
        first: float = FIRST,
    ) -> None:
        self._wire = wire
        self._heard = heard
        self._paint = paint
        self._holds = holds
        self._pace, self._first = pace, first
        self._spot = Spot(wire, heard)
        self._code = coded(heard.thread, heard.reach.get("place") or heard.channel) if heard.thread else ""
        self._message = self._shown = self._wanted = ""
        self._begun = time.monotonic()
        self._next = self._typed = 0.0
        self._over, self._wake = False, asyncio.Event()
        self._work: asyncio.Task[None] | None = None

    async def status(self, text: str) -> None:
        if self._over or self._held or (self._wanted and not self._wanted.startswith("-# ")):
            return
        if not self._spot.waited_for and not self._message:
            self._next = self._begun + _BEFORE_STATUS
            await self._type()
        self._show(f"-# {text}")

    async def preview(self, text: str) -> None:
        """The first one is there when this returns, where the channel is quick; the others follow at its pace."""
        if self._over or not text.strip():
            return
        first = not self._message
        self._next = 0.0 if first else self._next
        self._show(rendered(text)[-1])
        if first and self._work is not None:
            await asyncio.wait({self._work}, timeout=self._first)

    async def final(self, reply: Reply, key: str) -> Posted:
        await self._settle()
        await asyncio.sleep(_brief(self._until - time.monotonic()))
        try:
            try:
                return await self._post(reply, key)
            except Throttled as error:
                if not (wait := _brief(error.seconds)):
                    raise
                await asyncio.sleep(wait)
                return await self._post(reply, key)
        except Throttled as error:
            self._hold(error)
            raise
        except Rejected as error:
            if error.reason == "forbidden" and await kept_out(self._wire, self._heard.workspace):
                raise Rejected("removed", str(error)) from None
            raise

    async def stopped(self, text: str) -> None:
        await self._settle()
        if self._message or self._spot.waited_for:
            try:
                await self._put(Sheet(Leaf(rendered(text)[0], _GREY), _UNFINISHED, self._code))
            except Unposted as error:
                self._hold(error)

    async def _post(self, reply: Reply, key: str) -> Posted:
        first, *others = leaves(self._with_form(reply), await self._paint(reply.charts), self._code)
        total = 1 + len(others)
        ids = [await self._put(Sheet(first, Stamp(key, 0, total), self._code))]
        for place, leaf in enumerate(others, start=1):
            sheet = Sheet(leaf, Stamp(key, place, total), self._code)
            ids.append(await self._spot.more(sheet, nonce(key, str(place)), ids[-1]))
        return Posted(tuple(ids))

    async def _put(self, sheet: Sheet) -> str:
        """The one message that is status, preview and the beginning of the answer.

        A process that is gone may have begun it; what is there under its nonce is gone on with, unless it is
        another answer already.
        """
        if self._message and await self._spot.edit(self._message, sheet):
            return self._message
        event = self._heard.event_id or sheet.stamp.key
        made, there = await self._spot.first(sheet, nonce(event, self._message))
        if there not in {0, _UNFINISHED.container, sheet.stamp.container}:
            made, there = await self._spot.first(sheet, nonce(event, sheet.stamp.key, self._message))
        if there not in {0, sheet.stamp.container}:
            await self._spot.edit(made, sheet)
        self._message = made
        return made

    def _show(self, text: str) -> None:
        self._wanted = text
        self._wake.set()
        if self._work is None or self._work.done():
            self._work = self._wire.beside.begin(self._speak())

    async def _speak(self) -> None:
        """Shows the newest text, not oftener than the channel takes it, until there is nothing newer."""
        while self._wanted != self._shown and not self._over and not self._held:
            if (wait := self._next - time.monotonic()) > 0:
                await self._rest(wait)
                continue
            text = self._wanted
            try:
                await self._put(Sheet(Leaf(text, _GREY, buttons=self._stop), _UNFINISHED, self._code))
            except Unposted as error:
                self._hold(error)
            self._shown, self._next = text, time.monotonic() + self._pace

    async def _rest(self, seconds: float) -> None:
        self._wake.clear()
        try:
            async with asyncio.timeout(seconds):
                await self._wake.wait()
        except TimeoutError:
            return

    @property
    def _stop(self) -> tuple[Button, ...]:
        return (Button(self._say("discord.stop"), "stop"),)

    def _with_form(self, reply: Reply) -> Reply:
        """A window opens only on a click, so a form is offered by a button."""
        if not reply.form:
            return reply
        opens = Button(self._say("discord.open_form"), f"form {reply.form}")
        return replace(reply, buttons=(opens, *reply.buttons))

    def _say(self, key: str) -> str:
        return words("channels")(key, "ko" if self._heard.reach.get("locale") == "ko" else "en")

    @property
    def _until(self) -> float:
        return self._holds.get(self._spot.channel, 0.0)

    @property
    def _held(self) -> bool:
        return self._until > time.monotonic()

    def _hold(self, error: Unposted) -> None:
        """Nothing but an answer itself is tried in this channel for a while."""
        now = time.monotonic()
        for channel in [one for one, until in self._holds.items() if until < now]:
            del self._holds[channel]
        self._holds[self._spot.channel] = now + (error.seconds if isinstance(error, Throttled) else _BETWEEN)

    async def _type(self) -> None:
        if self._typed and time.monotonic() - self._typed < _TYPING:
            return
        self._typed = time.monotonic()
        try:
            await self._spot.typing()
        except Unposted as error:
            self._hold(error)

    async def _settle(self) -> None:
        """Ends what is still being shown, so that nothing comes after the answer."""
        self._over = True
        self._wake.set()
        if self._work is not None:
            await self._work


def between(heard: Heard, among: int) -> float:
    """Seconds between two previews, where so many processes speak: a thread has one answer at a time and limits of
    its own, the open channel is shared."""
    return _BETWEEN * (among if "." in heard.thread else 1)


def _brief(seconds: float) -> float:
    """A wait that an answer can take by itself; 0 for a longer one, which is for the house to plan."""
    return seconds if 0 < seconds <= _SHORT_HOLD else 0.0
