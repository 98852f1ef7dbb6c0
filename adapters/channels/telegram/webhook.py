"""Telegram tells what was said. It hears 200 only when the inbox has it, and until then tells it again."""

import asyncio
import logging
from hmac import compare_digest

from aiogram.methods import GetWebhookInfo, SetWebhook
from aiogram.types import Update
from aiohttp.web import (
    Application,
    HTTPBadRequest,
    HTTPServiceUnavailable,
    HTTPUnauthorized,
    Request,
    Response,
)

from adapters.channels.telegram.ear import Ear
from adapters.channels.telegram.hearing import UPDATES
from adapters.channels.telegram.line import Line
from adapters.channels.telegram.patience import Patience
from adapters.channels.telegram.updates import read
from bot.ports import Rejected, Unposted
from config.errors import StratumError

log = logging.getLogger(__name__)
PATH = "/telegram/webhook"
_HEADER = "X-Telegram-Bot-Api-Secret-Token"
_LOOK = 300.0
"""Seconds between two looks at whether Telegram still has the address."""


class Webhook:
    def __init__(self, line: Line, ear: Ear, address: str, secret: str) -> None:
        self._line = line
        self._ear = ear
        self._address = address
        self._secret = secret

    def mount(self, web: Application) -> None:
        web.router.add_post(PATH, self._heard)

    async def run(self) -> None:
        """Keeps the address registered. Raises Rejected when the token does not count."""
        patience, told = Patience(), False
        while True:
            try:
                await self._register(anew=not told)
            except Rejected as rejected:
                if rejected.reason == "revoked":
                    raise
                log.warning("the webhook is not registered: %s", rejected)
                await patience.wait(1.0)
            except Unposted as unposted:
                log.warning("the webhook is not registered: %s", unposted)
                await patience.wait(getattr(unposted, "seconds", 1.0))
            else:
                told = True
                patience.calm()
                await asyncio.sleep(_LOOK)

    async def _register(self, *, anew: bool) -> None:
        """The secret cannot be read back, so it is told once by every process."""
        info = await self._line.call(GetWebhookInfo())
        if anew or info.url != self._address:
            told = SetWebhook(url=self._address, secret_token=self._secret, allowed_updates=UPDATES)
            await self._line.call(told)

    async def _heard(self, request: Request) -> Response:
        if not compare_digest(request.headers.get(_HEADER, "").encode(), self._secret.encode()):
            raise HTTPUnauthorized()
        try:
            update = read(await request.json(), self._line.bot)
        except (ValueError, AttributeError):
            raise HTTPBadRequest() from None
        await self._take(update)
        return Response()

    async def _take(self, update: Update) -> None:
        try:
            await self._ear.take(update)
        except (Unposted, StratumError, OSError) as trouble:
            log.warning("telegram is to tell it again: %s", type(trouble).__name__)
            raise HTTPServiceUnavailable() from None
