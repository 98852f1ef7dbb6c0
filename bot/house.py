"""What a turn works with, handed over once by the composition root."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from functools import cached_property

from agents.kit.ports import Agent
from agents.kit.registry import load_agents
from bot.router import Router
from config.settings import Settings
from memory.context_cache import ContextCache
from memory.crypto import Keyring
from memory.db import Database
from memory.keyring import keyring
from memory.store.credentials import Credentials
from memory.store.vault import Vault


@dataclass(frozen=True)
class House:
    """An open house. The agents come in when the first one is asked for."""

    settings: Settings
    database: Database
    tools: Mapping[str, str]
    now: Callable[[], datetime]
    load: Callable[[], Mapping[str, Agent]] = load_agents

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
    def agents(self) -> Mapping[str, Agent]:
        return self.load()

    @cached_property
    def router(self) -> Router:
        return Router(self.agents, self.tools)
