"""What a model on the loopback does, whatever vendor's protocol it speaks: a script, one act a call."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Literal

from tests.wires.llm.loopback import Call, Json

Stop = Literal["done", "length", "refused", "nothing"]


@dataclass(frozen=True)
class Gives:
    """Answers in the schema it was given, or with what the call makes it answer."""

    value: Json | Callable[[Call], Json]
    stop: Stop = "done"

    def of(self, call: Call) -> Json:
        return self.value(call) if callable(self.value) else self.value


@dataclass(frozen=True)
class Says:
    """Answers in words, in these pieces where it is streamed."""

    pieces: tuple[str, ...]
    stop: Stop = "done"
    pause: float = 0.0


@dataclass(frozen=True)
class Calls:
    """Calls a tool that nobody offered."""

    tool: str
    arguments: Json


@dataclass(frozen=True)
class Fails:
    """Answers with an error of this status."""

    status: int
    message: str = "no"
    retry_after: float | None = None


@dataclass(frozen=True)
class Hangs:
    """Says nothing for so long."""

    seconds: float


@dataclass(frozen=True)
class HangsUp:
    """Cuts the connection, in a stream after these pieces."""

    after: tuple[str, ...] = ()


@dataclass(frozen=True)
class FailsInside:
    """Reports an overload inside a stream that began well."""

    after: tuple[str, ...]


Act = Gives | Says | Calls | Fails | Hangs | HangsUp | FailsInside
