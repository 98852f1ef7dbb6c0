"""Puts messages of ours into Slack, each once; what it does not take as blocks it gets in plainer ways."""

import asyncio
from collections import OrderedDict
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import replace
from typing import Any, cast

from slack_sdk.webhook.async_client import AsyncWebhookClient

from adapters.channels.slack.desk import Badge, Desk
from adapters.channels.slack.discreet import sdk_logger
from adapters.channels.slack.render import Json, Part
from adapters.channels.slack.spot import Spot
from adapters.channels.slack.threads import Known, Threads, stamp, stamp_of
from adapters.channels.slack.wire import Denied, Wire, guarded
from bot.ports import Ambiguous, Rejected, Throttled, Unposted

_PLAINER = {
    "invalid_blocks",
    "invalid_blocks_format",
    "msg_blocks_too_long",
    "only_one_table_allowed",
    "invalid_arguments",
}
_RETOLD = {
    "message_not_found",
    "cant_update_message",
    "edit_window_closed",
    "is_inactive",
    "cant_update_ephemeral_message",
}
"""With these an edit is not possible any more, and the answer is a message of its own."""
_AWAY = {"not_in_channel", "channel_not_found"}
_MOST = 1000
_PAGE, _PAGES = 100, 3
_LOOKING = 0.5, 2.0
"""Seconds before looking whether a part is there."""


