"""The bot is put out of a whole workspace, or let in again: all that is linked there rests, or goes on."""

from config.errors import Refused
from memory.db import Database
from memory.errors import UnknownUser
from memory.store import bindings, channels
from memory.store.entrance import directory, enter_as_owner
from memory.types import Binding, Scope


async def rest(database: Database, platform: str, workspace: str, on: bool) -> int:
    """How many links have changed. It is rare, and so all organisations are looked through."""
    changed = 0
    for organization in await directory(database):
        for binding in await _linked(database, Scope(organization.id), platform, workspace):
            if binding.rests != on:
                await channels.mark_by_house(database, binding, "rests", on)
                changed += 1
    return changed


async def _linked(database: Database, scope: Scope, platform: str, workspace: str) -> tuple[Binding, ...]:
    try:
        owner = await enter_as_owner(database, scope)
    except (Refused, UnknownUser):
        return ()
    async with database.reading(owner.access) as unit:
        found = await bindings.every(unit)
    here = (one for one in found if (one.key.platform, one.key.workspace) == (platform, workspace))
    return tuple(one for one in here if not one.key.thread)
