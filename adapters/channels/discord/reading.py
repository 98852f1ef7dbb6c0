"""What stands in Discord's objects: words without the call of the bot, files, codes under a message, languages."""

import re
from collections.abc import Iterable

import discord

from bot.types import File

_BLANK = re.compile(r"\s+\n|[ \t]{2,}")
_CODE = re.compile(r"s1\|(?P<code>[mu]?\w*)\|")


def said(message: discord.Message, me: discord.ClientUser) -> str:
    """The words, without the call of the bot, and with the others' names where Discord has numbers."""
    text, role = message.content, message.guild.self_role if message.guild else None
    for one in (f"<@{me.id}>", f"<@!{me.id}>", f"<@&{role.id}>" if role else ""):
        text = text.replace(one, " ") if one else text
    for user in message.mentions:
        for one in (f"<@{user.id}>", f"<@!{user.id}>"):
            text = text.replace(one, f"@{user.display_name}")
    return _BLANK.sub(lambda found: "\n" if "\n" in found[0] else " ", text).strip()


def mentions(message: discord.Message, me: discord.ClientUser) -> bool:
    """Whether the bot is called, by itself or by its role."""
    role = message.guild.self_role if message.guild else None
    return any(user.id == me.id for user in message.mentions) or bool(role and role in message.role_mentions)


def quoted(message: discord.Message) -> tuple[str, tuple[File, ...]]:
    """A message that somebody hands to the bot: its words with their author, and its files."""
    lines = "\n".join(f"> {line}" for line in message.content.split("\n")) if message.content else ""
    return f"{message.author.display_name}:\n{lines}" if lines else "", files_of(message.attachments)


def channel_of(channel: object) -> str:
    """The channel that a thread hangs below; of everything else itself."""
    parent = channel.parent_id if isinstance(channel, discord.Thread) else 0
    return str(parent or getattr(channel, "id", ""))


def files_of(attachments: Iterable[discord.Attachment]) -> tuple[File, ...]:
    return tuple(
        File(one.title or one.filename, one.url, one.size, (one.content_type or "").partition(";")[0])
        for one in attachments
    )


def code_in(message: discord.Message) -> str:
    """The code of the thread that the buttons under a message belong to."""
    found = (_CODE.match(one) for one in _custom_ids(message.components))
    return next((one["code"] for one in found if one), "")


def _custom_ids(components: Iterable[object]) -> Iterable[str]:
    for component in components:
        if isinstance(component, discord.Button | discord.SelectMenu):
            yield component.custom_id or ""
        yield from _custom_ids(getattr(component, "children", ()))


def locale_of_text(text: str, guild: discord.Guild | None) -> str:
    if any("가" <= character <= "힣" for character in text):
        return "ko"
    return locale_of_guild(guild) if guild and not text else "en"


def locale_of_guild(guild: discord.Guild) -> str:
    return "ko" if guild.preferred_locale is discord.Locale.korean else "en"
