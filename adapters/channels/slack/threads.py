"""The house's own names of threads that no message of a user began, such as the answer to a slash command."""

import asyncio
from collections import OrderedDict
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, cast

from adapters.channels.slack.desk import Badge
from adapters.channels.slack.markup import mentions
from adapters.channels.slack.wire import Wire
from bot.ports import Unposted

EVENT = "stratum_reply"
"""The type of the metadata that each answer carries: its key, its part, and the house's thread."""
_MOST = 5000


@dataclass(frozen=True, slots=True)
class Known:
    """What is known of a thread."""

    name: str = ""
    """The house's name of it; "" where it is Slack's own."""
    own: bool = False
    """Whether the bot began it, or it was begun by a word to the bot: all that is said there is said to it."""


class Threads:
    """Knows them from having heard or spoken there, else from the thread's first message."""

    def __init__(self, wire: Wire) -> None:
        self._wire = wire
        self._known: OrderedDict[tuple[str, str, str], Known] = OrderedDict()

    def remember(self, team: str, channel: str, root: str, known: Known) -> None:
        self._known[team, channel, root] = known
        self._known.move_to_end((team, channel, root))
        while len(self._known) > _MOST:
            self._known.popitem(last=False)

    async def of(self, badge: Badge, event: Mapping[str, Any]) -> Known:
        """Of the thread that a message is in. Where Slack does not tell, what the event itself says."""
        root, channel = str(event.get("thread_ts") or ""), str(event.get("channel") or "")
        if not root or root == event.get("ts"):
            return Known()
        known = self._known.get((badge.team, channel, root))
        began = event.get("parent_user_id") == badge.user
        if known is not None:
            return known
        if event.get("channel_type") == "im" and not began:
            return Known()
        asked = {"channel": channel, "ts": root, "limit": 1, "include_all_metadata": "true"}
        try:
            async with asyncio.timeout(self._wire.soon):
                answer = await self._wire.call(badge.token, "conversations.replies", asked, form=True)
        except (Unposted, TimeoutError):
            return Known("", began)
        first = cast("list[Mapping[str, Any]]", answer.get("messages") or [{}])[0]
        known = _of_first(first, badge)
        self.remember(badge.team, channel, root, known)
        return known


def _of_first(message: Mapping[str, Any], badge: Badge) -> Known:
    name = str(stamp_of(message).get("thread") or "")
    ours = message.get("user") == badge.user
    return Known(name, ours or mentions(str(message.get("text") or ""), badge.user))


def stamp(key: str, part: int, parts: int, thread: str) -> dict[str, Any]:
    """Metadata by which an answer is found again."""
    held: dict[str, object] = {"key": key, "part": part, "parts": parts}
    return {"event_type": EVENT, "event_payload": held | ({"thread": thread} if thread else {})}


def stamp_of(message: Mapping[str, Any]) -> Mapping[str, Any]:
    """The stamp of a message of ours; empty for any other."""
    metadata = cast("Mapping[str, Any]", message.get("metadata") or {})
    if metadata.get("event_type") != EVENT:
        return {}
    return cast("Mapping[str, Any]", metadata.get("event_payload") or {})
