"""What an agent may do with the interviews of the place of the present message, as the one who speaks."""

from collections.abc import Callable
from typing import Protocol

from memory.insight import Insight
from memory.interview import Interaction, NewSession, Session, SessionId
from memory.types import Thread


class Interviews(Protocol):
    """The sessions and turns of this place, and nothing else."""

    async def in_thread(self, thread: Thread) -> Session | None:
        """The session that goes on in a thread, or went on there last, whosoever it is."""
        ...

    async def mine(self) -> tuple[Session, ...]:
        """The speaker's sessions that are not done, the one last touched first."""
        ...

    def owns(self, session: Session) -> bool:
        """Whether it is the speaker's."""
        ...

    async def history(self, persona: str) -> tuple[Interaction, ...]:
        """Every turn with a persona here, oldest first."""
        ...

    async def begin(self, new: NewSession) -> Session:
        """Raises NotYours."""
        ...

    async def change(self, session: SessionId, move: Callable[[Session], Session]) -> Session:
        """Moves a session on from where it stands when it is written. Raises NotYours."""
        ...

    async def keep(
        self, move: Callable[[Session], Session], turn: Interaction
    ) -> tuple[Session, Interaction]:
        """Keeps a turn with its number, once for its message, and moves its session on. Raises NotYours."""
        ...

    async def accept(self, turn: Interaction, statement: str, subject_key: str, value: str) -> Insight | None:
        """A synthetic insight whose source is the answer of a turn; None where that answer is gone."""
        ...
