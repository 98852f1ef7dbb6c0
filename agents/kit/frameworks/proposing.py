"""What a model adds to frameworks, when there is one; what it cannot do is said, and the rest is there all the same."""

import asyncio
from collections.abc import Sequence
from dataclasses import dataclass

from agents.kit.errors import ModelError
from agents.kit.frameworks import work
from agents.kit.frameworks.base import Sheet
from agents.kit.frameworks.propose import Proposed, propose
from agents.kit.frameworks.told import sources_of
from agents.kit.llm import LLM
from agents.types import Ask
from config.catalogue import framework_spec
from config.wording import words
from memory.recalled import OUTSIDER


@dataclass(frozen=True, slots=True)
class Grown:
    """Sheets with what a model proposed for them, in the order in which they were asked for."""

    sheets: tuple[Proposed, ...]
    failed: tuple[str, ...] = ()
    """What went wrong, in the user's words, each once."""


async def grown(ask: Ask, frameworks: Sequence[str], llm: LLM) -> Grown:
    """All frameworks at once. It raises no ModelError: the computed sheet stands for one that failed."""
    sheets = [work.sheet_anew(ask, one) for one in frameworks]
    await ask.say(words("models")("asking", ask.locale))
    tried = await asyncio.gather(
        *(_tried(ask, one, sheet, llm) for one, sheet in zip(frameworks, sheets, strict=True))
    )
    failed = dict.fromkeys(error.say(ask.locale) for _, error in tried if error)
    return Grown(tuple(proposed for proposed, _ in tried), tuple(failed))


async def _tried(ask: Ask, framework_id: str, sheet: Sheet, llm: LLM) -> tuple[Proposed, ModelError | None]:
    spec, sources = framework_spec(framework_id), tuple(sources_of(ask))
    if not sources:
        return Proposed(sheet, "rule", 0), None
    outside = frozenset(turn.id for turn in ask.context.turns if turn.meta.get(OUTSIDER))
    try:
        return await propose(spec, sheet, sources, ask.locale, llm, outside), None
    except ModelError as error:
        return Proposed(sheet, "rule", 0), error
