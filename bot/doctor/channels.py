"""What is well with the chat platforms that are switched on: each is asked, nothing is heard or said."""

import os

from bot import plugins
from bot.doctor.examine import Check
from bot.types import Heard
from config.channels import Channels, channels
from config.errors import Locale, StratumError
from config.settings import Settings
from config.wording import words
from memory.db import Database
from memory.keyring import keyring
from memory.store.vault import Vault


class _Deaf:
    """An inbox for a platform that is only looked at."""

    async def take(self, heard: Heard) -> bool:
        del heard
        return False


async def platforms(settings: Settings, locale: Locale) -> tuple[Check, ...]:
    """The findings of every platform that has what it needs, each with its mend."""
    try:
        reached = channels(os.environ)
        if not reached.switched_on:
            return ()
        async with await Database.open(settings.database) as database:
            vault = Vault(database, keyring(settings.keyring, settings.home))
            asked = [await _asked(name, reached, vault, locale) for name in reached.switched_on]
    except StratumError:
        return ()  # the database's own check has said it
    except ValueError as error:
        return (Check("channels", False, f"PORT: {error}", words("doctor")("port", locale)),)
    return tuple(check for checks in asked for check in checks)


async def _asked(name: str, reached: Channels, vault: Vault, locale: Locale) -> tuple[Check, ...]:
    try:
        platform = plugins.platform(name, _Deaf(), getattr(reached, name), vault)
    except ModuleNotFoundError as error:
        missing = words("doctor")("channel.extra", locale, name=name)
        return (Check(name, False, str(error.name), missing),)
    try:
        found = await platform.check()
    finally:
        await platform.aclose()
    say = words("channels")
    return tuple(Check(one.name, one.ok, one.detail, say(one.name, locale)) for one in found)
