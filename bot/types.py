"""The values of a conversation: what was heard, and what is said back."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Literal

from agents.types import Button, Chart, Document, Question, Section
from bot.learning.lesson import Lesson
from config.errors import Locale
from memory.types import Output

HeardKind = Literal[
    "message", "form", "edited", "deleted", "joined", "left", "moved", "shared", "opened", "stop", "due"
]
"""What happened: words or a click; a filled form; words changed or taken back by their author; the bot came
into a channel or was put out of it, without a channel of the whole workspace; the channel goes on under the key that
is the target; another company was let into it; somebody opened the bot's own page; somebody stops a running turn; it
is time for what the action says, such as a digest, whose answer `Mouth.post` posts."""


@dataclass(frozen=True, slots=True)
class File:
    """A file that came with a message. Its channel fetches it by `ref` when the turn wants it."""

    name: str
    ref: str
    size: int
    media: str = ""


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
    """Empty starts a new thread. A chat platform's channel always names one."""
    action: str = ""
    """The action of a button that was pressed, a command; the text is then what the button said."""
    kind: HeardKind = "message"
    keys: tuple[str, ...] = ()
    """Further keys under which the platform may deliver the same message again, twins of it among them."""
    name: str = ""
    """What the account calls itself; "" where the platform does not say."""
    locale: Locale | None = None
    """The language in which the account uses the platform, where that tells and it is one of ours."""
    direct: bool = False
    """Whether nobody else reads along."""
    overheard: bool = False
    """Whether it was not said to the bot: no mention, no command, not direct. The inbox takes it only in a thread
    that is the bot's own already or in a channel that has opted in, and keeps nothing of it otherwise."""
    outsider: bool = False
    """Whether the account is no member of the workspace: a guest, or somebody of another company."""
    files: tuple[File, ...] = ()
    wide: bool = False
    """Whether it means more than its own conversation: a stop said beside the threads ends all that its author has
    running in the channel; the bot has come into a whole workspace."""
    target: str = ""
    """The platform's id of the message that an edit, a deletion or a click is about."""
    reach: Mapping[str, str] = field(default_factory=dict[str, str])
    """What the channel needs to answer: its own keys, kept as they are and read by nobody else."""


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
    lesson: Lesson = Lesson()
    """What of memory the answer rests on, and what was learnt from the message."""
    degraded: tuple[str, ...] = ()
    """What could not be done as it should: the answer stands without it."""
    documents: tuple[Document, ...] = ()
    form: str = ""
    """The form (`bot.arrival.forms`) that a channel opens at once where it has forms; others ask its questions."""
    whispered: bool = False
    """Whether it is for the one who asked alone, where the platform has a way to say it so."""
    error: str | None = None
    elapsed_ms: int = field(default=0, compare=False)

    @property
    def silent(self) -> bool:
        """Whether there is nothing to say, as to an event that only had to be noted: nothing is posted then."""
        return not (self.text or self.buttons or self.documents or self.charts)
