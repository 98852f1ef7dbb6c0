"""Where an answer goes: the reply of an interaction while it is open, else a thread or the channel itself."""

import asyncio
import time
from typing import Any, cast

import discord

from adapters.channels.discord.buttons import shortened
from adapters.channels.discord.layout import Sheet
from adapters.channels.discord.wire import Refusal, Wire
from bot.ports import Ambiguous, Rejected, Unposted
from bot.types import Heard

OPEN_FOR = 14.5 * 60
"""Seconds for which an interaction takes its answer; Discord closes it after fifteen minutes."""
_GRACE = 4.0
"""Seconds in which the acknowledgement may still be on its way from the process that heard."""
_AGAIN = 0.25
"""Seconds between two looks at whether it is there. They are counted: a halt of this process is no look."""
_UNKNOWN_MESSAGE, _UNKNOWN_WEBHOOK, _UNKNOWN_INTERACTION = 10008, 10015, 10062
_THREAD_EXISTS = 160004
_THREAD_LOST = {10003, 50083, 160005}
"""Unknown channel; the thread is archived; it is locked."""
_CLOSED = {_UNKNOWN_MESSAGE, _UNKNOWN_WEBHOOK, _UNKNOWN_INTERACTION, 50027}
_FOLLOWUP = "/webhooks/{webhook_id}/{webhook_token}"
_ORIGINAL = f"{_FOLLOWUP}/messages/@original"
Json = dict[str, Any]


class Spot:
    """The place of one answer, found out with its first message."""

    def __init__(self, wire: Wire, heard: Heard) -> None:
        self._wire = wire
        self._heard = heard
        reach = heard.reach
        self._app, self._token = reach.get("app", ""), reach.get("token", "")
        self._opens = bool(reach.get("open"))
        self._answers = reach.get("answers", "")
        self.channel = reach.get("place") or heard.channel

    @property
    def waited_for(self) -> bool:
        """Whether Discord shows that the bot is thinking until it is answered there."""
        return bool(self._token) and self._age() < OPEN_FOR

    async def first(self, sheet: Sheet, nonce: str) -> tuple[str, int]:
        """Posts the first message: its id, and the container of what is there now.

        That may be another one: a message of the same nonce, from a process that is gone, is not changed.
        """
        if self.waited_for:
            try:
                return await self._original(sheet), sheet.stamp.container
            except Refusal as refusal:
                if refusal.code not in _CLOSED:
                    raise
                self._token = ""
        await self._open()
        try:
            made = await self._wire.create(self.channel, sheet, nonce, self._answers)
        except Refusal as refusal:
            if not self._leave_thread(refusal):
                raise
            made = await self._wire.create(self.channel, sheet, nonce)
        return str(made["id"]), _container(made)

    def _leave_thread(self, refusal: Refusal) -> bool:
        """Where a thread is gone or shut its channel has not ended: the answer is said there."""
        if refusal.code not in _THREAD_LOST or self._heard.channel in {"", self.channel}:
            return False
        self.channel, self._answers = self._heard.channel, ""
        return True

    async def more(self, sheet: Sheet, nonce: str, after: str) -> str:
        """A further message, a reply to the one before where that keeps them together."""
        try:
            made = await self._wire.create(self.channel, sheet, nonce, after if self._token else "")
        except Refusal as refusal:
            if not self.waited_for or refusal.reason != "forbidden":
                raise
            made = await self._followup(sheet)
        return str(made["id"])

    async def edit(self, message: str, sheet: Sheet) -> bool:
        """Whether the message was there to be changed."""
        try:
            if self.waited_for:
                await self._original(sheet)
            else:
                await self._wire.edit(self.channel, message, sheet)
        except Refusal as refusal:
            if refusal.code in _CLOSED | _THREAD_LOST:
                return False
            raise
        return True

    async def typing(self) -> None:
        await self._reach()
        await self._wire.call("POST", "/channels/{channel_id}/typing", channel_id=int(self.channel))

    def _age(self) -> float:
        born = self._heard.reach.get("born", "")
        return time.time() - discord.utils.snowflake_time(int(born)).timestamp() if born else OPEN_FOR

    async def _original(self, sheet: Sheet) -> str:
        """Fills the interaction's own reply. The acknowledgement that makes it may come a moment later."""
        looks = round((_GRACE - self._age()) / _AGAIN)
        while True:
            message = {"content": None, "view": sheet.view, "attachments": sheet.files}
            try:
                made = await self._wire.call("PATCH", _ORIGINAL, **self._hook, message=message)
                return str(made["id"])
            except Refusal as refusal:
                if refusal.code not in _CLOSED or looks <= 0:
                    raise
                looks -= 1
                await asyncio.sleep(_AGAIN)

    async def _followup(self, sheet: Sheet) -> Json:
        """Where the bot may not post and only the interaction lets it speak. Never repeated: it has no nonce."""
        message = {"view": sheet.view, "files": sheet.files}
        made = await self._wire.call("POST", _FOLLOWUP, **self._hook, params={"wait": 1}, message=message)
        return cast("Json", made)

    @property
    def _hook(self) -> Json:
        return {"webhook_id": int(self._app), "webhook_token": self._token}

    async def _reach(self) -> None:
        """Where only somebody's account is known: the direct conversation with them."""
        if not self.channel and self._heard.account:
            try:
                made = await self._wire.call(
                    "POST", "/users/@me/channels", json={"recipient_id": self._heard.account}
                )
            except Ambiguous as error:  # the same conversation is given however often it is asked for
                raise Rejected("unavailable", str(error)) from None
            self.channel = str(made["id"])

    async def _open(self) -> None:
        """Opens the thread of the message that is answered, once. Where none can be opened, the channel does."""
        await self._reach()
        if not self._opens:
            return
        try:
            await self._wire.call(
                "POST",
                "/channels/{channel_id}/messages/{message_id}/threads",
                channel_id=int(self.channel),
                message_id=int(self._answers),
                json={"name": _title(self._heard.text), "auto_archive_duration": 4320},
            )
        except Refusal as refusal:
            if refusal.code != _THREAD_EXISTS:
                if refusal.reason not in {"forbidden", "invalid"} and refusal.code != _UNKNOWN_MESSAGE:
                    raise
                self._opens = False
                return
        except Ambiguous as error:
            raise Rejected("unavailable", str(error)) from None
        self.channel, self._answers, self._opens = self._answers, "", False


def _title(text: str) -> str:
    return shortened(" ".join(text.split()), 80) or "Stratum"


def _container(made: Json) -> int:
    """0 where the server does not say what is in the message."""
    return next((int(box.get("id") or 0) for box in cast("list[Json]", made.get("components") or [])), 0)


async def kept_out(wire: Wire, guild: str) -> bool:
    """Whether the bot is no longer in this guild at all."""
    if not guild.isdecimal():
        return False
    try:
        await wire.call("GET", "/guilds/{guild_id}", guild_id=int(guild))
    except Rejected:
        return True
    except Unposted:
        return False
    return False
