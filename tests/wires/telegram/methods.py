"""The methods of the Bot API that a chat needs, with the refusals that Telegram gives."""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from typing import Any

from tests.wires.telegram.world import Json, World, text_of, units

Method = Callable[["Methods", Json], Awaitable[Any]]


@dataclass(frozen=True)
class Refusal(Exception):  # noqa: N818 - what Telegram answers
    status: int
    description: str
    parameters: Json | None = None


def bad(said: str) -> Refusal:
    return Refusal(400, f"Bad Request: {said}")


class Methods:
    """Each public method is one of the API; its arguments are decoded already."""

    def __init__(self, world: World) -> None:
        self.world = world
        self.commands: dict[str, list[Json]] = {}

    async def getMe(self, _: Json) -> Json:  # noqa: N802
        return self.world.bot

    async def sendMessage(self, given: Json) -> Json:  # noqa: N802
        text = str(given.get("text", ""))
        _check_text(text, given.get("entities") or [])
        return self._post(given, {"text": text, "entities": given.get("entities")})

    async def sendRichMessage(self, given: Json) -> Json:  # noqa: N802
        rich = given["rich_message"]
        if not rich.get("blocks"):
            raise bad("rich message is empty")
        if units(text_of({"rich_message": rich})) > 32768:
            raise bad("rich message is too long")
        return self._post(given, {"rich_message": rich})

    async def editMessageText(self, given: Json) -> Json:  # noqa: N802
        chat = self._chat(given)
        message = self.world.messages[chat["id"]].get(int(given["message_id"]))
        if message is None or message["from"]["id"] != self.world.bot["id"]:
            raise bad("message to edit not found")
        changed = {key: given.get(key) for key in ("text", "entities", "rich_message", "reply_markup")}
        if changed["rich_message"] is None:
            _check_text(str(changed["text"] or ""), changed["entities"] or [])
        _check_markup(changed["reply_markup"])
        if all(message.get(key) == value for key, value in changed.items()):
            raise bad(
                "message is not modified: specified new message content and reply markup are exactly the same "
                "as a current content and reply markup of the message"
            )
        for key, value in changed.items():
            message.pop(key, None)
            if value is not None:
                message[key] = value
        return message

    async def sendMessageDraft(self, given: Json) -> bool:  # noqa: N802
        chat = self._chat(given)
        if chat["type"] != "private":
            raise bad("drafts can be sent only to private chats")
        if not int(given.get("draft_id", 0)):
            raise bad("draft_id must be non-zero")
        if units(str(given.get("text", ""))) > 4096:
            raise bad("message is too long")
        self.world.drafts[chat["id"]] = given
        return True

    async def sendChatAction(self, given: Json) -> bool:  # noqa: N802
        self._chat(given)
        return True

    async def sendPhoto(self, given: Json) -> Json:  # noqa: N802
        return self._photo(given, _file(given, given["photo"]), given.get("caption"))

    async def sendDocument(self, given: Json) -> Json:  # noqa: N802
        name, content = _file(given, given["document"])
        ref = self.world.store(name, content)
        document = {"file_id": ref, "file_unique_id": f"u{ref}", "file_name": name, "file_size": len(content)}
        return self._post(given, {"document": document, "caption": given.get("caption")})

    async def sendMediaGroup(self, given: Json) -> list[Json]:  # noqa: N802
        media = given["media"]
        if not 2 <= len(media) <= 10:
            raise bad("wrong number of messages in the album")
        return [self._photo(given, _file(given, one["media"]), one.get("caption")) for one in media]

    async def getFile(self, given: Json) -> Json:  # noqa: N802
        if given.get("file_id") not in self.world.files:
            raise bad("invalid file_id")
        path, content = self.world.files[given["file_id"]]
        if len(content) > 20 * 1024 * 1024:
            raise bad("file is too big")
        return {
            "file_id": given["file_id"],
            "file_unique_id": f"u{given['file_id']}",
            "file_path": path,
            "file_size": len(content),
        }

    async def answerCallbackQuery(self, given: Json) -> bool:  # noqa: N802
        if given["callback_query_id"] not in self.world.clicks:
            raise bad("query is too old and response timeout expired or query ID is invalid")
        self.world.clicks.discard(given["callback_query_id"])
        return True

    async def setMyCommands(self, given: Json) -> bool:  # noqa: N802
        if any(not 1 <= len(one["description"]) <= 256 for one in given["commands"]):
            raise bad("BOT_COMMAND_DESCRIPTION_INVALID")
        self.commands[given.get("language_code", "")] = given["commands"]
        return True

    async def getMyCommands(self, given: Json) -> list[Json]:  # noqa: N802
        return self.commands.get(given.get("language_code", ""), [])

    async def getChat(self, given: Json) -> Json:  # noqa: N802
        chat = self._chat(given)
        return {**chat, "accent_color_id": 0, "max_reaction_count": 11, "accepted_gift_types": {}}

    async def getChatMember(self, given: Json) -> Json:  # noqa: N802
        self._chat(given)
        user = next(
            (
                message["from"]
                for message in self.world.messages[int(given["chat_id"])].values()
                if message["from"]["id"] == int(given["user_id"])
            ),
            None,
        )
        if user is None:
            raise bad("user not found")
        return {"status": "member", "user": user}

    def _photo(self, given: Json, file: tuple[str, bytes], caption: str | None) -> Json:
        name, content = file
        if not content.startswith((b"\x89PNG", b"\xff\xd8")):
            raise bad("IMAGE_PROCESS_FAILED")
        if units(caption or "") > 1024:
            raise bad("message caption is too long")
        ref = self.world.store(name, content)
        size = {
            "file_id": ref,
            "file_unique_id": f"u{ref}",
            "width": 90,
            "height": 60,
            "file_size": len(content),
        }
        return self._post(given, {"photo": [size], "caption": caption})

    def _post(self, given: Json, content: Json) -> Json:
        chat = self._chat(given)
        markup = given.get("reply_markup")
        _check_markup(markup)
        topic = given.get("message_thread_id")
        made: Json = {"from": self.world.bot, **{key: value for key, value in content.items() if value}}
        if topic:
            made |= {"message_thread_id": int(topic), "is_topic_message": True}
        if markup and "inline_keyboard" in markup:
            made["reply_markup"] = markup
        if answered := self._answered(chat, given):
            made["reply_to_message"] = answered
        self.world.drafts.pop(chat["id"], None)
        return self.world.keep(chat, made)

    def _answered(self, chat: Json, given: Json) -> Json | None:
        wanted = given.get("reply_parameters")
        if not wanted:
            return None
        found = self.world.messages[chat["id"]].get(int(wanted["message_id"]))
        if found is None and not wanted.get("allow_sending_without_reply"):
            raise bad("message to be replied not found")
        return found

    def _chat(self, given: Json) -> Json:
        chat = self.world.chats.get(int(given.get("chat_id", 0)))
        if chat is None:
            raise bad("chat not found")
        return chat


def _file(given: Json, named: str) -> tuple[str, bytes]:
    """An upload, which a parameter names as `attach://`."""
    file: tuple[str, bytes] | None = given.get(named.removeprefix("attach://"))
    if file is None:
        raise bad("wrong file identifier/HTTP URL specified")
    return file


def _check_text(text: str, entities: list[Json]) -> None:
    if not text.strip():
        raise bad("message text is empty")
    if units(text) > 4096:
        raise bad("message is too long")
    for entity in entities:
        if entity["length"] <= 0 or entity["offset"] < 0 or entity["offset"] + entity["length"] > units(text):
            raise bad(f"can't parse entities: entity of {entity['type']} is beyond the text")


def _check_markup(markup: Json | None) -> None:
    for row in (markup or {}).get("inline_keyboard", []):
        for button in row:
            if not 1 <= len(button.get("callback_data", "").encode()) <= 64:
                raise bad("BUTTON_DATA_INVALID")
            if not button["text"]:
                raise bad("text buttons are unallowed in the inline keyboard")
