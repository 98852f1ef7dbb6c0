"""Buttons: what one says when it is pressed has 64 bytes, so longer actions are kept under a short key."""

import logging
from base64 import urlsafe_b64encode
from collections import OrderedDict
from collections.abc import Sequence
from hashlib import blake2b

from aiogram.types import InlineKeyboardButton, InlineKeyboardMarkup

from adapters.channels.telegram.width import columns
from agents.types import Button
from bot.ports import Vault
from config.errors import StratumError

log = logging.getLogger(__name__)
_BYTES = 64
_KEY = "#"
_KIND = "telegram.button"
_ROW = 34
"""Columns of text that one row of buttons shows on a phone."""
_IN_A_ROW = 3
_KEPT = 2_000


class Buttons:
    """Makes keyboards, and finds the action of a pressed button again, after a restart too."""

    def __init__(self, vault: Vault | None) -> None:
        """Without a vault that can keep anything, a long action works until this process ends."""
        self._vault = vault
        self._here = ShortMemory()

    async def keyboard(self, buttons: Sequence[Button], chat: int) -> InlineKeyboardMarkup | None:
        """None without buttons."""
        if not buttons:
            return None
        rows: list[list[InlineKeyboardButton]] = [[]]
        for button in buttons:
            data = await self._data(button.action, chat)
            made = InlineKeyboardButton(text=button.label or "…", callback_data=data)
            if rows[-1] and not _fits([*rows[-1], made]):
                rows.append([])
            rows[-1].append(made)
        return InlineKeyboardMarkup(inline_keyboard=rows)

    async def action(self, data: str, chat: str) -> str | None:
        """The action of a button of this chat that carries this. None when it is not known any more."""
        if not data.startswith(_KEY):
            return data
        name = f"{chat}/{data}"
        if (here := self._here.get(name)) is not None or self._vault is None:
            return here
        try:
            kept = await self._vault.get(_KIND, name)
        except StratumError as error:
            log.warning("the vault does not give a button: %s", type(error).__name__)
            return None
        return kept.decode() if kept is not None else None

    async def _data(self, action: str, chat: int) -> str:
        if len(action.encode()) <= _BYTES and not action.startswith(_KEY):
            return action
        data = _KEY + urlsafe_b64encode(blake2b(action.encode(), digest_size=24).digest()).decode()
        await self._keep(f"{chat}/{data}", action)
        return data

    async def _keep(self, name: str, action: str) -> None:
        """The chat is in the name: what is kept for it goes when its organisation is erased."""
        known = self._here.get(name) is not None
        self._here.put(name, action)
        if known or self._vault is None:
            return
        try:
            await self._vault.put(_KIND, name, action.encode())
        except StratumError as error:
            log.warning("the vault does not keep a button: %s", type(error).__name__)


class ShortMemory:
    """The actions that this process has seen last."""

    def __init__(self) -> None:
        self._kept: OrderedDict[str, str] = OrderedDict()

    def get(self, name: str) -> str | None:
        return self._kept.get(name)

    def put(self, name: str, action: str) -> None:
        self._kept[name] = action
        self._kept.move_to_end(name)
        while len(self._kept) > _KEPT:
            self._kept.popitem(last=False)


def _fits(row: Sequence[InlineKeyboardButton]) -> bool:
    return len(row) <= _IN_A_ROW and sum(columns(button.text) + 4 for button in row) <= _ROW
