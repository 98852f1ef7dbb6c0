"""Analytics: numbers over platforms in one definition each, what changed and why, and what stands out.

What only some questions need is imported for them.
"""
# ruff: noqa: PLC0415

from __future__ import annotations

from typing import TYPE_CHECKING

from agents.kit.commands import without_command
from agents.types import AgentResult, Ask
from config.errors import Locale
from config.wording import words

if TYPE_CHECKING:
    from agents.kit.analysing.inquiry import Inquiry
    from memory.types import Output


class Analytics:
    """Answers questions about what was measured, by queries that are shown with their answers."""

    id = "analytics"
    command = "stats"
    aliases = ("분석", "성과")

    def name(self, locale: Locale) -> str:
        return words("analytics")("agent", locale)

    def has_verb(self, word: str) -> bool:
        return word in {"anomalies", "chart", "이상", "이상치", "차트", "지표"}

    def takes(self, word: str) -> bool:
        from config.analysing import verbs

        return word in verbs()

    def called_by(self, text: str) -> bool:
        """The router's lexicon knows its words."""
        del text
        return False

    def verb(self, ask: Ask) -> str:
        return self._asked(ask).kind

    async def answer(self, ask: Ask) -> AgentResult:
        """One answer."""
        from agents.kit.analysing import answering

        return await answering.answer(ask, _said(ask), self._asked(ask))

    def show(self, output: Output) -> AgentResult:
        from agents.kit.analysing.shown import shown

        return shown(output.draft)

    def _asked(self, ask: Ask) -> Inquiry:
        from agents.kit.analysing.understanding import understand

        return understand(_said(ask), ask.today)


def _said(ask: Ask) -> str:
    """The words behind the command; a verb that was a command by itself stays the first of them."""
    rest = ask.command.rest.strip()
    verb = ask.command.verb
    if verb and not rest.lower().startswith(verb.lower()):
        return f"{verb} {rest}".strip()
    return rest or without_command(ask.text)


AGENT = Analytics()
