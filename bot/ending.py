"""How work in the background is ended."""

import asyncio
import logging

log = logging.getLogger(__name__)


async def end(task: asyncio.Future[None]) -> None:
    """Ends it; what it broke off with is logged.

    Being cancelled meanwhile is not swallowed: whoever waits here may be told to end, too.
    """
    task.cancel()
    await asyncio.wait([task])
    if not task.cancelled() and (error := task.exception()):
        log.error("work in the background broke off", exc_info=error)
