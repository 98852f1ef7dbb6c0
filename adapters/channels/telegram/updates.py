"""Telegram's updates as the SDK reads them; one that has grown beyond it is read by the parts that matter."""

import logging
from typing import Any, cast

from aiogram import Bot
from aiogram.types import Update
from pydantic import ValidationError

log = logging.getLogger(__name__)
Json = dict[str, Any]
_MESSAGE = (
    "message_id", "date", "edit_date", "from", "sender_chat", "message_thread_id", "is_topic_message", "text",
    "caption", "document", "photo", "migrate_to_chat_id", "migrate_from_chat_id",
)  # fmt: skip
_CHAT = ("id", "type", "title", "first_name", "last_name", "username")
_MARKS = ("entities", "caption_entities")
_MARK = ("type", "offset", "length", "user")
_PUT_OUT = {"left", "kicked"}


def read(raw: Json, bot: Bot) -> Update:
    """The update; one without content where nothing of it is understood. Raises ValueError without an id."""
    for form in (raw, _bare(raw)):
        try:
            return Update.model_validate(form, context={"bot": bot})
        except (ValidationError, AttributeError):
            continue
    number = raw.get("update_id")
    if not isinstance(number, int):
        raise ValueError("no update")
    log.warning("an update of telegram is not understood: %d", number)
    return Update(update_id=number)


def _bare(raw: Json) -> Json:
    """The update without what this version of the SDK may stumble over."""
    bare = dict(raw)
    for kind in ("message", "edited_message"):
        if isinstance(raw.get(kind), dict):
            bare[kind] = _message(raw[kind])
    click, change = raw.get("callback_query"), raw.get("my_chat_member")
    if isinstance(click, dict):
        message: Json = {"message_id": 0, "date": 0, **(cast("Json", click).get("message") or {})}
        bare["callback_query"] = {"chat_instance": "", **cast("Json", click), "message": _message(message)}
    if isinstance(change, dict):
        bare["my_chat_member"] = _change(cast("Json", change))
    return bare


def _message(raw: Json) -> Json:
    kept = {key: raw[key] for key in _MESSAGE if key in raw}
    kept["chat"] = _chat(raw.get("chat"))
    for key in _MARKS:
        if isinstance(raw.get(key), list):
            kept[key] = [{part: mark[part] for part in _MARK if part in mark} for mark in raw[key]]
    if isinstance(raw.get("reply_to_message"), dict):
        kept["reply_to_message"] = _message(raw["reply_to_message"])
    return kept


def _chat(raw: Any) -> Json:
    return {key: raw[key] for key in _CHAT if key in raw} if isinstance(raw, dict) else {}


def _change(raw: Json) -> Json:
    bare = dict(raw) | {"chat": _chat(raw.get("chat"))}
    for key in ("old_chat_member", "new_chat_member"):
        member: Json = raw.get(key) or {}
        out = member.get("status") in _PUT_OUT or member.get("is_member") is False
        bare[key] = {"user": member.get("user"), "status": "left" if out else "member"}
    return bare
