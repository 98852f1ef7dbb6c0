"""The values of thinking: what an agent is asked, and what it answers."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import TYPE_CHECKING, Literal
from zoneinfo import ZoneInfo

from config.errors import Locale
from memory.insight import Insight
from memory.types import Draft, Message, Output, Place

if TYPE_CHECKING:
    from agents.kit.given import Given
    from agents.kit.interviewing.port import Interviews
    from agents.kit.knowing.port import Recollection
    from agents.kit.learning.types import Candidate
    from agents.kit.llm import LLM
    from agents.kit.measuring.port import Facts
    from agents.kit.reporting.port import Billings
    from agents.kit.winning.port import Tasks


@dataclass(frozen=True, slots=True)
class Question:
    """Something that is missing; the answer, given in the thread, continues the same output."""

    field: str
    """Where the answer belongs, a path into the body such as `units.bread.top_rival_share_pct`."""
    text: str
    options: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Button:
    """A choice under an answer. Its action is a command, so that a click travels the road of a message."""

    label: str
    action: str


@dataclass(frozen=True, slots=True)
class Paragraph:
    text: str


@dataclass(frozen=True, slots=True)
class Bullets:
    items: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Table:
    columns: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    internal: tuple[int, ...] = ()
    """Columns, counted from 0, that never reach a client's copy."""


Block = Paragraph | Bullets | Table


@dataclass(frozen=True, slots=True)
class Section:
    """A titled part of the long answer; `internal` parts never reach a client's copy."""

    title: str
    blocks: tuple[Block, ...]
    internal: bool = False


@dataclass(frozen=True, slots=True)
class Grid:
    """Four titled cells of lines, two by two: the SWOT grid."""

    title: str
    alt: str
    cells: tuple[tuple[str, tuple[str, ...]], ...]


@dataclass(frozen=True, slots=True)
class Bubble:
    name: str
    x: float
    y: float
    size: float
    """Relative area; 0 draws the smallest bubble."""
    group: str = ""


@dataclass(frozen=True, slots=True)
class Matrix:
    """Bubbles over two axes with a cut on each: the BCG matrix (x logarithmic and reversed there)."""

    title: str
    alt: str
    x_title: str
    y_title: str
    x_cut: float
    y_cut: float
    corners: tuple[str, str, str, str]
    """Names of the quadrants: upper left, upper right, lower left, lower right, as drawn."""
    bubbles: tuple[Bubble, ...]
    x_log_reversed: bool = False


@dataclass(frozen=True, slots=True)
class Curves:
    """Named values over the same categories: the strategy canvas; None leaves a gap, it is not 0."""

    title: str
    alt: str
    y_title: str
    categories: tuple[str, ...]
    series: tuple[tuple[str, tuple[float | None, ...]], ...]
    y_max: float = 10.0


@dataclass(frozen=True, slots=True)
class Radar:
    """Named values over the same spokes, 0 to `maximum`: the 7S radar."""

    title: str
    alt: str
    spokes: tuple[str, ...]
    series: tuple[tuple[str, tuple[float | None, ...]], ...]
    maximum: float = 5.0


@dataclass(frozen=True, slots=True)
class Links:
    """Curves from what stands on the left to what stands on the right: the map of what flows where."""

    title: str
    alt: str
    left: tuple[tuple[str, tuple[str, ...]], ...]
    """Groups with their names; a name stands once on a side."""
    right: tuple[tuple[str, tuple[str, ...]], ...]
    curves: tuple[tuple[str, str, bool], ...]
    """From a name on the left to one on the right; those that are not firm are drawn pale and dashed."""


@dataclass(frozen=True, slots=True)
class Bar:
    name: str
    value: float
    label: str
    """The value as it is written, with its unit."""
    group: str = ""


@dataclass(frozen=True, slots=True)
class Bars:
    """Named values beside one another, the first on top: where a budget goes."""

    title: str
    alt: str
    bars: tuple[Bar, ...]
    note: str = ""


@dataclass(frozen=True, slots=True)
class Lane:
    """What happens in one row of a timeline: a stretch of days, or single ones."""

    name: str
    days: tuple[date, ...] = ()
    stretch: tuple[date, date] | None = None
    group: str = ""


@dataclass(frozen=True, slots=True)
class Timeline:
    """Lanes over days, with marked days across all of them: a calendar."""

    title: str
    alt: str
    starts: date
    ends: date
    lanes: tuple[Lane, ...]
    marks: tuple[tuple[date, str], ...] = ()
    """Days off and milestones, with their names."""


