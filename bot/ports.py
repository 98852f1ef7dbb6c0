"""What the conversation needs of the outside, named by its need."""

from collections.abc import Awaitable, Callable
from typing import Protocol

from agents.types import Chart
from bot.types import Heard, Reply

Say = Callable[[str], Awaitable[None]]
"""Tells the user how far the work is."""
Paint = Callable[[Chart], bytes]
"""A chart as PNG bytes. Blocking: call it in a thread."""

Painter = Callable[[], Paint]
"""Where to get one. Raises ModuleNotFoundError when the extra `pictures` is not installed."""


class Ear(Protocol):
    """Takes a message that was heard and gives the reply: the one door into the house."""

    async def __call__(self, heard: Heard, say: Say) -> Reply: ...


class Channel(Protocol):
    """A place where people talk: it hears messages, hands them to the ear, and speaks the replies."""

    async def run(self) -> None:
        """Hears and speaks until the channel is closed."""
        ...
