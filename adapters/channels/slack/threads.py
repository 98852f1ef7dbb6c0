"""The house's own names of threads that no message of a user began, such as the answer to a slash command."""

import asyncio
from collections import OrderedDict
from collections.abc import Mapping
from typing import Any, cast

from adapters.channels.slack.desk import Badge
from adapters.channels.slack.wire import Wire
from bot.ports import Unposted

EVENT = "stratum_reply"
"""The type of the metadata that each answer carries: its key, its part, and the house's thread."""
_MOST = 5000
_PATIENCE = 1.5
"""Seconds: an event must be acknowledged within three."""


class Threads:
    """Knows them from having spoken there, else from the metadata of the thread's first message."""

    def __init__(self, wire: Wire) -> None:
        self._wire = wire
        self._names: OrderedDict[tuple[str, str, str], str] = OrderedDict()

    def remember(self, team: str, channel: str, root: str, name: str) -> None:
        self._names[team, channel, root] = name
        self._names.move_to_end((team, channel, root))
        while len(self._names) > _MOST:
            self._names.popitem(last=False)

    async def name(self, badge: Badge, event: Mapping[str, Any]) -> str:
        """The house's name of the thread of this message; "" where it is Slack's own."""
        root, channel = str(event.get("thread_ts") or ""), str(event.get("channel") or "")
        known = self._names.get((badge.team, channel, root))
        if known is not None:
            return known
        if not root or event.get("parent_user_id") != badge.user:
            return ""
        asked = {"channel": channel, "ts": root, "limit": 1, "include_all_metadata": "true"}
        try:
            async with asyncio.timeout(_PATIENCE):
                answer = await self._wire.call(badge.token, "conversations.replies", asked, form=True)
        except (Unposted, TimeoutError):
            return ""
        found = cast("list[Mapping[str, Any]]", answer.get("messages") or [{}])
        name = str(stamp_of(found[0]).get("thread") or "")
        self.remember(badge.team, channel, root, name)
        return name


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
