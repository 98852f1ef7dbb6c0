"""Telegram as its users see it: chats with their messages, and what people do in them."""

import itertools
import time
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from typing import Any, cast

Json = dict[str, Any]

BOT: Json = {
    "id": 7000001,
    "is_bot": True,
    "first_name": "Stratum",
    "username": "stratum_bot",
    "can_join_groups": True,
    "can_read_all_group_messages": False,
    "supports_inline_queries": False,
}
MINA: Json = {
    "id": 501,
    "is_bot": False,
    "first_name": "미나",
    "last_name": "김",
    "username": "mina",
    "language_code": "ko",
}
JOE: Json = {"id": 502, "is_bot": False, "first_name": "Joe", "language_code": "en"}


_ADMINISTRATOR = (
    "can_be_edited",
    "is_anonymous",
    "can_manage_chat",
    "can_delete_messages",
    "can_manage_video_chats",
    "can_restrict_members",
    "can_promote_members",
    "can_change_info",
    "can_invite_users",
    "can_post_stories",
    "can_edit_stories",
    "can_delete_stories",
    "can_send_welcome_messages",
)


def units(text: str) -> int:
    return len(text.encode("utf-16-le")) // 2


@dataclass
class World:
    """What is there, and `push`, which hands an update to the bot's side."""

    push: Callable[[Json], Json]
    bot: Json = field(default_factory=lambda: dict(BOT))
    chats: dict[int, Json] = field(default_factory=dict[int, Json])
    messages: dict[int, dict[int, Json]] = field(default_factory=dict[int, dict[int, Json]])
    drafts: dict[int, Json] = field(default_factory=dict[int, Json])
    files: dict[str, tuple[str, bytes]] = field(default_factory=dict[str, tuple[str, bytes]])
    clicks: set[str] = field(default_factory=set[str])
    """Callback queries that wait for their answer."""
    ids: "itertools.count[int]" = field(default_factory=lambda: itertools.count(1))
    now: Callable[[], float] = time.time

    def private(self, user: Json = MINA) -> Json:
        kept = {key: user[key] for key in ("id", "first_name", "last_name", "username") if key in user}
        return self._chat({**kept, "type": "private"})

    def group(self, number: int = -1001234, title: str = "리틀크럼 봄", *, forum: bool = False) -> Json:
        kind = "supergroup" if str(number).startswith("-100") else "group"
        return self._chat(
            {"id": number, "type": kind, "title": title, **({"is_forum": True} if forum else {})}
        )

    def _chat(self, chat: Json) -> Json:
        self.messages.setdefault(chat["id"], {})
        return self.chats.setdefault(chat["id"], chat)

    def keep(self, chat: Json, message: Json) -> Json:
        """A new message of this chat, with the ids that the server gives."""
        made: Json = {"message_id": next(self.ids), "date": int(self.now()), "chat": chat, **message}
        self.messages[chat["id"]][made["message_id"]] = made
        return made

    def say(self, chat: Json, text: str, user: Json = MINA, **more: Any) -> Json:
        """A person writes; commands and mentions are recognised, as the server does."""
        entities = list(_recognised(text))
        said = {"from": user, "text": text, **({"entities": entities} if entities else {}), **more}
        return self.push({"message": self.keep(chat, said)})

    def edit(self, chat: Json, message_id: int, text: str) -> Json:
        message = self.messages[chat["id"]][message_id]
        message |= {"text": text, "edit_date": int(self.now()) + 1, "entities": list(_recognised(text))}
        return self.push({"edited_message": dict(message)})

    def hand_in(self, chat: Json, name: str, content: bytes, caption: str = "", user: Json = MINA) -> Json:
        """A person sends a file."""
        ref = self.store(name, content)
        document = {
            "file_id": ref,
            "file_unique_id": f"u{ref}",
            "file_name": name,
            "mime_type": "text/csv",
            "file_size": len(content),
        }
        said: Json = {"from": user, "document": document}
        if caption:
            said |= {"caption": caption, "caption_entities": list(_recognised(caption))}
        return self.push({"message": self.keep(chat, said)})

    def store(self, name: str, content: bytes) -> str:
        ref = f"file{len(self.files) + 1}"
        self.files[ref] = (f"documents/{ref}_{name}", content)
        return ref

    def press(self, chat: Json, label: str, user: Json = MINA) -> Json:
        """A person presses the button with this label under the newest message that has it."""
        message = next(one for one in reversed(self.messages[chat["id"]].values()) if _data(one, label))
        return self.press_data(chat, message, _data(message, label), user)

    def press_data(self, chat: Json, message: Json, data: str, user: Json = MINA) -> Json:
        query: Json = {
            "id": f"cb{next(self.ids)}",
            "from": user,
            "chat_instance": str(chat["id"]),
            "message": message,
            "data": data,
        }
        self.clicks.add(query["id"])
        return self.push({"callback_query": query})

    def member(self, chat: Json, was: str, now: str, user: Json = MINA) -> Json:
        """Somebody lets the bot in, or puts it out; a user blocks it."""
        change = {
            "chat": chat,
            "from": user,
            "date": int(self.now()),
            "old_chat_member": {"user": self.bot, "status": was, **_rights(was)},
            "new_chat_member": {"user": self.bot, "status": now, **_rights(now)},
        }
        return self.push({"my_chat_member": change})

    def migrate(self, chat: Json, number: int) -> Json:
        """A group becomes a supergroup: both of them tell it."""
        new = self.group(number, chat["title"])
        self.push({"message": self.keep(chat, {"from": MINA, "migrate_to_chat_id": number})})
        return self.push({"message": self.keep(new, {"from": MINA, "migrate_from_chat_id": chat["id"]})})

    def stop(self, chat: Json) -> Json:
        """The person presses Stop under the draft."""
        draft = self.drafts.pop(chat["id"])
        assert draft.get("can_stop"), "this draft has no Stop"
        return self.push({"stopped_message_generation": {"chat": chat, "draft_id": draft["draft_id"]}})

    def seen(self, chat: Json) -> list[Json]:
        """What the bot has posted here, oldest first."""
        return [
            one
            for one in self.messages[chat["id"]].values()
            if one.get("from", {}).get("id") == self.bot["id"]
        ]

    def texts(self, chat: Json) -> list[str]:
        return [text_of(message) for message in self.seen(chat)]


