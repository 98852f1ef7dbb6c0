"""Asks Telegram for what was said. An update is confirmed by the next question, so only when the inbox has it."""

import asyncio
import logging
from time import monotonic
from typing import Any, cast

from aiogram.exceptions import (
    AiogramError,
    ClientDecodeError,
    TelegramConflictError,
    TelegramRetryAfter,
    TelegramUnauthorizedError,
)
from aiogram.methods import DeleteWebhook, GetUpdates, GetWebhookInfo
from aiogram.types import Update

from adapters.channels.telegram.ear import Ear
from adapters.channels.telegram.hearing import UPDATES
from adapters.channels.telegram.line import Line
from adapters.channels.telegram.patience import Patience
from adapters.channels.telegram.updates import read
from bot.ports import Rejected, Unposted
from config.errors import StratumError

log = logging.getLogger(__name__)
_WAIT = 25
"""Seconds that Telegram holds a question that has no answer yet."""
_LATE = 15
_PAUSE = 0.2


class Polling:
    def __init__(self, line: Line, ear: Ear) -> None:
        self._line = line
        self._ear = ear
        self._offset: int | None = None

    async def run(self) -> None:
        """Hears until cancelled. Raises Rejected when the token does not count, and what the inbox raises
        beyond errors of the house and of wires."""
        await self._leave_webhook()
        patience = Patience()
        while True:
            try:
                await self._round()
                patience.calm()
            except TelegramUnauthorizedError:
                raise Rejected("revoked") from None
            except TelegramRetryAfter as busy:
                await patience.wait(busy.retry_after)
            except TelegramConflictError:
                log.warning("another process polls for this telegram bot")
                await patience.wait(1.0)
            except (AiogramError, Unposted, StratumError, OSError) as trouble:
                log.warning("telegram is asked again: %s", type(trouble).__name__)
                await patience.wait()

    async def _round(self) -> None:
        """Asks once. A server that does not hold the question is not asked without a pause."""
        began = monotonic()
        updates = await self._ask()
        for update in updates:
            await self._ear.take(update)
            self._offset = update.update_id + 1
        if not updates and monotonic() - began < _PAUSE:
            await asyncio.sleep(_PAUSE)

    async def _leave_webhook(self) -> None:
        """A webhook that was set earlier would take every update away. What waits there is kept."""
        info = await self._line.try_to(GetWebhookInfo())
        if info and info.url:
            await self._line.try_to(DeleteWebhook(drop_pending_updates=False))

    async def _ask(self) -> list[Update]:
        method = GetUpdates(offset=self._offset, timeout=_WAIT, allowed_updates=UPDATES)
        try:
            return await self._line.bot(method, request_timeout=_WAIT + _LATE)
        except ClientDecodeError as error:
            answer: object = error.data
            if not isinstance(answer, dict) or "result" not in answer:
                raise
            return self._read(cast("list[dict[str, Any]]", answer["result"]))

    def _read(self, result: list[dict[str, Any]]) -> list[Update]:
        """One by one what could not be read as a whole: an update of a new kind must not stop the others."""
        return [read(raw, self._line.bot) for raw in result]
