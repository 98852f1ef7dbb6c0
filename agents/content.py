"""Content: copy for every channel in the brand's voice, and the check of any text against brand, limits and law."""
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
    from agents.kit.writing.wish import Wish

Doing = Callable[[Ask, "Wish"], Awaitable[AgentResult]]
GoingOn = Callable[[Ask, Output, "Wish"], Awaitable[AgentResult]]
_TYPE = "content_asset"
_CHANGING = {"say", "rewrite", "write"}
_DESK, _NEXT = "agents.kit.writing.desk", "agents.kit.writing.continuing"
_DOES = {
    "menu": f"{_DESK}:menu",
    "list": f"{_DESK}:list_",
    "show": f"{_DESK}:list_",
    "formats": f"{_DESK}:limits",
    "check": f"{_DESK}:check",
    "brief": f"{_DESK}:brief",
    "rewrite": f"{_DESK}:rewrite",
    "write": f"{_DESK}:write",
    "told": f"{_DESK}:noted",
    **dict.fromkeys(("use", "set", "fix", "compare", "true", "say"), f"{_DESK}:nothing_open"),
}
"""Where each verb is done: a coroutine of the ask and the wish."""
_GOES_ON = {
    "use": f"{_NEXT}:use",
    "set": f"{_NEXT}:change",
    "fix": f"{_NEXT}:fix",
    "compare": f"{_NEXT}:compare",
    "show": f"{_NEXT}:show",
    "check": f"{_NEXT}:rechecked",
    "say": f"{_NEXT}:rechecked",
    "true": f"{_NEXT}:rechecked",
}
"""The same for what is said about the piece that the thread is working on."""


class Content:
    """Writes from briefs, checks what is pasted, and changes what is there."""

    id = "content"
    command = "content"
    aliases = ("콘텐츠", "컨텐츠")

    def name(self, locale: Locale) -> str:
        return words("content")("agent", locale)

    def has_verb(self, word: str) -> bool:
        return word in {"검수", "brandcheck", "brand-check"}

    def takes(self, word: str) -> bool:
        from config.content.wishes import verb_words

        return word in verb_words()

    def called_by(self, text: str) -> bool:
        """The router's lexicon knows its words."""
        del text
        return False

    def verb(self, ask: Ask) -> str:
        wish = self._wish(ask)
        return "edit" if wish.edits or self._changes(ask, wish) else wish.verb

    async def answer(self, ask: Ask) -> AgentResult:
        """One answer. What fails of a model is said, and what was computed is there."""
        wish = self._wish(ask)
        open_ = _piece(ask)
        if open_ is not None and not wish.text:
            verb = "set" if self._changes(ask, wish) else wish.verb
            if verb in _GOES_ON:
                return await cast("GoingOn", _found(_GOES_ON[verb]))(ask, open_, wish)
        return await cast("Doing", _found(_DOES[wish.verb]))(ask, wish)

    def show(self, output: Output) -> AgentResult:
        from agents.kit.writing.present import present

        return present(output.draft)

    def _wish(self, ask: Ask) -> Wish:
        from agents.kit.writing.wish import understand

        explicit = ask.text.lstrip()[:1] in {"/", "!"}
        return understand(ask.command.rest, explicit=explicit, going_on=_piece(ask) is not None)

    def _changes(self, ask: Ask, wish: Wish) -> bool:
        """Whether the words change the open piece by themselves: 'headline: …', 'drop line 2'."""
        open_ = _piece(ask)
        if open_ is None or wish.text or wish.verb not in _CHANGING:
            return False
        from agents.kit.writing.body import chosen_of
        from agents.kit.writing.edits import edited

        return edited(chosen_of(open_), wish, ask.locale) is not None


def _piece(ask: Ask) -> Output | None:
    """The piece of content that the thread is working on."""
    open_ = ask.context.open
    return open_ if open_ and open_.draft.output_type == _TYPE else None


def _found(where: str) -> object:
    module, _, name = where.partition(":")
    return getattr(import_module(module), name)


AGENT = Content()
