"""What Discord's messages and interactions are to the house: each of them as a `Heard`."""

from dataclasses import replace
from typing import Any

import discord

from adapters.channels.discord.reading import (
    channel_of,
    code_in,
    files_of,
    locale_of_guild,
    locale_of_text,
    mentions,
    said,
)
from adapters.channels.discord.stamp import thread_of
from bot.delivery.inbox import is_stop
from bot.types import Heard, HeardKind
from config.errors import Locale

PLATFORM = "discord"
DIRECT = "@me"
"""The workspace of direct messages, as Discord's own routes call it."""

Interaction = discord.Interaction[Any]


def heard_message(message: discord.Message, me: discord.ClientUser) -> Heard:
    """A message, said to the bot or overheard."""
    guild, at, text = message.guild, message.channel, said(message, me)
    addressed = guild is None or mentions(message, me) or _is_ours(at, me)
    heard = Heard(
        platform=PLATFORM,
        workspace=str(guild.id) if guild else DIRECT,
        channel=channel_of(at),
        account=str(message.author.id),
        text=text,
        event_id=str(message.id),
        thread=_thread_of(message, me),
        action="hello" if addressed and not text and not message.attachments else "",
        name=message.author.display_name,
        direct=guild is None,
        overheard=not addressed,
        files=files_of(message.attachments),
        reach=_reach(message, me, text),
    )
    return stopping(heard) if addressed else heard


def heard_interaction(
    interaction: Interaction, text: str, action: str = "", code: str | None = None
) -> Heard:
    """A command, a click or a filled form. `code` is that of the thread of what was clicked."""
    place = str(interaction.channel_id or 0)
    channel = channel_of(interaction.channel) or place
    direct = interaction.guild_id is None
    own = place if direct or channel != place else f"{place}.{interaction.user.id}"
    heard = Heard(
        platform=PLATFORM,
        workspace=str(interaction.guild_id) if interaction.guild_id else DIRECT,
        channel=channel,
        account=str(interaction.user.id),
        text=text,
        event_id=str(interaction.id),
        thread=own if code is None else thread_of(code, place),
        action=action,
        name=interaction.user.display_name,
        locale=locale_of(interaction),
        direct=direct,
        target=str(interaction.message.id) if interaction.message else "",
        reach=_ways(interaction, place),
    )
    return stopping(heard)


def stopping(heard: Heard) -> Heard:
    """The same, of the kind that stops a turn where its words or its button say so: in the open channel it is meant
    for all that its author has running there."""
    if not is_stop(heard):
        return heard
    inside = heard.reach.get("place", heard.channel) != heard.channel
    return replace(heard, kind="stop", wide=not (heard.direct or inside or heard.target))


def locale_of(interaction: Interaction) -> Locale:
    return "ko" if interaction.locale is discord.Locale.korean else "en"


def heard_deletion(message: int, channel: str, place: str, guild: int | None, thread: str) -> Heard:
    """Discord tells which message is gone, and neither whose nor what it said."""
    begun = place if guild is None or channel != place else str(message)
    return Heard(
        platform=PLATFORM,
        workspace=str(guild) if guild else DIRECT,
        channel=channel,
        account="",
        text="",
        event_id=f"{message}:deleted",
        thread=thread or begun,
        kind="deleted",
        direct=guild is None,
        target=str(message),
        reach={"place": place},
    )


def heard_guild(guild: discord.Guild, kind: HeardKind, me: discord.ClientUser) -> Heard:
    """The bot came into a server, or was put out of it."""
    channel = _front(guild) if kind == "joined" else ""
    since = guild.me.joined_at if guild.me else None
    return Heard(
        platform=PLATFORM,
        workspace=str(guild.id),
        channel=channel,
        account=str(guild.owner_id or me.id),
        text=guild.name,
        event_id=f"{guild.id}:{kind}:{since.timestamp() if since else 0:.0f}",
        thread=channel or str(guild.id),
        kind=kind,
        wide=kind == "joined",
        reach={"place": channel, "locale": locale_of_guild(guild)},
    )


def _reach(message: discord.Message, me: discord.ClientUser, text: str) -> dict[str, str]:
    return {
        "place": str(message.channel.id),
        "answers": str(message.id) if message.guild else "",
        "open": "1" if _opens(message, me) else "",
        "locale": locale_of_text(text, message.guild),
    }


def _ways(interaction: Interaction, place: str) -> dict[str, str]:
    return {
        "place": place,
        "app": str(interaction.application_id),
        "token": interaction.token,
        "born": str(interaction.id),
        "locale": locale_of(interaction),
    }


def _is_ours(channel: object, me: discord.ClientUser) -> bool:
    return isinstance(channel, discord.Thread) and channel.owner_id == me.id


def _opens(message: discord.Message, me: discord.ClientUser) -> bool:
    """Whether the answer opens a thread: in a text channel, where the bot may, and nothing goes on already."""
    at = message.channel
    if not isinstance(at, discord.TextChannel) or _replied_to(message, me):
        return False
    may = at.permissions_for(at.guild.me)
    return may.create_public_threads and may.send_messages_in_threads


def _replied_to(message: discord.Message, me: discord.ClientUser) -> discord.Message | None:
    """The bot's own message that this one replies to."""
    resolved = message.reference.resolved if message.reference else None
    if isinstance(resolved, discord.Message) and resolved.author.id == me.id:
        return resolved
    return None


def _thread_of(message: discord.Message, me: discord.ClientUser) -> str:
    """The thread that a message goes on with: its channel's own, that of what it replies to, or a new one."""
    at = message.channel
    if not isinstance(at, discord.TextChannel | discord.VoiceChannel | discord.StageChannel):
        return str(at.id)
    if _opens(message, me):
        return str(message.id)
    if replied := _replied_to(message, me):
        if code := code_in(replied):
            return thread_of(code, str(at.id))
        if replied.interaction_metadata:
            return f"{at.id}.{replied.interaction_metadata.user.id}"
    return f"{at.id}.{message.author.id}"


def _front(guild: discord.Guild) -> str:
    """The channel to introduce oneself in: where the server greets, else the first one open to the bot."""
    candidates = [guild.system_channel, *guild.text_channels]
    return next(
        (str(one.id) for one in candidates if one and one.permissions_for(guild.me).send_messages), ""
    )
