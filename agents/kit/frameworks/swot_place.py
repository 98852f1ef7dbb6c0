"""Where a clause belongs in a SWOT: by its most specific signal, or where the user has put it."""

from dataclasses import dataclass

from agents.kit.reading.types import Clause
from config.reading import table

QUADRANTS = ("S", "W", "O", "T")
INTERNAL = frozenset({"S", "W"})
TOLD = "told"
"""The tag of what stands under a heading of the user's own without any signal."""


@dataclass(frozen=True, slots=True)
class Place:
    """A quadrant, or for a fact with two readings the quadrants it may belong to."""

    tag: str
    quadrant: str
    readings: tuple[str, ...] = ()


def place(clause: Clause) -> Place | None:
    """None for what is no strength, weakness, opportunity or threat: facts, plans, questions."""
    tags = table("signals")
    if clause.section:
        fitting = (tag for tag in clause.tags if tags.get(tag, {}).get("quadrant") == clause.section)
        return Place(next(fitting, TOLD), clause.section)
    for tag in clause.tags:
        quadrant = tags[tag].get("quadrant") if tag in tags else None
        if quadrant == "?":
            return Place(tag, "", tuple(tags[tag]["readings"]))
        if quadrant:
            return Place(tag, quadrant)
    return None
