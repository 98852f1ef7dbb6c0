"""What a framework is to its agent: a sheet that is drafted from clauses, computed, and shown."""

from collections.abc import Callable
from dataclasses import dataclass

from agents.kit.reading.types import Reading
from agents.types import Chart, Question, Section
from config.errors import Locale
from memory.types import Evidence, InputUsed, Json


@dataclass(frozen=True, slots=True)
class Sheet:
    """A body in the making, with what each part of it rests on.

    Paths name records by their ids and end at a field: `items.I1.impact`, or
    `forces.rivalry.factors.F2.pressure`; fields outside records stand alone: `tagline`.
    """

    body: Json
    evidence: tuple[Evidence, ...] = ()
    assumptions: tuple[str, ...] = ()
    questions: tuple[Question, ...] = ()
    """What only this framework knows to ask, most valuable first; missing fields are asked for anyway."""
    inputs: tuple[InputUsed, ...] = ()
    """Outputs that something in it comes from."""


def nothing(_reading: Reading, _locale: Locale) -> Sheet:
    return Sheet({})


@dataclass(frozen=True, slots=True)
class Framework:
    """The verbs of one framework; its nouns are in config/frameworks/<id>.toml. All of them are pure."""

    id: str
    compute: Callable[[Json], Json]
    """Fills every computed field from the stated ones and orders what has a rank; a missing input stays None
    and whatever depends on it too. Idempotent."""
    headline: Callable[[Json, Locale], tuple[str, ...]]
    """What the body says, in at most three lines, each a computed or quoted finding."""
    draft: Callable[[Reading, Locale], Sheet] = nothing
    """Takes the clauses that speak to the framework. It never adds a sentence that nobody said."""
    sections: Callable[[Json, Locale], tuple[Section, ...]] = lambda _body, _locale: ()
    """Parts of the long answer beyond the tables of the records."""
    charts: Callable[[Json, Locale], tuple[Chart, ...]] = lambda _body, _locale: ()
    questions: Callable[[Json, Locale], tuple[Question, ...]] = lambda _body, _locale: ()
    """What the body as it now stands leaves open, beyond missing required fields."""
