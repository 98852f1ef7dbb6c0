"""What is on the loopback Discord: servers, channels, messages, interactions, and what goes wrong next."""

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from tests.wires.discord import payloads
from tests.wires.discord.payloads import (
    APP,
    BOT,
    DM,
    EPHEMERAL,
    FRONT,
    GUILD,
    LOADING,
    OTHER,
    TOWN,
    USER,
    Json,
    Refused,
)

Answers = Callable[[str, str], bool]
"""Whether a call of this method and path is meant."""


def is_write(method: str, path: str) -> bool:
    """A call that makes or changes a message."""
    return (
        method in {"POST", "PATCH"}
        and ("/messages" in path or "/webhooks/" in path)
        and "/threads" not in path
    )


@dataclass
class Trouble:
    """What happens instead of, or to, the next call that is meant."""

    kind: str
    """`throttle`, `drop`, `refuse`, `status`, `hang`."""
    status: int = 0
    code: int = 0
    seconds: float = 0.0
    meant: Answers = is_write
    globally: bool = False


@dataclass
class Asked:
    """An interaction and what has become of it."""

    data: Json
    token: str
    age: float
    """Seconds since it was made, by the clock of the test alone."""
    answered: bool = False
    original: str = ""
    kind: int = 0
    modal: Json | None = None
    choices: list[Json] = field(default_factory=list[Json])


