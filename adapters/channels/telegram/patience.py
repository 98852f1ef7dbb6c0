"""How long to wait before the next try: longer each time, up to a limit."""

import asyncio

_FIRST = 0.2
_LONGEST = 30.0


class Patience:
    def __init__(self) -> None:
        self._next = _FIRST

    async def wait(self, at_least: float = 0.0) -> None:
        """Waits, and longer the next time."""
        seconds, self._next = max(self._next, at_least), min(self._next * 2, _LONGEST)
        await asyncio.sleep(seconds)

    def calm(self) -> None:
        """It went well."""
        self._next = _FIRST
