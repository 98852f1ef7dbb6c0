"""ROI & Budget: what is spent beside what was planned, what it really earned, and where it would earn more.

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
    from agents.kit.budgeting.wish import Wish
    from memory.types import Output

_ASKED = {
    "planned",
    "period",
    "facts",
    "truth",
    "history",
    "margin",
    "amount",
    "channels",
    "days",
    "lift",
    "paths",
}
"""The fields of this agent's own questions."""


class RoiBudget:
    """Computes pacing, forecasts, reconciliation, returns and reallocation out of measured facts."""

    id = "roi_budget"
    command = "budget"
    aliases = ("예산",)

    def name(self, locale: Locale) -> str:
        return words("budget")("agent", locale)

    def has_verb(self, word: str) -> bool:
        return word in {"pacing", "reconcile", "reallocate", "페이싱", "소진율", "재배분"}

    def takes(self, word: str) -> bool:
        from agents.kit.budgeting.wish import VERBS
        from config.budgeting import wish_verbs

        return word in VERBS or word in wish_verbs()

    def called_by(self, text: str) -> bool:
        """The router's lexicon knows its words."""
        del text
        return False

    def verb(self, ask: Ask) -> str:
        return self._wish(ask).verb

    async def answer(self, ask: Ask) -> AgentResult:
        """One answer."""
        from agents.kit.budgeting import answering

        return await answering.answer(ask, self._wish(ask))

    def show(self, output: Output) -> AgentResult:
        from agents.kit.budgeting.shown import shown

        return shown(output.draft)

    def _wish(self, ask: Ask) -> Wish:
        from agents.kit.budgeting.wish import understand

        return understand(_said(ask), ask.context.place.currency, ask.today)


def _said(ask: Ask) -> str:
    """What was said; an answer to a question goes behind what it was asked about."""
    from agents.kit.budgeting.wish import asks_itself

    said, turns = ask.command.rest, ask.context.turns
    asked = any(one.field in _ASKED for one in ask.context.asked)
    if asked and len(turns) > 1 and not ask.text.lstrip().startswith(("/", "!")) and not asks_itself(said):
        return f"{without_command(turns[-2].text)} {said}"
    return said


AGENT = RoiBudget()
