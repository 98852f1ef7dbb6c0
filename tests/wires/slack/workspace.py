"""What Slack keeps of a workspace, as far as a bot sees it."""

import time
from collections.abc import Sequence
from dataclasses import dataclass, field
from itertools import count
from typing import Any, Literal

Json = dict[str, Any]
Trigger = Literal["good", "used", "expired"]

BOT_TOKEN = "xoxb-1111-2222-abcdefghijklmnop"  # noqa: S105 - of the loopback
APP_TOKEN = "xapp-1-A0001-3333-abcdefghijklmnop"  # noqa: S105 - of the loopback
SIGNING_SECRET = "8f742231b10e8888abcd99eeefff85a5"  # noqa: S105 - of the loopback
SCOPES = (
    "app_mentions:read,assistant:write,channels:history,channels:read,chat:write,chat:write.public,commands,"
    "files:read,files:write,groups:history,groups:read,im:history,im:read,im:write,mpim:history,mpim:read,"
    "team:read,users:read"
)


@dataclass
class Channel:
    """A conversation and its messages, oldest first."""

    id: str
    kind: str = "channel"
    name: str = ""
    members: set[str] = field(default_factory=set[str])
    archived: bool = False
    messages: list[Json] = field(default_factory=list[Json])

    def message(self, ts: str) -> Json | None:
        return next((one for one in self.messages if one["ts"] == ts), None)


@dataclass
class Upload:
    id: str
    name: str
    alt: str
    content: bytes = b""
    done: bool = False
    media: str = "application/octet-stream"


@dataclass
class Grant:
    """What a token may do."""

    team: str
    user: str
    bot: str
    scopes: str = SCOPES
    error: str = ""
    """`token_revoked`, `account_inactive`, `token_expired` where it does not count any more."""
    kind: str = "bot"


@dataclass
class Workspace:
    """One workspace with its bot, two members, a guest, a public channel and a direct one."""

    team: str = "T0STUDIO"
    bot_user: str = "U0BOT"
    bot_id: str = "B0BOT"
    app_id: str = "A0001"
    user: str = "U0MINA"
    channels: dict[str, Channel] = field(default_factory=dict[str, Channel])
    users: dict[str, Json] = field(default_factory=dict[str, Json])
    grants: dict[str, Grant] = field(default_factory=dict[str, Grant])
    uploads: dict[str, Upload] = field(default_factory=dict[str, Upload])
    views: dict[str, Json] = field(default_factory=dict[str, Json])
    homes: dict[str, Json] = field(default_factory=dict[str, Json])
    prompts: list[Json] = field(default_factory=list[Json])
    statuses: list[Json] = field(default_factory=list[Json])
    whispers: list[Json] = field(default_factory=list[Json])
    """Ephemeral messages, which only one person sees."""
    triggers: dict[str, Trigger] = field(default_factory=dict[str, Trigger])
    urls: dict[str, int] = field(default_factory=dict[str, int])
    """Response addresses and how often each may still be used."""
    refreshes: dict[str, str] = field(default_factory=dict[str, str])
    """Refresh tokens by the grant they renew."""
    streaming: set[str] = field(default_factory=set[str])
    numbers: "count[int]" = field(default_factory=lambda: count(1))

    def __post_init__(self) -> None:
        self.grants[BOT_TOKEN] = Grant(self.team, self.bot_user, self.bot_id)
        self.grants[APP_TOKEN] = Grant(self.team, "", "", scopes="connections:write", kind="app")
        for user, more in (
            (self.user, {"locale": "ko-KR", "profile": {"display_name": "민아"}}),
            ("U0JUN", {"locale": "en-US", "profile": {"display_name": "", "real_name": "Jun Park"}}),
            ("U0GUEST", {"is_restricted": True, "profile": {"display_name": "Guest"}}),
            ("U0OTHER", {"team_id": "T0OTHER", "is_stranger": True, "profile": {"display_name": "Other"}}),
        ):
            self.users[user] = {"id": user, "team_id": self.team, "name": user.lower()} | more
        self.channels["C0CRUMB"] = Channel(
            "C0CRUMB", name="리틀크럼", members={self.bot_user, self.user, "U0JUN"}
        )
        self.channels["C0AWAY"] = Channel("C0AWAY", kind="group", members={self.user})
        self.channels["D0MINA"] = Channel("D0MINA", kind="im", members={self.bot_user, self.user})

    def ts(self) -> str:
        """A new message's id: later ones are greater."""
        return f"{int(time.time())}.{next(self.numbers):06d}"

    def trigger(self) -> str:
        """Good for one window; a test says when it has expired."""
        made = f"{next(self.numbers)}.{self.team}.{time.monotonic_ns():x}"
        self.triggers[made] = "good"
        return made

    def said(self, channel: str, user: str, text: str, thread_ts: str = "", **more: Any) -> Json:
        """A person's message, as it is kept."""
        message = {"type": "message", "user": user, "text": text, "ts": self.ts(), "team": self.team}
        message |= ({"thread_ts": thread_ts} if thread_ts else {}) | more
        self.channels[channel].messages.append(message)
        return message

    def of_bot(self, channel: str) -> Sequence[Json]:
        """What is to be seen of the bot there."""
        return [one for one in self.channels[channel].messages if one.get("user") == self.bot_user]

    def direct(self, user: str) -> Channel:
        return next(
            (one for one in self.channels.values() if one.kind == "im" and user in one.members),
            self.channels["D0MINA"],
        )
