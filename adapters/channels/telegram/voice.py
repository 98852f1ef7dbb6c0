"""One answer on its way into one chat: a draft in private, an edited message elsewhere, then the answer itself."""

import asyncio
import logging

from aiogram.methods import EditMessageText, SendChatAction, SendMessage, SendMessageDraft

from adapters.channels.telegram.entities import formatted
from adapters.channels.telegram.line import Line
from adapters.channels.telegram.outcome import UNCHANGED
from adapters.channels.telegram.place import Place
from adapters.channels.telegram.posting import NO_PREVIEW, Posting
from adapters.channels.telegram.pulse import Pulse
from adapters.channels.telegram.splitting import MESSAGE, Piece, split
from bot.ports import Ambiguous, Posted, Rejected, Unposted
from bot.types import Reply

log = logging.getLogger(__name__)
_OFTEN = 0.975
"""Of a beat: how soon a typing sign, which lasts for longer than one, may be shown again."""


class Voice:
    """Drafts vanish by themselves when the answer is sent. A preview in a group becomes the answer by an edit."""

    def __init__(self, line: Line, posting: Posting, place: Place) -> None:
        self._line = line
        self._posting = posting
        self._place = place
        self._lock = asyncio.Lock()
        self._shown = ""
        self._preview: int | None = None
        self._lost = False
        self._over = False
        self._typed_at = self._drafted_at = float("-inf")
        self._drafted: SendMessageDraft | None = None
        self._pulse: Pulse | None = None

    async def status(self, text: str) -> None:
        if self._over or self._lock.locked():
            return
        async with self._lock:
            self._lives()
            if self._preview is not None:
                return
            if not self._drafts or (self._room() and not await self._draft(Piece(text))):
                await self._type()

    async def preview(self, text: str) -> None:
        if self._over or self._lock.locked() or not text.strip():
            return
        async with self._lock:
            self._lives()
            newest = split(formatted(text))[-1]
            if newest.blank or newest.text == self._shown or not self._room():
                return
            if not (self._drafts and await self._draft(newest)):
                await self._show(newest)

    async def final(self, reply: Reply, key: str) -> Posted:
        """`key` has no place in a message of Telegram: nothing can be found by it."""
        async with self._lock:
            posted = await self._posting.post(reply, self._place, self._preview)
            self._end()
            return posted

    async def stopped(self, text: str) -> None:
        async with self._lock:
            self._end()
            said = f"{self._shown}\n\n_{text}_" if self._preview and len(self._shown) < MESSAGE // 2 else text
            try:
                await self._posting.say(said, self._place, self._preview)
            except Unposted as unposted:
                log.warning("a stopped turn is not settled: %s", unposted)

    def _lives(self) -> None:
        if self._pulse is None:
            self._pulse = self._line.pulses.start(self._beat, self._line.beat)
        self._pulse.news()

    def _end(self) -> None:
        self._over = True
        if self._pulse:
            self._pulse.end()

    async def _beat(self) -> None:
        """Shows again what fades; a message that is there does not."""
        if self._over or self._lock.locked() or self._preview is not None:
            return
        async with self._lock:
            if not self._drafts:
                await self._type()
            elif self._drafted and self._now() - self._drafted_at >= self._line.draft_again and self._room():
                self._drafted_at = self._now()
                await self._line.try_to(self._drafted, self._place.chat)

    @staticmethod
    def _now() -> float:
        return asyncio.get_running_loop().time()

    @property
    def _drafts(self) -> bool:
        return bool(self._place.draft) and self._line.drafts

    def _room(self) -> bool:
        return self._line.pace.may_preview(self._place.chat, private=self._place.private)

    async def _draft(self, piece: Piece) -> bool:
        """Whether drafts are what this server has; one that failed otherwise is not missed."""
        method = SendMessageDraft(
            chat_id=self._place.chat,
            message_thread_id=self._place.topic,
            draft_id=self._place.draft,
            text=piece.text,
            entities=list(piece.entities) or None,
            can_stop=True,
        )
        try:
            await self._line.call(method, self._place.chat)
        except Rejected as rejected:
            self._line.drafts = rejected.reason != "revoked"
            return self._line.drafts
        except Unposted:
            return True
        self._shown, self._drafted, self._drafted_at = piece.text, method, self._now()
        return True

    async def _show(self, piece: Piece) -> None:
        """Posts the preview, or edits it."""
        if self._lost:
            return
        try:
            if self._preview is None:
                self._preview = await self._open(piece)
            else:
                await self._line.edit(self._edited(self._preview, piece), self._place.chat)
            self._shown = piece.text
        except Rejected as rejected:
            self._lost = UNCHANGED not in rejected.said
        except Ambiguous:
            self._lost = self._preview is None
        except Unposted:
            return

    async def _open(self, piece: Piece) -> int:
        method = SendMessage(
            chat_id=self._place.chat,
            message_thread_id=self._place.topic,
            text=piece.text,
            entities=list(piece.entities) or None,
            link_preview_options=NO_PREVIEW,
            reply_parameters=self._place.answers,
        )
        [sent] = await self._line.post(method, self._place.chat)
        return sent

    def _edited(self, preview: int, piece: Piece) -> EditMessageText:
        return EditMessageText(
            chat_id=self._place.chat,
            message_id=preview,
            text=piece.text,
            entities=list(piece.entities) or None,
            link_preview_options=NO_PREVIEW,
        )

    async def _type(self) -> None:
        now = self._now()
        if now - self._typed_at < _OFTEN * self._line.beat or self._line.pace.held(self._place.chat):
            return
        self._typed_at = now
        action = SendChatAction(
            chat_id=self._place.chat, message_thread_id=self._place.topic, action="typing"
        )
        await self._line.try_to(action, self._place.chat)
