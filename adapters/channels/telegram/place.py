"""Where in Telegram an answer goes."""

from dataclasses import dataclass

from aiogram.types import ReplyParameters

from bot.language import language_of
from bot.types import Heard
from config.errors import Locale

PLATFORM = "telegram"
_TOPIC = ":"


@dataclass(frozen=True, slots=True)
class Place:
    """A chat, the topic in it, and the message that is answered there."""

    chat: int
    topic: int | None
    message: int | None
    """None where nobody asked, and for what was clicked."""
    draft: int
    """The draft's own id, by which a Stop comes back; 0 outside private chats, which alone have drafts."""
    locale: Locale

    @property
    def private(self) -> bool:
        """Telegram's own rule: private chats, and only these, have the ids of people."""
        return self.chat > 0

    @property
    def answers(self) -> ReplyParameters | None:
        """In a group the answer hangs on its question; in private there is nobody to confuse."""
        if self.private or self.message is None:
            return None
        return ReplyParameters(message_id=self.message, allow_sending_without_reply=True)


def thread_of(chat: int, topic: int | None) -> str:
    """A chat is one thread, each of its topics one of its own."""
    return f"{chat}{_TOPIC}{topic}" if topic else str(chat)


def locale_of(code: str | None) -> Locale | None:
    """Of a language code of Telegram, such as `ko` or `en-GB`."""
    spoken: dict[str, Locale] = {"ko": "ko", "en": "en"}
    return spoken.get((code or "").partition("-")[0].lower())


def place_of(heard: Heard) -> Place:
    """From what was heard; its channel and thread are enough, as a digest has no more.

    Somebody's own chat has their id; a thread of a chat that has moved is none of the new one's.
    """
    chat = heard.channel or heard.account
    within, _, topic = heard.thread.partition(_TOPIC)
    if within != chat:
        topic = ""
    message = heard.reach.get("message", "")
    return Place(
        chat=int(chat),
        topic=int(topic) if topic.isdigit() else None,
        message=int(message) if message.isdigit() else None,
        draft=int(heard.reach.get("draft", "0")),
        locale=language_of(heard.text) or heard.locale or "en",
    )
