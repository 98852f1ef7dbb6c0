"""The speaking half: it needs the token and what was heard, and nothing of the process that heard it."""

import asyncio
from dataclasses import replace
from typing import Any, cast

from adapters.channels.discord.layout import Picture
from adapters.channels.discord.stamp import place_of
from adapters.channels.discord.voice import FIRST, Holds, Voice, between
from adapters.channels.discord.wire import Wire, unposted
from agents.types import Chart
from bot.ports import Ambiguous, Painter, Posted, Rejected, Throttled
from bot.types import File, Heard, Reply

_LOOKED_AT = 50
Json = dict[str, Any]


class Mouth:
    def __init__(self, wire: Wire, painter: Painter, first: float = FIRST) -> None:
        self._wire = wire
        self._painter = painter
        self._first = first
        self._holds: Holds = {}
        self.among = 1
        """How many processes speak, with whom the pace of previews is shared."""

    def voice(self, heard: Heard) -> Voice:
        pace = between(heard, self.among)
        return Voice(self._wire, heard, self._paint, self._holds, pace, self._first)

    async def post(self, to: Heard, reply: Reply, key: str) -> Posted:
        """Into the thread if there is one, else into the channel."""
        *nearer, last = _places(to)
        for place in nearer:
            try:
                return await self.voice(_unasked(to, place)).final(reply, key)
            except Rejected as rejected:
                if rejected.reason != "gone":
                    raise
        return await self.voice(_unasked(to, last)).final(reply, key)

    async def find(self, to: Heard, key: str) -> Posted | None:
        """Looks in the interaction's reply and through the newest messages where the answer could stand."""
        found: dict[int, str] = {}
        total = 0
        for message in await self._seen(to):
            if at := _stamped(message, key):
                found[at[0]], total = str(message["id"]), at[1]
        return Posted(tuple(found[place] for place in range(total))) if len(found) == total > 0 else None

    async def fetch(self, heard: Heard, file: File) -> bytes:
        del heard
        client = await self._wire.client()
        try:
            async with unposted():
                return await client.http.get_from_cdn(file.ref)
        except (Ambiguous, Throttled) as error:
            raise Rejected("unavailable", str(error)) from None
        except Rejected as rejected:
            raise Rejected("gone", rejected.said) if rejected.reason == "invalid" else rejected from None

    async def _seen(self, to: Heard) -> list[Json]:
        seen = await self._asked(_reply_of(to)) if to.reach.get("token") else []
        for place in filter(None, _places(to)):
            seen += await self._asked((f"/channels/{int(place)}/messages", {"limit": _LOOKED_AT}))
        return seen

    async def _asked(self, what: tuple[str, Json]) -> list[Json]:
        """What Discord shows; nothing where it shows nothing."""
        path, params = what
        try:
            answer = await self._wire.call("GET", path, params=params)
        except Rejected as rejected:
            if rejected.reason in {"revoked", "unavailable"}:
                raise
            return []
        return cast("list[Json]", answer if isinstance(answer, list) else [answer])

    async def _paint(self, charts: tuple[Chart, ...]) -> tuple[Picture, ...]:
        """The charts as pictures. Without the extra `pictures` their words in the text have to do."""
        if not charts:
            return ()
        try:
            paint = self._painter()
        except ModuleNotFoundError:
            return ()
        return tuple(
            [
                Picture(f"chart-{place}.png", chart.alt, await asyncio.to_thread(paint, chart))
                for place, chart in enumerate(charts, start=1)
            ]
        )


def _reply_of(to: Heard) -> tuple[str, Json]:
    return f"/webhooks/{to.reach['app']}/{to.reach['token']}/messages/@original", {}


def _stamped(message: Json, key: str) -> tuple[int, int] | None:
    for box in cast("list[Json]", message.get("components") or []):
        inside = cast("list[Json]", box.get("components") or [])
        if inside:
            return place_of(key, int(box.get("id") or 0), int(inside[0].get("id") or 0))
    return None


def _places(to: Heard) -> tuple[str, ...]:
    """Where the conversation may be, the nearest first; "" for the direct one with the account."""
    thread = to.thread if to.thread.isdecimal() else ""
    place = to.reach.get("place", "") if to.thread else ""
    return tuple(dict.fromkeys(one for one in (thread, place, to.channel) if one)) or ("",)


def _unasked(to: Heard, place: str) -> Heard:
    """The same conversation, with nothing to answer there."""
    locale = to.reach.get("locale", "")
    return replace(to, event_id="", thread=to.thread or place, reach={"place": place, "locale": locale})
