"""Who delivered what a new thread names by its number: "why is R1 there?" is asked of the plan that has an R1."""

from typing import TYPE_CHECKING, Any, cast

from agents.kit.frameworks.wish import NUMBERED, why
from agents.kit.ports import Numbering
from bot.routing.asking import asks
from memory.store import outputs
from memory.types import Json

if TYPE_CHECKING:
    from bot.house import House
    from memory.store.entrance import Entrance

_LONGEST = 80
"""Characters of a message that is about one thing by its number; a longer one tells more."""
_FRAMEWORKS = "business_strategy"
"""Its frameworks number their records, too; outside their threads they are asked why, and no more."""


async def deliverer(text: str, entrance: "Entrance", house: "House") -> str | None:
    """Of whom the newest output here is that has the number; None where there is none."""
    named = NUMBERED.search(text)
    if named is None or len(text) > _LONGEST or not (asks(text) or text.lstrip().startswith(named[0])):
        return None
    number = named[0].upper()
    letters = number.rstrip("0123456789")
    known = house.agents.values()
    own = {one.id for one in known if isinstance(one, Numbering) and letters in one.numbers}
    agents = own | {_FRAMEWORKS}.intersection(house.agents)
    async with house.database.reading(entrance.access) as unit:
        found = await outputs.latest(unit)
    newest = next(
        (one for one in found if one.draft.agent in agents and _holds(one.draft.body, number)), None
    )
    agent = newest.draft.agent if newest else None
    return agent if agent != _FRAMEWORKS or why(text) else None


def _holds(node: Json, number: str) -> bool:
    lists: list[Any] = [one for one in node.values() if isinstance(one, list)]
    records = (cast(Json, record) for one in lists for record in one if isinstance(record, dict))
    return any(record.get("id") == number or _holds(record, number) for record in records)
