"""The line to Telegram: the SDK's client, every failure told as what became of the post."""

import asyncio
from typing import TypeVar

from aiogram import Bot
from aiogram.client.session.aiohttp import AiohttpSession
from aiogram.client.telegram import TelegramAPIServer
from aiogram.exceptions import AiogramError
from aiogram.methods import TelegramMethod
from aiogram.types import User

from adapters.channels.telegram.outcome import unposted
from adapters.channels.telegram.pace import Pace
from bot.ports import Ambiguous, Throttled, Unposted

_T = TypeVar("_T")
_SECONDS = 30
"""How long a call may take; uploads take longer."""
_UPLOAD = 120
_PATIENCE = 90.0
"""Seconds that a message which has begun waits for its further parts, when Telegram wants a pause."""


class Line:
    """Raises aiogram's TokenValidationError where the token is none."""

    def __init__(self, token: str, api_url: str) -> None:
        self.session = AiohttpSession(api=TelegramAPIServer.from_base(api_url), timeout=_SECONDS)
        self.bot = Bot(token, session=self.session)
        self.pace = Pace()
        self.rich = True
        """Whether this server takes rich messages, as far as is known."""
        self.drafts = True

    @property
    def id(self) -> str:
        """The bot's own id, which stands before the secret in its token."""
        return str(self.bot.id)

    async def me(self) -> User:
        return await self.bot.me()

    async def call(self, method: TelegramMethod[_T], chat: int = 0, *, upload: bool = False) -> _T:
        """Makes one call, once. Raises Throttled, Rejected, Ambiguous."""
        try:
            return await self.bot(method, request_timeout=_UPLOAD if upload else _SECONDS)
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

    async def go_on(self, method: TelegramMethod[_T], chat: int, *, upload: bool = False) -> _T:
        """The same for what follows a part that is posted already: it waits instead of being throttled.

        Raises Rejected, Ambiguous.
        """
        waited = 0.0
        while True:
            try:
                return await self.call(method, chat, upload=upload)
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
