"""What an agent may ask of a language model, and what comes back. Who answers is not its business."""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from typing import Generic, Literal, Protocol, TypeVar

from pydantic import BaseModel

T = TypeVar("T", bound=BaseModel)
T_co = TypeVar("T_co", bound=BaseModel, covariant=True)

Hear = Callable[[str], Awaitable[None]]
"""Takes a piece of an answer as it comes."""
MaterialKind = Literal["message", "reply", "brief", "file", "import", "page", "output", "insight"]
Size = Literal["agent", "quick"]


@dataclass(frozen=True, slots=True)
class Material:
    """Text that somebody else wrote: data for the model, never an instruction to it."""

    kind: MaterialKind
    text: str
    author: str = ""
    member: bool = True
    """Whether the author belongs to the team; what others wrote is labelled so."""
    name: str = ""
    """Of a file: its name, which is as little to be trusted as what is in it."""
    ref: str = ""


@dataclass(frozen=True, slots=True)
class Request:
    """One thing that is asked. Instructions and question are the house's own words; all else is material."""

    agent: str
    instructions: str
    """Stable, so that a vendor may keep it; what differs from call to call belongs into the question."""
    question: str
    material: tuple[Material, ...] = ()
    max_tokens: int = 2_000
    """Of the answer; a longer one is an error, not a shorter answer."""
    size: Size = "agent"
    """`quick` is the small model: for sorting and extraction."""


@dataclass(frozen=True, slots=True)
class Used:
    """What an answer took, failed attempts included; the cost in millionths of `currency`."""

    tokens_in: int = 0
    tokens_out: int = 0
    tokens_cached: int = 0
    """Of `tokens_in`: read from the vendor's cache."""
    cost_micros: int = 0
    currency: str = "USD"

    def __add__(self, other: "Used") -> "Used":
        return Used(
            self.tokens_in + other.tokens_in,
            self.tokens_out + other.tokens_out,
            self.tokens_cached + other.tokens_cached,
            self.cost_micros + other.cost_micros,
            other.currency,
        )


@dataclass(frozen=True, slots=True)
class Filled(Generic[T_co]):
    """A validated answer, with the model that gave it (`anthropic:claude-sonnet-5-5`) and what it took."""

    value: T_co
    model: str
    used: Used


@dataclass(frozen=True, slots=True)
class Said:
    """An answer in words, whole."""

    text: str
    model: str
    used: Used


class LLM(Protocol):
    """A language model, as an agent sees it."""

    @property
    def connected(self) -> bool:
        """Whether there is a model at all; without one every call raises NoModel."""
        ...

    async def fill(self, output_type: type[T], request: Request) -> Filled[T]:
        """An answer in the shape of `output_type`, validated.

        Raises a ModelError: KeyRefused, BudgetUsedUp, ModelFailed or BrokenAnswer.
        """
        ...

    async def stream(self, request: Request, hear: Hear) -> Said:
        """An answer in words; each piece goes to `hear` as it comes. Raises as `fill` does.

        After a BrokenAnswer what was heard is not the whole answer.
        """
        ...
