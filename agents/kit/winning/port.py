"""What a win needs of the tasks of its place, as the one who speaks."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Protocol

from memory.collaboration import TaskState
from memory.types import Output, OutputId


@dataclass(frozen=True, slots=True)
class Chore:
    """A task as it stands."""

    id: str
    owner: str
    """A name; "" is nobody."""
    due: date | None
    state: TaskState
    ended: date | None
    """The day on which it was ended, at the place."""


class Tasks(Protocol):
    """Tasks within the speaker's reach at this place."""

    async def add(
        self, title: str, said: str, due: date, check_after_days: int, about: tuple[OutputId, str] | None
    ) -> Chore:
        """A task for whom `said` calls (the speaker, where nobody), until the day that it names, else `due`.

        It is asked what came of it `check_after_days` after that day. Raises NobodyCalled, NoDay, Refused.
        """
        ...

    async def end(self, task: str, state: TaskState) -> None:
        """Raises UnknownRef, AmbiguousRef, Refused."""
        ...

    async def every(self, ids: Iterable[str]) -> Mapping[str, Chore]:
        """Those of these that are in reach, by id."""
        ...

    async def delivered(self, output_type: str) -> tuple[Output, ...]:
        """The newest outputs of an agent's own type in all places of the client, or of an SME, that are in reach."""
        ...
