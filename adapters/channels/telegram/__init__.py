"""Telegram, with aiogram: the Bot API by polling or by webhook."""

from adapters.channels.telegram.platform import Telegram

CHANNEL = Telegram
