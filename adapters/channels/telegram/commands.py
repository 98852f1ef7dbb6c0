"""The commands of this house as Telegram's menu shows them, and which words are commands here."""

import re
from collections.abc import Iterator, Mapping, Sequence
from functools import cached_property

from aiogram.methods import GetMyCommands, SetMyCommands
from aiogram.types import BotCommand

from adapters.channels.telegram.line import Line
from agents.kit.ports import Agent
from agents.kit.registry import load_agents
from bot.delivery.inbox import STOPS
from bot.toolbox import NAMES
from config.errors import Locale
from config.wording import words

_TOOLS = (
    "help", "report", "start", "use", "where", "campaign", "brand", "digest", "bind", "team", "link", "privacy",
    "lang", "stop",
)  # fmt: skip
"""What the menu shows beside the agents, in its order; the agents come after the first."""
_TAKEN = re.compile(r"[a-z0-9_]{1,32}")
"""What Telegram takes as a command's name."""
_LANGUAGES: Mapping[str, Locale] = {"": "en", "ko": "ko"}
"""Telegram's language codes; what has no list of its own sees that of the empty one."""


class Commands:
    @cached_property
    def agents(self) -> Mapping[str, Agent]:
        return load_agents()

    def ours(self, word: str) -> bool:
        """Whether this house knows the word as a command, in either language."""
        low = word.lower()
        return low in _TOOLS or self._known(low)

    def _known(self, low: str) -> bool:
        """Whether the bot itself or an agent answers to it."""
        if low in NAMES or f"/{low}" in STOPS:
            return True
        return any(
            low == agent.command or low in agent.aliases or agent.has_verb(low)
            for agent in self.agents.values()
        )

    async def publish(self, line: Line) -> int:
        """Tells Telegram the menus that are not as they should be; how many these were.

        Raises Throttled, Rejected, Ambiguous.
        """
        changed = 0
        for code, locale in _LANGUAGES.items():
            wanted = list(self._menu(locale))
            if _said(await line.call(GetMyCommands(language_code=code or None)) or ()) != _said(wanted):
                await line.call(SetMyCommands(commands=wanted, language_code=code or None))
                changed += 1
        return changed

    def _menu(self, locale: Locale) -> Iterator[BotCommand]:
        say = words("channels")
        first, *others = [tool for tool in _TOOLS if self._known(tool)]
        yield BotCommand(command=first, description=say(f"telegram.command.{first}", locale))
        for agent in self.agents.values():
            if _TAKEN.fullmatch(agent.command):
                yield BotCommand(command=agent.command, description=agent.name(locale))
        for tool in others:
            yield BotCommand(command=tool, description=say(f"telegram.command.{tool}", locale))


def _said(menu: Sequence[BotCommand]) -> list[tuple[str, str]]:
    """What of a menu is to be compared: a command that came over the wire also knows its bot."""
    return [(entry.command, entry.description) for entry in menu]
