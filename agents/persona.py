"""Persona: who buys, as people that one can look at, compare, ask and interview. They are synthetic, and say so."""
# ruff: noqa: PLC0415 - only what is asked for is imported

from __future__ import annotations

from collections.abc import Awaitable, Callable
from importlib import import_module
from typing import TYPE_CHECKING, cast

from agents.types import AgentResult, Ask
from config.errors import Locale
from config.wording import words
from memory.types import Output

if TYPE_CHECKING:
    from agents.kit.persona.wish import Wish

Doing = Callable[[Ask, "Wish"], Awaitable[AgentResult]]
INTERVIEWING = "interview"
_INTERVIEW = frozenset({"interview", "인터뷰"})
_DOES = {
    "create": "agents.kit.persona.desk:make",
    "say": "agents.kit.persona.desk:heard",
    "list": "agents.kit.persona.desk:every",
    "who": "agents.kit.persona.desk:who",
    "show": "agents.kit.persona.changes:show",
    "evidence": "agents.kit.persona.changes:show",
    "edit": "agents.kit.persona.changes:edit",
    "add": "agents.kit.persona.changes:add",
    "drop": "agents.kit.persona.changes:drop",
    "answer": "agents.kit.persona.changes:answer",
    "confirm": "agents.kit.persona.changes:confirm",
    "fix": "agents.kit.persona.changes:fix",
    "merge": "agents.kit.persona.changes:merge",
    "retire": "agents.kit.persona.changes:retire",
    "compare": "agents.kit.persona.comparing:compare",
    "panel": "agents.kit.persona.panel:panel",
    "ask": "agents.kit.persona.panel:panel",
    "pretest": "agents.kit.persona.pretest:pretest",
}
"""Where each verb is done: a coroutine of the ask and the wish."""


class Persona:
    """Makes personas out of what is known, and keeps them."""

    id = "persona"
    command = "persona"
    aliases = ("personas", "페르소나")

    def name(self, locale: Locale) -> str:
        return words("persona")("agent", locale)

    def has_verb(self, word: str) -> bool:
        """Only the interview is its own without the command: `panel` and `list` are others' as well."""
        return word in _INTERVIEW

    def takes(self, word: str) -> bool:
        from agents.kit.persona.wish import is_verb

        return is_verb(word)

    def called_by(self, text: str) -> bool:
        """The router's lexicon knows its words."""
        del text
        return False

    def verb(self, ask: Ask) -> str:
        if ask.command.verb == INTERVIEWING:
            return INTERVIEWING
        return self._wish(ask).verb

    async def answer(self, ask: Ask) -> AgentResult:
        """One answer. Raises UnknownAttribute, UnfitAttribute, TooFewPersonas or NothingToTest."""
        from agents.kit.interviewing.desk import interview

        if (talked := await interview(ask)) is not None:
            return talked
        from agents.kit.persona.errors import WhichPersona

        wish = self._wish(ask)
        module, _, name = _DOES.get(wish.verb, _DOES["say"]).partition(":")
        try:
            return await cast("Doing", getattr(import_module(module), name))(ask, wish)
        except WhichPersona as unclear:
            from agents.kit.persona.desk import which

            return which(ask, wish, unclear)

    def show(self, output: Output) -> AgentResult:
        if output.draft.output_type == "interview":
            from agents.kit.interviewing.report import result

            return result(output.draft.body, output.draft.locale, (), output.draft.subject)
        from agents.kit.persona.stored import shown

        return shown(output)

    def _wish(self, ask: Ask) -> Wish:
        from agents.kit.persona.wish import Wish, understand

        explicit = ask.text.lstrip()[:1] in {"/", "!"}
        wish = understand(ask.command.rest, explicit=explicit)
        return Wish("edit", wish.rest) if not explicit and _corrects(ask, wish.rest) else wish


def _corrects(ask: Ask, text: str) -> bool:
    """Whether plain words change a persona that is there: that needs the right to edit."""
    from agents.kit.persona.edits import asks_for_edit
    from agents.kit.persona.roster import roster

    return asks_for_edit(text, roster(ask))


AGENT = Persona()
