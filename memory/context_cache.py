"""What has been put together already: by whoever may see it, until a stamp changes, within so many bytes."""

from collections import OrderedDict
from dataclasses import dataclass

from memory.access import Reach
from memory.types import OrgId, Scope


@dataclass(frozen=True, slots=True)
class Key:
    """A place, and everything that decides what is told of it: reach, roles and profile."""

    scope: Scope
    reach: Reach
    roles: frozenset[str]
    agent: str


@dataclass(frozen=True, slots=True)
class Cached:
    version: str
    text: bytes
    """JSON: nobody can change what another is given."""


class ContextCache:
    """The contexts used last, of one process. Each is held together with its version."""

    def __init__(self, most_bytes: int = 32_000_000) -> None:
        self._most = most_bytes
        self._held: OrderedDict[Key, Cached] = OrderedDict()
        self.bytes = 0

    def __len__(self) -> int:
        return len(self._held)

    def get(self, key: Key, version: str) -> bytes | None:
        """The context of this version; one of another version is dropped."""
        found = self._held.get(key)
        if found is None:
            return None
        if found.version != version:
            self._drop(key)
            return None
        self._held.move_to_end(key)
        return found.text

    def put(self, key: Key, version: str, text: bytes) -> None:
        """Holds a context, unless it is too big; those that were not used for longest make room."""
        self._drop(key)
        if len(text) > self._most:
            return
        self._held[key] = Cached(version, text)
        self.bytes += len(text)
        while self.bytes > self._most:
            self._drop(next(iter(self._held)))

    def forget(self, org: OrgId) -> None:
        """Drops everything of an organisation, after an erasure."""
        for key in [key for key in self._held if key.scope.org == org]:
            self._drop(key)

    def _drop(self, key: Key) -> None:
        found = self._held.pop(key, None)
        self.bytes -= len(found.text) if found else 0
