"""What passes between the house and a model's vendor, whichever it is."""

from dataclasses import dataclass
from typing import Literal, Protocol

from agents.kit.llm import Hear
from memory.types import Json

Finish = Literal["done", "length", "declined", "broken"]
"""Why an answer ended. `broken` is one that ended without saying why."""
Reason = Literal["busy", "no_credit", "refused", "silent", "unreachable", "rejected", "broken_off"]


@dataclass(frozen=True, slots=True)
class Prompt:
    """One request, ready to be sent."""

    model: str
    instructions: str
    question: str
    max_tokens: int
    schema: Json | None = None
    """The JSON schema to answer in; without one the answer is in words."""


@dataclass(frozen=True, slots=True)
class Tokens:
    """What a vendor charges for. `input` counts what came from its cache, or went there, too."""

    input: int = 0
    output: int = 0
    cache_read: int = 0
    cache_write: int = 0

    def __add__(self, other: "Tokens") -> "Tokens":
        return Tokens(
            self.input + other.input,
            self.output + other.output,
            self.cache_read + other.cache_read,
            self.cache_write + other.cache_write,
        )


@dataclass(frozen=True, slots=True)
class Answer:
    text: str
    finish: Finish
    tokens: Tokens


class Trouble(Exception):
    """A vendor gave no answer. `said` is what it said instead, `after` how many seconds it asked to wait."""

    def __init__(
        self,
        reason: Reason,
        said: str = "",
        *,
        after: float | None = None,
        charged: Tokens | None = None,
    ) -> None:
        super().__init__(f"{reason}: {said}")
        self.reason: Reason = reason
        self.said = said
        self.after = after
        self.charged = charged
        """What is known to have been used all the same."""

    @property
    def passes(self) -> bool:
        """Whether the same request may succeed a little later."""
        return self.reason in {"busy", "unreachable", "broken_off"}


class Provider(Protocol):
    """One vendor's wire. It neither tries again nor falls back on another; it raises Trouble."""

    async def ask(self, prompt: Prompt) -> Answer: ...

    async def stream(self, prompt: Prompt, hear: Hear) -> Answer: ...

    async def aclose(self) -> None: ...
