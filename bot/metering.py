"""The model of a turn: which one is connected, whether it may be asked here, and out of whose budget."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal, Protocol

from agents.kit.meter import Account, Meter
from config.errors import Misused, StratumError
from memory.access import Access
from memory.db import Database
from memory.store import usage as spending
from memory.store.entrance import Entrance
from memory.store.privacy import models_allowed
from memory.types import MessageId, Usage

if TYPE_CHECKING:
    from agents.kit.llm import LLM
    from bot.house import House

Standing = Literal["offline", "barred", "connected"]
"""No model is connected; one is, and is not to be asked about this client; one may be asked."""


class Models(Protocol):
    """The language models of this process."""

    @property
    def connected(self) -> bool: ...

    def for_turn(self, meter: Meter, message: MessageId | None = None, *, allowed: bool = True) -> LLM:
        """The model of one turn; what it costs is booked by `meter`, to the message."""
        ...

    async def aclose(self) -> None: ...


@dataclass(frozen=True, slots=True)
class Model:
    """What a turn may ask."""

    standing: Standing = "offline"
    llm: LLM | None = None
    fault: StratumError | None = None
    """What is wrong with the settings of the model; everything is computed then."""


@dataclass(frozen=True, slots=True)
class PlaceLedger:
    """One organisation's ledger, written to at the place of a turn."""

    database: Database
    access: Access

    async def used_micros(self) -> int:
        async with self.database.reading(self.access) as unit:
            return await spending.used(unit)

    async def book(self, usage: Usage) -> None:
        async with self.database.writing(self.access) as unit:
            await spending.add(unit, usage)


async def model_for(house: House, entrance: Entrance | None, message: MessageId | None) -> Model:
    """The model of a turn; its costs are booked to the message."""
    try:
        models = house.models if entrance else None
    except Misused as error:
        return Model(fault=error)
    if entrance is None or models is None:
        return Model()
    async with house.database.reading(entrance.access) as unit:
        if not await models_allowed(unit):
            return Model("barred")
        limit = await spending.limit(unit)
    most = house.settings.model_budget_micros if limit is None else limit
    held = house.held(entrance.place.scope.org)
    ledger = PlaceLedger(house.database, entrance.access)
    return Model("connected", models.for_turn(Account(ledger, most, held=held), message))
