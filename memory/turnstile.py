"""Lets the writers of one SQLite file in one after the other, in this process, whichever event loop they are in.

SQLite has one writer at a time, and lets the others try again and again, whoever comes by first. Here they stand
in line instead; those who must not wait long stand at its head. Other processes are waited for by SQLite itself.
"""

import asyncio
import threading
from collections import deque
from concurrent.futures import Future
from weakref import WeakValueDictionary

_TURNSTILES: WeakValueDictionary[str, "Turnstile"] = WeakValueDictionary()
"""By the path of their file: the lock that they stand for is the process' own, whoever opens the file."""
_MAKING = threading.Lock()


class Turnstile:
    def __init__(self) -> None:
        self._guard = threading.Lock()
        self._taken = False
        self._line: deque[Future[None]] = deque()

    async def enter(self, *, first: bool = False) -> None:
        """Waits until nobody is in; `first` passes those who are not."""
        with self._guard:
            if not self._taken:
                self._taken = True
                return
            turn: Future[None] = Future()
            (self._line.appendleft if first else self._line.append)(turn)
        try:
            await asyncio.wrap_future(turn)
        except asyncio.CancelledError:
            if turn.done() and not turn.cancelled():
                self.leave()
            raise

    def leave(self) -> None:
        with self._guard:
            while self._line:
                turn = self._line.popleft()
                if turn.set_running_or_notify_cancel():
                    turn.set_result(None)
                    return
            self._taken = False


def turnstile(path: str) -> Turnstile:
    """The one of this file."""
    with _MAKING:
        return _TURNSTILES.setdefault(path, Turnstile())
