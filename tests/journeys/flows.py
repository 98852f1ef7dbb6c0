"""Walking the flows: an SME's campaign, what was said there, and what of one output went into another."""

from collections.abc import Callable
from typing import TypeVar

from bot.types import Reply
from memory.types import Output
from tests.journeys.conftest import Talk

HERE = "crumb/spring"
Walk = TypeVar("Walk", bound=Callable[..., object])
WALKED: set[str] = set()
"""The flows that some test walks."""


def walks(*flow_ids: str) -> Callable[[Walk], Walk]:
    """Marks a test as the walk of these flows, from a producer's output to its effect."""

    def mark(test: Walk) -> Walk:
        WALKED.update(flow_ids)
        return test

    return mark


async def made(talk: Talk, text: str, where: str = HERE) -> tuple[Output, Reply]:
    """The one output of what is said."""
    reply = await talk(text, where)
    assert reply.error is None, reply.error
    assert reply.outputs, reply.text
    return reply.outputs[0], reply


def rests_on(made: Output, source: Output) -> bool:
    """Whether an output names another, in the version that it was, among its inputs."""
    used = [(one.kind, one.ref, one.content_hash) for one in made.draft.inputs_used]
    return ("output", source.id, source.content_hash) in used


def quoted(made: Output, source: Output, path: str) -> list[str]:
    """Where in an output what stands at `path` of another one is given as the reason."""
    return [one.path for one in made.draft.evidence if one.ref == f"{source.id}#{path}"]
