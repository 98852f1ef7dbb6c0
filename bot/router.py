"""Which agent a message is for. Commands and buttons are certain; words are weighed."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from difflib import get_close_matches
from typing import Literal

from agents.kit.ports import Agent
from agents.types import Command

How = Literal["command", "lexicon", "ask"]
_PREFIX = re.compile(r"^[/!](?:stratum\s+)?(\S+)\s*(.*)$", re.DOTALL | re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Route:
    """Where a message goes. Without an agent in it, the command is one of the bot's own tools."""

    command: Command
    confidence: float
    how: How
    alternatives: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Router:
    """Knows the agents' commands and words, and the names of the bot's own tools."""

    agents: Mapping[str, Agent]
    tools: Mapping[str, str]
    """Tool by each of its names, in any language."""

    def route(self, text: str, sticky: str | None) -> Route:
        """`sticky` is the agent that this thread is with: it keeps what names no other."""
        if found := _PREFIX.match(text.strip()):
            return self._command(found[1].lower(), found[2].strip())
        named = [agent.id for agent in self.agents.values() if agent.called_by(text)]
        if len(named) == 1:
            return Route(Command(named[0], rest=text), 0.95, "lexicon")
        if sticky is not None and sticky in self.agents:
            return Route(Command(sticky, rest=text), 0.8, "lexicon", tuple(named))
        if tool := self._tool_named(text):
            return Route(Command("", tool, ""), 0.9, "lexicon")
        return Route(Command("", "unsure", text), 0.0, "ask", tuple(named) or tuple(self.agents))

    def _command(self, word: str, rest: str) -> Route:
        for agent in self.agents.values():
            if word in (agent.command, *agent.aliases):
                return Route(Command(agent.id, rest=rest), 1.0, "command")
            if agent.has_verb(word):
                return Route(Command(agent.id, rest=f"{word} {rest}".strip()), 1.0, "command")
        if word in self.tools:
            return Route(Command("", self.tools[word], rest), 1.0, "command")
        return Route(Command("", "unknown", word), 0.0, "ask", tuple(self._near(word)))

    def _near(self, word: str) -> list[str]:
        known = [name for a in self.agents.values() for name in (a.command, *a.aliases)] + list(self.tools)
        return get_close_matches(word, known, n=3, cutoff=0.5)

    def _tool_named(self, text: str) -> str | None:
        words = text.strip(" ?!.").lower()
        return next((tool for name, tool in self.tools.items() if words == name), None)
