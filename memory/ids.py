"""Identifiers made by the client: UUIDv7 as text, so that they sort by the time they were made."""

import secrets
import threading
import time
import uuid

_RANDOM_BITS = 74
_STEP_BITS = 32


class Ids:
    """A source of UUIDv7 (RFC 9562, 5.7) that strictly increase, also within one millisecond."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._last = 0

    def __call__(self) -> str:
        """The next id: 48 bits of milliseconds since 1970, then 74 random bits."""
        with self._lock:
            fresh = (time.time_ns() // 1_000_000) << _RANDOM_BITS | secrets.randbits(_RANDOM_BITS)
            self._last = max(fresh, self._last + 1 + secrets.randbits(_STEP_BITS))
            return str(_uuid7(self._last))


def _uuid7(value: int) -> uuid.UUID:
    """Lays 122 bits around the version and variant bits."""
    head, tail = value >> 62, value & ((1 << 62) - 1)
    time_and_version = (head >> 12) << 16 | 0x7000 | (head & 0xFFF)
    return uuid.UUID(int=time_and_version << 64 | 0b10 << 62 | tail)


new_id = Ids()
