"""Marketing Strategy: who is told what, where, for how much and with which proof, until when.

What only some answers need is imported by them.
"""
# ruff: noqa: PLC0415

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from agents.types import AgentResult, Ask
from config.errors import Locale
from config.wording import words
from memory.types import Output

if TYPE_CHECKING:
    from agents.kit.planning.gather import Given
    from agents.kit.planning.wish import Wish

_SHOWS = ("show", "evidence")


class MarketingStrategy:
    """Makes a plan of what is known, says why each row is in it, and changes it on a word."""

    id = "marketing_strategy"
    command = "plan"
    aliases = ("계획", "플랜", "마케팅플랜")
    numbers = ("R", "B")

    def name(self, locale: Locale) -> str:
        return words("plan")("agent", locale)

    def has_verb(self, word: str) -> bool:
        """None of its words stands alone."""
        del word
        return False

    def takes(self, word: str) -> bool:
        from agents.kit.planning.wish import VERBS

        return word in VERBS

    def called_by(self, text: str) -> bool:
        """The router's lexicon knows its words."""
        del text
        return False

    def verb(self, ask: Ask) -> str:
        from agents.kit.planning.working import plan_of

        wish = _wish(ask)
        changes = wish.verb in ("edit", "make", "say") and bool(wish.orders) and not wish.whatif
        return "edit" if changes and plan_of(ask) else wish.verb

    async def answer(self, ask: Ask) -> AgentResult:
        """One answer. Raises NoPlan, UnknownRow, UnknownTactic, PinnedTooMuch, UnprovedNumber, ForbiddenWord."""
        from agents.kit.planning import telling

        wish = _wish(ask)
        if wish.verb in _SHOWS:
            from agents.kit.planning.working import standing

            return replace(self.show(standing(ask)), outputs=(), told="")
        match wish.verb:
            case "calendar" | "backlog":
                return telling.part(ask, wish.verb)
            case "write":
                return telling.write(ask)
            case _ if wish.doubt:
                return telling.doubt(ask, wish.doubt)
            case _:
                return await self._worked(ask, wish)

    def show(self, output: Output) -> AgentResult:
        from agents.kit.planning.present import present

        return present(output.draft, output=output.id)

    async def _worked(self, ask: Ask, wish: Wish) -> AgentResult:
        from agents.kit.planning import telling
        from agents.kit.planning.gather import given

        at = await given(ask)
        match wish.verb:
            case "why":
                return telling.why(ask, at, wish.rest)
            case "tactics":
                return telling.tactics(ask, at)
            case "whatif":
                return telling.whatif(ask, at, wish.orders)
            case _ if wish.whatif:
                return telling.whatif(ask, at, wish.orders)
            case "say" if _idle(ask):
                return telling.unchanged(ask)
            case _:
                return await self._made(ask, wish, at)

    async def _made(self, ask: Ask, wish: Wish, at: Given) -> AgentResult:
        from agents.kit.planning import working
        from agents.kit.planning.present import present

        made = working.make(ask, at, wish.orders)
        told = None if wish.tells else ""
        computed = replace(present(made.draft, made.asked), told=told)
        if ask.llm is None or not ask.llm.connected or not made.composed.rows:
            return computed
        from agents.kit.planning.proposing import proposed

        await ask.show(computed)
        draft, failed = await proposed(ask, made, ask.llm)
        return replace(present(draft, made.asked), degraded=failed, told=told)


def _wish(ask: Ask) -> Wish:
    from agents.kit.planning.wish import understand

    fields = " ".join(one.field for one in ask.context.asked)
    return understand(ask.command.rest, ask.context.place.currency, answering=fields)


def _idle(ask: Ask) -> bool:
    """Whether words in a plan's thread neither change it nor tell anything of the business."""
    from agents.kit.frameworks.told import told
    from agents.kit.planning.gather import telling
    from agents.kit.planning.working import open_plan

    return open_plan(ask) is not None and not telling(told(ask.text), ask.context.place.currency)


AGENT = MarketingStrategy()
