"""Meaning beside words: vectors of what may be found, made in the background and kept in the database.

A search never waits for them: what has no vector yet is found by its words. Needs the extra `semantic`.
"""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import TYPE_CHECKING

from memory.access import Access, Reach
from memory.db import Database, Unit
from memory.embed import Embedder, Vector
from memory.store import vectors
from memory.types import OrgId

if TYPE_CHECKING:
    from memory.vectors import Shelf

_MOST_VECTORS = 200_000
_BATCH = 64


@dataclass(frozen=True, slots=True)
class _Held:
    """A shelf, and what it was made of: how many vectors, the newest of which moment."""

    count: int
    newest: datetime | None
    shelf: Shelf


@dataclass(slots=True)
class Semantics:
    """An embedder, and the vectors of the places used last, in memory. One for a process."""

    embedder: Embedder
    ready: bool = False
    """Whether the embedder is loaded; until then searches go by words."""
    _held: OrderedDict[tuple[OrgId, Reach], _Held] = field(
        default_factory=OrderedDict[tuple[OrgId, Reach], _Held]
    )

    async def warm(self) -> None:
        """Loads the embedder, which takes a second or two. Raises ModuleNotFoundError without the extra."""
        await self.embedder.query("warm")
        self.ready = True

    async def near(self, unit: Unit, vector: Vector) -> Mapping[str, float]:
        """The cosines of what is nearest in the unit's reach, by id of message or insight."""
        from memory.vectors import nearest  # noqa: PLC0415 - numpy comes with the extra

        held = await self._shelf(unit)
        return nearest(vector, held.shelf) if held else {}

    def forget(self, org: OrgId) -> None:
        """Drops an organisation's vectors, after an erasure."""
        for key in [key for key in self._held if key[0] == org]:
            del self._held[key]

    async def _shelf(self, unit: Unit) -> _Held | None:
        key = (unit.scope.org, unit.reach)
        count, newest = await vectors.version(unit, self.embedder.name)
        held = self._held.get(key)
        if held is None or (held.count, held.newest) != (count, newest):
            held = await self._read(unit, count, newest)
        self._held[key] = held
        self._held.move_to_end(key)
        while len(self._held) > 1 and sum(one.count for one in self._held.values()) > _MOST_VECTORS:
            self._held.popitem(last=False)
        return held if count else None

    async def _read(self, unit: Unit, count: int, newest: datetime | None) -> _Held:
        from memory.vectors import shelf  # noqa: PLC0415

        return _Held(count, newest, shelf(await vectors.every(unit, self.embedder.name)))


async def embed_missing(db: Database, access: Access, embedder: Embedder, most: int = 1_000) -> int:
    """Makes the vectors of what has none by this model yet, the newest first; gives how many it made.

    It does so at the access's scope and below it, as far as the actor may write there. No unit is open while
    the embedder works. What is reworded or forgotten meanwhile is left for next time.
    """
    made = 0
    while made < most:
        async with db.reading(access) as unit:
            found = await vectors.missing(unit, embedder.name, min(_BATCH, most - made))
        wanted = [one for one in found if access.reaches["write"].covers(one.scope)]
        if not wanted:
            break
        done = await embedder.passages([one.text for one in wanted])
        async with db.writing(access) as writing:
            await vectors.keep(writing, embedder.name, list(zip(wanted, done, strict=True)))
        made += len(wanted)
    return made
