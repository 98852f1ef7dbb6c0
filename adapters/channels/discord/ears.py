"""The gateway's client: each event goes to the inbox in the order it came, and is acknowledged when it is there."""

import asyncio
import logging
import threading
import time
from collections.abc import AsyncGenerator, Awaitable, Callable, Iterable, Iterator
from contextlib import asynccontextmanager
from dataclasses import replace
from datetime import timedelta
from itertools import islice
from typing import Any, cast

import aiohttp
import discord
from discord import app_commands
from discord.gateway import KeepAliveHandler

from adapters.channels.discord import commands
from adapters.channels.discord.buttons import Press
from adapters.channels.discord.forms import handed_in, window
from adapters.channels.discord.hearing import (
    Interaction,
    heard_deletion,
    heard_guild,
    heard_interaction,
    heard_message,
    locale_of,
)
from adapters.channels.discord.reading import quoted
from adapters.channels.discord.recent import Recent
from adapters.channels.discord.wire import LONGEST_WAIT
from bot.arrival.forms import UnknownForm, form
from bot.ending import Beside
from bot.errors import InboxFull
from bot.ports import Inbox
from bot.types import Heard
from config.errors import Locale
from config.wording import words

_log = logging.getLogger(__name__)
_AGAIN = (0.5, 1, 2, 4, 8, 16, 30)
"""Seconds between attempts to hand a message to an inbox that is out of order; Discord gives it only once."""
_MISSED = timedelta(minutes=15)
_MISSED_CHANNELS = 50
_LAST_BEAT = 30.0
"""Seconds in which a heartbeat under way has to be sent."""
_TALK = (discord.MessageType.default, discord.MessageType.reply)
_LOST = {10062, 40060, 10015}
"""The interaction has expired, or is answered already."""