Chart = Grid | Matrix | Curves | Radar | Links | Bars | Timeline


@dataclass(frozen=True, slots=True)
class Command:
    """What was asked for: the agent, or a tool by its verb, and the words that are left."""

    agent: str
    verb: str = ""
    rest: str = ""


@dataclass(frozen=True, slots=True)
class Context:
    """What is known at this place for this turn: the sources to read and what was delivered before."""

    place: Place
    briefs: tuple[Message, ...] = ()
    turns: tuple[Message, ...] = ()
    """What was said in this thread, oldest first, the present message last."""
    latest: tuple[Output, ...] = ()
    """The newest version of each output type and subject at this place. Outputs of other agents are taken by
    `agents.kit.flows.arriving`."""
    inherited: tuple[Output, ...] = ()
    """The same of the client and the organisation above it, nearest first."""
    open: Output | None = None
    """The output this thread is working on, which an answer or an edit continues."""
    asked: tuple[Question, ...] = ()
    """The questions that the last reply of this thread ended with."""
    known: tuple[Insight, ...] = ()
    """What people told at this place and above it, and holds, in the order in which it was said; nothing synthetic."""


async def _unseen(_so_far: AgentResult) -> None:
    """Nobody watches an answer being written."""


@dataclass(frozen=True, slots=True)
class Ask:
    """One request to an agent."""

    text: str
    command: Command
    locale: Locale
    context: Context
    now: datetime
    say: Callable[[str], Awaitable[None]]
    """Tells the user how far the work is."""
    cancelled: Callable[[], bool] = field(default=lambda: False)
    llm: LLM | None = None
    """The model of this turn; None where there is none, or where none may be asked."""
    memory: Recollection | None = None
    """What is remembered here, for asking and for changing; None without a place."""
    given: Given | None = None
    """The guidelines in force and the campaign's frame; None without a place."""
    facts: Facts | None = None
    """What was measured here; None without a place."""
    interviews: Interviews | None = None
    """The interviews with personas of this place; None without one."""
    tasks: Tasks | None = None
    """The tasks of this place; None without one."""
    billing: Billings | None = None
    """How the client of this place is billed; None without a place."""
    show: Callable[[AgentResult], Awaitable[None]] = field(default=_unseen)
    """Shows the answer as far as it is there, the whole of it each time, before slow work goes on."""

    @property
    def today(self) -> date:
        """The day at the place."""
        return self.now.astimezone(ZoneInfo(self.context.place.timezone)).date()


@dataclass(frozen=True, slots=True)
class Document:
    """A file that goes out with an answer."""

    name: str
    media: str
    content: bytes


@dataclass(frozen=True, slots=True)
class Copy:
    """A file of an output that is asked for: its format, and whether it is for the client."""

    to: str
    client: bool = False


ResultStatus = Literal["ok", "needs_input"]


@dataclass(frozen=True, slots=True)
class AgentResult:
    """What an agent answers: three lines for the chat, sections for the thread, drafts for the store."""

    lines: tuple[str, ...]
    sections: tuple[Section, ...] = ()
    outputs: tuple[Draft, ...] = ()
    questions: tuple[Question, ...] = ()
    buttons: tuple[Button, ...] = ()
    charts: tuple[Chart, ...] = ()
    documents: tuple[Document, ...] = ()
    """Files that go out with the answer."""
    status: ResultStatus = "ok"
    verb: str = ""
    """What was done: a framework's id, `auto`, `synthesis`, `edit`, ..."""
    place: str = ""
    """Where the conversation goes on, when it moved."""
    keeps: str = ""
    """What the user told that is worth keeping as a brief of this place."""
    expects: str = ""
    """The command that the next words in this thread complete."""
    aside: tuple[str, ...] = ()
    """Further lines that are shown and not kept, such as a code that is good once."""
    degraded: tuple[str, ...] = ()
    """What could not be done as it should, in the user's words; what is answered stands without it."""
    told: str | None = None
    """What of the words told something, "" where they only asked; None leaves that to whoever learns."""
    used: tuple[str, ...] = ()
    """Ids of the insights that the answer rests on, beside those that its outputs cite."""
    teaches: tuple[Candidate, ...] = ()
    """What the answer itself found and is worth remembering; each quotes a line of the answer."""
    copies: tuple[Copy, ...] = ()
    """Files of its output that were asked for with it."""
