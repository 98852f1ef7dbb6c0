"""What a message of ours carries unseen: under which key it was posted, and which thread its buttons belong to."""

from dataclasses import dataclass
from hashlib import sha256

CUSTOM_ID = 100
"""Characters of a component's custom id, and of a select's value."""
_DIGITS = "0123456789abcdefghijklmnopqrstuvwxyz"


def nonce(*parts: str) -> str:
    """The same for the same post: Discord gives the first message back instead of making a second one."""
    return sha256("\n".join(parts).encode()).hexdigest()[:25]


@dataclass(frozen=True, slots=True)
class Stamp:
    """Which message of how many of a key. It lies in the ids of the container and of its first text."""

    key: str
    place: int
    total: int

    @property
    def container(self) -> int:
        return (int.from_bytes(self._digest[:4], "big") & 0x7FFFFFFF) or 1

    @property
    def text(self) -> int:
        head = int.from_bytes(self._digest[4:6], "big") & 0x7FFF
        return head << 16 | min(self.place, 254) << 8 | min(self.total, 255)

    @property
    def _digest(self) -> bytes:
        return sha256(self.key.encode()).digest()


def place_of(key: str, container: int, text: int) -> tuple[int, int] | None:
    """(place, of how many) when a message with these ids was posted under the key."""
    stamp = Stamp(key, 0, 0)
    if container != stamp.container or text >> 16 != stamp.text >> 16:
        return None
    return text >> 8 & 0xFF, text & 0xFF


def coded(thread: str, channel: str) -> str:
    """A thread's key, short enough for a custom id; "" for the thread that is the channel itself."""
    if thread == channel:
        return ""
    account = thread.removeprefix(f"{channel}.")
    return f"u{_short(int(account))}" if account != thread else f"m{_short(int(thread))}"


def thread_of(code: str, channel: str) -> str:
    """The thread's key again."""
    if not code:
        return channel
    number = str(int(code[1:], 36))
    return f"{channel}.{number}" if code[0] == "u" else number


def _short(number: int) -> str:
    digits = ""
    while number:
        number, digit = divmod(number, 36)
        digits = _DIGITS[digit] + digits
    return digits or "0"
