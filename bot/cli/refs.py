"""One thing by its id, wherever a user may see it."""

from collections.abc import AsyncGenerator, Awaitable, Callable
from contextlib import asynccontextmanager

from bot.cli.session import house
from bot.house import House
from bot.teamwork.refs import T
from config.errors import UnknownScope
from memory.db import Unit
from memory.errors import UnknownOutput, UnknownUser
from memory.store.entrance import Entrance, directory, enter, enter_scope
from memory.store.refs import UnknownRef


@asynccontextmanager
async def found(
    get: Callable[[Unit, str], Awaitable[T]], ref: str, user: str
) -> AsyncGenerator[tuple[House, Entrance, T]]:
    """The house, the thing, and the way into its own place as this user. Raises UnknownRef, AmbiguousRef."""
    async with house() as opened:
        for organization in await directory(opened.database):
            try:
                root = await enter(opened.database, organization.slug, user)
                async with opened.database.reading(root.access) as unit:
                    one = await get(unit, ref)
            except (UnknownScope, UnknownUser, UnknownRef, UnknownOutput):
                continue
            yield opened, await enter_scope(opened.database, one.scope, root.access.actor.user), one
            return
    raise UnknownRef(ref=ref)
