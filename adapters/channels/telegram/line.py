"""The line to Telegram: the SDK's client, every failure told as what became of the post."""

import asyncio
from typing import TypeVar, cast

from aiogram import Bot
from aiogram.client.session.aiohttp import AiohttpSession
from aiogram.client.telegram import TelegramAPIServer
from aiogram.exceptions import AiogramError, ClientDecodeError
from aiogram.methods import EditMessageText, GetMe, TelegramMethod
from aiogram.types import Message, User

from adapters.channels.telegram.outcome import unposted
from adapters.channels.telegram.pace import Pace
from adapters.channels.telegram.pulse import Pulses
from bot.ports import Ambiguous, Rejected, Throttled, Unposted

_T = TypeVar("_T")
Post = TelegramMethod[Message] | TelegramMethod[list[Message]]
_SECONDS = 30
"""How long a call may take; uploads take longer."""
_UPLOAD = 120
BEAT = 4.0
"""Seconds between two signs of life, of which Telegram shows one for five."""
_PATIENCE = 90.0
"""Seconds that a message which has begun waits for its further parts, when Telegram wants a pause."""


class _Unread(Ambiguous):
    """It went well, and the SDK does not understand the answer: here it is as it came."""

    def __init__(self, result: object) -> None:
        super().__init__("the answer is not understood")
        self.result = result


class Line:
    """Raises aiogram's TokenValidationError where the token is none."""

    def __init__(self, token: str, api_url: str, beat: float = BEAT) -> None:
        self.session = AiohttpSession(api=TelegramAPIServer.from_base(api_url), timeout=_SECONDS)
        self.bot = Bot(token, session=self.session)
        self.pace = Pace()
        self.pulses = Pulses()
        self.beat = beat
        self.draft_again = 20.0
        """Seconds after which a draft that Telegram shows for thirty is shown again."""
        self.rich = True
        """Whether this server takes rich messages, as far as is known."""
        self.drafts = True

    async def me(self) -> User:
        """The bot itself. Raises Throttled, Rejected, Ambiguous."""
        try:
            return await self.call(GetMe())
        except _Unread as unread:
            said = cast("dict[str, object]", unread.result) if isinstance(unread.result, dict) else {}
            name = str(said.get("username") or "")
            return User(id=self.bot.id, is_bot=True, first_name=str(said.get("first_name")), username=name)

    async def post(self, method: Post, chat: int, *, upload: bool = False) -> tuple[int, ...]:
        """Makes one call that posts; the ids of the messages. Raises Throttled, Rejected, Ambiguous."""
        try:
            sent = await self.call(
                cast("TelegramMethod[Message | list[Message]]", method), chat, upload=upload
            )
        except _Unread as unread:
            if unread.result is True:
                raise Rejected("revoked", "a server that does not know the method") from None
            return _ids(unread.result)
        return tuple(message.message_id for message in (sent if isinstance(sent, list) else [sent]))

    async def edit(self, method: EditMessageText, chat: int) -> bool:
        """Makes one edit; whether the server says that the message is rich. Raises as `post` does."""
        try:
            edited = await self.call(method, chat)
        except _Unread as unread:
            return isinstance(unread.result, dict) and "rich_message" in cast(
                "dict[str, object]", unread.result
            )
        return isinstance(edited, Message) and edited.rich_message is not None

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
        await self.pulses.aclose()
        await self.session.close()


def _unread(data: object) -> Unposted:
    """What an answer means that the SDK could not read."""
    answer = cast("dict[str, object]", data) if isinstance(data, dict) else {}
    if answer.get("ok") is True:
        return _Unread(answer.get("result"))
    said = " ".join(str(value) for value in answer.values()).lower()
    if "ok" not in answer and ("not found" in said or "not supported" in said):
        return Rejected("revoked", "a server that does not know the method")
    return Ambiguous("the answer is not understood")


def _ids(result: object) -> tuple[int, ...]:
    """The ids of what was posted, whatever else is said of it. Raises Ambiguous where there are none."""
    sent = cast("list[object]", result if isinstance(result, list) else [result])
    ids = [cast("dict[str, object]", one).get("message_id") for one in sent if isinstance(one, dict)]
    known = tuple(one for one in ids if isinstance(one, int))
    if not known or len(known) != len(sent):
        raise Ambiguous("the answer is not understood")
    return known
