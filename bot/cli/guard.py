"""What a command of the command line may do: the same table of permissions as in chat."""

from collections.abc import AsyncGenerator
from contextlib import asynccontextmanager

from bot import permissions
from bot.cli.session import house, language
from bot.house import House
from config.errors import Refused, UnknownScope
from memory.errors import UnknownOutput, UnknownUser
from memory.store import outputs
from memory.store.entrance import Entrance, directory, enter
from memory.types import Output


def permit(entrance: Entrance, house: House, *command: str) -> None:
    """Raises Refused, with the reason, where this user may not give this command at this place."""
    verdict = permissions.admit(entrance.access.actor, command, entrance.place, house.now())
    if not verdict.allowed:
        raise Refused(detail=verdict.why(language()))


@asynccontextmanager
async def found_at(
    ref: str, scope: str, user: str, *command: str
) -> AsyncGenerator[tuple[House, Entrance, Output]]:
    """The output of this id, wherever this user may see it, and the place from which it is seen.

    Raises UnknownOutput, AmbiguousOutput, or Refused where the command is not for this user.
    """
    async with house() as opened:
        paths = [scope] if scope else [one.slug for one in await directory(opened.database)]
        for path in paths:
            found = await _look(opened, path, user, ref)
            if found:
                permit(found[0], opened, *command)
                yield opened, *found
                return
    raise UnknownOutput(ref=ref)


async def _look(opened: House, path: str, user: str, ref: str) -> tuple[Entrance, Output] | None:
    try:
        entrance = await enter(opened.database, path, user)
        async with opened.database.reading(entrance.access) as unit:
            return entrance, await outputs.get(unit, ref)
    except (UnknownScope, UnknownUser, UnknownOutput):
        return None
