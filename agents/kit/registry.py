"""The agents there are: every file of agents/ that holds an `AGENT`."""

from collections.abc import Mapping
from importlib import import_module
from pkgutil import iter_modules
from typing import cast

import agents
from agents.kit.ports import Agent

_FURNITURE = {"types"}


def load_agents() -> Mapping[str, Agent]:
    """Agents by id, which is the name of the file."""
    names = [module.name for module in iter_modules(agents.__path__) if not module.ispkg]
    found = (import_module(f"agents.{name}").AGENT for name in names if name not in _FURNITURE)
    return {agent.id: agent for agent in cast("list[Agent]", list(found))}
