"""Quick Wins: what can be done today, from the account's own figures and what was told, and what came of it.

What only this agent's questions need is imported for them.
"""
# ruff: noqa: PLC0415

from __future__ import annotations

from typing import TYPE_CHECKING

from agents.types import AgentResult, Ask
from config.errors import Locale
from config.wording import words

if TYPE_CHECKING:
    from agents.kit.winning.wish import Wish
    from memory.types import Output


class QuickWins:
    """Finds small steps with evidence, hands them out as tasks, and measures them afterwards."""

    id = "quick_wins"
    command = "wins"
    aliases = ("퀵윈", "바로실행", "바로 실행")

    def name(self, locale: Locale) -> str:
        return words("wins")("agent", locale)

    def has_verb(self, word: str) -> bool:
        return word in {"quickwins", "quick-wins"}

    def called_by(self, text: str) -> bool:
        """The router's lexicon knows its words."""
        del text
        return False

    def verb(self, ask: Ask) -> str:
        return self._wish(ask).verb

    async def answer(self, ask: Ask) -> AgentResult:
        """One answer."""
        from agents.kit.winning import answering

        return await answering.answer(ask, self._wish(ask))

    def show(self, output: Output) -> AgentResult:
        from agents.kit.winning.shown import shown

        return shown(output.draft)

    def _wish(self, ask: Ask) -> Wish:
        from agents.kit.winning.wish import understand

        return understand(ask.command.rest)


AGENT = QuickWins()
