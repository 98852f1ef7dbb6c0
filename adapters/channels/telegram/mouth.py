"""The speaking half: any process has it, whether it hears or not."""

import logging
from asyncio import timeout

from aiogram.methods import GetFile
from aiohttp import ClientError

from adapters.channels.telegram.line import Line
from adapters.channels.telegram.place import place_of
from adapters.channels.telegram.posting import Posting
from adapters.channels.telegram.voice import Voice
from bot.ports import Ambiguous, Posted, Rejected, Throttled
from bot.types import File, Heard, Reply
from config.wording import words

log = logging.getLogger(__name__)
LARGEST = 20 * 1024 * 1024
"""Bytes of a file that Telegram hands to a bot (vendor's documents)."""
_SECONDS = 120


class Mouth:
    def __init__(self, line: Line, posting: Posting) -> None:
        self._line = line
        self._posting = posting

    def voice(self, heard: Heard) -> Voice:
        return Voice(self._line, self._posting, place_of(heard))

    async def post(self, to: Heard, reply: Reply, key: str) -> Posted:
        return await self._posting.post(reply, place_of(to))

    async def find(self, to: Heard, key: str) -> Posted | None:
        """Telegram cannot be searched, so nothing is ever known of an ambiguous post."""
        return None

    async def fetch(self, heard: Heard, file: File) -> bytes:
        if file.size > LARGEST:
            raise _too_large(heard, file)
        try:
            found = await self._line.call(GetFile(file_id=file.ref))
        except Rejected as rejected:
            raise _too_large(heard, file) if rejected.reason == "too_long" else rejected from None
        except (Throttled, Ambiguous) as unposted:
            raise Rejected("unavailable", str(unposted)) from None
        if not found.file_path:
            raise Rejected("gone", file.name)
        return await self._content(found.file_path, file)

    async def _content(self, path: str, file: File) -> bytes:
        """Nothing of a failure is passed on but its kind: its words hold the token."""
        try:
            async with timeout(_SECONDS):
                content = await self._line.bot.download_file(path, timeout=_SECONDS)
        except (ClientError, OSError) as error:
            raise Rejected("unavailable", type(error).__name__) from None
        return content.read() if content else b""


def _too_large(heard: Heard, file: File) -> Rejected:
    said = words("channels")("telegram.too_large", place_of(heard).locale, name=file.name)
    return Rejected("too_long", said)
