"""What a turn works with, handed over once by the composition root."""

from __future__ import annotations

import os
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from functools import cached_property
from typing import TYPE_CHECKING
from weakref import WeakValueDictionary

from agents.kit.meter import Held
from agents.kit.ports import Agent
from agents.kit.registry import load_agents
from bot import plugins
from bot.routing.router import Router
from config.settings import Settings
from memory.context_cache import ContextCache
from memory.crypto import Keyring
from memory.db import Database
from memory.keyring import keyring
from memory.semantics import Semantics
from memory.store.credentials import Credentials
from memory.store.entrance import Entrance
from memory.store.vault import Vault
from memory.types import OrgId, Thread

if TYPE_CHECKING:
    from bot.metering import Models
    from bot.routing.chooser import Chooser


Listener = Callable[[Entrance, Thread], None]


@dataclass(frozen=True)
class House:
    """An open house. The agents come in when the first one is asked for."""

    settings: Settings
    database: Database
    tools: Mapping[str, str]
    now: Callable[[], datetime]
    load: Callable[[], Mapping[str, Agent]] = load_agents
    listeners: list[Listener] = field(default_factory=list["Listener"])
    """Told of every thread where something was said; none in a process that does one thing and ends."""

    environ: Mapping[str, str] = field(default_factory=lambda: os.environ, repr=False)
    """Where vendors' keys and addresses are."""

    @cached_property
    def contexts(self) -> ContextCache:
        """What has been put together of what is known, kept while it is true."""
        return ContextCache()

    @cached_property
    def keys(self) -> Keyring:
        """The keyring, which is read when a secret is put or opened."""
        return keyring(self.settings.keyring, self.settings.home)

    @cached_property
    def vault(self) -> Vault:
        """The secrets of the installation itself."""
        return Vault(self.database, self.keys)

    @cached_property
    def credentials(self) -> Credentials:
        """The secrets of organisations, clients and campaigns."""
        return Credentials(self.database, self.keys)

    @cached_property
    def semantics(self) -> Semantics | None:
        """Meaning beside words, where the extra `semantic` is installed; loaded by what can wait for it."""
        embedder = plugins.embedder()
        return Semantics(embedder) if embedder else None

    def said(self, entrance: Entrance, thread: Thread) -> None:
        """Something new can be found and learnt there."""
        for listener in self.listeners:
            listener(entrance, thread)

    async def scrub(self) -> None:
        """Takes what was deleted out of the files as well, as far as this installation may do that.

        Raises ErasureUnfinished.
        """
        from memory import erasure  # noqa: PLC0415 - only forgetting needs it

        url = self.settings.database_owner_url or self.settings.database
        if self.settings.database_owner_url or url.startswith("sqlite"):
            await erasure.finish(url)

    @cached_property
    def models(self) -> Models | None:
        """The language models; None where nobody is to be asked, and then nothing of them is imported.

        Raises BadModel and NoKey.
        """
        if not self.settings.asks_models(self.environ):
            return None
        from config.models import connections  # noqa: PLC0415 - nobody without a key needs it

        found = connections(self.settings.model, self.environ)
        return plugins.models(found) if found.vendors else None

    @cached_property
    def _held(self) -> WeakValueDictionary[OrgId, Held]:
        return WeakValueDictionary()

    def held(self, org: OrgId) -> Held:
        """What the model calls of an organisation hold of its budget, those of all its turns together."""
        return self._held.setdefault(org, Held())

    async def close(self) -> None:
        """Ends what was begun in passing; the database is its owner's."""
        if models := vars(self).get("models"):
            await models.aclose()

    @cached_property
    def agents(self) -> Mapping[str, Agent]:
        return self.load()

    @cached_property
    def router(self) -> Router:
        return Router(self.agents, self.tools, self._chooser)

    def _chooser(self) -> Chooser:
        from bot.routing.chooser import chooser  # noqa: PLC0415 - a command weighs no words

        return chooser(self.semantics.embedder.name if self.semantics else None)
