"""Business Intelligence: what is remembered, where it comes from, and how it changes. It listens to everybody.

What a turn teaches is read in the turn's own stage; this agent answers for it.
"""
# ruff: noqa: PLC0415

from agents.kit.knowing.port import Recollection
from agents.kit.knowing.wish import Wish, is_verb, takes, understand
from agents.types import AgentResult, Ask
from config.errors import Locale
from config.wording import words
from memory.types import Output

_CHANGES = {"forget", "correct", "confirm", "settle"}


class BusinessIntelligence:
    """Answers what is known, why, since when; corrects and forgets."""

    id = "business_intelligence"
    command = "memory"
    aliases = ("기억", "메모리")

    def name(self, locale: Locale) -> str:
        return words("memory")("agent", locale)

    def has_verb(self, word: str) -> bool:
        return is_verb(word)

    def takes(self, word: str) -> bool:
        return takes(word)

    def called_by(self, text: str) -> bool:
        """The router's lexicon knows its words."""
        del text
        return False

    def verb(self, ask: Ask) -> str:
        wish = understand(ask.command.rest)
        asks_first = wish.verb == "forget" and not wish.sure
        return "know" if asks_first else wish.verb

    async def answer(self, ask: Ask) -> AgentResult:
        """One answer. Raises UnknownInsight, AmbiguousInsight, NotYours, NothingToForget."""
        if ask.memory is None:
            raise LookupError("a place has a memory")
        wish = understand(ask.command.rest)
        if wish.verb in _CHANGES:
            return await self._changed(ask, ask.memory, wish)
        return await self._told(ask, ask.memory, wish)

    def show(self, output: Output) -> AgentResult:
        return AgentResult((output.draft.title, output.draft.summary))

    async def _changed(self, ask: Ask, memory: Recollection, wish: Wish) -> AgentResult:
        from agents.kit.knowing import changes

        match wish.verb:
            case "forget":
                return await changes.forget(ask, memory, wish)
            case "correct":
                return await changes.correct(ask, memory, wish)
            case "confirm":
                return await changes.confirm(ask, memory, wish)
            case _:
                return await changes.settle(ask, memory, wish)

    async def _told(self, ask: Ask, memory: Recollection, wish: Wish) -> AgentResult:
        from agents.kit.knowing import answers

        match wish.verb:
            case "week":
                return await answers.week(ask, memory)
            case "conflicts":
                return await answers.conflicts(ask, memory)
            case "waiting":
                return await answers.waiting(ask, memory)
            case "history":
                return await answers.history(ask, memory, wish)
            case "why":
                return await answers.why(ask, memory, wish)
            case "list" if not wish.topic:
                return await answers.everything(ask, memory, wish)
            case _ if "?" not in ask.text and teaches(ask):
                return AgentResult((answers.words_of(ask, "remembered"),), verb="remember")
            case _:
                return await answers.know(ask, memory, wish)


def teaches(ask: Ask) -> bool:
    """Whether the words tell something, rather than asking."""
    from agents.kit.learning.teach import taught

    place = ask.context.place
    return bool(taught(ask.text, "member", ask.now, place.currency, place.timezone))


AGENT = BusinessIntelligence()
