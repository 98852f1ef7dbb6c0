"""What was heard lately: enough to tell which conversations a person means, bounded, and lost without harm."""

from collections import OrderedDict

from bot.types import Heard

_KEPT = 10_000
_THREADS = 5


class Recent:
    def __init__(self) -> None:
        self._threads: OrderedDict[str, str] = OrderedDict()
        self._spoken: OrderedDict[tuple[str, str], tuple[str, ...]] = OrderedDict()

    def note(self, heard: Heard) -> None:
        """Remembers the thread of a message, and that its author speaks there."""
        self._threads[heard.event_id] = heard.thread
        speaker = (heard.channel, heard.account)
        others = tuple(one for one in self._spoken.pop(speaker, ()) if one != heard.thread)
        self._spoken[speaker] = (heard.thread, *others)[:_THREADS]
        for kept in (self._threads, self._spoken):
            if len(kept) > _KEPT:
                kept.popitem(last=False)

    def thread_of(self, message: str) -> str:
        """ "" when the message is not remembered."""
        return self._threads.get(message, "")

    def others(self, heard: Heard) -> tuple[str, ...]:
        """The further threads that its author speaks in, for words said in the open channel."""
        inside = heard.reach.get("place", heard.channel) != heard.channel
        if heard.direct or inside or heard.target:
            return ()
        return tuple(
            one for one in self._spoken.get((heard.channel, heard.account), ()) if one != heard.thread
        )