class Ears(discord.AutoShardedClient):
    def __init__(self, inbox: Inbox, bringing: Beside, *, content: bool, heartbeat: float) -> None:
        super().__init__(
            intents=_intents(content),
            allowed_mentions=discord.AllowedMentions.none(),
            chunk_guilds_at_startup=False,
            guild_ready_timeout=0.5,
            heartbeat_timeout=heartbeat,
            max_messages=None,
            max_ratelimit_timeout=LONGEST_WAIT,
            member_cache_flags=discord.MemberCacheFlags.none(),
        )
        _one_shard(self._connection.parsers)
        self._inbox, self.bringing = inbox, bringing
        """Who brings to the inbox what was heard: the gateway says it once, so they are waited for."""
        self._beginning = False
        """Whether a new session has not been told yet where the bot is."""
        self._recent = Recent()
        self._lanes: dict[int, tuple[asyncio.Lock, int]] = {}
        self.last_inbound = 0.0
        """When the gateway last said something, on the monotonic clock."""
        self.tree = app_commands.CommandTree[Any](self)
        commands.plant(self.tree, self._asked, self._stop, self._handed)
        self.add_dynamic_items(Press)

    async def still(self) -> None:
        """Ends what is left of a closed client: the library forgets a connection that was half made."""
        for beat in threading.enumerate():
            if isinstance(beat, KeepAliveHandler) and beat.ws._connection is self._connection:  # pyright: ignore[reportPrivateUsage]
                beat.stop()
                await beat.ws.close(code=1000)
                await asyncio.to_thread(beat.join, _LAST_BEAT)

    async def setup_hook(self) -> None:
        try:
            await commands.sync_if_changed(self.tree, self.application_id or 0)
        except (discord.DiscordException, aiohttp.ClientError) as error:
            _log.warning("commands were not registered: %s", type(error).__name__)

    async def on_socket_event_type(self, _event: str) -> None:
        self.last_inbound = time.monotonic()

    async def on_connect(self) -> None:
        self._beginning = True

    async def on_ready(self) -> None:
        """A new session is told nothing of what came before it: what was said meanwhile is read."""
        self._beginning = False
        await self._catch_up(self.guilds)

    async def on_guild_available(self, guild: discord.Guild) -> None:
        """A server that is told when all others are thought to be told, as on a slow line, or was away for a while."""
        if not self._beginning:
            await self._catch_up([guild])

    async def _catch_up(self, guilds: Iterable[discord.Guild]) -> None:
        since = discord.utils.utcnow() - _MISSED
        for channel in _active(guilds, discord.utils.time_snowflake(since)):
            try:
                async for message in channel.history(after=since, limit=50, oldest_first=True):
                    await self.on_message(message)
            except (discord.DiscordException, aiohttp.ClientError) as error:
                _log.info("channel %d: what was missed stays unread: %s", channel.id, type(error).__name__)

    async def on_message(self, message: discord.Message) -> None:
        if message.author.bot or message.webhook_id or message.type not in _TALK or self.user is None:
            return
        heard = heard_message(message, self.user)
        if not heard.text and not heard.files and not heard.action:
            return
        async with self._lane(message.channel.id):
            if await self._kept(heard, message) and not heard.overheard:
                await self._noted(heard, message.channel.id)

    async def on_raw_message_edit(self, payload: discord.RawMessageUpdateEvent) -> None:
        message = payload.message
        if message.author.bot or message.edited_at is None or self.user is None:
            return
        heard = heard_message(message, self.user)
        changed = f"{message.id}:edited:{message.edited_at.timestamp():.3f}"
        async with self._lane(message.channel.id):
            await self._kept(
                replace(heard, event_id=changed, kind="edited", action="", target=str(message.id))
            )

    async def on_raw_message_delete(self, payload: discord.RawMessageDeleteEvent) -> None:
        await self._deleted(payload.message_id, payload.channel_id, payload.guild_id)

    async def on_raw_bulk_message_delete(self, payload: discord.RawBulkMessageDeleteEvent) -> None:
        for message in sorted(payload.message_ids):
            await self._deleted(message, payload.channel_id, payload.guild_id)

    async def on_guild_join(self, guild: discord.Guild) -> None:
        if self.user:
            await self._kept(heard_guild(guild, "joined", self.user))

    async def on_guild_remove(self, guild: discord.Guild) -> None:
        if self.user:
            await self._kept(heard_guild(guild, "left", self.user))

    async def on_interaction(self, interaction: Interaction) -> None:
        """Filled windows; commands and clicks go through the tree and the buttons' template."""
        if interaction.type is discord.InteractionType.modal_submit and (filled := handed_in(interaction)):
            code, name, values = filled
            heard = heard_interaction(interaction, values, f"form {name}", code)
            await self._taken(interaction, replace(heard, kind="form"))

    async def pressed(self, interaction: Interaction, label: str, code: str, action: str) -> None:
        if action.startswith("form ") and await self._opened(interaction, code, action.removeprefix("form ")):
            return
        await self._taken(interaction, heard_interaction(interaction, label, action, code))

    async def _asked(self, interaction: Interaction, text: str) -> None:
        text = text.strip()
        if text.removeprefix("/").startswith("form ") and await self._opened(
            interaction, "", text.removeprefix("/").removeprefix("form ")
        ):
            return
        await self._taken(interaction, heard_interaction(interaction, text, "" if text else "hello"))

    async def _stop(self, interaction: Interaction) -> None:
        await self._taken(interaction, heard_interaction(interaction, "/stop"))

    async def _handed(self, interaction: Interaction, message: discord.Message) -> None:
        text, files = quoted(message)
        say, locale = words("channels"), locale_of(interaction)
        if not text and not files:
            await self._said(interaction, say("discord.nothing", locale))
            return
        text = say("discord.handed", locale, text=text) if text else ""
        heard = heard_interaction(interaction, text)
        await self._taken(interaction, replace(heard, files=files, target=str(message.id)))

    async def _opened(self, interaction: Interaction, code: str, name: str) -> bool:
        """Opens a form's window. Whether there is such a form; else the action goes the way of all."""
        try:
            modal = window(form(name, locale_of(interaction)), code)
        except UnknownForm:
            return False
        await _within_reach(interaction.response.send_modal(modal))
        modal.stop()
        return True

    async def _taken(self, interaction: Interaction, heard: Heard) -> None:
        """Into the inbox, and only then acknowledged. One that has expired meanwhile is answered all the same."""
        self.bringing.notice()
        try:
            async with self._lane(interaction.channel_id or 0):
                await self._inbox.take(heard)
        except InboxFull as full:
            await self._said(interaction, full.say(locale_of(interaction)))
            return
        if heard.kind == "stop":
            await self._said(interaction, words("channels")("discord.stopping", locale_of(interaction)))
            return
        self._recent.note(heard)
        await _within_reach(interaction.response.defer(thinking=True))

    async def _said(self, interaction: Interaction, text: str) -> None:
        await _within_reach(interaction.response.send_message(text, ephemeral=True))

    async def _kept(self, heard: Heard, message: discord.Message | None = None) -> bool:
        """Whether the inbox has it. An inbox out of order is asked again: the gateway does not repeat itself."""
        self.bringing.notice()
        for seconds in _AGAIN:
            [taken] = await asyncio.gather(self._inbox.take(heard), return_exceptions=True)
            if not isinstance(taken, BaseException):
                return True
            if isinstance(taken, InboxFull):
                if message and not heard.overheard:
                    await self._full(message, taken, heard)
                return False
            _log.warning("the inbox did not take what was heard: %s", type(taken).__name__)
            await asyncio.sleep(seconds)
        return False

    async def _full(self, message: discord.Message, full: InboxFull, heard: Heard) -> None:
        try:
            await message.reply(full.say(cast("Locale", heard.reach["locale"])), mention_author=False)
        except (discord.DiscordException, aiohttp.ClientError) as error:
            _log.warning("a full inbox was not told: %s", type(error).__name__)

    async def _noted(self, heard: Heard, channel: int) -> None:
        """Anything but a stop is seen to be worked on."""
        if heard.kind != "stop":
            self._recent.note(heard)
            await self._typing(channel)

    async def _typing(self, channel: int) -> None:
        try:
            await self.http.send_typing(channel)
        except (discord.DiscordException, aiohttp.ClientError) as error:
            _log.info("not seen typing: %s", type(error).__name__)

    async def _deleted(self, message: int, place: int, guild: int | None) -> None:
        at = self.get_channel(place)
        parent = at.parent_id if isinstance(at, discord.Thread) else place
        async with self._lane(place):
            known = self._recent.thread_of(str(message))
            await self._kept(heard_deletion(message, str(parent), str(place), guild, known))

    @asynccontextmanager
    async def _lane(self, channel: int) -> AsyncGenerator[None]:
        """One event of a channel at a time, in their order; a lane that nobody waits in is gone."""
        lock, waiting = self._lanes.get(channel, (asyncio.Lock(), 0))
        self._lanes[channel] = (lock, waiting + 1)
        try:
            async with lock:
                yield
        finally:
            lock, waiting = self._lanes[channel]
            self._lanes[channel] = (lock, waiting - 1)
            if waiting == 1:
                del self._lanes[channel]


