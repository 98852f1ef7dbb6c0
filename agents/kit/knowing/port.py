"""What the memory can do for an agent at the place of the present message, as the one who speaks."""

from collections.abc import Collection, Iterable, Mapping
from datetime import datetime
from typing import Protocol

from memory.insight import Conflict, Forgotten, Insight, InsightStatus, Source, Trace, Use
from memory.recalled import Recalled


class Recollection(Protocol):
    """Everything within the speaker's reach here, and nothing else."""

    async def find(self, query: str, k: int = 8, as_of: datetime | None = None) -> tuple[Recalled, ...]: ...

    async def every(
        self, status: Collection[InsightStatus] = ("active",), as_of: datetime | None = None
    ) -> tuple[Insight, ...]: ...

    async def named(self, ids: Iterable[str]) -> tuple[Insight, ...]: ...

    async def sources(self, ids: Iterable[str]) -> tuple[Source, ...]: ...

    async def uses(self, ids: Iterable[str]) -> tuple[Use, ...]: ...

    async def titles(self, refs: Iterable[str]) -> Mapping[str, tuple[str, int]]:
        """Title and version of the outputs in reach, by id."""
        ...

    async def conflicts(self) -> tuple[Conflict, ...]: ...

    async def why(self, ref: str) -> Trace:
        """Raises UnknownInsight, AmbiguousInsight."""
        ...

    async def forget(self, ref: str) -> Forgotten:
        """Raises UnknownInsight, AmbiguousInsight, NotYours."""
        ...

    async def forget_text(self, text: str) -> Forgotten:
        """Raises NothingToForget."""
        ...

    async def correct(self, ref: str, words: str) -> Insight:
        """In the speaker's words. Raises UnknownInsight, AmbiguousInsight, NotYours."""
        ...

    async def confirm(self, ref: str) -> Insight:
        """The speaker stands for it. Raises UnknownInsight, AmbiguousInsight, NotYours."""
        ...

    async def settle(self, conflict: str, keep: str) -> Insight:
        """Raises UnknownInsight."""
        ...
