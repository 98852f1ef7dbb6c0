"""Telegram as a platform of the house: it hears by asking or by being told, and speaks."""

import logging
from functools import cached_property

from aiogram.utils.token import TokenValidationError
from aiohttp.web import Application

from adapters.channels.telegram.buttons import Buttons
from adapters.channels.telegram.checks import examine
from adapters.channels.telegram.commands import Commands
from adapters.channels.telegram.ear import Ear
from adapters.channels.telegram.line import BEAT, Line
from adapters.channels.telegram.mouth import Mouth
from adapters.channels.telegram.patience import Patience
from adapters.channels.telegram.polling import Polling
from adapters.channels.telegram.posting import Posting
from adapters.channels.telegram.webhook import PATH, Webhook
from bot.ports import Finding, Inbox, Painter, Rejected, Throttled, Unposted, Vault
from config.channels import Telegram as Settings

log = logging.getLogger(__name__)


class Telegram:
    """Without a vault, a button with a long action works until this process ends."""

    def __init__(
        self,
        inbox: Inbox,
        settings: Settings,
        painter: Painter,
        vault: Vault | None = None,
        *,
        beat: float = BEAT,
    ) -> None:
        self._inbox = inbox
        self._settings = settings
        self._painter = painter
        self._buttons = Buttons(vault)
        self._commands = Commands()
        self._among, self._beat = 1, beat

    @property
    def alone(self) -> bool:
        """Two processes that poll disturb each other; any number may be told."""
        return not self._settings.by_webhook

    @cached_property
    def mouth(self) -> Mouth:
        return Mouth(self._line, self._posting)

    def share(self, among: int) -> None:
        self._among = among
        if "_line" in self.__dict__:
            self._line.pace.among = among

    async def run(self) -> None:
        """Raises Rejected when the token does not count, and what the inbox raises that is no trouble of a wire."""
        await self._begin()
        await (self._webhook if self._settings.by_webhook else Polling(self._line, self._ear)).run()

    def mount(self, web: object) -> None:
        if self._settings.by_webhook and isinstance(web, Application):
            self._webhook.mount(web)

    async def check(self) -> tuple[Finding, ...]:
        try:
            line = self._line
        except Rejected as rejected:
            return (Finding("telegram.token", False, str(rejected)),)
        return tuple([finding async for finding in examine(line, self._address)])

    async def aclose(self) -> None:
        if "_ear" in self.__dict__:
            await self._ear.aclose()
        if "_line" in self.__dict__:
            await self._line.aclose()

    async def _begin(self) -> None:
        """Learns the bot's name, as soon as Telegram can be reached, and puts its menu in order."""
        patience = Patience()
        while True:
            try:
                await self._ear.hearing()
                return await self._publish()
            except Rejected as rejected:
                if rejected.reason == "revoked":
                    raise
                await patience.wait()
            except Unposted as unposted:
                await patience.wait(unposted.seconds if isinstance(unposted, Throttled) else 0.0)

    async def _publish(self) -> None:
        """A menu is no reason not to hear: where it cannot be told it waits for the next start."""
        try:
            await self._commands.publish(self._line)
        except Unposted as unposted:
            log.warning("the menu of commands is not told: %s", unposted)

    @cached_property
    def _line(self) -> Line:
        try:
            line = Line(self._settings.bot_token, self._settings.api_url, self._beat)
        except TokenValidationError as error:
            raise Rejected("revoked", str(error)) from None
        line.pace.among = self._among
        return line

    @cached_property
    def _posting(self) -> Posting:
        return Posting(self._line, self._buttons, self._painter)

    @cached_property
    def _ear(self) -> Ear:
        return Ear(self._line, self._inbox, self._buttons, self._posting, self._commands)

    @cached_property
    def _webhook(self) -> Webhook:
        return Webhook(self._line, self._ear, self._address, self._settings.webhook_secret)

    @property
    def _address(self) -> str:
        return f"{self._settings.public_url}{PATH}" if self._settings.by_webhook else ""
