"""What is known for a turn: the sources at its place, its thread, and what was delivered before."""

from agents.types import Context, Question
from memory.db import Unit
from memory.errors import UnknownOutput
from memory.insight import Insight
from memory.interview import SYNTHETIC_CATEGORY
from memory.store import insights, messages, outputs
from memory.types import Message, Output, Place

_MOST_KNOWN = 100
"""Insights, the newest ones, that an agent reads as sources beside briefs and turns."""


async def context_of(unit: Unit, place: Place, said: tuple[Message, ...] = ()) -> Context:
    """Everything that an agent may use here. `said` is the thread, the present message the last of it."""
    last = last_reply(said)
    return Context(
        place=place,
        briefs=await messages.briefs(unit),
        turns=tuple(message for message in said if message.kind == "turn"),
        latest=await outputs.latest(unit),
        inherited=await outputs.above(unit),
        open=await _open(unit, last),
        asked=_asked(last),
        known=await _known(unit, place),
    )


def said_until(said: tuple[Message, ...], message: Message | None) -> tuple[Message, ...]:
    """What was said in a thread with the present message, which may have been kept before it was read."""
    if message is None or any(one.id == message.id for one in said):
        return said
    return (*said, message)


async def _known(unit: Unit, place: Place) -> tuple[Insight, ...]:
    """What people told; what was accepted from personas is no source of anything."""
    found = await insights.holding(unit, [scope.level for scope in place.scope.chain], _MOST_KNOWN)
    return tuple(one for one in found if one.category != SYNTHETIC_CATEGORY)


def last_reply(said: tuple[Message, ...]) -> Message | None:
    return next((message for message in reversed(said) if message.kind == "reply"), None)


async def _open(unit: Unit, reply: Message | None) -> Output | None:
    """The output that the last reply of the thread ended with, in its present version."""
    refs: list[str] = reply.meta.get("outputs", []) if reply else []
    if not refs:
        return None
    try:
        return await outputs.get(unit, refs[-1])
    except UnknownOutput:
        return None


def _asked(reply: Message | None) -> tuple[Question, ...]:
    found: list[dict[str, str]] = reply.meta.get("questions", []) if reply else []
    return tuple(Question(one["field"], one["text"], tuple(one["options"])) for one in found)
