"""What the house needs of an engine: that the work of each event is done once, in order, over crashes."""

from collections.abc import Awaitable, Callable
from typing import Protocol

Work = Callable[[str, str], Awaitable[None]]
"""Does what is left of one event, given its id and its conversation's. May be called again for the same event
after a crash; raises only what another attempt may mend."""


class EngineTrouble(Exception):  # noqa: N818 - it passes
    """The engine cannot be reached just now; nothing was handed over."""


class Engine(Protocol):
    """Knows ids and nothing else: what they stand for is in our own tables, under their policies."""

    @property
    def owner(self) -> str:
        """The name of this process, which no other has or had."""
        ...

    async def start(self, work: Work) -> None:
        """Begins to work, also on what a dead process has left."""
        ...

    async def hand(self, event: str, conversation: str) -> None:
        """Sees to it that the event is worked on, once, after those of its conversation that came before."""
        ...

    async def alive(self, owner: str) -> bool:
        """Whether the process of this name may still be at work."""
        ...

    async def living(self) -> int:
        """How many processes work here, as far as is known, this one among them."""
        ...

    async def drain(self, seconds: float) -> None:
        """Begins nothing new, lets what runs end within so many seconds, and leaves the rest to others."""
        ...

    async def aclose(self) -> None: ...
