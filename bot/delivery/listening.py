"""What is read although it was not said to the bot: nothing, unless a channel has opted in."""

from collections.abc import Awaitable, Callable

from bot.arrival.standing import key_of
from bot.types import Heard
from memory.db import Database
from memory.store import channels


def listening(database: Database) -> Callable[[Heard], Awaitable[bool]]:
    """Whether something overheard concerns the bot: its channel has opted in. For the inbox."""

    async def listens(heard: Heard) -> bool:
        return await channels.listens(database, key_of(heard))

    return listens
