"""What the memory does when it is told to: forget, correct, confirm, settle. It asks before it forgets."""

from collections.abc import Sequence

from agents.kit.knowing.answers import teller, used_in, words_of
from agents.kit.knowing.port import Recollection
from agents.kit.knowing.wish import Wish
from agents.types import AgentResult, Ask, Bullets, Button, Section
from memory.insight import Forgotten, Insight

_MOST = 5


async def forget(ask: Ask, memory: Recollection, wish: Wish) -> AgentResult:
    """Shows what would go, and forgets when the answer is yes. Raises UnknownInsight, NothingToForget."""
    if wish.sure:
        return await _forgotten(ask, memory, wish)
    if wish.rest.strip().casefold() in {"no", "아니요"}:
        return AgentResult((words_of(ask, "kept"),), verb="know")
    found = await _meant(memory, wish)
    if found:
        return await _asked(ask, memory, found)
    if not wish.topic:
        return AgentResult((words_of(ask, "forget.what"),), verb="know", status="needs_input")
    sure = Button(words_of(ask, "forget.yes"), f"memory forget {wish.topic} yes")
    line = words_of(ask, "forget.words", text=wish.topic)
    return AgentResult((line,), buttons=(sure, _keep(ask)), verb="know", status="needs_input")


async def correct(ask: Ask, memory: Recollection, wish: Wish) -> AgentResult:
    """Puts an insight right in the speaker's words. Raises UnknownInsight, NotYours."""
    first, _, right = wish.rest.partition(" ")
    if not wish.ids or not right.strip():
        return AgentResult((words_of(ask, "correct.how"),), verb="know", status="needs_input")
    made = await memory.correct(first.rstrip(":"), right.strip())
    return AgentResult((words_of(ask, "corrected", text=made.text),), verb="correct", used=(made.id,))


async def confirm(ask: Ask, memory: Recollection, wish: Wish) -> AgentResult:
    if not wish.ids:
        return AgentResult((words_of(ask, "why.which"),), verb="know", status="needs_input")
    made = await memory.confirm(wish.ids[0])
    return AgentResult((words_of(ask, "confirmed", text=made.text),), verb="confirm", used=(made.id,))


async def settle(ask: Ask, memory: Recollection, wish: Wish) -> AgentResult:
    conflict, _, keep = wish.rest.partition(" ")
    made = await memory.settle(conflict, keep.strip())
    return AgentResult((words_of(ask, "settled", text=made.text),), verb="settle", used=(made.id,))


async def _meant(memory: Recollection, wish: Wish) -> tuple[Insight, ...]:
    """The insights that the ids name; without any, those near to the words that hold one of them."""
    if wish.ids:
        return tuple([(await memory.why(ref)).insight for ref in wish.ids[:_MOST]])
    if not wish.topic:
        return ()
    hits = await memory.find(wish.topic, 2 * _MOST)
    ids = [one for hit in hits for one in ((hit.id,) if hit.kind == "insight" else hit.insights)]
    return (await memory.named(ids))[:_MOST]


async def _asked(ask: Ask, memory: Recollection, found: Sequence[Insight]) -> AgentResult:
    tell = await teller(ask, memory, found)
    section = Section(tell.say("known.all"), (tell.items(found),))
    ids = " ".join(one.id for one in found)
    buttons = (Button(tell.say("forget.yes"), f"memory forget {ids} yes"), _keep(ask))
    line = tell.say("forget.sure", count=len(found))
    return AgentResult((line,), (section,), buttons=buttons, verb="know", status="needs_input")


async def _forgotten(ask: Ask, memory: Recollection, wish: Wish) -> AgentResult:
    parts = [await memory.forget(ref) for ref in wish.ids] or [await memory.forget_text(wish.rest)]
    uses = tuple(use for part in parts for use in part.used_by)
    tell = await teller(ask, memory, ())
    sections: tuple[Section, ...] = ()
    if uses:
        places = await used_in(tell, memory, uses)
        sections = (Section(tell.say("forgotten.used"), (Bullets(tuple(places)),)),)
    return AgentResult((tell.say("forgotten", **counts(parts)),), sections, verb="forget")


def counts(parts: Sequence[Forgotten]) -> dict[str, int]:
    """How much was taken, each message and output once."""
    return {
        "insights": len({one for part in parts for one in part.insights}),
        "messages": len({one for part in parts for one in part.messages}),
        "outputs": len({one for part in parts for one in part.outputs}),
    }


def _keep(ask: Ask) -> Button:
    return Button(words_of(ask, "forget.no"), "memory forget no")
