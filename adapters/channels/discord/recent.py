"""What was heard lately: enough to tell which conversation a deleted message was in, bounded, and lost without harm."""

from collections import OrderedDict

from bot.types import Heard

_KEPT = 10_000


class Recent:
    def __init__(self) -> None:
        self._threads: OrderedDict[str, str] = OrderedDict()

    def note(self, heard: Heard) -> None:
        """Remembers the thread of a message."""
        self._threads[heard.event_id] = heard.thread
        if len(self._threads) > _KEPT:
            self._threads.popitem(last=False)

    def thread_of(self, message: str) -> str:
        """ "" when the message is not remembered."""
        return self._threads.get(message, "")
