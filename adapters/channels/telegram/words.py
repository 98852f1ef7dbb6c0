"""What a message of Telegram says: its words without the bot's name, its speaker, its files."""

import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass

from aiogram.types import Message, MessageEntity, User

from bot.types import File

_COMMAND = re.compile(r"/([^\s@/]+)(?:@([A-Za-z0-9_]+))?(?:\s+|$)", re.DOTALL)
_START = "start"


@dataclass(frozen=True, slots=True)
class Said:
    text: str
    named: bool
    """Whether the words themselves say that they are for this bot: a command of it, or its name."""


@dataclass(frozen=True, slots=True)
class Speaker:
    id: str
    name: str
    language: str = ""


def said_in(message: Message, me: User, ours: Callable[[str], bool]) -> Said | None:
    """The words for this bot. None where they are a command of another one."""
    text = message.text or message.caption or ""
    if command := _COMMAND.match(text):
        word, bot, rest = command[1], command[2], _calling(message, text)[command.end() :].strip()
        if bot and bot.lower() != (me.username or "").lower():
            return None
        said = f"{_START} {rest}" if word.lower() == _START else f"/{word} {rest}"
        return Said(said.strip(), bool(bot) or ours(word))
    entities = message.entities if message.text else message.caption_entities
    names = [entity for entity in entities or () if _names(entity, text, me)]
    return Said(_without(text, names).strip(), bool(names))


def _calling(message: Message, text: str) -> str:
    """The text with an @ before whom it mentions without one: people who have no name of their own on Telegram."""
    raw = text.encode("utf-16-le")
    entities = message.entities if message.text else message.caption_entities
    for entity in sorted(entities or (), key=lambda one: one.offset, reverse=True):
        if entity.type == "text_mention" and not entity.extract_from(text).startswith("@"):
            at = 2 * entity.offset
            raw = raw[:at] + "@".encode("utf-16-le") + raw[at:]
    return raw.decode("utf-16-le")


def answers_to(message: Message, me: User) -> bool:
    """Whether it replies to something that the bot said; a topic's first message is no such thing."""
    answered = message.reply_to_message
    if answered is None or answered.forum_topic_created or answered.from_user is None:
        return False
    return answered.from_user.id == me.id


def speaker(message: Message) -> Speaker | None:
    """Who speaks: a person, or a chat in whose name an anonymous administrator does. None for other bots."""
    if message.sender_chat:
        return Speaker(str(message.sender_chat.id), message.sender_chat.full_name)
    who = message.from_user
    if who is None or who.is_bot:
        return None
    return Speaker(str(who.id), who.full_name, who.language_code or "")


def topic_of(message: Message) -> int | None:
    """The topic of a forum; a thread of replies is none."""
    return message.message_thread_id if message.is_topic_message else None


def files_in(message: Message) -> tuple[File, ...]:
    """The files that came with it; of a photo its largest size."""
    if message.photo:
        photo = max(message.photo, key=lambda size: size.width * size.height)
        return (File(f"{photo.file_unique_id}.jpg", photo.file_id, photo.file_size or 0, "image/jpeg"),)
    sent = message.document or message.video or message.audio or message.voice
    if sent is None:
        return ()
    name: str | None = getattr(sent, "file_name", None)
    return (File(name or sent.file_unique_id, sent.file_id, sent.file_size or 0, sent.mime_type or ""),)


def label_of(message: Message, data: str) -> str:
    """What the button says that carries this."""
    rows = message.reply_markup.inline_keyboard if message.reply_markup else []
    return next((button.text for row in rows for button in row if button.callback_data == data), "")


def _names(entity: MessageEntity, text: str, me: User) -> bool:
    if entity.type == "text_mention":
        return entity.user is not None and entity.user.id == me.id
    return entity.type == "mention" and entity.extract_from(text).lower() == f"@{me.username or ''}".lower()


def _without(text: str, entities: Iterable[MessageEntity]) -> str:
    """The text without these; offsets are UTF-16 units."""
    raw = text.encode("utf-16-le")
    for entity in sorted(entities, key=lambda one: one.offset, reverse=True):
        before = raw[: 2 * entity.offset].decode("utf-16-le")
        after = raw[2 * (entity.offset + entity.length) :].decode("utf-16-le")
        raw = (before + (after.lstrip(" ,:") if not before or before[-1].isspace() else after)).encode(
            "utf-16-le"
        )
    return raw.decode("utf-16-le")
