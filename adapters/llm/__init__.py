"""Language models: who answers, who is asked next, and what it costs. A vendor loads when it is asked."""

import asyncio
from importlib import import_module
from typing import cast

from adapters.llm.offline import Offline
from adapters.llm.turn import TurnModel
from adapters.llm.types import Provider
from agents.kit.errors import ModelFailed
from agents.kit.llm import LLM
from agents.kit.meter import Meter
from config.models import Connection, Connections
from memory.types import MessageId


class Models:
    """The vendors of one process and event loop. Made by `build`, ended by `aclose`."""

    def __init__(self, connections: Connections) -> None:
        self.connections = connections
        self._providers = dict[str, Provider]()
        self._loading = asyncio.Lock()

    @property
    def connected(self) -> bool:
        return bool(self.connections.vendors)

    def for_turn(self, meter: Meter, message: MessageId | None = None, *, allowed: bool = True) -> LLM:
        """The model of one turn: `meter` is its organisation's, `message` is what its costs are booked to.

        `allowed` is False where a client is set to work without a model.
        """
        return TurnModel(self, meter, message) if self.connected and allowed else Offline()

    async def provider(self, connection: Connection) -> Provider:
        """A vendor, imported when it is first asked; that takes seconds, so it is done in a thread."""
        async with self._loading:
            if connection.id not in self._providers:
                self._providers[connection.id] = await asyncio.to_thread(self._load, connection)
        return self._providers[connection.id]

    def _load(self, connection: Connection) -> Provider:
        try:
            module = import_module(f"adapters.llm.{connection.id}")
        except ModuleNotFoundError as error:
            raise ModelFailed("extra", vendor=connection.title, extra="models") from error
        return cast("Provider", module.provider(connection, self.connections.patience))

    async def aclose(self) -> None:
        """Closes the connections; afterwards `provider` would open new ones."""
        providers, self._providers = self._providers, {}
        await asyncio.gather(*(one.aclose() for one in providers.values()))


def build(connections: Connections) -> Models:
    """Costs next to nothing: no vendor is imported, nothing is connected."""
    return Models(connections)
