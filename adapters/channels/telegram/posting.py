"""An answer as Telegram's messages: its words first, in as many as they need, then pictures, then files."""

import asyncio
import logging
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Any

from aiogram.methods import (
    EditMessageText,
    SendDocument,
    SendMediaGroup,
    SendMessage,
    SendPhoto,
    SendRichMessage,
)
from aiogram.types import (
    BufferedInputFile,
    ForceReply,
    InlineKeyboardMarkup,
    InputMediaPhoto,
    InputRichMessage,
    LinkPreviewOptions,
    ReplyParameters,
)

from adapters.channels.telegram.buttons import Buttons
from adapters.channels.telegram.entities import bare, formatted
from adapters.channels.telegram.line import Line
from adapters.channels.telegram.outcome import TOPIC_LOST, UNCHANGED
from adapters.channels.telegram.place import Place
from adapters.channels.telegram.rich import rich
from adapters.channels.telegram.splitting import CAPTION, Piece, shown, split
from adapters.channels.telegram.width import units
from agents.types import Chart
from bot.ports import Ambiguous, Painter, Posted, Rejected
from bot.types import Document, Reply
from config.wording import words

log = logging.getLogger(__name__)
NO_PREVIEW = LinkPreviewOptions(is_disabled=True)
_ALBUM = 10
_NOTHING = "…"
_ASKS = ForceReply(selective=True)
_Markup = InlineKeyboardMarkup | ForceReply | None
_EDITS = 3
"""An edit says the same however often it is made: one whose answer was lost may be made again."""


@dataclass(frozen=True, slots=True)
class Picture:
    chart: Chart
    content: bytes


class Posting:
    """Posts answers. Only its very first call may be throttled: what has begun is ended."""

    def __init__(self, line: Line, buttons: Buttons, painter: Painter) -> None:
        self._line = line
        self._buttons = buttons
        self._painter = painter

    async def post(self, reply: Reply, place: Place, preview: int | None = None) -> Posted:
        """Posts all of a reply; its first words take the place of the preview, where there is one.

        What belongs into a topic that is closed or gone is said in the group itself: that has not ended.
        """
        try:
            return await self._whole(reply, place, preview)
        except Rejected as rejected:
            if place.topic is None or not any(words in rejected.said.lower() for words in TOPIC_LOST):
                raise
        return await self._whole(reply, replace(place, topic=None, message=None), None)

    async def _whole(self, reply: Reply, place: Place, preview: int | None) -> Posted:
        pictures = await self._painted(reply.charts)
        keyboard = await self._buttons.keyboard(reply.buttons, place.chat)
        source = _without_told(reply.text, pictures)
        asks = bool(reply.expects) and place.answers is not None
        ids = await self._words(source, place, keyboard or (_ASKS if asks else None), preview)
        for group in _albums(pictures):
            ids += await self._pictures(group, place)
        for document in reply.documents:
            ids += await self._document(document, place)
        return Posted(tuple(str(one) for one in ids))

    async def say(self, text: str, place: Place, preview: int | None = None) -> list[int]:
        """A few words, in the preview's place where there is one."""
        return await self._words(text, place, None, preview)

    async def _words(self, source: str, place: Place, markup: _Markup, preview: int | None) -> list[int]:
        table = rich(source) if self._line.rich else None
        if table is not None:
            try:
                return [await self._first(_Shape(table), place, markup, preview)]
            except Rejected as rejected:
                if rejected.reason not in ("invalid", "revoked", "too_long"):
                    raise
                self._line.rich = rejected.reason != "revoked"
        first, *others = shown(split(formatted(source))) or (Piece(_NOTHING),)
        ids = [await self._first(_Shape(first), place, None if others else markup, preview)]
        for piece in others:
            last = piece is others[-1]
            ids.append(await self._next(_Shape(piece), place, markup if last else None))
        return ids

    async def _first(self, shape: "_Shape", place: Place, markup: _Markup, preview: int | None) -> int:
        """Raises Throttled, Rejected, Ambiguous."""
        if preview is not None and await self._edit(shape, place, markup, preview):
            return preview
        try:
            [sent] = await self._line.post(shape.sent(place, markup, place.answers), place.chat)
        except Rejected as rejected:
            bare = shape.bare if rejected.reason == "invalid" else None
            if bare is None:
                raise
            [sent] = await self._line.post(bare.sent(place, markup, place.answers), place.chat)
        return sent

    async def _next(self, shape: "_Shape", place: Place, markup: _Markup) -> int:
        """Raises Ambiguous: what came before is there already."""
        try:
            [sent] = await self._line.go_on(shape.sent(place, markup), place.chat)
        except Rejected as rejected:
            bare = shape.bare if rejected.reason == "invalid" else None
            if bare is None:
                raise Ambiguous("only a part of it is posted") from None
            sent = await self._plainly(bare, place, markup)
        return sent

    async def _plainly(self, shape: "_Shape", place: Place, markup: _Markup) -> int:
        try:
            [sent] = await self._line.go_on(shape.sent(place, markup), place.chat)
        except Rejected:
            raise Ambiguous("only a part of it is posted") from None
        return sent

    async def _edit(self, shape: "_Shape", place: Place, markup: _Markup, preview: int) -> bool:
        """Makes the preview this. False where it cannot be edited, as its reader has deleted it.

        Raises Throttled, Rejected, Ambiguous.
        """
        keyboard = markup if isinstance(markup, InlineKeyboardMarkup) else None
        for attempt in range(_EDITS):
            try:
                is_rich = await self._line.edit(shape.edited(place, keyboard, preview), place.chat)
            except Rejected as rejected:
                if rejected.reason != "invalid":
                    raise
                return UNCHANGED in rejected.said
            except Ambiguous:
                if attempt == _EDITS - 1:
                    raise
                await asyncio.sleep(attempt + 0.2)
            else:
                if shape.rich and not is_rich:
                    raise Rejected("revoked", "a server that does not know rich messages")
                return True
        return False

    async def _painted(self, charts: Sequence[Chart]) -> list[Picture]:
        """What can be drawn; where it cannot, its words stay in the text."""
        if not charts:
            return []
        try:
            paint = self._painter()
        except ModuleNotFoundError:
            return []
        return [Picture(chart, await asyncio.to_thread(paint, chart)) for chart in charts]

    async def _pictures(self, pictures: Sequence[Picture], place: Place) -> list[int]:
        """What Telegram does not take as a picture is told in words."""
        try:
            method = _album(pictures, place) if len(pictures) > 1 else _photo(pictures[0], place)
            return list(await self._line.go_on(method, place.chat, upload=True))
        except Rejected as rejected:
            log.warning("telegram did not take a picture: %s", rejected.reason)
            told = Piece("\n\n".join(picture.chart.alt for picture in pictures))
            return [await self._next(_Shape(piece), place, None) for piece in shown(split(told))]

    async def _document(self, document: Document, place: Place) -> list[int]:
        file = BufferedInputFile(document.content, document.name)
        method = SendDocument(chat_id=place.chat, message_thread_id=place.topic, document=file)
        try:
            return list(await self._line.go_on(method, place.chat, upload=True))
        except Rejected as rejected:
            log.warning("telegram did not take a file: %s", rejected.reason)
            said = words("channels")("telegram.unsent", place.locale, name=document.name)
            return [await self._next(_Shape(Piece(said)), place, None)]