def text_of(message: Json) -> str:
    """The words of a message, of a rich one those of its blocks."""
    if rich := message.get("rich_message"):
        return "\n".join(_rich(rich["blocks"]))
    return message.get("text") or message.get("caption") or ""


def _rich(value: Any) -> Iterable[str]:
    if isinstance(value, str):
        yield value
    elif isinstance(value, list):
        for one in cast("list[Any]", value):
            yield from _rich(one)
    elif isinstance(value, dict):
        for key in ("text", "blocks", "items", "cells"):
            if key in value:
                yield from _rich(value[key])


def _rights(status: str) -> Json:
    """What Telegram always says of somebody of this status."""
    if status == "administrator":
        return dict.fromkeys(_ADMINISTRATOR, False)
    return {"until_date": 0} if status == "kicked" else {}


def _data(message: Json, label: str) -> str:
    rows = message.get("reply_markup", {}).get("inline_keyboard", [])
    return next((one["callback_data"] for row in rows for one in row if one["text"] == label), "")


def _recognised(text: str) -> Iterable[Json]:
    """Commands of ASCII letters at the start, and mentions, as the server marks them."""
    at = 0
    for word in text.split(" "):
        offset = units(text[:at])
        if at == 0 and word.startswith("/") and word[1:].replace("@", "").replace("_", "").isascii():
            yield {"type": "bot_command", "offset": offset, "length": units(word.split("\n")[0])}
        elif word.startswith("@"):
            name = word.rstrip(",.:!?")
            yield {"type": "mention", "offset": offset, "length": units(name)}
        at += len(word) + 1
