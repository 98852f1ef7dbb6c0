"""Quick Wins: what can be done today, from the account's own figures and what was told, and what came of it.

What only this agent's questions need is imported for them.
"""
# ruff: noqa: PLC0415

from __future__ import annotations

from typing import TYPE_CHECKING

from agents.types import AgentResult, Ask
from config.errors import Locale
from config.patterns import regex
from config.wording import words

_NUMBER = regex(r"w\d{1,3}|\d{1,2}번")
_WIN = regex(r"(?<!\w)[Ww]\s?\d{1,3}(?!\d)")
_OWNER = "owner."
"""The field of this agent's question: whose a win is to be."""

if TYPE_CHECKING:
    from agents.kit.winning.wish import Wish
    from memory.types import Output


class QuickWins:
    """Finds small steps with evidence, hands them out as tasks, and measures them afterwards."""

    id = "quick_wins"
    command = "wins"
    aliases = ("퀵윈", "바로실행", "바로 실행")
    numbers = ("W",)

    def name(self, locale: Locale) -> str:
        return words("wins")("agent", locale)

    def has_verb(self, word: str) -> bool:
        return word in {"quickwins", "quick-wins"} or _NUMBER.fullmatch(word) is not None

    def takes(self, word: str) -> bool:
        from agents.kit.winning.wish import is_verb

        return is_verb(word) or self.has_verb(word)

    def called_by(self, text: str) -> bool:
        """What is done with a win by its number: `accept W1`, `W2 할게요`; the lexicon knows the other words."""
        if _WIN.search(text) is None:
            return False
        from agents.kit.winning.wish import takes_up

        return takes_up(text)

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

        return understand(_said(ask))


def _said(ask: Ask) -> str:
    """What was said; the answer to whom a win is given goes behind that win."""
    asked = next((one.field for one in ask.context.asked if one.field.startswith(_OWNER)), "")
    if not asked or ask.text.lstrip().startswith(("/", "!")):
        return ask.command.rest
    return f"assign {asked.removeprefix(_OWNER)} {ask.command.rest}"


AGENT = QuickWins()
