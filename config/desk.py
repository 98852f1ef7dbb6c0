"""The agents' desks, also of those that are not on duty yet: config/desk.toml, validated when loaded."""

import tomllib
from functools import cache
from importlib.resources import files

from pydantic import BaseModel, ConfigDict

from config.catalogue import Bilingual
from config.routing import AGENTS


class Desk(BaseModel):
    """What an agent is called, and what can be done without it."""

    model_config = ConfigDict(frozen=True, extra="forbid", strict=True)

    command: str
    aliases: list[str]
    name: Bilingual
    today: Bilingual
    instead: str = ""
    """A command that does it."""


class _Desks(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid", strict=True)

    agents: dict[str, Desk]


@cache
def desks() -> dict[str, Desk]:
    """Desks by the agent's id. Raises pydantic.ValidationError or LookupError when the file is incomplete."""
    text = files("config").joinpath("desk.toml").read_text("utf-8")
    found = _Desks.model_validate(tomllib.loads(text)).agents
    if list(found) != list(AGENTS):
        raise LookupError("config/desk.toml has not a desk for each agent")
    return found
