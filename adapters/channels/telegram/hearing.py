"""Telegram's updates as the house hears them. Pure: nothing is asked of anybody."""

from collections.abc import Callable
from dataclasses import dataclass

from aiogram.types import (
    CallbackQuery,
    ChatMemberRestricted,
    ChatMemberUnion,
    ChatMemberUpdated,
    Message,
    MessageGenerationStopped,
    Update,
    User,
)

from adapters.channels.telegram.place import PLATFORM, locale_of, thread_of
from adapters.channels.telegram.words import answers_to, files_in, label_of, said_in, speaker, topic_of
from bot.types import Heard

UPDATES = ["message", "edited_message", "callback_query", "my_chat_member", "stopped_message_generation"]
"""What Telegram is asked to send; it sends nothing else."""
_INSIDE = {"creator", "administrator", "member"}


@dataclass(frozen=True, slots=True)
class Hearing:
    """What this bot needs to know of itself to tell what is meant for it."""

    me: User
    ours: Callable[[str], bool]
    """Whether a word is the name of a command of this house; in a group, other bots have commands too."""

    def of(self, update: Update) -> Heard | None:
        """What the update says. None where it says nothing to this house."""
        if message := update.message or update.edited_message:
            moved = message.migrate_to_chat_id or message.migrate_from_chat_id
            return self._move(update, message) if moved else self._message(update, message)
        if update.callback_query:
            return self._click(update, update.callback_query)
        if update.my_chat_member:
            return self._membership(update, update.my_chat_member)
        if update.stopped_message_generation:
            return self._stop(update, update.stopped_message_generation)
        return None

    def _message(self, update: Update, message: Message) -> Heard | None:
        who, said, files = speaker(message), said_in(message, self.me, self.ours), files_in(message)
        if who is None or said is None:
            return None
        greeted = not said.text and not files
        private = message.chat.type == "private"
        if greeted and (private or not said.named or update.edited_message):
            return None
        key, edited = f"{message.chat.id}/{message.message_id}", update.edited_message is not None
        return Heard(
            PLATFORM,
            workspace=str(self.me.id),
            channel=str(message.chat.id),
            account=who.id,
            text=said.text,
            event_id=_event(update),
            thread=thread_of(message.chat.id, topic_of(message)),
            action="hello" if greeted else "",
            kind="edited" if edited else "message",
            keys=(f"{key}/{message.edit_date or 0}",) if edited else (key, *_draft(update, private)),
            name=who.name,
            direct=private,
            overheard=not (private or said.named or answers_to(message, self.me)),
            files=files,
            target=key if edited else "",
            locale=locale_of(who.language),
            reach=_reach(update, private, message.message_id),
        )

    def _click(self, update: Update, click: CallbackQuery) -> Heard | None:
        """Its action is what the button carries, which may be a key."""
        message = click.message
        if message is None or not click.data:
            return None
        whole = message if isinstance(message, Message) else None
        private = message.chat.type == "private"
        return Heard(
            PLATFORM,
            workspace=str(self.me.id),
            channel=str(message.chat.id),
            account=str(click.from_user.id),
            text=label_of(whole, click.data) if whole else "",
            event_id=_event(update),
            thread=thread_of(message.chat.id, topic_of(whole) if whole else None),
            action=click.data,
            keys=(f"click/{click.id}", *_draft(update, private)),
            name=click.from_user.full_name,
            direct=private,
            target=str(message.message_id),
            locale=locale_of(click.from_user.language_code),
            reach=_reach(update, private),
        )

    def _membership(self, update: Update, change: ChatMemberUpdated) -> Heard | None:
        """Its text is what the chat is called."""
        was, now = _is_inside(change.old_chat_member), _is_inside(change.new_chat_member)
        if was == now:
            return None
        private = change.chat.type == "private"
        return Heard(
            PLATFORM,
            workspace=str(self.me.id),
            channel=str(change.chat.id),
            account=str(change.from_user.id),
            text=change.chat.title or "",
            event_id=_event(update),
            thread=thread_of(change.chat.id, None),
            kind="joined" if now else "left",
            name=change.from_user.full_name,
            direct=private,
            locale=locale_of(change.from_user.language_code),
            reach=_reach(update, private),
        )

    def _stop(self, update: Update, stop: MessageGenerationStopped) -> Heard:
        """Only private chats have it, and their id is the person's. Its target is a key of what is answered."""
        return Heard(
            PLATFORM,
            workspace=str(self.me.id),
            channel=str(stop.chat.id),
            account=str(stop.chat.id),
            text="",
            event_id=_event(update),
            thread=thread_of(stop.chat.id, stop.message_thread_id),
            kind="stop",
            name=stop.chat.full_name,
            direct=True,
            target=f"draft/{stop.draft_id}",
            reach=_reach(update, True),
        )

    def _move(self, update: Update, message: Message) -> Heard:
        """Telegram tells it in both groups; whichever comes first counts."""
        old = message.migrate_from_chat_id or message.chat.id
        new = message.migrate_to_chat_id or message.chat.id
        return Heard(
            PLATFORM,
            workspace=str(self.me.id),
            channel=str(old),
            account=str(self.me.id),
            text="",
            event_id=_event(update),
            thread=thread_of(old, None),
            kind="moved",
            keys=(f"moved/{old}/{new}",),
            target=str(new),
        )


def _is_inside(member: ChatMemberUnion) -> bool:
    """Somebody restricted may have left."""
    return member.is_member if isinstance(member, ChatMemberRestricted) else member.status in _INSIDE


def _event(update: Update) -> str:
    return f"update/{update.update_id}"


def _draft(update: Update, private: bool) -> tuple[str, ...]:
    """The key by which a Stop names what it stops: the draft's id is the update's."""
    return (f"draft/{update.update_id}",) if private else ()


def _reach(update: Update, private: bool, message: int | None = None) -> dict[str, str]:
    return {"message": str(message or ""), "draft": str(update.update_id) if private else "0"}
