"""The line to Telegram: the SDK's client, every failure told as what became of the post."""

import asyncio
from typing import Any, TypeVar, cast

from aiogram import Bot
from aiogram.client.session.aiohttp import AiohttpSession
from aiogram.client.telegram import TelegramAPIServer
from aiogram.exceptions import AiogramError, ClientDecodeError
from aiogram.methods import TelegramMethod
from aiogram.types import Message

from adapters.channels.telegram.outcome import unposted
from adapters.channels.telegram.pace import Pace
from bot.ports import Ambiguous, Throttled, Unposted

_T = TypeVar("_T")
Post = TelegramMethod[Message] | TelegramMethod[list[Message]]
_SECONDS = 30
"""How long a call may take; uploads take longer."""
_UPLOAD = 120
_PATIENCE = 90.0
"""Seconds that a message which has begun waits for its further parts, when Telegram wants a pause."""


class _Unread(Ambiguous):
    """An answer that the SDK does not understand; what was posted has these ids all the same."""

    def __init__(self, ids: tuple[int, ...]) -> None:
        super().__init__("the answer is not understood")
        self.ids = ids


class Line:
    """Raises aiogram's TokenValidationError where the token is none."""

    def __init__(self, token: str, api_url: str) -> None:
        self.session = AiohttpSession(api=TelegramAPIServer.from_base(api_url), timeout=_SECONDS)
        self.bot = Bot(token, session=self.session)
        self.pace = Pace()
        self.rich = True
        """Whether this server takes rich messages, as far as is known."""
        self.drafts = True

    async def post(self, method: Post, chat: int, *, upload: bool = False) -> tuple[int, ...]:
        """Makes one call that posts; the ids of the messages. Raises Throttled, Rejected, Ambiguous."""
        try:
            sent = await self.call(
                cast("TelegramMethod[Message | list[Message]]", method), chat, upload=upload
            )
        except _Unread as unread:
            return unread.ids
        return tuple(message.message_id for message in (sent if isinstance(sent, list) else [sent]))

    async def call(self, method: TelegramMethod[_T], chat: int = 0, *, upload: bool = False) -> _T:
        """Makes one call, once. Raises Throttled, Rejected, Ambiguous."""
        try:
            return await self.bot(method, request_timeout=_UPLOAD if upload else _SECONDS)
        except ClientDecodeError as error:
            raise _unread(error.data) from None
        except AiogramError as error:
            became = unposted(error)
            if isinstance(became, Throttled) and chat:
                self.pace.hold(chat, became.seconds)
            raise became from None
        except OSError:
            raise Ambiguous("the connection broke") from None
        finally:
            if chat:
                self.pace.wrote(chat)

    async def go_on(self, method: Post, chat: int, *, upload: bool = False) -> tuple[int, ...]:
        """The same for what follows a part that is posted already: it waits instead of being throttled.

        Raises Rejected, Ambiguous.
        """
        waited = 0.0
        while True:
            try:
                return await self.post(method, chat, upload=upload)
            except Throttled as throttled:
                waited += throttled.seconds
                if waited > _PATIENCE:
                    raise Ambiguous("only a part of it is posted") from None
                await asyncio.sleep(throttled.seconds)

    async def try_to(self, method: TelegramMethod[_T], chat: int = 0) -> _T | None:
        """The same for what may fail unseen."""
        try:
            return await self.call(method, chat)
        except Unposted:
            return None

    async def aclose(self) -> None:
        await self.session.close()


def _unread(data: object) -> Ambiguous:
    """What an answer that could not be read says all the same: that it went well, and the messages' ids."""
    answer = cast("dict[str, Any]", data) if isinstance(data, dict) else {}
    result: object = answer.get("result")
    sent = cast("list[object]", result if isinstance(result, list) else [result])
    ids = [_id(one) for one in sent]
    known = tuple(one for one in ids if one is not None)
    well = answer.get("ok") is True and len(known) == len(ids) > 0
    return _Unread(known) if well else Ambiguous("the answer is not understood")


def _id(message: object) -> int | None:
    said = cast("dict[str, object]", message).get("message_id") if isinstance(message, dict) else None
    return said if isinstance(said, int) else None
