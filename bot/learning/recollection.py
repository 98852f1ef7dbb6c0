"""The memory of one place as one person reaches it: what agents may ask of it, and what it changes."""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from uuid import uuid4

from agents.kit.learning.reconcile import reconcile
from bot.house import House
from memory.errors import UnknownInsight
from memory.insight import Conflict, Forgotten, Insight, InsightStatus, Source, Trace, Use
from memory.recall import recall_in
from memory.recalled import Recalled
from memory.store import forgetting, insights, learning, messages, outputs
from memory.store.entrance import Entrance, enter_scope
from memory.types import Message, Said, Thread


@dataclass(frozen=True, slots=True)
class PlaceMemory:
    """`agents.kit.knowing.port.Recollection` over the stores; each call is a unit of its own."""

    house: House
    entrance: Entrance
    message: Message | None = None
    """What is being answered: it is no answer to itself."""

    async def find(self, query: str, k: int = 8, as_of: datetime | None = None) -> tuple[Recalled, ...]:
        semantics = self.house.semantics
        vector = await semantics.embedder.query(query) if semantics and semantics.ready else None
        async with self.house.database.reading(self.entrance.access) as unit:
            near = await semantics.near(unit, vector) if semantics and vector else None
            but = {self.message.id} if self.message else set[str]()
            return await recall_in(unit, query, k, as_of, near, but)

    async def every(
        self, status: Collection[InsightStatus] = ("active",), as_of: datetime | None = None
    ) -> tuple[Insight, ...]:
        async with self.house.database.reading(self.entrance.access) as unit:
            return await insights.every(unit, status, as_of)

    async def named(self, ids: Iterable[str]) -> tuple[Insight, ...]:
        wanted = list(ids)
        if not wanted:
            return ()
        async with self.house.database.reading(self.entrance.access) as unit:
            return await insights.named(unit, wanted)

    async def sources(self, ids: Iterable[str]) -> tuple[Source, ...]:
        wanted = list(ids)
        if not wanted:
            return ()
        async with self.house.database.reading(self.entrance.access) as unit:
            return await insights.sources(unit, wanted)

    async def uses(self, ids: Iterable[str]) -> tuple[Use, ...]:
        wanted = list(ids)
        if not wanted:
            return ()
        async with self.house.database.reading(self.entrance.access) as unit:
            return await insights.uses(unit, wanted)

    async def titles(self, refs: Iterable[str]) -> Mapping[str, tuple[str, int]]:
        async with self.house.database.reading(self.entrance.access) as unit:
            return await outputs.titles(unit, refs)

    async def conflicts(self) -> tuple[Conflict, ...]:
        async with self.house.database.reading(self.entrance.access) as unit:
            return await insights.conflicts(unit)

    async def why(self, ref: str) -> Trace:
        async with self.house.database.reading(self.entrance.access) as unit:
            return await insights.why(unit, ref)

    async def forget(self, ref: str) -> Forgotten:
        async with self.house.database.writing(self.entrance.access) as unit:
            gone = await forgetting.forget(unit, ref)
        await self._scrub()
        return gone

    async def forget_text(self, text: str) -> Forgotten:
        async with self.house.database.writing(self.entrance.access) as unit:
            gone = await forgetting.forget_text(unit, text)
        await self._scrub()
        return gone

    async def correct(self, ref: str, words: str) -> Insight:
        found = await self._where(ref)
        entrance = await self._at(found)
        said = Said(
            conversation=f"correction:{found.scope.level}",
            thread=Thread(found.id),
            kind="turn",
            author=entrance.access.actor.name,
            text=words,
            external_id=uuid4().hex,
        )
        async with self.house.database.writing(entrance.access) as unit:
            message, _ = await messages.admit(unit, said)
            return await learning.correct(unit, found.id, message)

    async def confirm(self, ref: str) -> Insight:
        found = await self._where(ref)
        entrance = await self._at(found)
        async with self.house.database.writing(entrance.access) as unit:
            return await learning.confirm(unit, found.id, reconcile)

    async def settle(self, conflict: str, keep: str) -> Insight:
        open_ = next((one for one in await self.conflicts() if one.id == conflict), None)
        if open_ is None:
            raise UnknownInsight(ref=conflict)
        entrance = await self._at(await self._where(open_.holds))
        async with self.house.database.writing(entrance.access) as unit:
            return await learning.settle(unit, open_, keep)

    async def _where(self, ref: str) -> Insight:
        async with self.house.database.reading(self.entrance.access) as unit:
            return await insights.get(unit, ref)

    async def _at(self, found: Insight) -> Entrance:
        """The insight's own level, as the same person: it is changed where it stands."""
        return await enter_scope(self.house.database, found.scope, self.entrance.access.actor.user)

    async def _scrub(self) -> None:
        """Takes the forgotten words out of the files, too."""
        if semantics := self.house.semantics:
            semantics.forget(self.entrance.access.scope.org)
        await self.house.scrub()
