"""Buttons: what one says when it is pressed has 64 bytes, so longer actions are kept under a short key."""

from base64 import urlsafe_b64encode
from collections import OrderedDict
from collections.abc import Sequence
from hashlib import blake2b

from aiogram.types import InlineKeyboardButton, InlineKeyboardMarkup

from adapters.channels.telegram.width import columns
from agents.types import Button
from bot.ports import Vault

_BYTES = 64
_KEY = "#"
_KIND = "telegram.button"
_ROW = 34
"""Columns of text that one row of buttons shows on a phone."""
_IN_A_ROW = 3
_KEPT = 2_000


class Buttons:
    """Makes keyboards, and finds the action of a pressed button again, after a restart too."""

    def __init__(self, vault: Vault) -> None:
        self._vault = vault

    async def keyboard(self, buttons: Sequence[Button], chat: int) -> InlineKeyboardMarkup | None:
        """None without buttons."""
        if not buttons:
            return None
        rows: list[list[InlineKeyboardButton]] = [[]]
        for button in buttons:
            made = InlineKeyboardButton(
                text=button.label, callback_data=await self._data(button.action, chat)
            )
            if rows[-1] and not _fits([*rows[-1], made]):
                rows.append([])
            rows[-1].append(made)
        return InlineKeyboardMarkup(inline_keyboard=rows)

    async def action(self, data: str) -> str | None:
        """The action of a button that carries this. None when it is not known any more."""
        if not data.startswith(_KEY):
            return data
        kept = await self._vault.get(_KIND, data)
        return kept.decode() if kept is not None else None

    async def _data(self, action: str, chat: int) -> str:
        if len(action.encode()) <= _BYTES and not action.startswith(_KEY):
            return action
        digest = blake2b(f"{chat}\x00{action}".encode(), digest_size=18).digest()
        key = _KEY + urlsafe_b64encode(digest).decode()
        await self._vault.put(_KIND, key, action.encode())
        return key


class ShortMemory:
    """A vault for one process, which forgets the oldest; for a house that gives none."""

    def __init__(self) -> None:
        self._kept: OrderedDict[tuple[str, str], bytes] = OrderedDict()

    async def get(self, kind: str, key: str) -> bytes | None:
        return self._kept.get((kind, key))

    async def put(self, kind: str, key: str, value: bytes) -> None:
        self._kept[kind, key] = value
        while len(self._kept) > _KEPT:
            self._kept.popitem(last=False)

    async def drop(self, kind: str, key: str) -> None:
        self._kept.pop((kind, key), None)


def _fits(row: Sequence[InlineKeyboardButton]) -> bool:
    return len(row) <= _IN_A_ROW and sum(columns(button.text) + 4 for button in row) <= _ROW