def _one_shard(parsers: dict[str, Callable[[Any], Any]]) -> None:
    """A server of another maker may not say which shard is ready: it has one. The library cannot do without it."""
    ready = parsers["READY"]
    parsers["READY"] = lambda data: ready({"shard": [0, 1], **data})


def _intents(content: bool) -> discord.Intents:
    intents = discord.Intents.none()
    intents.guilds = intents.guild_messages = intents.dm_messages = True
    intents.message_content = content
    return intents


def _active(guilds: Iterable[discord.Guild], since: int) -> Iterator[discord.TextChannel | discord.Thread]:
    """The channels and threads in which something was said since."""
    places = (place for guild in guilds for place in (*guild.text_channels, *guild.threads))
    yield from islice((one for one in places if (one.last_message_id or 0) > since), _MISSED_CHANNELS)


async def _within_reach(answer: Awaitable[object]) -> None:
    """Answers an interaction; an expired one is let go, since what it asked for goes its own way."""
    try:
        await answer
    except discord.HTTPException as error:
        if error.code not in _LOST:
            _log.warning("an interaction was not acknowledged: %d", error.status)
    except (aiohttp.ClientError, OSError) as error:
        _log.warning("an interaction was not acknowledged: %s", type(error).__name__)
    except (LookupError, TypeError) as error:
        _log.info("an interaction was acknowledged without a word: %s", type(error).__name__)
