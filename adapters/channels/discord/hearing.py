"""What Discord's events are to the house: each of them as a `Heard`."""

import re
from collections.abc import Iterable
from typing import Any

import discord

from adapters.channels.discord.stamp import thread_of
from bot.types import File, Heard, HeardKind

PLATFORM = "discord"
DIRECT = "@me"
"""The workspace of direct messages, as Discord's own routes call it."""
STOP = frozenset({"stop", "/stop", "!stop", "중지", "/중지", "멈춰", "그만"})
_BLANK = re.compile(r"\s+\n|[ \t]{2,}")
_CODE = re.compile(r"s1\|(?P<code>[mu]?\w*)\|")

Interaction = discord.Interaction[Any]


def heard_message(message: discord.Message, me: discord.ClientUser) -> Heard:
    """A message, said to the bot or overheard."""
    guild, at = message.guild, message.channel
    text = _said(message, me)
    addressed = guild is None or _mentions(message, me) or _is_ours(at, me)
    stops = addressed and text.casefold() in STOP
    opens = _opens(message)
    thread = str(message.id) if opens else _thread_of_reply(message, me)
    return Heard(
        platform=PLATFORM,
        workspace=str(guild.id) if guild else DIRECT,
        channel=_channel_of(at),
        account=str(message.author.id),
        text=text,
        event_id=str(message.id),
        thread=thread,
        action="hello" if addressed and not text and not message.attachments else "",
        kind="stop" if stops else "message",
        name=message.author.display_name,
        direct=isinstance(at, discord.DMChannel) or guild is None,
        overheard=not addressed,
        files=_files(message.attachments),
        target="",
        reach={
            "place": str(at.id),
            "answers": str(message.id) if guild else "",
            "open": "1" if opens else "",
            "locale": _locale_of(text, guild),
        },
    )


def heard_interaction(
    interaction: Interaction,
    text: str,
    *,
    action: str = "",
    kind: HeardKind = "message",
    code: str | None = None,
) -> Heard:
    """A command, a click or a filled form. `code` is that of the thread of what was clicked."""
    place = str(interaction.channel_id or 0)
    channel = _channel_of(interaction.channel) if interaction.channel else place
    direct = interaction.guild_id is None
    alone = direct or channel != place
    own = place if alone else f"{place}.{interaction.user.id}"
    return Heard(
        platform=PLATFORM,
        workspace=str(interaction.guild_id) if interaction.guild_id else DIRECT,
        channel=channel,
        account=str(interaction.user.id),
        text=text,
        event_id=str(interaction.id),
        thread=own if code is None else thread_of(code, place),
        action=action,
        kind=kind,
        name=interaction.user.display_name,
        direct=direct,
        target=str(interaction.message.id) if interaction.message else "",
        reach={
            "place": place,
            "app": str(interaction.application_id),
            "token": interaction.token,
            "born": str(interaction.id),
            "locale": locale_of(interaction),
        },
    )


def locale_of(interaction: Interaction) -> str:
    return "ko" if interaction.locale is discord.Locale.korean else "en"


def heard_deletion(message: int, channel: str, place: str, guild: int | None) -> Heard:
    """Discord tells which message is gone, and neither whose nor what it said."""
    thread = place if guild is None or channel != place else str(message)
    return Heard(
        platform=PLATFORM,
        workspace=str(guild) if guild else DIRECT,
        channel=channel,
        account="",
        text="",
        event_id=f"{message}:deleted",
        thread=thread,
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
        reach={"place": channel, "locale": _by_guild(guild)},
    )


def quoted(message: discord.Message) -> tuple[str, tuple[File, ...]]:
    """A message that somebody hands to the bot: its words with their author, and its files."""
    lines = "\n".join(f"> {line}" for line in message.content.split("\n")) if message.content else ""
    return f"{message.author.display_name}:\n{lines}" if lines else "", _files(message.attachments)


