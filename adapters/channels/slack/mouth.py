"""The speaking half: answers, unasked posts, the bot's own page, and what became of them."""

import json
from collections.abc import Mapping
from typing import Any, cast

from adapters.channels.slack.luggage import bring, fetch
from adapters.channels.slack.modal import window
from adapters.channels.slack.posting import Posting
from adapters.channels.slack.render import Json, buttons_of, render, sections
from adapters.channels.slack.spot import Spot
from adapters.channels.slack.voice import PACE, Voice
from bot.arrival.forms import UnknownForm
from bot.language import language_of
from bot.ports import Ambiguous, Painter, Posted, Rejected, Throttled
from bot.ports import Voice as Spoken
from bot.types import File, Heard, Reply
from config.errors import Locale
from config.wording import words

_HOME_BLOCKS = 100


class Mouth:
    """Used by whichever process answers; it needs nothing of the one that heard."""

    def __init__(self, posting: Posting, painter: Painter, pace: float = PACE) -> None:
        self._posting, self._painter, self._pace = posting, painter, pace
        self.among = 1
        """How many processes speak, with whom the pace of previews is shared."""

    def voice(self, heard: Heard) -> Spoken:
        return Voice(self._posting, Spot.of(heard), self._speak, self._pace * self.among)

    async def post(self, to: Heard, reply: Reply, key: str) -> Posted:
        return await self._speak(Spot.unasked(to), reply, key, "")

    async def find(self, to: Heard, key: str) -> Posted | None:
        """All parts, where all are there. Of an answer that was broken off, the parts are remembered: the next
        attempt goes on after them. Raises Throttled, Ambiguous where Slack does not answer."""
        spot = Spot.of(to) if to.thread else Spot.unasked(to)
        try:
            ids, parts = await self._posting.found(spot, key)
        except Rejected:
            return None
        if not ids:
            return None
        self._posting.there(key, ids)
        return Posted(tuple(ids)) if len(ids) == parts else None

    async def fetch(self, heard: Heard, file: File) -> bytes:
        try:
            return await fetch(self._posting, Spot.of(heard), file)
        except (Throttled, Ambiguous) as error:
            raise Rejected("unavailable", str(error)) from None

    async def _speak(self, spot: Spot, reply: Reply, key: str, preview: str) -> Posted:
        if spot.surface == "home":
            return await self._publish(spot, reply)
        if reply.silent and not reply.form:
            return Posted(())
        if reply.whispered and spot.response_url:
            return Posted((await self._posting.whisper(spot, render(reply, spot.thread)[0]),))
        laden = bool(reply.charts or reply.documents)
        ids = await self._posting.deliver(spot, render(reply, spot.thread), key, preview, laden=laden)
        await self._open(spot, reply)
        lost = await bring(self._posting, spot, reply, spot.thread_ts or ids[0], self._painter)
        if lost:
            said = words("channels")("slack.not_uploaded", _locale(reply), names=", ".join(lost))
            to = {"channel": spot.channel, "thread_ts": spot.thread_ts or ids[0], "text": said}
            await self._posting.quietly(spot, "chat.postMessage", to)
        return Posted(ids)

    async def _open(self, spot: Spot, reply: Reply) -> None:
        """Opens the reply's form while that is allowed; its button opens it later."""
        if not (reply.form and spot.trigger):
            return
        held = {"channel": spot.channel, "thread_ts": spot.thread_ts, "thread": spot.thread or spot.thread_ts}
        try:
            view = window(reply.form, _locale(reply), held)
        except UnknownForm:
            return
        await self._posting.quietly(spot, "views.open", {"trigger_id": spot.trigger, "view": view})

    async def _publish(self, spot: Spot, reply: Reply) -> Posted:
        blocks: list[Json] = [*sections(reply.text), *buttons_of(reply)]
        if len(blocks) > _HOME_BLOCKS:
            room = _HOME_BLOCKS - len(buttons_of(reply))
            blocks = [*blocks[:room], *buttons_of(reply)]
        view: Mapping[str, Any] = {
            "type": "home",
            "blocks": blocks,
            "private_metadata": json.dumps({"channel": spot.channel}),
        }
        answer = await self._posting.call(spot, "views.publish", {"user_id": spot.user, "view": view})
        shown = cast("Mapping[str, Any]", answer.get("view") or {})
        return Posted((str(shown.get("id") or ""),))


def _locale(reply: Reply) -> Locale:
    return language_of(reply.text) or "en"