@dataclass(frozen=True, slots=True)
class _Shape:
    """Words as one message: with entities, or rich."""

    content: Piece | InputRichMessage

    @property
    def rich(self) -> bool:
        return not isinstance(self.content, Piece)

    @property
    def bare(self) -> "_Shape | None":
        """The same without formats, for a server that refuses them; None where it has none."""
        if not isinstance(self.content, Piece) or not self.content.entities:
            return None
        return _Shape(bare(self.content))

    def sent(
        self, place: Place, markup: _Markup, answers: ReplyParameters | None = None
    ) -> SendMessage | SendRichMessage:
        if not isinstance(self.content, Piece):
            return SendRichMessage(
                chat_id=place.chat,
                message_thread_id=place.topic,
                rich_message=self.content,
                reply_parameters=answers,
                reply_markup=markup,
            )
        return SendMessage(
            chat_id=place.chat,
            message_thread_id=place.topic,
            text=self.content.text,
            entities=list(self.content.entities) or None,
            link_preview_options=NO_PREVIEW,
            reply_parameters=answers,
            reply_markup=markup,
        )

    def edited(self, place: Place, keyboard: InlineKeyboardMarkup | None, message: int) -> EditMessageText:
        piece = self.content if isinstance(self.content, Piece) else None
        return EditMessageText(
            chat_id=place.chat,
            message_id=message,
            text=piece.text if piece else None,
            entities=list(piece.entities) or None if piece else None,
            rich_message=None if isinstance(self.content, Piece) else self.content,
            link_preview_options=NO_PREVIEW if piece else None,
            reply_markup=keyboard,
        )


def _photo(picture: Picture, place: Place) -> SendPhoto:
    file = BufferedInputFile(picture.content, "chart.png")
    return SendPhoto(
        chat_id=place.chat, message_thread_id=place.topic, photo=file, caption=_caption(picture.chart)
    )


def _album(pictures: Sequence[Picture], place: Place) -> SendMediaGroup:
    media: list[Any] = [
        InputMediaPhoto(media=BufferedInputFile(one.content, f"chart-{n}.png"), caption=_caption(one.chart))
        for n, one in enumerate(pictures, start=1)
    ]
    return SendMediaGroup(chat_id=place.chat, message_thread_id=place.topic, media=media)


def _albums(pictures: Sequence[Picture]) -> Iterator[Sequence[Picture]]:
    for start in range(0, len(pictures), _ALBUM):
        yield pictures[start : start + _ALBUM]


def _caption(chart: Chart) -> str:
    return chart.alt if units(chart.alt) <= CAPTION else chart.title


def _without_told(text: str, pictures: Sequence[Picture]) -> str:
    """The text without the words of those charts whose picture carries them."""
    for picture in pictures:
        if _caption(picture.chart) == picture.chart.alt:
            text = text.replace(f"\n\n_{picture.chart.alt}_", "", 1)
    return text
