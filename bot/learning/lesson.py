"""What was said becomes what is known here: by rules, in the transaction that saves the answer."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from agents.kit.frameworks.confidence import GRADES
from agents.kit.learning.reconcile import reconcile
from agents.kit.learning.types import Author, Candidate
from agents.types import AgentResult, Context
from memory.db import Writing
from memory.insight import DOCUMENT, STATEMENT, Conflict, Insight, Learned, Source
from memory.recalled import OUTSIDER
from memory.store import insights, learning, uses
from memory.types import Message, Output, Place


@dataclass(frozen=True, slots=True)
class Lesson:
    """What a turn took out of memory, and what it put in."""

    used: tuple[Insight, ...] = ()
    learned: tuple[Insight, ...] = ()
    """What is new, that which waits for a confirmation included."""
    conflicts: tuple[Conflict, ...] = ()
    of: tuple[Insight, ...] = ()
    """The sides of the conflicts."""
    sources: tuple[Source, ...] = ()
    """Where all of these were said, oldest words first."""


def read_out(
    message: Message, place: Place, author: Author = "member", replies: Sequence[str] = ()
) -> tuple[Candidate, ...]:
    """What a message teaches, read before any unit is open; `replies` are the bot's own words in its thread.

    What an outsider said, or a file says, is to wait for a member's confirmation.
    """
    from agents.kit.learning.teach import taught  # noqa: PLC0415 - patterns, only where there are words to read

    return taught(message.text, author, message.created_at, place.currency, place.timezone, replies)


async def learn_from(unit: Writing, message: Message, found: Sequence[Candidate]) -> Learned:
    """Takes what was read out of a message, at the unit's scope."""
    grade = DOCUMENT if message.kind == "brief" else STATEMENT
    return await learning.learn(unit, found, message, reconcile, grade) if found else Learned()


async def learn_all(
    unit: Writing, message: Message, found: Sequence[Candidate], reply: Message, result: AgentResult
) -> Learned:
    """What a message teaches, and what its answer found; to somebody outside nothing is found."""
    told = await learn_from(unit, message, found)
    seen = Learned() if message.meta.get(OUTSIDER) else await learn_findings(unit, reply, result.teaches)
    return Learned(
        (*told.added, *seen.added),
        (*told.repeated, *seen.repeated),
        (*told.superseded, *seen.superseded),
        (*told.conflicts, *seen.conflicts),
        (*told.pending, *seen.pending),
    )


async def learn_findings(unit: Writing, reply: Message, found: Sequence[Candidate]) -> Learned:
    """Takes what an answer found in figures, each with the words of the answer that say it."""
    placed = [
        replace(one, start=at, end=at + len(one.quote))
        for one in found
        if (at := reply.text.find(one.quote)) >= 0
    ]
    return await learning.learn(unit, placed, reply, reconcile, GRADES["metric"]) if placed else Learned()


async def note_uses(
    unit: Writing, result: AgentResult, made: Sequence[Output], context: Context, reply: Message
) -> tuple[Insight, ...]:
    """Notes which insights the outputs and the answer rest on, and gives them."""
    known = {str(one.id): one for one in context.known}
    cited: list[str] = []
    for output in made:
        ids = dict.fromkeys(each.ref for each in output.draft.evidence if each.ref in known)
        await uses.used(unit, ids, "output", output.id)
        cited += ids
    await uses.used(unit, result.used, "reply", reply.id)
    told = [known[one] for one in dict.fromkeys(cited)]
    missing = [one for one in dict.fromkeys(result.used) if one not in cited]
    return (*told, *(await insights.named(unit, missing) if missing else ()))


async def lesson(unit: Writing, used: tuple[Insight, ...], learned: Learned) -> Lesson:
    """What a reply has to tell of it."""
    new = (*learned.added, *learned.pending)
    sides = [side for card in learned.conflicts for side in (card.holds, card.disputed)]
    of = await insights.named(unit, sides) if sides else ()
    told = list(dict.fromkeys(one.id for one in (*used, *new, *of)))
    return Lesson(used, new, learned.conflicts, of, await insights.sources(unit, told) if told else ())
