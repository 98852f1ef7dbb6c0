"""Discord as a channel of the house: one process receives, any process speaks."""

import asyncio
import logging
import time

import aiohttp
import discord
import yarl
from discord.gateway import DiscordWebSocket

from adapters.channels.discord.checks import findings, reads_content
from adapters.channels.discord.ears import Ears
from adapters.channels.discord.mouth import Mouth
from adapters.channels.discord.voice import FIRST
from adapters.channels.discord.wire import Wire
from bot.ending import Beside
from bot.ports import Ambiguous, Finding, Inbox, Painter, Rejected, Throttled
from config.channels import Discord as Settings

_log = logging.getLogger(__name__)
_READY = 120.0
"""Seconds in which a new session has to be ready; the library alone would try for ever."""
_LONGEST = 60.0
_STEADY = 120.0
_REVOKED = 4004
_NOT_ALLOWED = 4014


class Discord:
    def __init__(
        self,
        inbox: Inbox,
        settings: Settings,
        painter: Painter,
        *,
        heartbeat: float = 60.0,
        first: float = FIRST,
    ) -> None:
        """`heartbeat`: seconds of silence after which a connection is dead."""
        logging.getLogger("discord").setLevel(logging.INFO)  # below that, it writes what people say
        discord.VoiceClient.warn_nacl = discord.VoiceClient.warn_dave = False  # nobody speaks here
        self._inbox = inbox
        self._token = settings.token
        self._heartbeat = heartbeat
        self._wire = Wire(settings.token, settings.api_url)
        self._mouth = Mouth(self._wire, painter, first)
        self._ears: Ears | None = None
        self._bringing = Beside()
        self._content = True

    @property
    def alone(self) -> bool:
        return True

    @property
    def mouth(self) -> Mouth:
        return self._mouth

    def share(self, among: int) -> None:
        self._mouth.among = among

    @property
    def listening(self) -> bool:
        """Whether a session is up and has been told where the bot is."""
        return self._ears is not None and self._ears.is_ready()

    @property
    def silent_for(self) -> float:
        """Seconds since the gateway last said something; infinite while there is no session."""
        last = self._ears.last_inbound if self._ears else 0.0
        return time.monotonic() - last if last else float("inf")

    async def run(self) -> None:
        """Hears until it is cancelled. Raises Rejected when the token does not count any more."""
        tries = 0
        while True:
            begun = time.monotonic()
            try:
                await self._listen()
            except discord.LoginFailure:
                raise Rejected("revoked") from None
            except discord.PrivilegedIntentsRequired:
                self._content = False
                continue
            except discord.ConnectionClosed as closed:
                self._judge(closed)
            except (discord.DiscordException, aiohttp.ClientError, OSError, TimeoutError) as error:
                _log.warning("the gateway was lost: %s", type(error).__name__)
            except (Throttled, Ambiguous) as error:
                _log.warning("the gateway was not reached: %s", type(error).__name__)
            except Rejected as rejected:
                if rejected.reason != "unavailable":
                    raise
            tries = 0 if time.monotonic() - begun > _STEADY else tries + 1
            await asyncio.sleep(min(2.0**tries / 2, _LONGEST))

    def mount(self, web: object) -> None:
        """Discord comes through its gateway: there is no address to add."""

    async def check(self) -> tuple[Finding, ...]:
        return await findings(self._wire)

    async def aclose(self) -> None:
        if self._ears is not None:
            await self._ears.close()
        await self._bringing.aclose()
        await self._wire.aclose()

    async def _listen(self) -> None:
        """One client's life. The address of the gateway is the one that the interface names."""
        content = self._content and await reads_content(self._wire)
        gateway = await self._wire.call("GET", "/gateway/bot")
        DiscordWebSocket.DEFAULT_GATEWAY = yarl.URL(gateway["url"])
        async with Ears(self._inbox, self._bringing, content=content, heartbeat=self._heartbeat) as ears:
            self._ears = ears
            try:
                await ears.login(self._token)
                await _connected(ears)
            finally:
                self._ears = None

    @staticmethod
    def _judge(closed: discord.ConnectionClosed) -> None:
        if closed.code == _REVOKED:
            raise Rejected("revoked") from None
        _log.warning("the gateway closed the session: %s", closed.code)


async def _connected(ears: Ears) -> None:
    """Stays as long as the session, or what it becomes by resuming, does."""
    connection = asyncio.create_task(ears.connect())
    ready = asyncio.create_task(ears.wait_until_ready())
    try:
        await asyncio.wait({connection, ready}, timeout=_READY, return_when=asyncio.FIRST_COMPLETED)
        if not ready.done() and not connection.done():
            raise TimeoutError
        await asyncio.wait({connection})
    finally:
        ready.cancel()
        await _ended(ears, connection)
    await connection


async def _ended(ears: Ears, connection: asyncio.Task[None]) -> None:
    """Closes the client first: while it resumes, the library takes a cancellation for its own and goes on."""
    if not connection.done():
        await ears.bringing.done()
    await ears.close()
    while not connection.done():
        connection.cancel()
        await asyncio.wait({connection}, timeout=1)
    await ears.still()
