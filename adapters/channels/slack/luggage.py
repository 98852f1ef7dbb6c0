"""Files: charts and documents that go out with an answer, and what users send."""

import asyncio
from collections.abc import Mapping, Sequence
from typing import Any, cast

from adapters.channels.slack.posting import Posting
from adapters.channels.slack.spot import Spot
from adapters.channels.slack.wire import guarded
from agents.types import Chart
from bot.ports import Painter, Rejected, Throttled, Unposted
from bot.types import File, Reply

_MOST = 20_000_000
"""Bytes of a file that is fetched."""
_WAIT = 30.0
_NAME = 80


async def bring(
    posting: Posting, spot: Spot, reply: Reply, thread_ts: str, painter: Painter
) -> tuple[str, ...]:
    """Puts the charts and documents of a reply below it; gives the names of those that did not get there."""
    packed = [*await _painted(reply.charts, painter), *_documents(reply)]
    if not packed:
        return ()
    try:
        await _upload(posting, spot, packed, thread_ts)
    except Unposted:
        return tuple(str(one["filename"]) for one in packed)
    return ()


async def _painted(charts: Sequence[Chart], painter: Painter) -> list[dict[str, Any]]:
    """Without the extra `pictures` their words, which the answer has, must do."""
    if not charts:
        return []
    try:
        paint = painter()
    except ModuleNotFoundError:
        return []
    return [
        {
            "file": await asyncio.to_thread(paint, chart),
            "filename": f"{chart.title[:_NAME].replace('/', '-') or 'chart'}.png",
            "title": chart.title,
            "alt_txt": chart.alt[:1000],
        }
        for chart in charts
    ]


def _documents(reply: Reply) -> list[dict[str, Any]]:
    return [{"file": one.content, "filename": one.name, "title": one.name} for one in reply.documents]


async def _upload(posting: Posting, spot: Spot, packed: list[dict[str, Any]], thread_ts: str) -> None:
    badge, channel = await posting.badge(spot), await posting.channel(spot)
    client: Any = posting.wire.client()
    for attempt in (1, 2):
        asked = client.files_upload_v2(
            file_uploads=[dict(one) for one in packed],
            channel=channel,
            thread_ts=thread_ts or None,
            token=badge.token,
        )
        try:
            await guarded(asked)
        except Throttled as error:
            if attempt == 2 or error.seconds > _WAIT:
                raise
            await asyncio.sleep(error.seconds)
        else:
            return


async def fetch(posting: Posting, spot: Spot, file: File) -> bytes:
    """The content. The token goes only to the address that Slack itself names. Raises Rejected."""
    answer = await posting.call(spot, "files.info", {"file": file.ref}, form=True)
    told = cast("Mapping[str, Any]", answer.get("file") or {})
    address = str(told.get("url_private_download") or told.get("url_private") or "")
    if not address:
        raise Rejected("gone", "no address")
    badge = await posting.badge(spot)
    return await guarded(_get(posting, address, badge.token, str(told.get("mimetype") or file.media)))


async def _get(posting: Posting, address: str, token: str, media: str) -> bytes:
    headers = {"Authorization": f"Bearer {token}"}
    async with posting.wire.session().get(address, headers=headers) as answer:
        if answer.status == 429:
            raise Rejected("unavailable", "429")
        if answer.status != 200:
            raise Rejected("gone" if answer.status in {404, 410} else "forbidden", str(answer.status))
        if answer.content_type == "text/html" and media != "text/html":
            raise Rejected("forbidden", "files:read")
        content = await answer.content.read(_MOST + 1)
        while len(content) <= _MOST and (more := await answer.content.read(_MOST + 1 - len(content))):
            content += more
    if len(content) > _MOST:
        raise Rejected("too_long", f"{_MOST} bytes")
    return content
