"""How often a vendor is asked again: the house's one policy, the SDKs have none."""

import asyncio
from collections.abc import Awaitable, Callable
from random import SystemRandom

from adapters.llm.types import Answer, Trouble
from config.models import Patience

_jitter = SystemRandom()


async def patiently(ask: Callable[[], Awaitable[Answer]], patience: Patience) -> Answer:
    """The answer, after as many attempts as are allowed while the trouble is one that passes.

    Raises the last Trouble, at once when the vendor wants a longer wait than anybody has patience for.
    """
    for attempt in range(1, patience.attempts):
        try:
            return await ask()
        except Trouble as trouble:
            wait = _wait(trouble, attempt, patience)
            if not trouble.passes or wait > patience.longest_wait:
                raise
        await asyncio.sleep(wait)
    return await ask()


def _wait(trouble: Trouble, attempt: int, patience: Patience) -> float:
    """What the vendor asked for, else doubled each time, with up to a quarter more so that calls spread."""
    if trouble.after is not None:
        return trouble.after
    return min(patience.first_wait * 2 ** (attempt - 1) * _jitter.uniform(1, 1.25), patience.longest_wait)