class World:
    def __init__(self, token: str = "loop-token") -> None:  # noqa: S107 - the loopback's own
        self.token = token
        self.flags = 1 << 18
        self.intents_allowed = True
        self.commands: list[Json] = []
        self.permissions = payloads.EVERYTHING
        self.names = {USER: "민아", OTHER: "Sam", BOT: "stratum"}
        self.channels: dict[str, Json] = {
            FRONT: payloads.channel(FRONT, GUILD, "front"),
            TOWN: payloads.channel(TOWN, GUILD, "town"),
            DM: {"id": DM, "type": 1, "recipients": [self.user(USER)], "last_message_id": None},
        }
        self.messages: dict[str, list[Json]] = {}
        self.asked: dict[str, Asked] = {}
        self.troubles: list[Trouble] = []
        self.terse = False
        """Whether answers hold only what nobody can do without, as another maker's server may see it."""
        self.typed: list[str] = []
        self.base = ""
        self.files: dict[str, bytes] = {}
        self.nonces: dict[tuple[str, str], str] = {}
        self.calls: list[tuple[str, str, Any]] = []
        self.emit: Callable[[str, Json], None] = lambda _event, _data: None
        self.lives = 3.0
        """Seconds for which an interaction waits for its first answer."""
        self.stays = 900.0

    def user(self, key: str) -> Json:
        return payloads.user(key, self.names[key], bot=key == BOT)

    def member(self, key: str) -> Json:
        return payloads.member(key, self.names[key], bot=key == BOT)

    def guilds(self) -> list[Json]:
        rooms = list(self.channels.values())
        channels = [one for one in rooms if one.get("guild_id") == GUILD and one["type"] != 11]
        threads = [one for one in rooms if one["type"] == 11]
        return [payloads.guild(GUILD, "Studio", channels, threads)]

    def trouble(self, method: str, path: str) -> Trouble | None:
        found = next((one for one in self.troubles if one.meant(method, path)), None)
        if found:
            self.troubles.remove(found)
        return found

    # what users do

    def say(self, place: str, text: str, author: str = USER, **more: Any) -> Json:
        """A user's message. A mention of the bot is written as Discord writes it."""
        mentions = [self.user(key) for key in self.names if f"<@{key}>" in text]
        made = payloads.message(place, self.user(author), text, mentions=mentions, **more)
        self._keep(made)
        self.deliver("MESSAGE_CREATE", made)
        return made

    def deliver(self, event: str, message: Json) -> None:
        guild = self.channels[message["channel_id"]].get("guild_id")
        extra = {"guild_id": guild, "member": self.member(message["author"]["id"])} if guild else {}
        self.emit(event, {**message, **extra})

    def change(self, message: Json, text: str) -> None:
        message.update(content=text, edited_timestamp=payloads.stamp())
        self.deliver("MESSAGE_UPDATE", message)

    def remove(self, message: Json) -> None:
        place = message["channel_id"]
        self.messages[place].remove(message)
        guild = self.channels[place].get("guild_id")
        self.emit(
            "MESSAGE_DELETE",
            {"id": message["id"], "channel_id": place, **({"guild_id": guild} if guild else {})},
        )

    def ask(self, kind: int, data: Json, place: str, author: str = USER, **more: Any) -> Asked:
        """An interaction: 2 a command, 3 a click, 4 typing, 5 a filled window."""
        age = float(more.pop("age", 0.0))
        room, token = self.channels[place], f"token-{payloads.snowflake()}"
        who = {"member": self.member(author), "guild_id": room["guild_id"]} if room["type"] != 1 else {}
        who = who or {"user": self.user(author)}
        made: Json = {
            "id": payloads.snowflake(age),
            "application_id": APP,
            "type": kind,
            "data": data,
            "token": token,
            "version": 1,
            "channel": room,
            "channel_id": place,
            "locale": "ko",
            "app_permissions": payloads.EVERYTHING,
            "attachment_size_limit": 10 << 20,
            "authorizing_integration_owners": {"0": room.get("guild_id", "0")},
            "context": 1 if room["type"] == 1 else 0,
            "entitlements": [],
            **who,
            **more,
        }
        asked = self.asked[token] = Asked(made, token, age)
        self.emit("INTERACTION_CREATE", made)
        return asked

    def command(self, text: str, place: str, author: str = USER, **more: Any) -> Asked:
        options = [{"type": 3, "name": "text", "value": text}] if text else []
        data = {"id": "1", "name": "stratum", "type": 1, "options": options}
        return self.ask(2, data, place, author, **more)

    def press(self, message: Json, label: str, author: str = USER, **more: Any) -> Asked:
        """Presses the button, or chooses from the choice, that says this."""
        for one in payloads.walk(message["components"]):
            if label in {one.get("label"), one.get("placeholder")}:
                data = {"custom_id": one["custom_id"], "component_type": one["type"], "id": one["id"]}
                if one["type"] == 3:
                    data["values"] = [one["options"][0]["value"]]
                return self.ask(3, data, message["channel_id"], author, message=message, **more)
        raise AssertionError(f"no {label!r} under {payloads.words(message)!r}")

    def fill(self, modal: Json, place: str, values: dict[str, str]) -> Asked:
        """Hands a window in, its choices with their values."""
        sent: list[Json] = []
        for outer in modal["components"]:
            inner = outer["component"]
            said = values.get(inner["custom_id"], "")
            chosen = {"values": [said] if said else []} if inner["type"] == 3 else {"value": said}
            answer = {"type": inner["type"], "custom_id": inner["custom_id"], "id": 2, **chosen}
            sent.append({"type": 18, "id": 1, "component": answer})
        return self.ask(5, {"custom_id": modal["custom_id"], "components": sent}, place)

    def join(self, key: str, name: str) -> None:
        made = {**payloads.guild(key, name, [], []), "joined_at": payloads.stamp()}
        made["channels"] = [payloads.channel(FRONT, key, "welcome")]
        self.emit("GUILD_CREATE", made)

    def leave(self, key: str) -> None:
        self.emit("GUILD_DELETE", {"id": key})

    # what the bot does

    def post(self, place: str, body: Json, files: dict[str, bytes], **more: Any) -> Json:
        """Makes the bot's message, or gives back the one of the same nonce. Raises Refused."""
        nonce = str(body.get("nonce") or "")
        if body.get("enforce_nonce") and (known := self.nonces.get((place, nonce))):
            return self.find(place, known)
        payloads.check(body, set(files))
        made = payloads.message(place, self.user(BOT), body.get("content") or "", **more)
        if reference := body.get("message_reference"):
            first = next(
                (one for one in self.messages.get(place, []) if one["id"] == reference["message_id"]), None
            )
            made.update(
                message_reference={**reference, "channel_id": place}, referenced_message=first, type=19
            )
        self._fill(made, body, files)
        self._keep(made)
        self.nonces[place, nonce] = made["id"]
        self.deliver("MESSAGE_CREATE", made)
        return {**made, "nonce": nonce}

    def rewrite(self, message: Json, body: Json, files: dict[str, bytes]) -> Json:
        payloads.check({**body, "content": body.get("content") or ""}, set(files))
        self._fill(message, body, files)
        message["edited_timestamp"] = payloads.stamp()
        message["flags"] &= ~LOADING
        self.deliver("MESSAGE_UPDATE", message)
        return message

    def find(self, place: str, key: str) -> Json:
        found = next((one for one in self.messages.get(place, []) if one["id"] == key), None)
        if found is None:
            raise Refused(404, 10008, "Unknown Message")
        return found

    def room(self, place: str) -> Json:
        if place not in self.channels:
            raise Refused(404, 10003, "Unknown Channel")
        return self.channels[place]

    def open_thread(self, place: str, key: str, name: str) -> Json:
        self.find(place, key)
        if key in self.channels:
            raise Refused(400, 160004, "A thread has already been created for this message")
        if not 0 < len(name) <= 100:
            raise Refused(400, 50035, "Invalid Form Body\nIn name: Must be between 1 and 100 in length.")
        made = payloads.thread(key, self.channels[place]["guild_id"], place, name, BOT)
        self.channels[key] = made
        self.emit("THREAD_CREATE", {**made, "newly_created": True})
        return made

    def original(self, asked: Asked, *, hidden: bool = False, loading: bool = False) -> Json:
        """The message that an interaction's answer is."""
        place = asked.data["channel_id"]
        flags = (EPHEMERAL if hidden else 0) | (LOADING if loading else 0)
        about = {"id": asked.data["id"], "type": asked.data["type"], "authorizing_integration_owners": {}}
        author = asked.data.get("user") or asked.data["member"]["user"]
        made = payloads.message(
            place, self.user(BOT), "", flags=flags, type=20, interaction_metadata={**about, "user": author}
        )
        asked.original = made["id"]
        self._keep(made)
        return made

    def seen(self, place: str) -> list[Json]:
        """The bot's messages in a channel, without those that are still being thought of."""
        return [
            one
            for one in self.messages.get(place, [])
            if one["author"]["id"] == BOT and not one["flags"] & LOADING
        ]

    def _fill(self, message: Json, body: Json, files: dict[str, bytes]) -> None:
        described = {one["filename"]: one for one in body.get("attachments") or [] if "filename" in one}
        message["content"] = body.get("content") or ""
        message["components"] = payloads.with_ids(body.get("components") or [])
        message["flags"] |= int(body.get("flags") or 0)
        message["attachments"] = [
            self.attach(message, name, content, described[name]) for name, content in files.items()
        ]

    def attach(self, message: Json, name: str, content: bytes, about: Json | None = None) -> Json:
        key = payloads.snowflake()
        path = f"/attachments/{message['channel_id']}/{key}/{name}"
        self.files[path] = content
        url = f"{self.base}{path}?ex=1&hm=2"
        kept = {"id": key, "filename": name, "size": len(content), "url": url, "proxy_url": url}
        return {**kept, "description": (about or {}).get("description")}

    def _keep(self, message: Json) -> None:
        self.messages.setdefault(message["channel_id"], []).append(message)
        self.room(message["channel_id"])["last_message_id"] = message["id"]
