"""What went over the wire, one JSON line per event or call, with numbers that are the same in every run."""

import json
import re
from typing import Any, cast

from tests.wires.discord.payloads import APP, BOT, DM, FRONT, GUILD, OTHER, ROLE, TOWN, USER, Json

_NAMES = {
    APP: "app", BOT: "bot", DM: "dm", FRONT: "front", GUILD: "guild",
    OTHER: "sam", ROLE: "role", TOWN: "town", USER: "mina",
}  # fmt: skip
_SHOWN = {
    "id",
    "channel_id",
    "guild_id",
    "content",
    "type",
    "data",
    "components",
    "message_reference",
    "name",
}
_LEFT_OUT = {"allowed_mentions", "tts", "enforce_nonce", "disabled"}
_SNOWFLAKE = re.compile(r"\d{17,20}")
_STAMPED = 1 << 16


class Trace:
    def __init__(self) -> None:
        self.lines: list[Json] = []

    def event(self, name: str, data: Json) -> None:
        shown = {key: value for key, value in data.items() if key in _SHOWN}
        self.lines.append({"from": "discord", "event": name, "payload": shown})

    def call(self, method: str, path: str, body: Any, status: int) -> None:
        self.lines.append({"from": "stratum", "call": f"{method} {path}", "payload": body, "result": status})

    def text(self) -> str:
        """The lines, with names for ids, in the order in which they are first seen."""
        names = dict(_NAMES)
        plain = json.dumps([_plain(line) for line in self.lines], ensure_ascii=False)
        plain = re.sub(r"token-(\d+)", "token", plain)

        def named(found: re.Match[str]) -> str:
            return names.setdefault(found[0], f"#{len(names) - len(_NAMES) + 1}")

        lines = cast("list[Json]", json.loads(_SNOWFLAKE.sub(named, plain)))
        return "".join(json.dumps(line, ensure_ascii=False) + "\n" for line in lines)


def _plain(node: Any) -> Any:
    """Without what is the same in every call, and with the numbers of stamps and nonces as words."""
    if isinstance(node, list):
        return [_plain(one) for one in cast("list[Any]", node)]
    if not isinstance(node, dict):
        return node
    kept = {key: value for key, value in cast("Json", node).items() if key not in _LEFT_OUT}
    return {key: _worded(key, _plain(value)) for key, value in kept.items()}


def _worded(key: str, value: Any) -> Any:
    if key == "nonce":
        return "nonce"
    if key == "custom_id":
        return re.sub(r"^(s1|f1)\|([mu])\w+\|", r"\1|\2…|", str(value))
    return "stamp" if key == "id" and isinstance(value, int) and value > _STAMPED else value
