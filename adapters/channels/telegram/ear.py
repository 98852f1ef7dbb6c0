"""The hearing half: an update goes to the inbox, and only then is it told to be received."""

import logging
from collections.abc import Coroutine
from dataclasses import replace
from typing import Any

from aiogram.methods import AnswerCallbackQuery
from aiogram.types import Update

from adapters.channels.telegram.buttons import Buttons
from adapters.channels.telegram.commands import Commands
from adapters.channels.telegram.hearing import Hearing
from adapters.channels.telegram.line import Line
from adapters.channels.telegram.place import locale_of, place_of
from adapters.channels.telegram.posting import Posting
from bot.ending import Beside
from bot.errors import InboxFull
from bot.ports import Inbox, Unposted
from bot.types import Heard
from config.wording import words

log = logging.getLogger(__name__)
_ALERT = 200
"""Characters that an answer to a click may have."""


class Ear:
    def __init__(
        self, line: Line, inbox: Inbox, buttons: Buttons, posting: Posting, commands: Commands
    ) -> None:
        self._line = line
        self._inbox = inbox
        self._buttons = buttons
        self._posting = posting
        self._commands = commands
        self._hearing: Hearing | None = None
        self._beside = Beside()

    async def hearing(self) -> Hearing:
        """What the bot is called, asked for once. Raises Throttled, Rejected, Ambiguous."""
        if self._hearing is None:
            self._hearing = Hearing(await self._line.me(), self._commands.ours)
        return self._hearing

    async def take(self, update: Update) -> None:
        """Hands an update to the inbox. What the inbox raises is raised, and the update counts as not received."""
        heard = (await self.hearing()).of(update)
        if heard is None:
            return
        click = update.callback_query
        if click and (heard := await self._whole(heard)) is None:
            self._aside(
                self._answer(
                    click.id,
                    words("channels")("telegram.expired", locale_of(click.from_user.language_code) or "en"),
                )
            )
            return
        try:
            await self._inbox.take(heard)
        except InboxFull as full:
            if not heard.overheard:
                self._aside(self._refuse(heard, full, click.id if click else ""))
            return
        if click:
            self._aside(self._answer(click.id))

    async def aclose(self) -> None:
        await self._beside.aclose()

    async def _whole(self, heard: Heard) -> Heard | None:
        """A click with the whole action of its button."""
        action = await self._buttons.action(heard.action, heard.channel)
        return replace(heard, action=action) if action is not None else None

    async def _refuse(self, heard: Heard, full: InboxFull, click: str) -> None:
        place = place_of(heard)
        if click:
            await self._answer(click, full.say(place.locale))
            return
        try:
            await self._posting.say(full.say(place.locale), place)
        except Unposted as unposted:
            log.warning("a full inbox could not be told: %s", unposted)

    async def _answer(self, click: str, alert: str = "") -> None:
        """Ends the wait that a click shows. That it is too late for that does not matter."""
        said = alert[:_ALERT] or None
        await self._line.try_to(
            AnswerCallbackQuery(callback_query_id=click, text=said, show_alert=bool(said))
        )

    def _aside(self, work: Coroutine[Any, Any, None]) -> None:
        """What nobody waits for, so that the next update is not kept waiting."""
        self._beside.begin(work)
