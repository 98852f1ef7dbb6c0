"""What may be asked for next: where what was delivered flows to, by config/flows.toml.

The table is read as it is: an answer that is shown does not wait for the whole registry to be built.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cache
from typing import Any

from config.errors import Locale
from config.tables import read_table


@dataclass(frozen=True, slots=True)
class Step:
    """A command that takes what an output says further."""

    end: str
    """What it makes."""
    agent: str
    command: str
    offer: dict[Locale, str]


@cache
def _registry() -> Mapping[str, Any]:
    return read_table("flows.toml")


def next_steps(output_types: Iterable[str]) -> tuple[Step, ...]:
    """Each command once, in the order of the registry. Whether its agent is on duty, the asker knows."""
    table, made = _registry(), frozenset(output_types)
    following = dict.fromkeys(flow["to"] for flow in table["flows"].values() if flow["from"] in made)
    ends = {name: table["ends"][name] for name in following if name not in made}
    steps = [
        Step(name, end["agent"], end["command"], end["offer"]) for name, end in ends.items() if "offer" in end
    ]
    return tuple({step.command: step for step in reversed(steps)}.values())[::-1]


def flowing_to(end: str) -> tuple[str, ...]:
    """The types of output, and other ends, that something flows from into this one."""
    flows = _registry()["flows"].values()
    return tuple(dict.fromkeys(flow["from"] for flow in flows if flow["to"] == end))
