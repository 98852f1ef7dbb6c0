"""Business Strategy: eleven frameworks, chosen, filled, corrected and put together.

What only some answers need is imported by them: a first SWOT should not wait for it.
"""
# ruff: noqa: PLC0415

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from agents.kit.frameworks import work
from agents.kit.frameworks.present import joined, present
from agents.kit.frameworks.told import inputs_of, story, told
from agents.kit.frameworks.wish import VERBS, Wish, asks, bare, is_story, named_in, understand
from agents.types import AgentResult, Ask
from config.catalogue import FRAMEWORKS, called, framework_spec
from config.errors import Locale
from config.wording import words
from memory.types import InputUsed, Output

if TYPE_CHECKING:
    from agents.kit.frameworks.edits import Edit

_GOES_ON = {"answer", "confirm", "fix", "evidence", "rerun"}
"""What is said about the output that a thread is working on."""

_ASKED_OF = frozenset({"근거는", "근거가", "근거를", "출처는", "출처가", "출처를", "출처"})
"""What words about an output's sources begin with."""


class BusinessStrategy:
    """Turns what was told about a business into frameworks that name their sources."""

    id = "business_strategy"
    command = "strategy"
    aliases = ("전략",)

    def name(self, locale: Locale) -> str:
        return words("strategy")("agent", locale)

    def has_verb(self, word: str) -> bool:
        return word in _ASKED_OF or any(word in names.aliases for names in called().values())

    def takes(self, word: str) -> bool:
        return word in VERBS or self.has_verb(word)

    def called_by(self, text: str) -> bool:
        if any(named_in(text)) or is_story(text):
            return True
        from agents.kit.frameworks.choice import calling

        return any(len(calling(one, text)) > 1 for one in FRAMEWORKS)

    def verb(self, ask: Ask) -> str:
        wish = self._wish(ask)
        return "edit" if wish.verb != "why" and self._corrections(ask) else wish.verb

    async def answer(self, ask: Ask) -> AgentResult:
        """One answer. Raises UnknownRecord or UnfitValue for a correction that does not fit."""
        wish, open_ = self._wish(ask), ask.context.open
        if wish.verb == "why":
            return self._reason(ask, wish.rest)
        if open_ and (found := self._corrections(ask)):
            from agents.kit.frameworks.continuing import corrected

            return self._shown(ask, await corrected(ask, open_, found))
        if open_ and wish.verb in _GOES_ON:
            return await self._continued(ask, open_, wish)
        result = await self._started(ask, wish)
        return replace(result, told="") if bare(ask.text) else result

    def _reason(self, ask: Ask, said: str) -> AgentResult:
        """Of this thread's output where it has the record, else of the newest that does."""
        from agents.kit.frameworks.reasons import holding, reason

        number = said.strip(" ?.!").upper()
        outputs = (*((ask.context.open,) if ask.context.open else ()), *ask.context.latest)
        found = holding(outputs, number)
        told = reason(found, number, ask.locale) if found else None
        missing = words("strategy")("why.unknown", ask.locale, id=number)
        return told or AgentResult((missing,), status="needs_input", verb="why", told="")

    async def _started(self, ask: Ask, wish: Wish) -> AgentResult:
        from agents.kit.frameworks.menu import menu, unknown

        match wish.verb:
            case "run" if "swot" in wish.frameworks:
                return replace(await self._run(ask, *wish.frameworks), keeps=story(ask))
            case "run":
                return await self._run(ask, *wish.frameworks)
            case "synthesis":
                return await self._synthesis(ask)
            case "brief":
                return await self._story(ask)
            case "auto" | "say":
                return await self._said(ask, wish)
            case "unknown":
                return unknown(wish.rest, wish.near, ask.locale)
            case _:
                return menu(ask.locale)

    def show(self, output: Output) -> AgentResult:
        spec = framework_spec(output.draft.output_type)
        return present(spec, work.framework(spec.id), work.Piece(output.draft))

    def _wish(self, ask: Ask) -> Wish:
        return understand(ask.command.rest, explicit=ask.text.lstrip()[:1] in {"/", "!"})

    def _corrections(self, ask: Ask) -> tuple[Edit, ...]:
        open_ = ask.context.open
        if open_ is None or open_.draft.output_type not in FRAMEWORKS:
            return ()
        from agents.kit.frameworks.edits import parse

        spec, currency = framework_spec(open_.draft.output_type), ask.context.place.currency
        return parse(ask.command.rest, spec, open_.draft.body, currency)

    async def _continued(self, ask: Ask, open_: Output, wish: Wish) -> AgentResult:
        from agents.kit.frameworks.continuing import answered, confirmed
        from agents.kit.frameworks.menu import fixes, grounds

        match wish.verb:
            case "rerun" if open_.draft.output_type == "synthesis":
                return await self._synthesis(ask)
            case "rerun":
                return await self._run(ask, open_.draft.output_type)
            case "confirm":
                return self._shown(ask, await confirmed(ask, open_))
            case "fix":
                return fixes(open_, wish.rest, ask.locale)
            case "evidence":
                return grounds(open_, ask.locale)
            case _:
                field, _, text = wish.rest.partition(" ")
                return self._shown(ask, await answered(ask, open_, field, text))

    async def _said(self, ask: Ask, wish: Wish) -> AgentResult:
        """Words without a command: an answer, more facts, a question that some frameworks fit, or a story."""
        from agents.kit.frameworks.continuing import answered, told_more

        open_ = ask.context.open
        if wish.verb == "auto" or asks(wish.rest):
            return await self._auto(ask, wish.rest)
        if open_ and open_.draft.output_type in FRAMEWORKS:
            asked = ask.context.asked
            more = answered(ask, open_, "", wish.rest) if asked else told_more(ask, open_)
            return self._shown(ask, await more)
        return await (self._story(ask) if is_story(wish.rest) else self._auto(ask, wish.rest))

    async def _run(self, ask: Ask, *frameworks: str) -> AgentResult:
        previous = {one.draft.output_type: one for one in ask.context.latest}
        plain = self._shown(ask, *[await work.anew(ask, one, previous.get(one)) for one in frameworks])
        if ask.llm is None or not ask.llm.connected:
            return plain
        from agents.kit.frameworks.proposing import grown

        await ask.show(plain)
        made, inputs = await grown(ask, frameworks, ask.llm), inputs_of(ask)
        pieces = [
            await work.finish(ask, one, proposed.sheet, inputs, previous.get(one), proposed.engine)
            for one, proposed in zip(frameworks, made.sheets, strict=True)
        ]
        return replace(self._shown(ask, *pieces), degraded=made.failed)

    async def _story(self, ask: Ask) -> AgentResult:
        """What somebody tells of their business is kept as a brief, and a SWOT is made of it."""
        return replace(await self._run(ask, "swot"), keeps=told(ask.text).strip())

    async def _auto(self, ask: Ask, question: str) -> AgentResult:
        from agents.kit.frameworks.choice import choose

        drafts = {one: work.sheet_anew(ask, one) for one in FRAMEWORKS}
        chosen = choose(question, drafts, ask.locale)
        result = await self._run(ask, *(choice.framework for choice in chosen))
        return replace(result, lines=tuple(choice.why for choice in chosen), verb="auto")

    async def _synthesis(self, ask: Ask) -> AgentResult:
        from agents.kit.frameworks.menu import menu
        from agents.kit.frameworks.synthesis import synthesise

        used = tuple(one for one in ask.context.latest if one.draft.output_type in FRAMEWORKS)
        if not used:
            return menu(ask.locale, words("strategy")("synthesis.nothing", ask.locale))
        previous = next((one for one in ask.context.latest if one.draft.output_type == "synthesis"), None)
        inputs = tuple(InputUsed("output", one.id, one.content_hash) for one in used)
        made = await work.finish(ask, "synthesis", synthesise(used, ask.locale), inputs, previous)
        return self._shown(ask, made)

    def _shown(self, ask: Ask, *pieces: work.Piece) -> AgentResult:
        shown = [
            present(framework_spec(one.draft.output_type), work.framework(one.draft.output_type), one)
            for one in pieces
        ]
        return joined(shown, ask.locale)


AGENT = BusinessStrategy()
