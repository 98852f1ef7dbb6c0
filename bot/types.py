"""The values of a conversation: what was heard, and what is said back."""

from dataclasses import dataclass, field
from typing import Literal

from agents.types import Button, Chart, Question, Section
from memory.types import Output


@dataclass(frozen=True, slots=True)
class Heard:
    """A message as a channel heard it; who and where are the platform's own keys."""

    platform: str
    workspace: str
    channel: str
    account: str
    text: str
    event_id: str
    """The platform's key of this event: heard twice, it is answered once."""
    thread: str = ""
    """Empty starts a new thread."""
    action: str = ""
    """The action of a button that was pressed, a command; the text is then what the button said."""


Status = Literal["ok", "needs_input", "refused", "failed"]


@dataclass(frozen=True, slots=True)
class Reply:
    """An answer before any platform's rendering."""

    status: Status
    text: str
    """Header, lines and, below them, the long answer, as Markdown."""
    thread: str
    message_id: str
    header: str = ""
    breadcrumb: tuple[str, ...] = ()
    address: str = ""
    scope: str = ""
    agent: str = ""
    command: str = ""
    lines: tuple[str, ...] = ()
    sections: tuple[Section, ...] = ()
    outputs: tuple[Output, ...] = ()
    questions: tuple[Question, ...] = ()
    buttons: tuple[Button, ...] = ()
    charts: tuple[Chart, ...] = ()
    expects: str = ""
    """The command that the next words in this thread complete, as a form's field would."""
    degraded: tuple[str, ...] = ()
    """What could not be done as it should: the answer stands without it."""
    error: str | None = None
    elapsed_ms: int = field(default=0, compare=False)
