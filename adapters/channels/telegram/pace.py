"""How often a chat may be written to, so that what nobody waits for leaves room for the answer."""

from collections import OrderedDict, deque
from collections.abc import Callable
from dataclasses import dataclass, field
from time import monotonic

_MINUTE = 60.0
_GROUP = 20
"""Messages a minute that Telegram allows in a group (vendor's documents)."""
_PREVIEWS = 14
"""Of these, what previews may use up."""
_APART = {True: 0.7, False: 3.0}
"""Seconds between two previews in a private chat, and in a group."""
_EVERYWHERE = 20
"""Writes a second over all chats beyond which previews are skipped; Telegram allows 30."""
_CHATS = 5_000


@dataclass(slots=True)
class _Chat:
    held_until: float = 0.0
    previewed_at: float = float("-inf")
    writes: deque[float] = field(default_factory=lambda: deque[float](maxlen=_GROUP))


class Pace:
    """Remembers what was written where; the chats that were longest silent are forgotten first."""

    def __init__(self, now: Callable[[], float] = monotonic) -> None:
        self._now = now
        self._chats: OrderedDict[int, _Chat] = OrderedDict()
        self._all: deque[float] = deque(maxlen=_EVERYWHERE)
        self.among = 1
        """How many processes write as this bot: each takes its part of what previews may use up."""

    def wrote(self, chat: int) -> None:
        """Counts a write, answered or not."""
        self._chat(chat).writes.append(self._now())
        self._all.append(self._now())

    def hold(self, chat: int, seconds: float) -> None:
        """Telegram wants this chat left alone for so long."""
        known = self._chat(chat)
        known.held_until = max(known.held_until, self._now() + seconds)

    def may_preview(self, chat: int, *, private: bool) -> bool:
        """Whether a preview fits in now; what is allowed counts as made."""
        now, known = self._now(), self._chat(chat)
        most = max(1, _EVERYWHERE // self.among)
        busy = len(self._all) >= most and now - self._all[-most] < 1.0
        if busy or now < known.held_until or now - known.previewed_at < _APART[private]:
            return False
        if not private and sum(now - at < _MINUTE for at in known.writes) >= max(1, _PREVIEWS // self.among):
            return False
        known.previewed_at = now
        return True

    def held(self, chat: int) -> float:
        """The seconds for which this chat is still to be left alone."""
        return max(0.0, self._chat(chat).held_until - self._now())

    def _chat(self, chat: int) -> _Chat:
        known = self._chats.pop(chat, None) or _Chat()
        self._chats[chat] = known
        while len(self._chats) > _CHATS:
            self._chats.popitem(last=False)
        return known
