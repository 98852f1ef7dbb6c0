"""The project's own scores, measured on data that ships with it: nothing here is a claim about other data."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Score:
    """One figure, 0 to 1 where it is a share."""

    name: str
    value: float
    of: int
    """How many cases it was measured on."""
    note: str = ""