def _said(message: discord.Message, me: discord.ClientUser) -> str:
    """The words, without the call of the bot, and with the others' names where Discord has numbers."""
    text = message.content
    for one in _own_mentions(message, me):
        text = text.replace(one, " ")
    for user in message.mentions:
        text = text.replace(f"<@{user.id}>", f"@{user.display_name}").replace(
            f"<@!{user.id}>", f"@{user.name}"
        )
    return _BLANK.sub(lambda found: "\n" if "\n" in found[0] else " ", text).strip()


def _own_mentions(message: discord.Message, me: discord.ClientUser) -> list[str]:
    role = message.guild.self_role if message.guild else None
    return [f"<@{me.id}>", f"<@!{me.id}>", *([f"<@&{role.id}>"] if role else [])]


def _mentions(message: discord.Message, me: discord.ClientUser) -> bool:
    role = message.guild.self_role if message.guild else None
    return any(user.id == me.id for user in message.mentions) or bool(role and role in message.role_mentions)


def _is_ours(channel: object, me: discord.ClientUser) -> bool:
    return isinstance(channel, discord.Thread) and channel.owner_id == me.id


def _channel_of(channel: object) -> str:
    """The channel that a thread hangs below; of everything else itself."""
    parent = channel.parent_id if isinstance(channel, discord.Thread) else 0
    return str(parent or getattr(channel, "id", ""))


def _opens(message: discord.Message) -> bool:
    """Whether the answer opens a thread: in a text channel, where the bot may, and nothing goes on already."""
    at, reference = message.channel, message.reference
    if not isinstance(at, discord.TextChannel) or (reference and _ours(reference.resolved)):
        return False
    may = at.permissions_for(at.guild.me)
    return may.create_public_threads and may.send_messages_in_threads


def _ours(message: object) -> bool:
    if not isinstance(message, discord.Message):
        return False
    return bool(message.guild and message.guild.me and message.author.id == message.guild.me.id)


def _thread_of_reply(message: discord.Message, me: discord.ClientUser) -> str:
    """The thread that a message goes on with: its channel's own, that of what it replies to, or its author's."""
    at = message.channel
    if not isinstance(at, discord.TextChannel | discord.VoiceChannel | discord.StageChannel):
        return str(at.id)
    resolved = message.reference.resolved if message.reference else None
    if isinstance(resolved, discord.Message) and resolved.author.id == me.id:
        if code := _code_in(resolved):
            return thread_of(code, str(at.id))
        if resolved.interaction_metadata:
            return f"{at.id}.{resolved.interaction_metadata.user.id}"
    return f"{at.id}.{message.author.id}"


def _code_in(message: discord.Message) -> str:
    found = (_CODE.match(one) for one in _custom_ids(message.components))
    return next((one["code"] for one in found if one), "")


def _custom_ids(components: Iterable[object]) -> Iterable[str]:
    for component in components:
        if isinstance(component, discord.Button | discord.SelectMenu):
            yield component.custom_id or ""
        yield from _custom_ids(getattr(component, "children", ()))


def _files(attachments: Iterable[discord.Attachment]) -> tuple[File, ...]:
    return tuple(
        File(one.title or one.filename, one.url, one.size, (one.content_type or "").partition(";")[0])
        for one in attachments
    )


def _locale_of(text: str, guild: discord.Guild | None) -> str:
    if any("가" <= character <= "힣" for character in text):
        return "ko"
    return _by_guild(guild) if guild and not text else "en"


def _by_guild(guild: discord.Guild) -> str:
    return "ko" if guild.preferred_locale is discord.Locale.korean else "en"


def _front(guild: discord.Guild) -> str:
    """The channel to introduce oneself in: where the server greets, else the first one open to the bot."""
    candidates = [guild.system_channel, *guild.text_channels]
    return next(
        (str(one.id) for one in candidates if one and one.permissions_for(guild.me).send_messages), ""
    )
