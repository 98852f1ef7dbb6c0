"""Where a message belongs: the scope that its channel is bound to, as the person who speaks."""

from bot.house import House
from bot.types import Heard
from config.errors import UnknownScope
from memory.errors import UnknownUser
from memory.store import campaigns, clients
from memory.store.entrance import OWNER, Entrance, directory, enter


async def find(house: House, heard: Heard) -> Entrance | None:
    """The place of a message. None in a console that has not said where it is and could mean several places.

    The console's channels are named by their scope, its accounts by the user's name.
    Raises UnknownScope, UnknownBinding or UnknownUser.
    """
    if heard.kind == "due":
        from bot.digest.sender import sent_by_clock  # noqa: PLC0415 - only the clock's messages need it
        from bot.teamwork.courier import PREFIX, addressed  # noqa: PLC0415

        if heard.event_id.startswith(PREFIX):
            return await addressed(house, heard)
        return await sent_by_clock(house, heard)
    path = heard.channel or await _only_place(house)
    return await enter(house.database, path, heard.account or OWNER) if path else None


async def places(house: House, user: str) -> tuple[str, ...]:
    """The paths of all campaigns that this user reaches, of organisations where they are known."""
    paths: list[str] = []
    for organization in await directory(house.database):
        try:
            entrance = await enter(house.database, organization.slug, user)
        except (UnknownScope, UnknownUser):
            continue
        paths += await _below(house, entrance)
    return tuple(paths)


async def _only_place(house: House) -> str | None:
    paths = await places(house, OWNER)
    return paths[0] if len(paths) == 1 else None


async def _below(house: House, entrance: Entrance) -> list[str]:
    async with house.database.reading(entrance.access) as unit:
        slugs = {client.id: client.slug for client in await clients.every(unit)}
        found = await campaigns.every(unit)
    root = entrance.place.path
    return [f"{root}/{slugs[one.client]}/{one.slug}" if one.client else f"{root}/{one.slug}" for one in found]
