"""The agents' desks, also of those that are not on duty yet: config/desk.toml, validated when loaded."""

from functools import cache

from config.catalogue import Bilingual
from config.data import Data
from config.routing import AGENTS
from config.tables import read_table


class Desk(Data):
    """What an agent is called, and what can be done without it."""

    command: str
    aliases: list[str]
    name: Bilingual
    today: Bilingual
    instead: str = ""
    """A command that does it."""


class _Desks(Data):
    agents: dict[str, Desk]


@cache
def desks() -> dict[str, Desk]:
    """Desks by the agent's id. Raises pydantic.ValidationError or LookupError when the file is incomplete."""
    found = _Desks.model_validate(read_table("desk.toml")).agents
    if list(found) != list(AGENTS):
        raise LookupError("config/desk.toml has not a desk for each agent")
    return found
