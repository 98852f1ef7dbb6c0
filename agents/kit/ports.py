"""What the house needs of an agent."""

from typing import Protocol, runtime_checkable

from agents.types import AgentResult, Ask
from config.errors import Locale
from memory.types import Output


class Agent(Protocol):
    """A specialist. One file in agents/ holds one, under the name `AGENT`."""

    @property
    def id(self) -> str:
        """The name of its file."""
        ...

    @property
    def command(self) -> str: ...

    @property
    def aliases(self) -> tuple[str, ...]:
        """Other words for its command, in any language."""
        ...

    def name(self, locale: Locale) -> str: ...

    def has_verb(self, word: str) -> bool:
        """Whether this word alone, as a command, is its own: `/swot` for the strategy agent."""
        ...

    def takes(self, word: str) -> bool:
        """Whether the word says what to do where it stands behind the agent's name: `why` in `plan why R1`."""
        ...

    def called_by(self, text: str) -> bool:
        """Whether plain words name what this agent does."""
        ...

    def verb(self, ask: Ask) -> str:
        """What the ask would do, in one word: what it may do is checked before it is done."""
        ...

    async def answer(self, ask: Ask) -> AgentResult: ...

    def show(self, output: Output) -> AgentResult:
        """An output that was delivered before, as it was answered."""
        ...


@runtime_checkable
class Numbering(Agent, Protocol):
    """An agent that in any thread is the one to speak of what it has numbered: W of W1."""

    @property
    def numbers(self) -> tuple[str, ...]:
        """The letters before its numbers."""
        ...
