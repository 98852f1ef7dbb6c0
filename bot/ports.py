"""What the conversation needs of the outside, named by its need."""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from typing import Literal, Protocol

from agents.types import Chart
from bot.types import File, Heard, Reply

Say = Callable[[str], Awaitable[None]]
"""Tells the user how far the work is, or what of the answer is there: the whole of it, Markdown, each time."""


async def unheard(_text: str) -> None:
    """Nobody is there to be told."""


Paint = Callable[[Chart], bytes]
"""A chart as PNG bytes. Blocking: call it in a thread."""

Painter = Callable[[], Paint]
"""Where to get one. Raises ModuleNotFoundError when the extra `pictures` is not installed."""


Fetch = Callable[[Heard, File], Awaitable[bytes]]
"""Gets the content of a file from where it was sent. Raises Rejected."""


class Ear(Protocol):
    """Takes a message that was heard and gives the reply: the one door into the house."""

    async def __call__(self, heard: Heard, say: Say, *, show: Say = unheard) -> Reply: ...


class Inbox(Protocol):
    """Takes what a chat platform delivered, before it is acknowledged: what it has taken is never lost."""

    async def take(self, heard: Heard) -> bool:
        """Whether it is new. Known keys are taken again without any effect.

        Raises InboxFull when too much waits in this conversation or in the house; nothing is kept then, and
        the channel tells its user so.
        """
        ...


@dataclass(frozen=True, slots=True)
class Posted:
    """The platform's ids of the messages that an answer became, in their order."""

    ids: tuple[str, ...]


class Unposted(Exception):  # noqa: N818 - the base of what can become of a post
    """A post that did not become a message for certain."""


class Throttled(Unposted):
    """The platform wants to be left alone for a while; nothing was posted."""

    def __init__(self, seconds: float) -> None:
        super().__init__(f"{seconds:g} s")
        self.seconds = seconds


Rejection = Literal[
    "gone", "removed", "revoked", "archived", "forbidden", "too_long", "invalid", "unavailable"
]
"""No such conversation (any more); the bot was put out of it; the token does not count any more; nobody may
post there; not this bot; the platform does not take this; it was not reached, for certain."""


class Rejected(Unposted):
    """The platform, or the wire before it, refused for certain; nothing was posted."""

    def __init__(self, reason: Rejection, said: str = "", moved_to: str = "") -> None:
        super().__init__(f"{reason}: {said}" if said else reason)
        self.reason: Rejection = reason
        self.said = said
        self.moved_to = moved_to
        """The key of the channel where the conversation goes on, when the platform says so."""


class Ambiguous(Unposted):
    """The connection broke after the post was sent: it may be there, or not. It is never repeated blindly."""


class Voice(Protocol):
    """One answer on its way into one conversation: the single owner of what is seen there of this turn.

    Status and preview are best effort: they raise nothing, are skipped when the platform is busy, and leave
    room for the final. After `final` or `stopped` a voice says nothing more.
    """

    async def status(self, text: str) -> None:
        """How far the work is, where the platform can show it."""
        ...

    async def preview(self, text: str) -> None:
        """The answer as far as it is written, Markdown, the whole of it each time."""
        ...

    async def final(self, reply: Reply, key: str) -> Posted:
        """Posts the reply, or makes the preview it. `key` is stored with it, so that it can be found again.

        Raises Throttled, Rejected, Ambiguous.
        """
        ...

    async def stopped(self, text: str) -> None:
        """Settles what is visible of a turn that was ended before its answer."""
        ...


class Mouth(Protocol):
    """The speaking half of a channel, used by whichever process answers."""

    def voice(self, heard: Heard) -> Voice:
        """For the answer to a message; `heard.reach` says where, and nothing of the hearing process is needed."""
        ...

    async def post(self, to: Heard, reply: Reply, key: str) -> Posted:
        """Posts what nobody asked for just now, such as a digest. Raises as `Voice.final` does."""
        ...

    async def find(self, to: Heard, key: str) -> Posted | None:
        """What was posted under this key, if the platform can tell: it settles an ambiguous post."""
        ...

    async def fetch(self, heard: Heard, file: File) -> bytes:
        """The content of a file that was sent. Raises Rejected."""
        ...


class Vault(Protocol):
    """Secrets of the installation by kind and key, such as `get("slack", "T0123")`; read by exact key alone."""

    async def get(self, kind: str, key: str) -> bytes | None: ...

    async def put(self, kind: str, key: str, value: bytes) -> None:
        """Keeps a secret, instead of an earlier one of this key."""
        ...

    async def drop(self, kind: str, key: str) -> None: ...


class Web(Protocol):
    """Where the world's HTTP comes in."""

    @property
    def app(self) -> object:
        """The aiohttp application that platforms mount their addresses on, before it starts."""
        ...

    @property
    def port(self) -> int: ...

    async def start(self) -> None: ...

    async def aclose(self) -> None: ...


class Clock(Protocol):
    """Sends what is due to the inbox, as a channel sends what was heard. Runs in every process."""

    async def start(self) -> None: ...

    async def stop(self) -> None: ...


class Channel(Protocol):
    """A place where people talk: it hears messages, hands them on, and speaks the replies."""

    async def run(self) -> None:
        """Hears and speaks until the channel is closed."""
        ...


class Platform(Channel, Protocol):
    """A chat platform. `adapters/channels/<platform>.py` holds its class as `CHANNEL`.

    It is made with `(inbox: Inbox, settings, painter: Painter)`, its settings from `config.channels`; one that has
    a parameter `vault` is given the `Vault` as well.
    """

    @property
    def alone(self) -> bool:
        """Whether only one process may receive at a time; the house then gives it to the holder of a lease."""
        ...

    @property
    def mouth(self) -> Mouth: ...

    def share(self, among: int) -> None:
        """So many processes speak: what previews may use up of the platform's limits is divided among them. What
        waits for an answer is not: a final goes out at once, and waits as long as the platform says."""
        ...

    async def run(self) -> None:
        """Hears until it is cancelled: each event goes to the inbox, and is acknowledged when it is there.

        A platform that delivers by webhook only keeps its registration there in order.
        """
        ...

    def mount(self, web: object) -> None:
        """Adds its addresses (webhooks, installs) to the web's aiohttp application, before that starts."""
        ...

    async def check(self) -> tuple["Finding", ...]:
        """What `doctor` should know: token, rights, intents, privacy mode, webhook address, clock."""
        ...

    async def aclose(self) -> None: ...


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing that was looked at: `name` is a key of config/words/channels.toml, which has its mend."""

    name: str
    ok: bool
    detail: str