class Posting:
    """Speaks as the bot of a workspace. It remembers which parts of an answer are there already."""

    def __init__(self, wire: Wire, desk: Desk, threads: Threads) -> None:
        self.wire, self._desk, self._threads = wire, desk, threads
        self._there: OrderedDict[str, list[str]] = OrderedDict()

    async def call(
        self, spot: Spot, method: str, sent: Mapping[str, object], *, form: bool = False
    ) -> dict[str, Any]:
        """A call as the bot of this workspace; a 429 holds the edits of the place. Raises Unposted.

        Where its token does not count any more, another process may have rotated it: the new one is tried.
        """
        badge = await self._desk.badge(spot.team, spot.enterprise)
        try:
            return await self.wire.call(badge.token, method, sent, form=form)
        except Throttled as error:
            self.wire.holds.hold(spot.place, error.seconds)
            raise
        except Denied as error:
            if error.reason != "revoked":
                raise
            self._desk.doubt(badge)
            if (await self.badge(spot)).token == badge.token:
                raise
        return await self.call(spot, method, sent, form=form)

    async def badge(self, spot: Spot) -> Badge:
        return await self._desk.badge(spot.team, spot.enterprise)

    def there(self, key: str, ids: list[str] | None = None) -> list[str]:
        """The parts of an answer that were posted or found, by its key. Bounded."""
        held = self._there.setdefault(key, [])
        self._there.move_to_end(key)
        if ids is not None:
            held[:] = ids
        while len(self._there) > _MOST:
            self._there.popitem(last=False)
        return held

    async def deliver(
        self, spot: Spot, parts: tuple[Part, ...], key: str, preview: str = "", *, laden: bool = False
    ) -> tuple[str, ...]:
        """The ids of the messages; the first part replaces the preview. Goes on where an earlier attempt ended.

        `laden`: files are to follow.
        """
        ids = self.there(key)
        for place in range(len(ids), len(parts)):
            mark: Json = {"metadata": stamp(key, place, len(parts), spot.thread)}
            if place == 0 and preview and await self._edit(spot, preview, parts[0], mark):
                ids.append(preview)
                continue
            try:
                ids.append(await self._post(spot, spot.thread_ts or "".join(ids[:1]), parts[place], mark))
            except Ambiguous:
                if not ((laden or len(parts) > 1) and await self._arrived(spot, key, place)):
                    raise
        return tuple(ids)

    async def whisper(self, spot: Spot, part: Part) -> str:
        """Says it to the one who gave the command alone, for half an hour. Raises Unposted."""
        return await self._respond(spot, part, Rejected("gone", "the command is too long ago"))

    async def _arrived(self, spot: Spot, key: str, place: int) -> bool:
        """Whether a part is there after all: what follows it must not wait for somebody to look."""
        for seconds in _LOOKING:
            await asyncio.sleep(seconds)
            try:
                ids, _ = await self.found(spot, key)
            except Unposted:
                continue
            if len(ids) > place:
                self.there(key, ids)
                return True
        return False

    async def found(self, spot: Spot, key: str) -> tuple[list[str], int]:
        """The parts of an answer that are there, from the first one on, and how many it has. Raises Unposted."""
        mine = _marked(await self.newer(spot), key)
        if mine and not spot.thread_ts and mine[0][2] > 1:
            mine += _marked(await self.newer(replace(spot, thread_ts=mine[0][1])), key)[1:]
        ids = [ts for place, (part, ts, _) in enumerate(mine) if part == place]
        return ids, mine[0][2] if mine else 0

    async def _edit(self, spot: Spot, ts: str, part: Part, mark: Json) -> bool:
        """Whether the message is that part now. An edit may be repeated: it ends in the same."""
        place: Json = {"channel": spot.channel, "ts": ts, "parse": "none"}
        for attempt in (1, 2, 3):
            try:
                await self._plainer(lambda way: self.call(spot, "chat.update", place | mark | way), part)
            except Denied as error:
                if error.code in _RETOLD:
                    return False
                raise
            except Ambiguous:
                if attempt == 3:
                    raise
            else:
                return True
        return False

    async def _post(self, spot: Spot, root: str, part: Part, mark: Json) -> str:
        place = {
            "channel": spot.channel, "thread_ts": root or None, "parse": "none",
            "unfurl_links": False, "unfurl_media": False,
        }  # fmt: skip
        try:
            answer = await self._plainer(
                lambda way: self.call(spot, "chat.postMessage", place | mark | way), part
            )
        except Denied as error:
            if error.code in _AWAY and spot.response_url:
                return await self._respond(spot, part, error)
            if error.code == "thread_not_found" and root and root == spot.thread_ts:
                return await self._post(spot, "", part, mark)
            raise
        ts, channel = str(answer.get("ts") or ""), str(answer.get("channel") or spot.channel)
        if spot.thread and not root:
            self._threads.remember(spot.team, channel, ts, Known(spot.thread, own=True))
        return ts

    async def _plainer(self, send: Callable[[Json], Awaitable[dict[str, Any]]], part: Part) -> dict[str, Any]:
        """Sends it the richest way that Slack takes; a refusal is certain, so that trying again is no repetition."""
        *rich, last = part.ways()
        for way in rich:
            try:
                return await send(way)
            except Denied as error:
                if error.code not in _PLAINER:
                    raise
        return await send(last)

    async def _respond(self, spot: Spot, part: Part, refusal: Rejected) -> str:
        """Where the bot is no member, the one who gave the command gets the answer alone, for half an hour; later it
        is the refusal that counts."""
        client = AsyncWebhookClient(
            spot.response_url, session=self.wire.session(), retry_handlers=[], logger=sdk_logger()
        )
        body = {
            "response_type": "ephemeral",
            "replace_original": False,
            "text": part.text,
            "blocks": list(part.modest),
        }
        answer = await guarded(client.send_dict(body))
        if answer.status_code == 429:
            raise Throttled(1.0)
        if answer.status_code >= 500:
            raise Ambiguous(str(answer.status_code))
        if answer.status_code != 200 or answer.body not in {"ok", ""}:
            raise refusal
        return "ephemeral"

    async def end_stream(self, spot: Spot, ts: str) -> None:
        """Ends a stream, or finds it ended, so that its message may be edited. Raises Throttled."""
        for _ in range(2):
            try:
                await self.call(spot, "chat.stopStream", {"channel": spot.channel, "ts": ts})
            except Throttled:
                raise
            except Ambiguous:
                continue
            except Rejected:
                return
            return

    async def channel(self, spot: Spot) -> str:
        """The channel's id, where a person's stands for the direct one. Raises Unposted."""
        if not spot.channel.startswith(("U", "W")):
            return spot.channel
        answer = await self.call(spot, "conversations.open", {"users": spot.channel}, form=True)
        return str(answer["channel"]["id"])

    async def newer(self, spot: Spot) -> list[Mapping[str, Any]]:
        """What was said at the place since the message that is answered, newest last. Raises Unposted."""
        asked = {
            "channel": await self.channel(spot),
            "oldest": spot.since or None,
            "limit": _PAGE,
            "include_all_metadata": "true",
        }
        method = "conversations.replies" if spot.thread_ts else "conversations.history"
        found: list[Mapping[str, Any]] = []
        cursor = ""
        for _ in range(_PAGES):
            page = await self.call(
                spot, method, asked | {"ts": spot.thread_ts or None, "cursor": cursor or None}, form=True
            )
            found += cast("list[Mapping[str, Any]]", page.get("messages") or [])
            more = cast("Mapping[str, Any]", page.get("response_metadata") or {})
            cursor = str(more.get("next_cursor") or "")
            if not cursor:
                break
        return sorted(found, key=lambda one: str(one.get("ts")))

    async def lost(self, spot: Spot) -> str:
        """A preview whose answer was lost: the bot's newest message there that is no answer; "" where Slack does
        not show it. Raises Throttled, Ambiguous."""
        badge = await self.badge(spot)
        try:
            seen = await self.newer(spot)
        except Rejected:
            return ""
        mine = [one for one in seen if one.get("user") == badge.user and not stamp_of(one)]
        return str(mine[-1]["ts"]) if mine and str(mine[-1]["ts"]) > spot.since else ""

    async def quietly(self, spot: Spot, method: str, sent: Mapping[str, object]) -> dict[str, Any] | None:
        """Best effort: nothing while the place is held, and nothing is raised."""
        if self.wire.holds.held(spot.place):
            return None
        try:
            return await self.call(spot, method, sent)
        except Unposted as error:
            return {"ok": False, "error": getattr(error, "code", type(error).__name__)}


def _marked(messages: list[Mapping[str, Any]], key: str) -> list[tuple[int, str, int]]:
    """Part, id and number of parts of each message that bears this key."""
    marks = [(stamp_of(one), str(one.get("ts"))) for one in messages]
    return sorted((int(mark["part"]), ts, int(mark["parts"])) for mark, ts in marks if mark.get("key") == key)
